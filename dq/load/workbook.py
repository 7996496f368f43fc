"""Workbooks: XLSX, XLSM, XLS and ODS through calamine. A sheet is read whole; its rows are bounded by the format."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import fastexcel
import polars as pl

from dq.errors import LoadError
from dq.load.detect import Source
from dq.load.encoding import hash_file
from dq.load.header_row import PREVIEW_ROWS, Row, find_header, require_header
from dq.load.headers import Aliases, lay_out, listed
from dq.load.leftout import Separator
from dq.load.options import LoadOptions
from dq.load.ranges import Ranges
from dq.load.reading import Reading, named_columns
from dq.load.rows import ROW, TEXT, blank_to_null, cell
from dq.load.stage import stage
from dq.model import SOURCE_SHEET

_STDERR = 2
# A date cell comes as a date with a time of midnight, a time cell with the day zero of spreadsheets.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00$"
_DAY_ZERO = r"^1899-12-3[01][ T](\d{2}:\d{2}:\d{2})$"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as text: `cells` has the columns `c0`, `c1` …; row `i` is the sheet's row `i + 1`."""

    name: str
    cells: pl.DataFrame
    visible: bool

    @property
    def preview(self) -> list[Row]:
        rows = self.cells.head(PREVIEW_ROWS).iter_rows()
        return [Row(number, 1, tuple(text or "" for text in row)) for number, row in enumerate(rows, start=1)]


def read_workbook(source: Source, aliases: Aliases, folder: Path, *, options: LoadOptions) -> Reading:
    """Stage one sheet of a workbook: the one that is asked for, else the first visible one whose header fits.

    Raises:
        LoadError: The workbook is damaged or protected, has no such sheet, or no header fits the schema.
    """
    sha256, size = hash_file(source.path)
    sheet, others = _choose(source.path, aliases, options.sheet)
    rows = sheet.preview
    index = require_header(rows, aliases, source.path)
    cells = _without_empty_columns(sheet.cells, rows[index].cells, index)
    layout = lay_out(rows[index].cells[: cells.width], aliases)
    ranges = Ranges(sheet.name)
    ranges.add_above(rows[:index])
    separator = Separator(layout, aliases.schema, ranges)
    columns = named_columns(layout, aliases.schema)
    columns.insert(1, pl.lit(sheet.name).alias(SOURCE_SHEET))
    frames = (
        frame.select(columns) for frame in separator.separate(_batches(cells, index + 1, batch_rows=options.batch_rows))
    )
    return Reading(
        staged=stage(frames, folder, dataset=aliases.schema.dataset, batch_rows=options.batch_rows),
        sha256=sha256,
        size=size,
        headers=layout.headers,
        ranges=ranges,
        sheet=sheet.name,
        header_row=index + 1,
        other_sheets=others,
    )


def _choose(path: Path, aliases: Aliases, wanted: str | None) -> tuple[_Sheet, tuple[str, ...]]:
    """Return the sheet to read, and the names of the other visible ones that fit as well."""
    workbook = _open(path)
    names = workbook.sheet_names
    if wanted is not None:
        if wanted not in names:
            near = get_close_matches(wanted, names, n=1, cutoff=0.6)
            key = "load.no_sheet_near" if near else "load.no_sheet"
            raise LoadError(key, file=path.name, sheet=wanted, near="".join(near), sheets=listed(names))
        return _load(workbook, wanted, path), ()
    best: tuple[tuple[bool, int], _Sheet] | None = None
    fitting = []
    for name in names:
        sheet = _load(workbook, name, path)
        if not sheet.visible:
            continue
        columns = _columns(sheet, aliases)
        fits = columns.issuperset(aliases.schema.required)
        if fits:
            fitting.append(name)
        if best is None or (not best[0][0] and (fits, len(columns)) > best[0]):
            best = (fits, len(columns)), sheet
    if best is None:
        raise LoadError("load.no_visible_sheet", file=path.name, sheets=listed(names))
    return best[1], tuple(name for name in fitting if name != best[1].name)


def _columns(sheet: _Sheet, aliases: Aliases) -> set[str]:
    rows = sheet.preview
    index = find_header(rows, aliases)
    return set() if index is None else aliases.columns(rows[index].cells)


def _open(path: Path) -> fastexcel.ExcelReader:
    try:
        with _quiet():
            return fastexcel.read_excel(path)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        raise _failure(path, error) from None


def _load(workbook: fastexcel.ExcelReader, name: str, path: Path) -> _Sheet:
    # Without `skip_rows=0` and `skip_whitespace_tail_rows=False` blank rows are dropped and row numbers are wrong.
    try:
        with _quiet():
            sheet = workbook.load_sheet(
                name, header_row=None, skip_rows=0, skip_whitespace_tail_rows=False, dtypes="string"
            )
            frame = sheet.to_polars()
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        raise _failure(path, error) from None
    frame = frame.rename(dict(zip(frame.columns, map(cell, range(frame.width)), strict=True)))
    texts = pl.all().str.replace(_MIDNIGHT, "$1").str.replace(_DAY_ZERO, "$1")
    return _Sheet(name, frame.select(texts).select(blank_to_null(frame.width)), sheet.visible == "visible")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the engine itself prints, when it panics over a damaged file, from the terminal."""
    sys.stderr.flush()
    kept = os.dup(_STDERR)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


def _failure(path: Path, error: BaseException) -> BaseException:
    """Return what to raise for an error of the engine, whose text may hold cell values."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        return error
    if "password" in str(error).lower():
        return LoadError("load.password", file=path.name)
    return LoadError("load.damaged", file=path.name, reason=type(error).__name__)


def _without_empty_columns(cells: pl.DataFrame, header: Sequence[str], index: int) -> pl.DataFrame:
    """Return the cells without the columns at the right that have neither header nor values: only a format."""
    filled = cells.slice(index).select(pl.all().is_not_null().any()).row(0)
    width = max((place + 1 for place, has_text in enumerate(filled) if has_text or header[place].strip()), default=0)
    return cells.select(cell(place) for place in range(width))


def _batches(cells: pl.DataFrame, skip: int, *, batch_rows: int) -> Iterator[pl.DataFrame]:
    numbered = cells.with_columns(pl.lit(None, dtype=pl.String).alias(TEXT)).with_row_index(ROW, offset=1)
    for start in range(skip, max(cells.height, skip + 1), batch_rows):
        yield numbered.slice(start, batch_rows).with_columns(pl.col(ROW).cast(pl.Int64))
