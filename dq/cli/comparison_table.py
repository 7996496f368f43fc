"""A comparison in the terminal, within 80 columns."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from dq.locale import Locale, load_locale
from dq.report.format import day, delta, number, score
from dq.report.source import Limits
from dq.report.view_comparison import ChangeLine, ComparisonView, comparison_view

_LINES = 12  # rules and communes in the terminal; the page and the JSON have all
_COUNTS = ("fixed", "still_open", "new", "in_added")


def show_comparison(comparison: Mapping[str, Any], language: str, *, page: Path | None) -> None:
    """Print what changed to stdout; `page` is where the HTML page was written."""
    locale = load_locale(language)
    view = comparison_view(comparison, limits=Limits(rules=_LINES, communes=_LINES))
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(Line(view.dataset_title.get(language), style="bold"))
    for name, run in (("then", view.old), ("now", view.new)):
        decision = locale.say(f"compare.decision.{'passed' if run.passed else 'failed'}")
        console.print(
            locale.say(
                f"compare.run.{name}",
                file=run.input,
                day=day(run.as_of, language),
                clean=number(run.clean, language),
                records=number(run.records, language),
                decision=decision,
            ),
            soft_wrap=True,
        )
    for caveat in view.caveats:
        console.print(Line(f"! {locale.say(f'compare.caveat.{caveat}')}", style="yellow"))
    console.print(_records(view, locale))
    console.print(_scores(view, locale))
    findings = [ChangeLine("", None, None, None, "total", view.total)]
    owners = list(view.owners)
    console.print(_changes(locale, "findings", [*findings, *owners]))
    if view.rules:
        console.print(_changes(locale, "rules", list(view.rules), view.n_rules))
    if view.communes:
        console.print(_changes(locale, "communes", list(view.communes), view.n_communes))
    if view.n_apart:
        console.print(Line(locale.say("compare.apart", n=number(view.n_apart, language)), style="yellow"))
    style = "bold red" if view.new_critical else "bold green"
    console.print(Line(locale.say("compare.new_critical", n=number(view.new_critical, language)), style=style))
    if page is not None:
        console.print(Line(f"{locale.say('panel.report')} {page}"), soft_wrap=True)


def _records(view: ComparisonView, locale: Locale) -> Line:
    counts = {name: number(n, locale.language) for name, n in view.records.items()}
    unmatched = {
        side: sum(view.records[f"{side}_{reason}"] for reason in ("without_key", "ambiguous", "malformed"))
        for side in ("old", "new")
    }
    return Line(
        locale.say(
            "compare.records",
            matched=counts["matched"],
            removed=counts["removed"],
            added=counts["added"],
            then=number(unmatched["old"], locale.language),
            now=number(unmatched["new"], locale.language),
        )
    )


def _scores(view: ComparisonView, locale: Locale) -> Line:
    parts = [
        f"{locale.say('compare.overall') if line.word == 'overall' else locale.say(f'word.{line.word}')} "
        f"{score(line.new, locale.language)} ({delta(line.delta, locale.language)})"
        for line in view.scores
    ]
    return Line(f"{locale.say('panel.score')}: {' · '.join(parts)}")


def _changes(locale: Locale, what: str, lines: list[ChangeLine], n: int | None = None) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, width=80)
    title = locale.say(f"compare.by.{what}")
    if n is not None and n > len(lines):
        title = f"{title} {locale.say('compare.shown', shown=len(lines), n=number(n, locale.language))}"
    table.add_column(title, overflow="fold", ratio=1)
    for name in _COUNTS:
        table.add_column(locale.say(f"compare.count.{name}"), justify="right", no_wrap=True)
    for line in lines:
        cells = (number(line.counts[name], locale.language) for name in _COUNTS)
        table.add_row(_name(line, locale), *cells)
    return table


def _name(line: ChangeLine, locale: Locale) -> str:
    match line.kind:
        case "total":
            return locale.say("compare.total")
        case "owner":
            return locale.say(f"owner.{line.id}")
        case "rule":
            return line.id
        case "commune":
            return f"{line.id} {line.title or ''}".rstrip()
        case _:
            return locale.say("compare.no_commune")
