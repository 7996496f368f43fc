"""Workbooks: XLSX, XLSM, XLS and ODS. A sheet is read whole; its rows are bounded by the format."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dq.load.aliases import Aliases
from dq.load.detect import Source
from dq.load.encoding import hash_file
from dq.load.header_row import Heading
from dq.load.headers import lay_out
from dq.load.leftout import Separator
from dq.load.options import LoadOptions
from dq.load.ranges import Ranges
from dq.load.reading import Reading, named_columns
from dq.load.rows import ROW, TEXT, cell
from dq.load.scientific import ScientificNumbers
from dq.load.stage import stage
from dq.load.workbook.choice import Choice, choose_sheets
from dq.load.workbook.compound import inspect_compound
from dq.load.workbook.days import date_columns, from_1904
from dq.load.workbook.engine import Sheet, open_workbook
from dq.load.workbook.notices import sheet_notices, wide_rows
from dq.load.workbook.package import Book, inspect_package
from dq.load.workbook.scan import SheetFacts
from dq.model import SOURCE_SHEET
from dq.provenance import Notice, SheetRead

_PACKAGES = ("xlsx", "xlsm", "ods")  # the formats that are ZIP packages


def read_workbook(source: Source, aliases: Aliases, folder: Path, *, options: LoadOptions) -> Reading:
    """Stage the sheet that is asked for, else all visible ones with the same fitting header as one dataset.

    Raises:
        LoadError: The workbook is damaged, protected or hostile, has no such sheet, no header fits the schema, or
            sheets with different headers fit it.
    """
    sha256, size = hash_file(source.path)
    if source.extension in _PACKAGES:
        book = inspect_package(source.path)
    else:
        inspect_compound(source.path)
        book = Book({}, is_1904=False)
    choice = choose_sheets(open_workbook(source.path), aliases, options.sheet, source.path)
    reader = _SheetReader(choice, book, aliases, options.batch_rows)
    staged = stage(
        reader.numbers.watch(reader.frames()),
        folder,
        dataset=aliases.schema.dataset,
        batch_rows=options.batch_rows,
    )
    return Reading(
        staged=staged,
        sha256=sha256,
        size=size,
        headers=reader.layout.headers,
        ranges=reader.ranges,
        header_row=choice.heading.rows[-1].number,
        sheets=tuple(reader.read),
        other_sheets=choice.others,
        notices=(*reader.notices, *reader.numbers.notices()),
    )


class _SheetReader:
    """Reads the chosen sheets one after another, and collects what is to be said of them."""

    def __init__(self, choice: Choice, book: Book, aliases: Aliases, batch_rows: int) -> None:
        self._choice, self._book, self._aliases, self._batch_rows = choice, book, aliases, batch_rows
        self.layout = lay_out(_texts(choice.first, choice.heading), aliases)
        self.ranges = Ranges()
        self.numbers = ScientificNumbers(aliases.schema)
        self.read: list[SheetRead] = []
        self.notices: list[Notice] = []

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield the records of all sheets, ready to be staged."""
        for sheet, heading in self._choice.sheets(self._aliases):
            facts = self._book.sheets.get(sheet.name, SheetFacts())
            header_row = heading.rows[-1].number
            n_rows = n_days = 0
            for frame in self._records(sheet, heading, facts):
                dated, days = self._read_days(frame)
                n_rows, n_days = n_rows + frame.height, n_days + days
                yield dated
            self.read.append(SheetRead(sheet.name, header_row, n_rows))
            self.notices += sheet_notices(sheet.name, facts, header_row, self.ranges.listed)
            if n_days:
                self.notices.append(Notice("date_1904", n_days, (), sheet.name))

    def _records(self, sheet: Sheet, heading: Heading, facts: SheetFacts) -> Iterator[pl.DataFrame]:
        schema, width = self._aliases.schema, len(self.layout.texts)
        self.ranges.sheet = sheet.name
        self.ranges.add_above(sheet.preview[: heading.index])
        headings = wide_rows(facts, width)
        separator = Separator(self.layout, schema, self.ranges, heading.rows, headings=headings)
        columns = named_columns(self.layout, schema)
        columns.insert(1, pl.lit(sheet.name).alias(SOURCE_SHEET))
        batches = _batches(sheet.cells, width, heading.last + 1, batch_rows=self._batch_rows)
        for frame in separator.separate(batches):
            yield frame.select(columns)

    def _read_days(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
        """Return the records with bare days of a calendar of 1904 as dates, and how many there are."""
        if not self._book.is_1904:
            return frame, 0
        found = [from_1904(name) for name in date_columns(self._aliases.schema) if name in frame.columns]
        n_days = sum(int(frame.select(is_day).to_series().sum()) for _, is_day in found)
        return frame.with_columns(text for text, _ in found), n_days


def _texts(sheet: Sheet, heading: Heading) -> tuple[str, ...]:
    """Return the header of a sheet without the columns at the right that have neither header nor values."""
    filled = sheet.cells.slice(heading.last + 1).select(pl.all().is_not_null().any()).row(0)
    texts = heading.texts
    width = max((place + 1 for place, has_text in enumerate(filled) if has_text or texts[place].strip()), default=0)
    return texts[:width]


def _batches(cells: pl.DataFrame, width: int, skip: int, *, batch_rows: int) -> Iterator[pl.DataFrame]:
    """Yield the first `width` columns of a sheet below its header; a narrower sheet has empty cells there."""
    columns = [
        pl.col(cell(place)) if place < cells.width else pl.lit(None, dtype=pl.String).alias(cell(place))
        for place in range(width)
    ]
    numbered = cells.select(*columns, pl.lit(None, dtype=pl.String).alias(TEXT)).with_row_index(ROW, offset=1)
    for start in range(skip, max(cells.height, skip + 1), batch_rows):
        yield numbered.slice(start, batch_rows).with_columns(pl.col(ROW).cast(pl.Int64))
