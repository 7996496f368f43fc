"""Identifiers, one a file: `is_valid`, `repair` and `mask` as Polars expressions, and the parts that a number tells.

`is_valid` judges the canonical form (null gives null); `repair` brings a text to it where nothing has to be guessed
and leaves any other text as it is; `STEPS` are the named repairs it consists of, for the change log.
"""
