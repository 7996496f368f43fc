"""Review workbooks as clerks fill them in."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import openpyxl

from dq.report.workbook_columns import COLUMNS, EXTRA, header

ROWS, FURTHER = "Rà soát", "Sửa thêm"
PLACES = {column.code: place for place, column in enumerate(COLUMNS, start=1)}
Row = Mapping[str, str | None]


def read_rows(path: Path) -> list[dict[str, str | None]]:
    """The rows of the review sheet by the codes of its columns."""
    return _rows(openpyxl.load_workbook(path)[ROWS])


def _rows(sheet) -> list[dict[str, str | None]]:
    assert [cell.value for cell in sheet[1]] == [header(column.code, "\n") for column in COLUMNS]
    return [
        {column.code: cell for column, cell in zip(COLUMNS, row, strict=True)}
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def fill(
    source: Path, out: Path, answer: Callable[[Row], Mapping[str, object]], further: Iterable[tuple[int, str, str]] = ()
) -> Path:
    """Fill in a workbook: `answer` gives the clerk's cells of a row; `further`: row of the file, field, right value.

    `further` is read after all rows were answered.
    """
    book = openpyxl.load_workbook(source)
    sheet = book[ROWS]
    for number, row in enumerate(_rows(sheet), start=2):
        for code, value in answer(row).items():
            sheet.cell(number, PLACES[code]).value = value
    for number, (row, field, value) in enumerate(further, start=2):
        for code, text in (("source_row", str(row)), ("field", field), ("corrected", value)):
            book[FURTHER].cell(number, EXTRA.index(code) + 1).value = text
    book.save(out)
    return out


def read_truth(path: Path, file: str, columns: tuple[str, ...]) -> dict[int, dict[str, str]]:
    """The right cells of each defective row in `columns`; a row without cells should not be there."""
    right: dict[int, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["file"] == file:
                cells = right.setdefault(int(line["source_row"]), {})
                if line["column"] in columns:
                    cells[line["column"]] = line["expected"]
    return right
