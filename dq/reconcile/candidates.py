"""Outcomes completed by what linking found; an outcome itself never changes by likeness."""

from dq.model import Outcome, Owner
from dq.reconcile.actions import ACTIONS, Action
from dq.reconcile.sql import case_sql, text_sql

LINKED = (Outcome.MISSING_ID, Outcome.INVALID_ID, Outcome.NOT_FOUND, Outcome.DUPLICATE_ID)
"""The outcomes of persons for whom candidates are looked for: no number, or none that leads to one person."""


def with_candidates_sql(reconciliation: str, linked: str) -> str:
    """Return a SELECT of `reconciliation` with `n_candidates` and `confidence` of the persons in `linked`.

    Where there is a candidate, what is to be done is to look at it, which the sector does: also for a number that is
    not in the register, because then it is mistyped. Persons who share one number stay to be told apart first.

    What an earlier linking said of a person is replaced.

    Args:
        reconciliation: What `reconcile` wrote, or this.
        linked: `record_id`, `role`, `n_candidates`, `confidence`.
    """
    found = f"linked.n_candidates > 0 AND outcome <> {text_sql(Outcome.DUPLICATE_ID)}"
    searched = "linked.record_id IS NOT NULL"
    computed = {
        "n_candidates": "linked.n_candidates",
        "confidence": "linked.confidence",
        "owner": case_sql(
            {
                found: text_sql(Owner.SECTOR),
                f"{searched} AND outcome = {text_sql(Outcome.NOT_FOUND)}": text_sql(Owner.POLICE),
            },
            otherwise="owner",
        ),
        "action": case_sql(
            {
                found: text_sql(Action.CONFIRM_CANDIDATE),
                **{f"{searched} AND outcome = {text_sql(item)}": text_sql(ACTIONS[item]) for item in LINKED},
            },
            otherwise="action",
        ),
    }
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in computed.items())
    return f"""
        SELECT reconciled.* REPLACE ({replaced})
        FROM {reconciliation} reconciled LEFT JOIN {linked} linked USING (record_id, role)
        ORDER BY record_id, role
    """
