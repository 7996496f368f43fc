"""Records of one dataset that stand there twice: grouped with a reason, never merged.

`edges` finds pairs by exact keys, which are data (`duplicates` in `reconcile.yaml`), and persons who stand there under
another spelling or another number; `dq.link` weighs who of the rest is alike; `clusters` groups them and proposes what
a merge would take from where.
"""

from dq.duplicates.edges import OTHER_NUMBER, SIMILAR_PERSON
from dq.duplicates.run import DUPLICATES_SCHEMA, DuplicatesFound, find_duplicates

__all__ = ["DUPLICATES_SCHEMA", "OTHER_NUMBER", "SIMILAR_PERSON", "DuplicatesFound", "find_duplicates"]
