"""What is to be done about an outcome, and by whom."""

from enum import StrEnum

from dq.model import Outcome, Owner
from dq.reconcile.sql import case_sql, enum_sql, one_of_sql, text_sql
from dq.reconcile.verdicts import Verdict, differs_sql


class Action(StrEnum):
    """What the owner does about a person; closed, the text of each is the interface's."""

    NONE = "none"
    ADD_IDENTIFIER = "add_identifier"
    CORRECT_IDENTIFIER = "correct_identifier"
    RESOLVE_DUPLICATE = "resolve_duplicate"
    REPLACE_IDENTIFIER = "replace_identifier"
    CONFIRM_CANDIDATE = "confirm_candidate"  # candidates were found: is one of them the person?
    VERIFY_WITH_POLICE = "verify_with_police"
    VERIFY_DEATH = "verify_death"
    REGISTER_DEATH = "register_death"
    VERIFY_PERSON = "verify_person"  # the number stands on somebody who is not the same person likely
    CORRECT_NAME = "correct_name"
    CORRECT_BIRTH_DATE = "correct_birth_date"
    CORRECT_SEX = "correct_sex"
    ADOPT_SPELLING = "adopt_spelling"


ACTIONS = {
    Outcome.MISSING_ID: Action.ADD_IDENTIFIER,
    Outcome.INVALID_ID: Action.CORRECT_IDENTIFIER,
    Outcome.DUPLICATE_ID: Action.RESOLVE_DUPLICATE,
    Outcome.SUPERSEDED: Action.REPLACE_IDENTIFIER,
    Outcome.NOT_FOUND: Action.VERIFY_WITH_POLICE,
    Outcome.DECEASED: Action.VERIFY_DEATH,
}
_NOTHING_TO_DO = (Outcome.NOT_APPLICABLE, Outcome.MATCHED, Outcome.NOT_CHECKED)
CIVIL_REGISTRY = "civil_registry"


def action_sql() -> str:
    """Return SQL for the action, over the columns of `outcomes.judged_outcome_sql`.

    A person whom the register has alive in a dataset of deaths is registered as dead, whatever else differs. Of several
    fields that differ the first is named; `fields_differing` has all.
    """
    mismatched = case_sql(
        {
            "same_person_likely IS NOT true": text_sql(Action.VERIFY_PERSON),
            f"blank_name OR {differs_sql('name')}": text_sql(Action.CORRECT_NAME),
            differs_sql("birth_date"): text_sql(Action.CORRECT_BIRTH_DATE),
        },
        otherwise=text_sql(Action.CORRECT_SEX),
    )
    return case_sql(
        {
            "still_alive": text_sql(Action.REGISTER_DEATH),
            **{f"outcome = {enum_sql(outcome)}": text_sql(action) for outcome, action in ACTIONS.items()},
            f"outcome = {enum_sql(Outcome.MISMATCHED)}": mismatched,
            f"outcome = {enum_sql(Outcome.MATCHED_SPELLING)}": text_sql(Action.ADOPT_SPELLING),
        },
        otherwise=text_sql(Action.NONE),
    )


def owner_sql(dataset: str) -> str:
    """Return SQL for who acts, null where there is nothing to do, over the columns of `outcomes.judged_outcome_sql`.

    A mismatch is the sector's, with one exception: where the dataset is civil status itself and the person is the same
    likely, the register is to be put right, because it must agree with the civil-status book (Luật Hộ tịch Đ.60(2)),
    so it goes to the police. Not if the name differs in nothing but its marks, or is blank: marks get lost in an
    export, not in the book, so the sector looks there first.
    """
    sector, police = text_sql(Owner.SECTOR), text_sql(Owner.POLICE)
    register_is_wrong = (
        f"outcome = {enum_sql(Outcome.MISMATCHED)} AND same_person_likely AND NOT blank_name "
        f"AND name IS DISTINCT FROM {enum_sql(Verdict.MARKS_MISSING)}"
    )
    return case_sql(
        {
            "still_alive": police,
            one_of_sql("outcome", map(enum_sql, _NOTHING_TO_DO)): "NULL",
            f"outcome = {enum_sql(Outcome.NOT_FOUND)}": police,
            **({register_is_wrong: police} if dataset.partition(".")[0] == CIVIL_REGISTRY else {}),
        },
        otherwise=sector,
    )
