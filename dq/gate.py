"""The gate: may this file be synced? The sector's policy against the results; the score describes, the gate decides."""

from collections.abc import Sequence

from dq.model import Decision, Gate, Reason, Rule, RuleResult, Severity, Status


def decide(
    gate: Gate,
    rules: Sequence[Rule],
    results: Sequence[RuleResult],
    *,
    coverage: float,
    malformed: int,
    register_missing: bool,
) -> Decision:
    """Return whether the file passes, with every reason why not, by rule where it is one rule's.

    Args:
        gate: The sector's policy.
        rules: The planned rules.
        results: Their results.
        coverage: Share of planned rules that were evaluated.
        malformed: Lines that could not be read as records.
        register_missing: There are persons to look up, no reference was given, and nobody said that this is meant.
    """
    severity = {rule.id: rule.severity for rule in rules}
    reasons = []
    if register_missing:
        reasons.append(Reason("no_reference"))
    if malformed:
        reasons.append(Reason("malformed", value=malformed))
    failed = [result for result in results if result.status is Status.FAILED]
    critical = [result for result in failed if severity[result.rule_id] is Severity.CRITICAL]
    if sum(result.n_failed for result in critical) > gate.critical:
        reasons += [Reason("critical", item.rule_id, item.n_failed, gate.critical) for item in critical]
    reasons += [
        Reason("warning", item.rule_id, item.n_failed / item.n_checked, gate.warning)
        for item in failed
        if severity[item.rule_id] is Severity.WARNING and item.n_failed > gate.warning * item.n_checked
    ]
    errors = [result for result in results if result.status is Status.ERROR]
    if len(errors) > gate.errors:
        reasons += [Reason("error", item.rule_id, 1, gate.errors) for item in errors]
    if coverage < gate.min_coverage:
        reasons.append(Reason("coverage", value=coverage, limit=gate.min_coverage))
    return Decision(not reasons, tuple(reasons))
