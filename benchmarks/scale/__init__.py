"""dq beside the bare engines and beside its peers, on the same rules and the same data (`make bench`).

`__main__` runs `sections/`, each a question: how fast are record rules, the register, the whole job … A section starts
`contestants/`, each in a process of its own (`harness`, `child`), makes sure that they found the same, and returns
tables (`model`). `results` keeps them, `targets` judges them, `page` and `charts` show them, `regression` compares two
sets of them.
"""
