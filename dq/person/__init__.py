"""One person across sectors: the records of several run folders that carry one number, and where they contradict.

`records` reads what each record says of its persons, by the facts that the roles of `reconcile.yaml` name; `conflicts`
finds the facts in which records of one number do not agree, and who is asked to correct them. Nothing is corrected.
"""

from dq.person.conflicts import CONFLICT_SCHEMA, FACTS
from dq.person.records import RECORD_COLUMNS
from dq.person.run import PersonView, write_all, write_one

__all__ = ["CONFLICT_SCHEMA", "FACTS", "RECORD_COLUMNS", "PersonView", "write_all", "write_one"]
