"""The synthetic register and exports: who is in them, what is wrong with them, and what `dq` must say about it."""
