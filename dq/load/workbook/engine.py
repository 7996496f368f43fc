"""Sheets as text, by calamine: XLSX, XLSM, XLS and ODS alike."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from dq.errors import LoadError
from dq.load.header_row import PREVIEW_ROWS, Row
from dq.load.rows import blank_to_null, cell

_STDERR = 2
# A date cell comes as a date with a time of midnight, a time cell with the day zero of spreadsheets.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00$"
_DAY_ZERO = r"^1899-12-3[01][ T](\d{2}:\d{2}:\d{2})$"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text: `cells` has the columns `c0`, `c1` …; row `i` is the sheet's row `i + 1`."""

    name: str
    cells: pl.DataFrame
    visible: bool

    @property
    def preview(self) -> list[Row]:
        """The first rows."""
        rows = self.cells.head(PREVIEW_ROWS).iter_rows()
        return [Row(number, 1, tuple(text or "" for text in row)) for number, row in enumerate(rows, start=1)]


def open_workbook(path: Path) -> fastexcel.ExcelReader:
    """Return the opened workbook.

    Raises:
        LoadError: It is damaged or protected.
    """
    try:
        with _quiet():
            return fastexcel.read_excel(path)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        raise _failure(path, error) from None


def load_sheet(workbook: fastexcel.ExcelReader, name: str, path: Path) -> Sheet:
    """Return a sheet, read whole.

    Raises:
        LoadError: It is damaged.
    """
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
    return Sheet(name, frame.select(texts).select(blank_to_null(frame.width)), sheet.visible == "visible")


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
    if "limit exceeded" in str(error).lower():  # ODS repeats a cell as often as a number says
        return LoadError("load.too_many_cells", file=path.name)
    return LoadError("load.damaged", file=path.name, reason=type(error).__name__)
