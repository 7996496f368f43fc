"""Writing tables batch by batch: CSV, Parquet or a workbook, cells as text, whatever the size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from dq.errors import UsageError
from dq.staging import FileWriter

FORMATS = ("csv", "parquet", "xlsx")
SHEET_ROWS = 1_048_576
Write = Callable[[pl.DataFrame], None]


@contextmanager
def open_table(path: Path, schema: pl.Schema) -> Iterator[Write]:
    """Give a function that appends frames to the file `path`, by its extension."""
    match path.suffix:
        case ".csv":
            with path.open("wb") as file:
                file.write(schema.to_frame().write_csv(include_bom=True).encode())
                yield lambda frame: frame.write_csv(file, include_header=False)
        case ".parquet":
            with FileWriter(path, schema) as writer:
                yield writer.write
        case _:
            yield from _workbook(path, schema)


def check_size(form: str, rows: int) -> None:
    """Make sure that a table of `rows` fits into the format.

    Raises:
        UsageError: A sheet has no room for it.
    """
    if form == "xlsx" and rows >= SHEET_ROWS:
        raise UsageError("sample.too_long_for_sheet", rows=f"{rows:,}", most=f"{SHEET_ROWS - 1:,}")


def source_row(form: str, record_id: pl.Expr) -> pl.Expr:
    """Return the row that a person sees in the file: a header stands above the first record, but in Parquet."""
    return record_id if form == "parquet" else record_id + 1


def _workbook(path: Path, schema: pl.Schema) -> Iterator[Write]:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        for place, name in enumerate(schema):
            sheet.write_string(0, place, name)
        written = 1

        def write(frame: pl.DataFrame) -> None:
            nonlocal written
            for cells in frame.iter_rows():
                for place, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write_string(written, place, str(cell))
                written += 1

        yield write
