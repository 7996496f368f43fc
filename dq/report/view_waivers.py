"""The waivers of a view: what was excused, by whom, until when; expired and unused ones too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dq.model import Severity, Text
from dq.report.format import SMALL, Count
from dq.report.shown import clean

_STATES = {"in_force": 0, "expired": 1, "unused": 2}


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver. `reason` and `by` are None in a report that is published."""

    id: str
    rule_id: str
    title: Text
    severity: str
    scope: str
    reason: str | None
    by: str | None
    expires: date
    state: str
    n_findings: Count


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers of the run, those in force first; `n_critical` findings of critical rules are waived."""

    lines: tuple[WaiverLine, ...]
    n: int
    n_critical: int


def waivers_view(run: Mapping[str, Any], *, public: bool) -> Waivers | None:
    """Return the waivers of a run, None where it was given none."""
    given = run.get("waivers")
    if not given or not given["entries"]:
        return None
    rules = {rule["id"]: rule for rule in run["rules"]}
    lines = [_line(entry, rules[entry["rule_id"]], public=public) for entry in given["entries"]]
    lines.sort(key=lambda line: (_STATES.get(line.state, len(_STATES)), line.id))
    waived = [(rule["severity"], rule.get("n_waived", 0)) for rule in run["rules"]]
    return Waivers(
        lines=tuple(lines),
        n=sum(n for _, n in waived),
        n_critical=sum(n for severity, n in waived if severity == Severity.CRITICAL),
    )


def _line(entry: Mapping[str, Any], rule: Mapping[str, Any], *, public: bool) -> WaiverLine:
    n = entry["n_findings"]
    return WaiverLine(
        id=entry["id"],
        rule_id=entry["rule_id"],
        title=Text(**rule["title"]),
        severity=rule["severity"],
        scope=entry["scope"],
        reason=None if public else clean(entry["reason"], most=400, keep_dates=True),
        by=None if public else clean(entry["by"], keep_dates=True),
        expires=date.fromisoformat(entry["expires"]),
        state=entry["state"],
        n_findings=Count(n, small=public and 0 < n < SMALL),
    )
