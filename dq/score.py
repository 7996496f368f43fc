"""The scorecard: a score for each of the four words and one overall; docs/scoring.md has the formula."""

from collections.abc import Mapping, Sequence

from dq.model import Dimension, Rule, RuleResult, Scorecard, Severity, Status, WordScore

WEIGHTS: Mapping[Severity, int] = {Severity.CRITICAL: 3, Severity.WARNING: 1, Severity.INFO: 0}


def score(rules: Sequence[Rule], results: Sequence[RuleResult], weights: Mapping[Dimension, float]) -> Scorecard:
    """Return the scorecard of `results`, which are those of `rules`.

    The score of a word is the mean share of passing records over its rules, a critical rule weighing three times a
    warning; `info` rules weigh nothing. A rule in `error` counts as wholly failed, one that is `not_applicable` not at
    all. The overall score is the mean of the words that have one, by the sector's weights.
    """
    by_id = {result.rule_id: result for result in results}
    words = {word: _word([(r, by_id[r.id]) for r in rules if r.dimension is word]) for word in Dimension}
    scored = [(weights.get(word, 0.0), item.score) for word, item in words.items() if item.score is not None]
    total = sum(weight for weight, _ in scored)
    overall = sum(weight * value for weight, value in scored) / total if total else None
    evaluated = sum(result.status in {Status.PASSED, Status.FAILED} for result in results)
    return Scorecard(overall, evaluated / len(results) if results else 0.0, words)


def passed_share(result: RuleResult) -> float:
    """Return the share of what was checked that holds; 0 for a rule in error."""
    if result.status is Status.ERROR or result.n_checked == 0:
        return 0.0
    return 1 - result.n_failing / result.n_checked


def _word(pairs: Sequence[tuple[Rule, RuleResult]]) -> WordScore:
    counted = [(WEIGHTS[rule.severity], result) for rule, result in pairs if result.status is not Status.NOT_APPLICABLE]
    total = sum(weight for weight, _ in counted)
    value = 100 * sum(weight * passed_share(result) for weight, result in counted) / total if total else None
    return WordScore(
        score=value,
        n_rules=len(pairs),
        n_checked=sum(result.n_checked for _, result in counted),
        n_passed=sum(result.n_checked - result.n_failing for _, result in counted),
        n_error=sum(result.status is Status.ERROR for _, result in pairs),
        n_not_applicable=sum(result.status is Status.NOT_APPLICABLE for _, result in pairs),
    )
