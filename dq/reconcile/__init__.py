"""What the register says of each person of a record, by identifier: exactly one outcome each (DESIGN §5).

`persons_batch` picks the persons out of a canonical batch; `reconcile` judges all of them in DuckDB, out of core. The
SQL is built by pure `*_sql` functions, one concern a module: `verdicts` compares two persons field by field,
`duplicates` finds numbers that stand on different persons, `superseded` finds the holder of a number no longer in
force, `judged` joins with the register, `outcomes` puts the ordered tests together, `actions` says who does what.
"""

from dq.reconcile.actions import Action
from dq.reconcile.candidates import LINKED, with_candidates_sql
from dq.reconcile.persons import PERSONS_SCHEMA, persons_batch
from dq.reconcile.results import ReconcileResult
from dq.reconcile.run import reconcile
from dq.reconcile.verdicts import Verdict

__all__ = [
    "LINKED",
    "PERSONS_SCHEMA",
    "Action",
    "ReconcileResult",
    "Verdict",
    "persons_batch",
    "reconcile",
    "with_candidates_sql",
]
