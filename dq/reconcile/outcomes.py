"""The ordered tests put together: the columns of `reconciliation.parquet` (DESIGN §4)."""

from dq.model import Outcome
from dq.reconcile.actions import action_sql, owner_sql
from dq.reconcile.form import PLAIN, Form
from dq.reconcile.sql import case_sql, enum_sql, one_of_sql, text_sql
from dq.reconcile.verdicts import Verdict, differs_sql

COLUMNS = (
    "record_id",
    "role",
    "source_row",
    "outcome",
    "register_status",
    "fields_differing",
    "same_person_likely",
    "name",
    "birth_date",
    "sex",
    "proposed_id",
    "n_candidates",
    "confidence",
    "owner",
    "action",
)
ALIVE, GONE = "song", ("chet", "mat_tich")


def reconciliation_sql(judged: str, proposal: str, role: str, *, dataset: str, form: Form = PLAIN) -> str:
    """Return a SELECT of `COLUMNS`, one row a person of `judged`, by record and role.

    `n_candidates` and `confidence` are for candidates by likeness, which another stage adds.

    Args:
        judged: See `judged.judged_sql`.
        proposal: See `superseded.proposal_sql`.
        role: The dataset's roles with their columns and flags.
        dataset: Its name, by whose sector it is decided who acts on a mismatch.
        form: What the register holds of a person: a pseudonym is no number to propose.
    """
    computed = {
        **{name: f"{name}::VARCHAR" for name in ("outcome", "name", "birth_date", "sex")},
        "n_candidates": "NULL::BIGINT",
        "confidence": "NULL::VARCHAR",
        "owner": owner_sql(dataset),
        "action": action_sql(),
        "proposed_id": "proposed_id" if form.tells_numbers else "NULL::VARCHAR",
        "fields_differing": fields_differing_sql(),
    }
    return f"""
        SELECT {", ".join(f"{computed[name]} AS {name}" if name in computed else name for name in COLUMNS)}
        FROM ({judged_outcome_sql(judged, proposal, role)})
        ORDER BY record_id, role
    """


def judged_outcome_sql(judged: str, proposal: str, role: str) -> str:
    """Return a SELECT of the persons with `outcome`, and `still_alive`: dead in this dataset, not in the register."""
    outcome = outcome_sql()
    alive = f"deceased_expected AND found AND same_person_likely AND register_status = {text_sql(ALIVE)}"
    return f"""
        SELECT *, {outcome} AS outcome, coalesce({alive}, false) AS still_alive
        FROM (
            SELECT
                j.record_id, j.role, j.source_row, j.early, j.blank_name, j.early IS NULL AS found, s.proposed_id,
                coalesce(j.register_status, s.register_status) AS register_status,
                coalesce(j.name, s.name) AS name,
                coalesce(j.birth_date, s.birth_date) AS birth_date,
                coalesce(j.sex, s.sex) AS sex,
                coalesce(j.same_person_likely, s.same_person_likely) AS same_person_likely,
                r.living, r.deceased_expected, r.name_column, r.birth_column, r.sex_column
            FROM {judged} j
            JOIN {role} r ON r.role = j.role
            LEFT JOIN {proposal} s ON s.record_id = j.record_id AND s.role = j.role
        )
    """


def outcome_sql() -> str:
    """Return SQL for the outcome: the first test that holds (DESIGN §5)."""
    gone = one_of_sql("register_status", map(text_sql, GONE))
    return case_sql(
        {
            "proposed_id IS NOT NULL": enum_sql(Outcome.SUPERSEDED),
            "early IS NOT NULL": "early",
            f"living AND same_person_likely AND {gone}": enum_sql(Outcome.DECEASED),
            f"blank_name OR {_any_differs_sql()}": enum_sql(Outcome.MISMATCHED),
            f"name = {enum_sql(Verdict.SPELLING)}": enum_sql(Outcome.MATCHED_SPELLING),
        },
        otherwise=enum_sql(Outcome.MATCHED),
    )


def fields_differing_sql() -> str:
    """Return SQL for the canonical columns of the role that differ from the register; a blank name is one of them."""
    fields = {
        f"blank_name OR {differs_sql('name')}": "name_column",
        differs_sql("birth_date"): "birth_column",
        differs_sql("sex"): "sex_column",
    }
    listed = ", ".join(case_sql({condition: column}) for condition, column in fields.items())
    some = f"list_filter([{listed}], lambda field: field IS NOT NULL)"
    # Most persons agree: the list is only built for the others.
    return case_sql({f"name IS NOT NULL AND (blank_name OR {_any_differs_sql()})": some}, otherwise="[]::VARCHAR[]")


def _any_differs_sql() -> str:
    return "(" + " OR ".join(differs_sql(field) for field in ("name", "birth_date", "sex")) + ")"
