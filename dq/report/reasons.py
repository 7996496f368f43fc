"""Why a run ended as it did, in sentences."""

from collections.abc import Mapping
from typing import Any

from dq.locale import load_locale
from dq.report.format import Score, number, score

_SHARES = frozenset({"warning", "coverage"})


def reason_lines(summary: Mapping[str, Any], language: str, *, most: int) -> list[str]:
    """Return why the gate failed: the critical reasons first, the largest first, and how many more there are.

    Args:
        summary: The content of `run.json`.
        language: `vi` or `en`.
        most: How many reasons are said.
    """
    locale = load_locale(language)
    titles = {rule["id"]: rule["title"][language] for rule in summary["rules"]}
    reasons = sorted(summary["decision"]["reasons"], key=lambda item: (item["code"] != "critical", -item["value"]))
    lines = []
    for reason in reasons[:most]:
        amount, rule = reason["value"], reason["rule_id"] or ""
        value = score(Score(100 * amount), language) if reason["code"] in _SHARES else number(int(amount), language)
        lines.append(locale.say(f"reason.{reason['code']}", value=value, rule=rule, title=titles.get(rule, "")))
    hidden = len(reasons) - len(lines)
    return [*lines, locale.say("panel.more_reasons", count=hidden)] if hidden > 0 else lines
