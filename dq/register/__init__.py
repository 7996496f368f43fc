"""The reference extract, made ready for joins once and kept in a cache.

The steps, each a plain function: `cache_key` names the reference; `open_prepared` returns it if it was prepared before;
else, inside `building`, `write_part` prepares each canonical part, `check` refuses a reference that cannot be trusted,
and `publish` makes the whole appear in the cache at once.

What is prepared is personal data of everybody in the extract: see `dq.register.cache` for how it is kept.
"""

from dq.register.cache import building, cache_folder, cache_key, open_prepared, publish, workspace
from dq.register.check import RegisterFacts, check
from dq.register.prepare import DATASET, old_numbers_batch, prepare_batch, write_part
from dq.register.pseudonymize import is_pseudonymized, open_pseudonymized, pseudonymize

__all__ = [
    "DATASET",
    "RegisterFacts",
    "building",
    "cache_folder",
    "cache_key",
    "check",
    "is_pseudonymized",
    "old_numbers_batch",
    "open_prepared",
    "open_pseudonymized",
    "prepare_batch",
    "pseudonymize",
    "publish",
    "workspace",
    "write_part",
]
