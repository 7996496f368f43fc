"""A table with the headers and order of the input file, as CSV or XLSX, so that it can go back where it came from."""

import csv
import math
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

import polars as pl

from dq.catalog.schemas import DatasetSchema, Storage
from dq.model import RECORD_ID, UNREADABLE
from dq.provenance import InputInfo
from dq.runs.names import MALFORMED_TEXT, REASONS
from dq.text.plain import is_plain, plain

_SHEET_ROWS = 1_048_575  # a sheet's rows without its header
_CELL_CHARACTERS = 32_767
_EXACT = 10**15  # a cell keeps 15 digits
_YEARS = range(1, 10_000)  # of Python's dates


class _Sink(Protocol):
    def write(self, frame: pl.DataFrame) -> None: ...

    def close(self) -> None: ...


class OriginalWriter:
    """Writes frames under the input's own headers; a cell that could not be read keeps its text."""

    def __init__(self, path: Path, kind: str, info: InputInfo, schema: DatasetSchema, with_reasons: bool) -> None:  # noqa: FBT001
        self._info = info
        self._names = set(schema.names)
        self._numeric = {
            field.name for field in schema.fields if field.type.storage in {Storage.INTEGER, Storage.DECIMAL}
        }
        self._with_reasons = with_reasons
        headers = [header.header for header in info.headers]
        if with_reasons:
            headers += [REASONS, MALFORMED_TEXT]
        target = path.with_suffix("." + kind)
        self._sink: _Sink = (
            _Workbook(target, headers) if kind == "xlsx" else _Csv(target, headers, info.delimiter or ",")
        )

    def write(self, frame: pl.DataFrame, raw: pl.DataFrame) -> None:
        """Append canonical rows; `raw` holds the same records (or more) as the file has them.

        Of a column that the file splits by header (“Nam”, “Nữ”), a value goes where it belongs; one that belongs
        nowhere goes to the first, as it was read.
        """
        columns = []
        texts = frame.select(RECORD_ID).join(raw, on=RECORD_ID, how="left", maintain_order="left")
        for index, header in enumerate(self._info.headers):
            name = header.name
            if header.column is not None and header.column + UNREADABLE in frame.columns:
                unread = frame[header.column + UNREADABLE].fill_null(value=False)
                value = frame[header.column]
                if unread.any() or header.column not in self._numeric:
                    value = pl.select(
                        pl.when(unread).then(texts[name].cast(pl.String)).otherwise(value.cast(pl.String))
                    ).to_series()
            else:
                value = frame[name]
            if header.implies is not None:
                value = value.zip_with(self._belongs(index, frame), pl.Series([None], dtype=value.dtype))
            columns.append((value if is_plain(value.dtype) else plain(value)).alias(f"{index}"))
        if self._with_reasons:
            columns.append(frame[REASONS].list.join("; ").alias(REASONS))
            columns.append(frame[MALFORMED_TEXT])
        self._sink.write(pl.DataFrame(columns))

    def _belongs(self, index: int, frame: pl.DataFrame) -> pl.Series:
        """Return in which rows the value of a split column stands below the header at `index`."""
        header = self._info.headers[index]
        parts = [other for other in self._info.headers if other.column == header.column and other.implies]
        said = {part.header: frame[part.implies[0]] == part.implies[1] for part in parts if part.implies}
        here = said[header.header].fill_null(value=False)
        if header != parts[0]:
            return here
        elsewhere = pl.select(pl.any_horizontal(list(said.values())).fill_null(value=False)).to_series()
        return here | ~elsewhere

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sink.close()


class _Csv:
    """UTF-8 with a byte-order mark, so that Excel reads Vietnamese; values stand as they are and round-trip."""

    def __init__(self, path: Path, headers: list[str], delimiter: str) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerow(headers)
        self._delimiter = delimiter
        self._file: IO[bytes] = path.open("ab")

    def write(self, frame: pl.DataFrame) -> None:
        frame.write_csv(self._file, include_header=False, separator=self._delimiter)

    def close(self) -> None:
        self._file.close()


class _Workbook:
    """Text cells for text, so that an identifier keeps its zeros; a further sheet when one is full."""

    def __init__(self, path: Path, headers: list[str]) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._headers = headers
        self._bold = self._book.add_format({"bold": True})
        self._add_sheet()

    def _add_sheet(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, header in enumerate(self._headers):
            self._sheet.write_string(0, column, header, self._bold)
        self._row = 0

    def write(self, frame: pl.DataFrame) -> None:
        for row in frame.with_columns(map(_within_years, frame.iter_columns())).iter_rows():
            if self._row == _SHEET_ROWS:
                self._add_sheet()
            self._row += 1
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, float) and math.isnan(value):
                    continue
                if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _EXACT:
                    self._sheet.write_number(self._row, column, value)
                else:
                    self._sheet.write_string(self._row, column, str(value)[:_CELL_CHARACTERS])

    def close(self) -> None:
        self._book.close()


def _within_years(column: pl.Series) -> pl.Series:
    """Return a column as it is, dates as text where one is of a year that Python's dates do not reach."""
    if column.dtype not in (pl.Date, pl.Datetime):
        return column
    years = column.dt.year().drop_nulls()
    return column if years.is_between(_YEARS[0], _YEARS[-1]).all() else column.cast(pl.String)
