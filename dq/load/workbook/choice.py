"""Which sheets of a workbook are the dataset."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import fastexcel

from dq.errors import LoadError
from dq.load.aliases import Aliases
from dq.load.header_row import Heading, find_heading, require_heading
from dq.load.headers import listed
from dq.load.workbook.engine import Sheet, load_sheet
from dq.text.fold import fold_text


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheets to read, all with the header of the first one, and those with content that are not read."""

    workbook: fastexcel.ExcelReader
    path: Path
    first: Sheet
    heading: Heading
    names: tuple[str, ...]
    others: tuple[str, ...]

    def sheets(self, aliases: Aliases) -> Iterator[tuple[Sheet, Heading]]:
        """Yield each sheet with its header; beside the first one, one sheet is in memory at a time."""
        yield self.first, self.heading
        for name in self.names[1:]:
            sheet = load_sheet(self.workbook, name, self.path)
            yield sheet, require_heading(sheet.preview, aliases, self.path)


def choose_sheets(workbook: fastexcel.ExcelReader, aliases: Aliases, wanted: str | None, path: Path) -> Choice:
    """Return the sheet that is `wanted`, else every visible one that has the same fitting header.

    If none fits, it is the one whose header names most columns, so that the user hears what is missing.

    Raises:
        LoadError: There is no such sheet or no visible one, none has a header, or headers that fit are not the same.
    """
    names = workbook.sheet_names
    if wanted is not None and wanted not in names:
        near = get_close_matches(wanted, names, n=1, cutoff=0.6)
        key = "load.no_sheet_near" if near else "load.no_sheet"
        raise LoadError(key, file=path.name, sheet=wanted, near="".join(near), sheets=listed(names))
    if wanted is not None:
        sheet = load_sheet(workbook, wanted, path)
        others = tuple(name for name in names if name != wanted)
        return Choice(workbook, path, sheet, require_heading(sheet.preview, aliases, path), (wanted,), others)
    best: tuple[Sheet, Heading | None, bool] | None = None
    known, seen = -1, []
    fitting: dict[str, tuple[str, ...]] = {}
    for name in names:
        sheet = load_sheet(workbook, name, path)
        if sheet.cells.is_empty():
            continue
        seen.append(name)
        if not sheet.visible:
            continue
        heading = find_heading(sheet.preview, aliases)
        columns = aliases.columns(heading.texts) if heading else set()
        fits = heading is not None and columns.issuperset(aliases.schema.required)
        if fits and heading:
            fitting[name] = _key(heading)
        if best is None or (not best[2] and (fits, len(columns)) > (False, known)):
            best, known = (sheet, heading, fits), len(columns)
    if best is None:
        key = "load.no_visible_sheet" if seen else "load.no_rows"
        raise LoadError(key, file=path.name, sheets=listed(names))
    if len(set(fitting.values())) > 1:
        raise LoadError("load.sheets_differ", file=path.name, sheets=listed(fitting))
    sheet, heading, _ = best
    chosen = tuple(fitting) or (sheet.name,)
    others = tuple(name for name in seen if name not in chosen)
    return Choice(workbook, path, sheet, heading or require_heading(sheet.preview, aliases, path), chosen, others)


def _key(heading: Heading) -> tuple[str, ...]:
    """Return the texts of a header, so that those of equal sheets are equal."""
    texts = [fold_text(text) for text in heading.texts]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
