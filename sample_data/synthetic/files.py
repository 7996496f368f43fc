"""Writing a sample: the CSV export, the Excel form with the same rows, and the labels of both."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import xlsxwriter

from synthetic.people import COLUMNS, Register
from synthetic.sample import Label, Record, Sample

LABEL_COLUMNS = ("dataset", "file", "source_row", "kind", "expected", "column")
_MALFORMED = Record({}, (Label("malformed", "malformed_row"),))
TRUTH_COLUMNS = ("dataset", "file", "source_row", "column", "expected")


@dataclass(slots=True)
class Written:
    """What stands in a file, by the row as a person sees it: the labels, and the records that have some."""

    labels: list[tuple[int, Label]] = field(default_factory=list)
    records: list[tuple[int, Record]] = field(default_factory=list)

    def add(self, row: int, *labels: Label, record: Record | None = None) -> None:
        """Note what must be found in a row."""
        self.labels += [(row, label) for label in labels]
        if labels and record is not None:
            self.records.append((row, record))


def write_register(register: Register, path: Path) -> None:
    """Write the reference extract."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(person.entry() for person in register.persons)


def write_csv(sample: Sample, records: Sequence[Record], path: Path) -> Written:
    """Write the CSV export and return what stands in it; a row is the physical line on which its record begins."""
    written = Written()
    line = 2
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(_csv_line([column.csv for column in sample.columns]))
        for number, record in enumerate(records):
            if number in sample.malformed:
                file.write(sample.malformed[number] + "\n")
                written.add(line, *_MALFORMED.labels, record=_MALFORMED)
                line += 1
            text = _csv_line([record.cells[column.name] for column in sample.columns])
            file.write(text)
            written.add(line, *record.labels, record=record)
            line += text.count("\n")
    return written


def write_form(sample: Sample, records: Sequence[Record], path: Path) -> Written:
    """Write the Excel form and return what stands in it; a row is the sheet's own."""
    form, width = sample.form, len(sample.columns)
    written = Written()
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 11, 1)})  # noqa: DTZ001 - a fixed day, wherever it is made
        sheet = book.add_worksheet(form.sheet)
        title, head = book.add_format({"bold": True, "align": "center"}), book.add_format({"bold": True, "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(0, width - 1, 16)
        for row, text in enumerate(form.titles):
            sheet.merge_range(row, 0, row, width - 1, text, title)
            written.add(row + 1, Label("left_out", "title"))
        top = len(form.titles)
        sheet.write_row(top, 0, [column.form for column in sample.columns], head)
        sheet.write_row(top + 1, 0, [f"({place})" for place in range(1, width + 1)], head)
        written.add(top + 2, Label("left_out", "column_numbers"))
        for index, record in enumerate(records):
            row = top + 2 + index
            for place, column in enumerate(sample.columns):
                value = column.stored(index, record.cells[column.name])
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                else:
                    sheet.write_number(row, place, value)
            written.add(row + 1, *record.labels, record=record)
        for row, (cells, kind) in enumerate(_below(sample, len(records)), start=top + 2 + len(records)):
            for place, text in cells.items():
                sheet.write_string(row, place, text)
            written.add(row + 1, Label("left_out", kind))
    return written


def write_labels(dataset: str, written: dict[str, Written], path: Path) -> None:
    """Add the labels of each file of a dataset to `path`."""
    rows = [
        (dataset, name, row, label.kind, label.expected, label.column)
        for name, file in written.items()
        for row, label in sorted(
            file.labels, key=lambda item: (item[0], item[1].kind, item[1].expected, item[1].column)
        )
    ]
    _append(path, LABEL_COLUMNS, rows)


def _order(placed: tuple[int, Label]) -> tuple[int, str, str, str]:
    row, label = placed
    return row, label.kind, label.expected, label.column


def write_truth(dataset: str, written: dict[str, Written], path: Path) -> None:
    """Add to `path` what the cells of defective rows should be; without a column: the row should not be there."""
    rows: list[tuple[str | int, ...]] = []
    for name, file in written.items():
        for row, record in file.records:
            if all(label.expected == "not_applicable" for label in record.labels):
                continue
            if record.truth is None:
                rows.append((dataset, name, row, "", ""))
                continue
            right = {column: text for column, text in record.truth.items() if column != "stt"}
            rows += [
                (dataset, name, row, column, text) for column, text in right.items() if record.cells[column] != text
            ]
    _append(path, TRUTH_COLUMNS, rows)


def _append(path: Path, columns: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(columns)
        writer.writerows(rows)


def _below(sample: Sample, n_records: int) -> Iterator[tuple[dict[int, str], str]]:
    """Yield the rows below the records: their texts by column, and what they are."""
    summed = [column.name for column in sample.columns].index(sample.form.summed)
    yield {0: sample.form.total, summed: str(n_records)}, "total"
    yield {}, "blank"
    right = len(sample.columns) - 2
    for text in sample.form.signatures:
        yield {right: text}, "signature"


def _csv_line(cells: Sequence[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
