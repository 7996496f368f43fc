"""What a person sees when a run is over: the verdict, why, what to do next, where the report is."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dq.locale import Locale, load_locale
from dq.model import Dimension
from dq.pipeline.request import RunOutcome
from dq.report.format import Score, number, score
from dq.report.reasons import reason_lines
from dq.review import ApplyResult

_REASONS_SHOWN = 6


def show_outcome(outcome: RunOutcome, language: str) -> None:
    """Print the result panel to stdout."""
    locale, summary = load_locale(language), outcome.summary
    console = Console(highlight=False, markup=False, emoji=False)  # an id in brackets is no markup
    passed = outcome.passed
    rows = summary["rows"]
    body = Table.grid(padding=(0, 2))
    body.add_column(no_wrap=True)
    body.add_column(overflow="fold")
    body.add_row(locale.say("panel.rows"), _rows(rows, locale))
    sheets = _sheets(summary["input"], locale)
    if sheets:
        body.add_row(locale.say("panel.sheets"), sheets)
    body.add_row(locale.say("panel.score"), _scores(summary["scorecard"], locale))
    waived = _waived(summary, locale)
    if waived:
        body.add_row(locale.say("panel.waived"), waived)
    register = _register(summary, locale)
    if register:
        body.add_row(locale.say("panel.register"), register)
    for index, line in enumerate(reason_lines(summary, language, most=_REASONS_SHOWN)):
        body.add_row(locale.say("panel.reasons") if index == 0 else "", line)
    title = Text(_title(summary, locale), style="bold green" if passed else "bold red")
    console.print(Panel(body, title=title, title_align="left", width=min(console.width, 100)))
    console.print(Text(f"{locale.say('panel.report')} {outcome.folder / 'report.html'}"), soft_wrap=True)


def _sheets(source: Mapping[str, Any], locale: Locale) -> str:
    """Return which sheets were read where there was a choice, and that there is something to know about the file."""
    said = []
    if len(source["sheets"]) > 1 or source["other_sheets"]:
        said.append(locale.say("panel.sheets_read", names=", ".join(sheet["name"] for sheet in source["sheets"])))
    if source["other_sheets"]:
        said.append(locale.say("panel.sheets_not_read", names=", ".join(source["other_sheets"])))
    if source["notices"]:
        said.append(locale.say("panel.notices", n=number(len(source["notices"]), locale.language)))
    return "\n".join(said)


def _title(summary: Mapping[str, Any], locale: Locale) -> str:
    decision = summary["decision"]
    if decision["passed"] and decision["waived_critical"]:
        return locale.say("panel.passed_waived", n=number(decision["waived_critical"], locale.language))
    return locale.say("panel.passed" if decision["passed"] else "panel.failed")


def _waived(summary: Mapping[str, Any], locale: Locale) -> str:
    waived = sum(rule["n_waived"] for rule in summary["rules"])
    if not waived:
        return ""
    critical = summary["decision"]["waived_critical"]
    return locale.say(
        "panel.waived_value", n=number(waived, locale.language), critical=number(critical, locale.language)
    )


def show_applied(result: ApplyResult, language: str) -> None:
    """Print what became of the answers to stdout."""
    say, figures = load_locale(language).say, result.figures
    console = Console(highlight=False, markup=False, emoji=False)
    counts = {name: number(figures[name], language) for name in ("answers", "cells", "rows_removed")}
    console.print(Text(say("apply.done", **counts)))
    console.print(Text(say("apply.corrected", path=result.outcome.folder / "corrected")), soft_wrap=True)
    if result.rejected:
        amount, path = number(figures["rejected"], language), result.outcome.folder / "rejected.xlsx"
        console.print(Text(say("apply.sent_back", n=amount, path=path), style="bold"), soft_wrap=True)


def _rows(rows: dict[str, int], locale: Locale) -> str:
    return locale.say(
        "panel.rows_value",
        total=number(rows["total"], locale.language),
        clean=number(rows["clean"], locale.language),
        quarantine=number(rows["quarantine"], locale.language),
    )


def _scores(scorecard: dict[str, Any], locale: Locale) -> str:
    words = [
        f"{locale.say(f'word.{word}')} {score(Score(scorecard['words'][word]['score']), locale.language)}"
        for word in Dimension
    ]
    return f"{score(Score(scorecard['overall']), locale.language)}  ({' · '.join(words)})"


def _register(summary: Mapping[str, Any], locale: Locale) -> str:
    counts = {outcome: count for outcome, count in summary["reconciliation"].items() if count}
    return " · ".join(
        f"{locale.say(f'outcome.{name}')} {number(count, locale.language)}" for name, count in counts.items()
    )
