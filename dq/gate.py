"""The gate: may this file be synced? The sector's policy against the results; the score describes, the gate decides."""

from collections.abc import Mapping, Sequence

from dq.model import Decision, Gate, Reason, Rule, RuleResult, Severity, Status


def decide(
    gate: Gate,
    rules: Sequence[Rule],
    results: Sequence[RuleResult],
    *,
    coverage: float,
    malformed: int,
    register_missing: bool,
    waived: Mapping[str, int] | None = None,
) -> Decision:
    """Return whether the file passes, with every reason why not, by rule where it is one rule's.

    Args:
        gate: The sector's policy.
        rules: The planned rules.
        results: Their results.
        coverage: Share of planned rules that were evaluated.
        malformed: Lines that could not be read as records.
        register_missing: There are persons to look up, no reference was given, and nobody said that this is meant.
        waived: Findings by rule that a waiver in force excuses: the gate does not count them.
    """
    severity = {rule.id: rule.severity for rule in rules}
    excused = waived or {}
    counted = {result.rule_id: result.n_failed - excused.get(result.rule_id, 0) for result in results}
    records = {result.rule_id: min(counted[result.rule_id], result.n_failing) for result in results}
    reasons = []
    if register_missing:
        reasons.append(Reason("no_reference"))
    if malformed:
        reasons.append(Reason("malformed", value=malformed))
    failed = [result for result in results if result.status is Status.FAILED and counted[result.rule_id] > 0]
    critical = [result for result in failed if severity[result.rule_id] is Severity.CRITICAL]
    if sum(counted[result.rule_id] for result in critical) > gate.critical:
        reasons += [Reason("critical", item.rule_id, counted[item.rule_id], gate.critical) for item in critical]
    reasons += [
        Reason("warning", item.rule_id, records[item.rule_id] / item.n_checked, gate.warning)
        for item in failed
        if severity[item.rule_id] is Severity.WARNING and records[item.rule_id] > gate.warning * item.n_checked
    ]
    errors = [result for result in results if result.status is Status.ERROR]
    if len(errors) > gate.errors:
        reasons += [Reason("error", item.rule_id, 1, gate.errors) for item in errors]
    if coverage < gate.min_coverage:
        reasons.append(Reason("coverage", value=coverage, limit=gate.min_coverage))
    waived_critical = sum(n for rule_id, n in excused.items() if severity[rule_id] is Severity.CRITICAL)
    return Decision(not reasons, tuple(reasons), waived_critical)
