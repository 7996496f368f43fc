from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.gate import decide
from dq.model import Assert, Dimension, Gate, Owner, Rule, RuleResult, Severity, SourceRef, Status, Text
from dq.score import WEIGHTS, passed_share, score

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "scoring.md"
EVEN = dict.fromkeys(Dimension, 1.0)
NONE = "–"


def rule(rule_id: str, word: Dimension, severity: Severity) -> Rule:
    text = Text("vi", "en")
    source = SourceRef("checks/toy/record.yaml", 1)
    return Rule(rule_id, "toy.thing", Assert("true"), (), word, severity, Owner.SECTOR, text, text, source)


def result(rule_id: str, status: Status, n_checked: int = 0, n_failed: int = 0) -> RuleResult:
    return RuleResult(rule_id, status, n_checked, n_failed)


def tables() -> list[list[list[str]]]:
    """The tables of the worked example, without their headers."""
    found: list[list[list[str]]] = []
    before = ""
    for line in DOCUMENT.read_text(encoding="utf-8").split("## Worked example")[1].splitlines():
        if line.startswith("|"):
            if not before.startswith("|"):
                found.append([])
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        before = line
    return [table[2:] for table in found]


@pytest.fixture(scope="module")
def example():
    rows, settings, scores, reasons = tables()
    rules = [rule(row[0], Dimension(row[1]), Severity(row[2])) for row in rows]
    results = [result(row[0], Status(row[3]), int(row[4]), int(row[5])) for row in rows]
    policy = {name: float(value) for name, value in settings}
    weights = {word: policy[f"weight of {word}"] for word in Dimension}
    gate = Gate(int(policy["critical"]), policy["warning"], int(policy["errors"]), policy["min_coverage"])
    expected = {name: value for name, _, value in scores}
    shares = {row[0]: row[6] for row in rows}
    return rules, results, weights, gate, shares, expected, reasons


def test_the_documented_example_has_every_status_severity_and_word(example):
    rules, results, *_ = example
    assert {item.status for item in results} == set(Status)
    assert {item.severity for item in rules} == set(Severity)
    assert {item.dimension for item in rules} == set(Dimension)


def test_the_documented_shares_are_those_of_the_code(example):
    _, results, _, _, shares, *_ = example
    for item in results:
        shown = NONE if item.status is Status.NOT_APPLICABLE else f"{passed_share(item):.3f}"
        assert shares[item.rule_id] == shown


def test_the_documented_scores_are_those_of_the_code(example):
    rules, results, weights, _, _, expected, _ = example
    card = score(rules, results, weights)
    shown = {word: NONE if item.score is None else f"{item.score:.2f}" for word, item in card.words.items()}
    shown |= {"overall": f"{card.overall:.2f}", "coverage": f"{card.coverage:.2f}"}
    assert shown == expected


def test_the_documented_decision_is_that_of_the_code(example):
    rules, results, weights, gate, _, _, reasons = example
    coverage = score(rules, results, weights).coverage
    decision = decide(gate, rules, results, coverage=coverage, malformed=0, register_missing=False)
    shown = [[r.code, r.rule_id or NONE, f"{r.value:g}", f"{r.limit:g}"] for r in decision.reasons]
    assert not decision.passed
    assert shown == reasons


def test_counts_stand_beside_the_score(example):
    rules, results, weights, *_ = example
    word = score(rules, results, weights).words[Dimension.CORRECT]
    assert (word.n_rules, word.n_checked, word.n_passed, word.n_error, word.n_not_applicable) == (3, 1400, 1350, 1, 0)
    assert score(rules, results, weights).words[Dimension.LIVE].n_not_applicable == 1


def test_nothing_checked_has_no_score_rather_than_a_good_or_a_bad_one():
    rules = [rule("A", Dimension.CORRECT, Severity.CRITICAL)]
    card = score(rules, [result("A", Status.NOT_APPLICABLE)], EVEN)
    assert card.overall is None
    assert card.words[Dimension.CORRECT].score is None
    assert card.coverage == 0


def test_no_rules_have_no_score():
    card = score([], [], EVEN)
    assert (card.overall, card.coverage) == (None, 0)


def test_a_word_of_info_rules_only_has_no_score():
    card = score([rule("A", Dimension.CLEAN, Severity.INFO)], [result("A", Status.FAILED, 10, 5)], EVEN)
    assert card.words[Dimension.CLEAN].score is None
    assert card.coverage == 1


def test_a_word_of_weight_nothing_stays_out_of_the_overall_score():
    rules = [rule("A", Dimension.CORRECT, Severity.CRITICAL), rule("B", Dimension.LIVE, Severity.CRITICAL)]
    results = [result("A", Status.PASSED, 10), result("B", Status.FAILED, 10, 10)]
    assert score(rules, results, {Dimension.CORRECT: 1, Dimension.LIVE: 0}).overall == 100


def test_results_may_come_in_another_order():
    rules = [rule("A", Dimension.CORRECT, Severity.CRITICAL), rule("B", Dimension.CORRECT, Severity.WARNING)]
    results = [result("B", Status.FAILED, 10, 10), result("A", Status.PASSED, 10)]
    assert score(rules, results, EVEN).overall == 75


@st.composite
def planned(draw):
    """Rules with their results."""
    pairs = []
    for index in range(draw(st.integers(0, 8))):
        name = f"R{index}"
        status = draw(st.sampled_from(list(Status)))
        n_checked = draw(st.integers(1, 10**9)) if status in {Status.PASSED, Status.FAILED} else 0
        n_failed = draw(st.integers(1, n_checked)) if status is Status.FAILED else 0
        made = rule(name, draw(st.sampled_from(list(Dimension))), draw(st.sampled_from(list(Severity))))
        pairs.append((made, result(name, status, n_checked, n_failed)))
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


@given(planned())
def test_scores_are_percentages_and_the_coverage_a_share(case):
    card = score(*case, EVEN)
    values = [card.overall, *(word.score for word in card.words.values())]
    assert all(value is None or -1e-9 <= value <= 100 + 1e-9 for value in values)
    assert 0 <= card.coverage <= 1


@given(planned())
def test_the_overall_score_lies_between_those_of_the_words(case):
    card = score(*case, EVEN)
    words = [word.score for word in card.words.values() if word.score is not None]
    assert (card.overall is None) == (not words)
    if words:
        assert min(words) - 1e-9 <= card.overall <= max(words) + 1e-9


@given(planned(), st.sampled_from(list(Severity)))
def test_a_rule_that_is_not_applicable_changes_no_score(case, severity):
    rules, results = case
    before = score(rules, results, EVEN)
    extra = rule("EXTRA", Dimension.CORRECT, severity)
    after = score([*rules, extra], [*results, result("EXTRA", Status.NOT_APPLICABLE)], EVEN)
    assert after.overall == before.overall
    assert after.coverage <= before.coverage


@given(planned(), st.sampled_from([Severity.CRITICAL, Severity.WARNING]))
def test_a_rule_in_error_never_raises_a_score(case, severity):
    rules, results = case
    before = score(rules, results, EVEN).words[Dimension.CORRECT].score
    extra = rule("EXTRA", Dimension.CORRECT, severity)
    after = score([*rules, extra], [*results, result("EXTRA", Status.ERROR)], EVEN).words[Dimension.CORRECT].score
    assert after <= (100 if before is None else before + 1e-9)
    assert after < 100


def test_a_critical_rule_weighs_more_than_a_warning_and_information_nothing():
    assert WEIGHTS[Severity.CRITICAL] > WEIGHTS[Severity.WARNING] > WEIGHTS[Severity.INFO] == 0
