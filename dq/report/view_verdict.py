"""The verdict of a view: may this file be synced, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq.model import Text
from dq.report.format import Count, Score
from dq.report.view_rules import FailedRule, anchor

# The kinds of reasons in the order in which they matter to who signs.
_REASONS = ("empty", "no_reference", "critical", "malformed", "error", "coverage", "warning")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the locale files with its parameters, in no language yet."""

    key: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that is a reason, with its figure: findings, or the share of records that fail it."""

    title: Text
    anchor: str | None
    value: object


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of reason why the gate failed, with its rules."""

    phrase: Phrase
    rules: tuple[BrokenRule, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this file be synced? `sentence` answers with the kinds of reasons, `reasons` lists them with rules."""

    passed: bool
    sentence: Phrase
    reasons: tuple[Reason, ...]


def verdict_of(run: Mapping[str, Any], failed: Sequence[FailedRule]) -> Verdict:
    """Return the verdict: one sentence with every kind of reason, the most telling first."""
    decision, rows = run["decision"], run["rows"]
    groups: dict[str, list[Mapping[str, Any]]] = {code: [] for code in _REASONS}
    for entry in decision["reasons"]:
        groups.setdefault(entry["code"], []).append(entry)
    reasons = tuple(_reason(code, entries, run["rules"], failed) for code, entries in groups.items() if entries)
    if decision["passed"] or not reasons:
        waived = decision.get("waived_critical", 0)
        key = "report.verdict.failed"
        if decision["passed"]:
            key = "report.verdict.passed_waived" if waived else "report.verdict.passed"
        figures = {"ready": rows["clean"], "total": rows["total"], "waived": waived}
        return Verdict(decision["passed"], Phrase(key, figures), reasons)
    sentence = Phrase("report.verdict.failed_because", {"reason": tuple(reason.phrase for reason in reasons)})
    return Verdict(passed=False, sentence=sentence, reasons=reasons)


def _reason(
    code: str, entries: Sequence[Mapping[str, Any]], rules: Sequence[Mapping[str, Any]], failed: Sequence[FailedRule]
) -> Reason:
    figures = {rule.id: rule.share if code == "warning" else rule.n_failed for rule in failed}
    titles = {rule["id"]: Text(**rule["title"]) for rule in rules}
    worst_first = sorted(entries, key=lambda entry: -entry["value"])
    ids = [entry["rule_id"] for entry in worst_first if entry["rule_id"] in titles]
    broken = tuple(
        BrokenRule(titles[rule_id], anchor(rule_id) if rule_id in figures else None, figures.get(rule_id))
        for rule_id in ids
    )
    value, limit = sum(entry["value"] for entry in entries), entries[0]["limit"]
    if code in {"warning", "coverage"}:  # shares of 1
        value, limit = Score(value * 100, flawed=True), Score(limit * 100)
    # A sum would give away the one count in it that may not be published.
    suppressed = code == "critical" and any(figure.withheld for figure in figures.values() if isinstance(figure, Count))
    key = f"report.reason.{code}_uncounted" if suppressed else f"report.reason.{code}"
    return Reason(Phrase(key, {"value": value, "limit": limit, "rules": len(broken)}), broken)
