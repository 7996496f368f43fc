"""One person in the terminal, within 80 columns: records side by side, conflicts below; masked unless revealed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from dq.catalog import Catalog
from dq.locale import Locale, load_locale
from dq.person import FACTS, PersonView
from dq.report.format import number
from dq.report.mask import CellState, mask
from dq.report.shown import clean, last4

_BESIDE = 3  # records in one table


def show_person(view: PersonView, catalog: Catalog, language: str, *, reveal: bool) -> None:
    """Print the records and conflicts of one person to stdout."""
    locale = load_locale(language)
    console = Console(highlight=False, markup=False, emoji=False)
    records = view.records.to_dicts()
    identifier = records[0]["identifier"]
    shown = identifier if reveal else last4(identifier)
    console.print(Line(locale.say("person.title", identifier=shown, n=len(records)), style="bold"))
    contradicted = set(view.conflicts["fact"])
    for beside in _batches(records):
        console.print(_table(beside, contradicted, catalog, locale, reveal=reveal))
    for conflict in view.conflicts.to_dicts():
        rows = ", ".join(f"{record['dataset']} {record['source_row']}" for record in conflict["records"])
        asked = ", ".join(_asked(name, catalog, locale) for name in conflict["asked"])
        said = locale.say("person.conflict", fact=locale.say(f"person.fact.{conflict['fact']}"), rows=rows, asked=asked)
        console.print(Line(said, style="red"))
    if not contradicted:
        console.print(Line(locale.say("person.agree"), style="green"))


def show_counts(counts: Mapping[str, int], out: Path, language: str) -> None:
    """Print how many conflicts there are a fact, and where they were written."""
    locale = load_locale(language)
    console = Console(highlight=False, markup=False, emoji=False)
    for fact, n in counts.items():
        console.print(locale.say("person.count", fact=locale.say(f"person.fact.{fact}"), n=number(n, language)))
    if not counts:
        console.print(locale.say("person.agree"))
    console.print(locale.say("person.written", path=str(out)), soft_wrap=True)


def _table(
    records: list[dict[str, Any]], contradicted: set[str], catalog: Catalog, locale: Locale, *, reveal: bool
) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("")
    for record in records:
        table.add_column(f"{record['dataset']}\n{clean(record['run'], keep_dates=True)}", overflow="fold")
    table.add_row(locale.say("person.row"), *(str(record["source_row"]) for record in records))
    table.add_row(locale.say("person.role"), *(_role(record, catalog).title.get(locale.language) for record in records))
    for fact in FACTS:
        if all(_told(record, fact) is None for record in records):
            continue
        cells = [_cell(record, fact, catalog, locale, reveal=reveal) for record in records]
        table.add_row(locale.say(f"person.fact.{fact}"), *cells, style="red" if fact in contradicted else None)
    return table


def _told(record: Mapping[str, Any], fact: str) -> Any:
    if fact == "life_status":
        return "chet" if record["dead"] else "song" if record["living"] else None
    return record[fact]


def _cell(record: Mapping[str, Any], fact: str, catalog: Catalog, locale: Locale, *, reveal: bool) -> str:
    value = _told(record, fact)
    if value is None:
        return "—"
    if fact == "life_status":
        return locale.say(f"person.status.{value}")
    if fact == "sex" and not reveal:
        return locale.say(f"sex.{value}")
    if reveal:
        return str(value)
    field = catalog.schema(record["dataset"]).field(_role(record, catalog).column(fact) or "")
    cell = mask(value, {"type": field.type.storage, "mask": field.type.mask, "sensitive": field.sensitive})
    return str(cell.value) if cell.state is CellState.VALUE and isinstance(cell.value, str) else "***"


def _role(record: Mapping[str, Any], catalog: Catalog) -> Any:
    return next(role for role in catalog.roles(record["dataset"]) if role.role == record["role"])


def _asked(name: str, catalog: Catalog, locale: Locale) -> str:
    sector = catalog.sectors.get(name)
    return sector.title.get(locale.language) if sector else locale.say(f"owner.{name}")


def _batches(records: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [records[start : start + _BESIDE] for start in range(0, len(records), _BESIDE)]
