"""Deciding how each column is read, by what all of its cells say together, before any cell is normalized.

**Day or month first.** A cell whose second number is over 12 (`03/25/1950`) can only be month first, one whose first is
only day first; `03/04/1950` says nothing. A column is month first if several cells say so, none contradicts, and they
are not rare: of dates written month first three in five say so, and one typing error among hundreds of first days of a
month must not turn them all round. Where cells contradict each other the column stays day first and is reported.

**Days of a spreadsheet.** A number alone (`20882`) is read as such a day if half of the column is, or, in a workbook,
where spreadsheets keep their days, if it has five digits and is not alone: else it is a year or a date mistyped.

**Legacy encodings.** Several cells, a fifth of the column and half of what is not ASCII, and hardly any with letters
that only Unicode has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from dq.catalog.schemas import DatasetSchema, Field, Storage
from dq.model import RECORD_ID
from dq.normalize.readings import EXCEL_PIVOT, DateOrder, Reading
from dq.parallel import in_order
from dq.text import legacy
from dq.text.legacy import Encoding

_FEWEST = 3  # cells that agree; one or two can be typing errors
_RARE = 0.25  # of the cells that tell nothing
_SERIALS = 0.5  # of the filled cells
_LEGACY, _ACCENTED, _UNICODE = 0.2, 0.5, 0.1  # of the filled cells, of those that are not ASCII, of the legacy ones
_SAMPLE = 20_000  # cells of text that are looked at, evenly over the file
_TEXTS = {"name", "text"}
_WORDS = {"choice", "ethnicity"}  # too short to tell by themselves
_PAST = "past"

_S = r"(?: ?[/\-.] ?| )"
_YEAR = r"(?:[12][0-9]{3}|[0-9]{2})(?:[T ,].*)?$"
_OVER_12, _TO_12 = "(?:1[3-9]|2[0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_CELL = pl.col("cell")
_COUNTS = {
    "filled": pl.lit(value=True),
    "day_first": _CELL.str.contains(f"^{_OVER_12}{_S}{_TO_12}{_S}{_YEAR}"),
    "month_first": _CELL.str.contains(f"^{_TO_12}{_S}{_OVER_12}{_S}{_YEAR}"),
    "either": _CELL.str.contains(f"^{_TO_12}{_S}{_TO_12}{_S}{_YEAR}"),
    "lunar": _CELL.str.contains(
        rf"(?i)^(?:ngày )?30(?:{_S}| tháng )0?2(?:{_S}| năm )[12][0-9]{{3}}$|^[12][0-9]{{3}}-02-30"
    )
    | (
        _CELL.str.extract(rf"(?i)^(?:ngày )?29(?:{_S}| tháng )0?2(?:{_S}| năm )([12][0-9]{{3}})$")
        .cast(pl.Int32, strict=False)
        .pipe(lambda year: ~((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))))
        .fill_null(value=False)
    ),
    "serial": _CELL.str.contains(r"^[0-9]{4,5}(?:\.[0-9]+)?$")
    & ~_CELL.str.contains(r"^(?:1[89][0-9]{2}|20[0-9]{2}|2100)(?:\.|$)"),
    "long_serial": _CELL.str.contains(r"^[1-6][0-9]{4}(?:\.[0-9]+)?$"),
}


def read_columns(
    batches: Iterable[pl.DataFrame],
    schema: DatasetSchema,
    *,
    rows: int,
    as_of: date,
    workbook: bool = False,
    threads: int = 1,
) -> dict[str, Reading]:
    """Return how each column that needs it is read; the same however the rows are cut into `batches`.

    Args:
        batches: Raw rows with `record_id` and the schema's fields as text.
        schema: What the columns are.
        rows: How many rows the batches have together.
        as_of: The day of the run: no birth year of two digits lies after it.
        workbook: The file is one, in which days are numbers.
        threads: How many batches are looked at at a time.
    """
    stride = max(1, rows // _SAMPLE)
    dates: dict[str, Counter[str]] = {}
    texts: dict[str, Counter[str]] = {}

    def looked_at(batch: pl.DataFrame) -> list[tuple[dict[str, Counter[str]], str, dict[str, int]]]:
        sample = batch.filter(pl.col(RECORD_ID) % stride == 0)
        counts = []
        for field in schema.fields:
            if field.name not in batch.columns:
                continue
            if field.type.storage in {Storage.DATE, Storage.PARTIAL_DATE}:
                counts.append((dates, field.name, _count(batch[field.name], _COUNTS)))
            elif field.type.normalizer in _TEXTS | _WORDS:
                counts.append((texts, field.name, _count(sample[field.name], _TRACES)))
        return counts

    for found in in_order(looked_at, batches, threads=threads):
        for totals, name, counts in found:
            totals.setdefault(name, Counter()).update(counts)
    read = {field.name: field for field in schema.fields}
    decided = {name: _dates(counts, read[name], as_of, workbook=workbook) for name, counts in dates.items()}
    return decided | _encodings(texts, read)


_TRACES = {
    "filled": pl.lit(value=True),
    "accented": _CELL.str.contains("[^\\x00-\\x7F]"),
    "unicode": legacy.has(_CELL, legacy.UNICODE),
    Encoding.TCVN3: legacy.has(_CELL, legacy.TCVN3),
    Encoding.VNI: legacy.has(_CELL, legacy.VNI),
    Encoding.VIQR: legacy.has(_CELL, legacy.VIQR),
}


def _count(cells: pl.Series, what: dict[str, pl.Expr]) -> dict[str, int]:
    """Return how many of the filled `cells` are each of `what`, looking at each distinct text once."""
    distinct = cells.cast(pl.String).rename("cell").to_frame().group_by("cell").len("n")
    filled = distinct.with_columns(_CELL.str.strip_chars(" '\u00a0")).filter(_CELL != "")
    counts = filled.select(
        (expression * pl.col("n")).sum().cast(pl.Int64).alias(name) for name, expression in what.items()
    )
    return counts.row(0, named=True)


def _dates(counts: Mapping[str, int], field: Field, as_of: date, *, workbook: bool) -> Reading:
    of_the_past = field.type.parameters.get("two_digit_year") == _PAST
    return Reading(
        date_order=_order(counts),
        lunar_dates=counts["lunar"],
        first_serial=_first_serial(counts, workbook=workbook),
        pivot=as_of.year % 100 + 1 if of_the_past else EXCEL_PIVOT,
    )


def _order(counts: Mapping[str, int]) -> DateOrder:
    day_first, month_first = counts["day_first"], counts["month_first"]
    if not month_first:
        return DateOrder.DAY_FIRST if day_first else DateOrder.UNDECIDED
    if day_first or month_first < max(_FEWEST, _RARE * counts["either"]):
        return DateOrder.CONFLICTING
    return DateOrder.MONTH_FIRST


def _first_serial(counts: Mapping[str, int], *, workbook: bool) -> int | None:
    if counts["serial"] and counts["serial"] >= _SERIALS * counts["filled"]:
        return 1000
    return 10_000 if workbook and counts["long_serial"] >= _FEWEST else None


def _encodings(texts: Mapping[str, Mapping[str, int]], fields: dict[str, Field]) -> dict[str, Reading]:
    found = {}
    for name, counts in texts.items():
        encoding = max(Encoding, key=lambda encoding: counts[encoding])
        enough = counts[encoding] >= max(_FEWEST, _LEGACY * counts["filled"], _ACCENTED * counts["accented"])
        if fields[name].type.normalizer in _TEXTS and enough and counts["unicode"] <= _UNICODE * counts[encoding]:
            found[name] = Reading(encoding=encoding)
    if found:
        common = next(iter(found.values()))
        words = [name for name in texts if fields[name].type.normalizer in _WORDS]
        found |= {name: replace(common) for name in words if not texts[name]["unicode"]}
    return found
