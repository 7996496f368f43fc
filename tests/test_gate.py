import pytest

from dq.gate import decide
from dq.model import Assert, Dimension, Gate, Owner, Rule, RuleResult, Severity, SourceRef, Status, Text

TEXT = Text("vi", "en")
RULES = [
    Rule(
        name,
        "toy.thing",
        Assert("true"),
        (),
        Dimension.CORRECT,
        severity,
        Owner.SECTOR,
        TEXT,
        TEXT,
        SourceRef("checks/toy/record.yaml", 1),
    )
    for name, severity in (
        ("C1", Severity.CRITICAL),
        ("C2", Severity.CRITICAL),
        ("W1", Severity.WARNING),
        ("I1", Severity.INFO),
    )
]
GATE = Gate(critical=0, warning=0.05, errors=0, min_coverage=0.5)
PASSED = {rule.id: RuleResult(rule.id, Status.PASSED, 100, 0) for rule in RULES}


def failed(name: str, n_failed: int, n_checked: int = 100) -> dict[str, RuleResult]:
    return {name: RuleResult(name, Status.FAILED, n_checked, n_failed)}


def decision(changed=None, gate=GATE, *, coverage=1.0, malformed=0, register_missing=False, waived=None):
    results = [*(PASSED | (changed or {})).values()]
    return decide(
        gate,
        RULES,
        results,
        coverage=coverage,
        malformed=malformed,
        register_missing=register_missing,
        waived=waived,
    )


def shown(found) -> list[tuple[str, str | None, float, float]]:
    return [(reason.code, reason.rule_id, reason.value, reason.limit) for reason in found.reasons]


def test_a_file_that_passes_every_rule_passes():
    found = decision()
    assert found.passed
    assert found.reasons == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (failed("C1", 1), [("critical", "C1", 1, 0)]),
        (failed("C1", 1) | failed("C2", 7), [("critical", "C1", 1, 0), ("critical", "C2", 7, 0)]),
        (failed("W1", 6), [("warning", "W1", 0.06, 0.05)]),
        (failed("I1", 100), []),
        ({"W1": RuleResult("W1", Status.ERROR)}, [("error", "W1", 1, 0)]),
        ({"I1": RuleResult("I1", Status.ERROR)}, [("error", "I1", 1, 0)]),
        ({"C1": RuleResult("C1", Status.NOT_APPLICABLE)}, []),
    ],
)
def test_each_reason_names_its_rule_its_figure_and_its_limit(changed, expected):
    found = decision(changed)
    assert shown(found) == expected
    assert found.passed is not bool(expected)


@pytest.mark.parametrize(
    ("changed", "gate", "passed"),
    [
        (failed("W1", 5), GATE, True),
        (failed("W1", 3, 60), GATE, True),
        (failed("W1", 1), Gate(warning=0), False),
        (failed("W1", 100), Gate(warning=1), True),
        (failed("C1", 3), Gate(critical=3), True),
        (failed("C1", 2) | failed("C2", 2), Gate(critical=3), False),
        ({"C1": RuleResult("C1", Status.ERROR)}, Gate(errors=1), True),
        ({name: RuleResult(name, Status.ERROR) for name in ("C1", "W1")}, Gate(errors=1), False),
    ],
)
def test_a_figure_at_its_limit_passes_and_one_above_does_not(changed, gate, passed):
    assert decision(changed, gate).passed is passed


def test_critical_findings_count_together_and_each_rule_that_has_some_is_named():
    found = decision(failed("C1", 2) | failed("C2", 2), Gate(critical=3))
    assert shown(found) == [("critical", "C1", 2, 3), ("critical", "C2", 2, 3)]


@pytest.mark.parametrize(("coverage", "passed"), [(0.5, True), (0.49, False), (0, False)])
def test_a_file_of_which_too_little_was_checked_does_not_pass(coverage, passed):
    found = decision(coverage=coverage)
    assert found.passed is passed
    assert shown(found) == ([] if passed else [("coverage", None, coverage, 0.5)])


def test_a_line_that_is_no_record_fails_the_gate():
    assert shown(decision(malformed=2)) == [("malformed", None, 2, 0)]


def test_a_forgotten_reference_fails_the_gate():
    assert shown(decision(register_missing=True)) == [("no_reference", None, 0, 0)]


def test_all_reasons_are_given_at_once_in_a_fixed_order():
    changed = failed("C1", 1) | failed("W1", 50) | {"I1": RuleResult("I1", Status.ERROR)}
    found = decision(changed, coverage=0.1, malformed=1, register_missing=True)
    codes = [reason.code for reason in found.reasons]
    assert codes == ["no_reference", "malformed", "critical", "warning", "error", "coverage"]


def test_waived_findings_do_not_fail_the_gate_and_are_counted_in_the_decision():
    excused = decision(failed("C1", 3), waived={"C1": 3})
    assert (excused.passed, excused.waived_critical) == (True, 3)
    assert shown(decision(failed("C1", 3), waived={"C1": 2})) == [("critical", "C1", 1, 0)]
    assert decision(failed("W1", 9), waived={"W1": 4}).passed
    assert decision(failed("W1", 9), waived={"W1": 4}).waived_critical == 0


def test_an_error_and_a_malformed_line_cannot_be_waived():
    error = {"C1": RuleResult("C1", Status.ERROR)}
    assert not decision(error, waived={"C1": 1}).passed
    assert not decision(malformed=1, waived={"C1": 1}).passed


@pytest.mark.parametrize(("n_records", "passed"), [(None, False), (6, False), (5, True), (3, True)])
def test_the_share_of_a_warning_is_one_of_records_not_of_findings(n_records, passed):
    found = {"W1": RuleResult("W1", Status.FAILED, 100, 6, n_records=n_records)}
    assert decision(found).passed is passed
