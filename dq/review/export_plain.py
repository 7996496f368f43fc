"""Corrected copies of workbooks of a format that is not written, as text cells of a new XLSX workbook."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from dq.load.header_row import require_heading
from dq.load.headers import lay_out
from dq.load.rows import cell
from dq.load.workbook.engine import load_sheet, open_workbook
from dq.model import RECORD_ID, SOURCE_ROW, SOURCE_SHEET, Loaded
from dq.review.edits import Edit, Export


def write_plain_workbook(export: Export, out: Path, edits: Mapping[int, Edit], loaded: Loaded) -> None:
    """Write the rows of an XLS or ODS workbook to `out`, with `edits` by record.

    Each cell is taken from the file: of a column that its headers split, the staged one does not say where it stood.
    """
    import xlsxwriter

    headers = export.info.headers
    places = {header.column: place for place, header in enumerate(headers) if header.column in export.headers}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        sheet = book.add_worksheet(export.info.sheet)
        for place, header in enumerate(headers):
            sheet.write_string(0, place, header.header)
        number = 0
        for record, cells in _plain_rows(export, loaded):
            edit = edits.get(record, Edit())
            if edit.removed:
                continue
            number += 1
            texts = dict(enumerate(cells)) | {places[column]: text for column, text in edit.cells.items()}
            for place, text in texts.items():
                if text is not None:
                    sheet.write_string(number, place, text)


def _plain_rows(export: Export, loaded: Loaded) -> Iterator[tuple[int, Sequence[str | None]]]:
    """Yield the number of each record with its cells, in the order of the headers."""
    book = open_workbook(export.path)
    names = [sheet.name for sheet in export.info.sheets]
    positions: tuple[int, ...] = ()  # those of the first sheet are those of all
    for name in names:
        source = load_sheet(book, name, export.path)
        if not positions:
            heading = require_heading(source.preview, export.aliases, export.path)
            positions = lay_out(heading.texts, export.aliases).positions[: len(export.info.headers)]
        columns = [
            pl.col(cell(place)) if place < source.cells.width else pl.lit(None, pl.String).alias(cell(place))
            for place in positions
        ]
        rows = source.cells.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(SOURCE_ROW), *columns)
        for path in loaded.raw.parts():
            staged = pl.read_parquet(path, columns=[RECORD_ID, SOURCE_ROW, SOURCE_SHEET], glob=False)
            here = staged.filter(pl.col(SOURCE_SHEET) == name).drop(SOURCE_SHEET)
            for record, _, *cells in here.join(rows, on=SOURCE_ROW, how="left", maintain_order="left").iter_rows():
                yield record, cells
