"""From counted outcomes to rule results: exactly one a derived register rule, in the rules' order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.catalog.derived import OUTCOME_RULES
from dq.catalog.sectors import Role
from dq.model import NOTHING_TO_CHECK, Evaluation, Outcome, Register, RuleResult, Status

NO_REFERENCE = "no_reference"
NOT_LIVING = "not_living"  # the dataset is not of living persons
NO_STATUS = "reference_without_status"  # the extract says of nobody whether they are alive
NO_OLD_NUMBERS = "reference_without_old_numbers"

_BEFORE_REGISTER = (Outcome.MISSING_ID, Outcome.INVALID_ID, Outcome.DUPLICATE_ID)


@dataclass(frozen=True, slots=True)
class RoleCounts:
    """Of the persons in one role: how many have each outcome, and of the found ones how many have a status."""

    outcomes: Mapping[Outcome, int]
    with_status: int = 0


@dataclass(frozen=True, slots=True)
class ReconcileResult:
    """What `reconcile` wrote and counted.

    Attributes:
        evaluation: One result a register rule, in the order of `OUTCOME_RULES`, and the findings.
        reconciliation: One row a person, the columns of `outcomes.COLUMNS`, by record and role.
        findings: One row a person whose outcome is a rule's (`dq.findings.SCHEMA`), by record and rule.
        held: `record_id`, `rule_id` of the outcomes that hold their row back, by what the role says.
        outcomes: Persons by outcome; every outcome is there.
        roles: The same a role.
        register_still_alive: Persons of a dataset of deaths whom the register has alive.
    """

    evaluation: Evaluation
    reconciliation: Path
    findings: Path
    held: Path
    outcomes: Mapping[Outcome, int]
    roles: Mapping[str, Mapping[Outcome, int]]
    register_still_alive: int


def rule_results(
    dataset: str, roles: Sequence[Role], counts: Mapping[str, RoleCounts], register: Register | None
) -> tuple[RuleResult, ...]:
    """Return the results of the register rules of `dataset`.

    `n_checked` are the persons who reached the test: the tests are ordered, so one who has no identifier is in the
    denominator of `missing_id` and of nothing after it. `deceased` counts persons in roles of the living whose
    status the register gives.
    """
    return tuple(_result(dataset, outcome, roles, counts, register) for outcome in OUTCOME_RULES)


def _result(
    dataset: str,
    outcome: Outcome,
    roles: Sequence[Role],
    counts: Mapping[str, RoleCounts],
    register: Register | None,
) -> RuleResult:
    rule_id = f"{dataset}.register.{outcome}"
    evidence = f"SELECT record_id, role, source_row FROM reconciliation WHERE outcome = '{outcome}'"
    living = {role.role for role in roles if role.living}
    reason = _not_applicable(outcome, register, any_living=bool(living))
    if outcome is Outcome.DECEASED:
        n_checked = sum(counts[role].with_status for role in living if role in counts)
    else:
        n_checked = sum(_reached(outcome, item.outcomes) for item in counts.values())
    if not reason and n_checked == 0:
        reason = NOTHING_TO_CHECK
    if reason:
        return RuleResult(rule_id, Status.NOT_APPLICABLE, reason=reason, evidence=evidence)
    n_failed = sum(item.outcomes[outcome] for item in counts.values())
    return RuleResult(rule_id, Status.FAILED if n_failed else Status.PASSED, n_checked, n_failed, evidence=evidence)


def _not_applicable(outcome: Outcome, register: Register | None, *, any_living: bool) -> str:
    if outcome in _BEFORE_REGISTER:
        return ""
    if register is None:
        return NO_REFERENCE
    match outcome:
        case Outcome.DECEASED if not any_living:
            return NOT_LIVING
        case Outcome.DECEASED if not register.columns & {"tinh_trang", "ngay_chet"}:
            return NO_STATUS
        case Outcome.SUPERSEDED if not register.columns & {"so_cmnd", "so_dinh_danh_cu"}:
            return NO_OLD_NUMBERS
        case _:
            return ""


def _reached(outcome: Outcome, outcomes: Mapping[Outcome, int]) -> int:
    """The persons whom no earlier test stopped."""
    earlier = [Outcome.NOT_APPLICABLE, *OUTCOME_RULES]
    stopped = sum(outcomes[item] for item in earlier[: earlier.index(outcome)])
    return sum(outcomes.values()) - stopped
