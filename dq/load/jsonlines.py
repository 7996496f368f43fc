"""JSON lines: one object a line. A first pass collects the keys, a second one stages the values as text."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import polars as pl

from dq.errors import LoadError
from dq.load.aliases import Aliases
from dq.load.blocks import REPLACEMENT, read_utf8, with_last
from dq.load.detect import Source
from dq.load.encoding import UTF8, Inspection, inspect_text
from dq.load.headers import lay_out
from dq.load.lines import scan_lines
from dq.load.options import LoadOptions
from dq.load.ranges import KIND, Ranges
from dq.load.reading import Reading, named_columns
from dq.load.rows import ROW, TEXT, cell, row_schema
from dq.load.scientific import ScientificNumbers, identifiers
from dq.load.stage import stage
from dq.progress import Advance, unheard

_BLOCK = 4 << 20
_MAX_CARRY = 64 << 20
_MAX_KEYS = 2000  # more are values that were written as keys
_MAX_EXPONENT = 30
_LOST_DIGITS = 6  # zeros that only the exponent of a number says, where every digit should have been written
_ABSURD = re.compile(r"[eE][+-]?\d{5}")  # an exponent that no arithmetic takes
_WHOLE = re.compile(r"(-?\d+)\.0+")


class _Number(float):
    """A number that remembers how it was written."""

    text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text
        return number


def read_json_lines(
    source: Source, aliases: Aliases, folder: Path, *, options: LoadOptions, advance: Advance = unheard
) -> Reading:
    """Stage a file of JSON lines; the columns are all keys of the file in order of their first appearance.

    Raises:
        LoadError: The file is no text, a JSON array, or has no objects; its keys do not fit the schema.
    """
    inspection = inspect_text(source.path, options.encoding)
    keys = _collect_keys(source.path, inspection)
    layout = lay_out(keys, aliases)
    columns = named_columns(layout, aliases.schema)
    ranges = Ranges()
    exact = identifiers(aliases.schema)
    digits = {header.header for header in layout.headers if header.column in exact}
    frames = _frames(source.path, inspection, {key: key.strip() in digits for key in keys}, ranges, advance)
    numbers = ScientificNumbers(aliases.schema)
    return Reading(
        staged=stage(
            numbers.watch(frame.select(columns) for frame in frames),
            folder,
            dataset=aliases.schema.dataset,
            batch_rows=options.batch_rows,
        ),
        sha256=inspection.sha256,
        size=inspection.size,
        headers=layout.headers,
        ranges=ranges,
        encoding=inspection.encoding,
        notices=tuple(numbers.notices()),
    )


def _read_lines(path: Path, inspection: Inspection, advance: Advance = unheard) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the lines of a file in groups, each with the number of its first line."""
    carry, number = b"", 1
    blocks = read_utf8(path, inspection.encoding, _BLOCK, told=lambda used: advance(used, inspection.size))
    for block, final in with_last(blocks):
        data = carry + block
        lines = scan_lines(data, ",", final=final)
        places = zip(lines.starts.tolist(), lines.ends.tolist(), strict=True)
        yield number, [data[start:end] for start, end in places]
        carry, number = data[lines.used :], number + len(lines)
        if len(carry) > _MAX_CARRY:
            raise LoadError("load.long_record", file=path.name, row=number)


def _collect_keys(path: Path, inspection: Inspection) -> list[str]:
    keys: dict[str, None] = {}
    begun = False
    for _, lines in _read_lines(path, inspection):
        for line in lines:
            if not begun and line.strip():
                begun = True
                if line.lstrip().startswith(b"["):
                    raise LoadError("load.json_array", file=path.name)
            keys.update(dict.fromkeys(_parse(line) or ()))
        if len(keys) > _MAX_KEYS:
            raise LoadError("load.too_many_columns", file=path.name, limit=_MAX_KEYS)
    if not keys:
        raise LoadError("load.not_json_lines" if begun else "load.no_rows", file=path.name)
    return list(keys)


def _frames(
    path: Path, inspection: Inspection, keys: Mapping[str, bool], ranges: Ranges, advance: Advance
) -> Iterator[pl.DataFrame]:
    """Yield the records as rows (see `dq.load.rows`); blank lines go to the ranges.

    `keys` says of each key whether it holds identifiers: `7.9e10` is no identifier of eleven digits.
    """
    damage = REPLACEMENT if inspection.encoding != UTF8 else None
    for first, lines in _read_lines(path, inspection, advance):
        numbers: list[int] = []
        columns: list[list[str | None]] = [[] for _ in keys]
        texts: list[str | None] = []
        blank = []
        for number, line in enumerate(lines, start=first):
            if not line.strip():
                blank.append(number)
                continue
            record = None if damage and damage in line else _parse(line)
            numbers.append(number)
            texts.append(line.decode("utf-8", "replace") if record is None else None)
            for (key, is_identifier), column in zip(keys.items(), columns, strict=True):
                column.append(_as_text(record.get(key), exact=is_identifier) if record else None)
        if blank:
            ranges.add(pl.DataFrame({ROW: blank, KIND: "blank"}))
        values = {cell(place): column for place, column in enumerate(columns)}
        yield pl.DataFrame({ROW: numbers, **values, TEXT: texts}, schema=row_schema(len(keys)))


def _parse(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line; None if it is none."""
    try:
        value = json.loads(line.decode(), parse_float=_Number, parse_constant=_no_number)
        if b"\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _no_number(_: str) -> None:
    """NaN and Infinity are no JSON, but are written; they say that there is no value."""


def _as_text(value: object, *, exact: bool) -> str | None:
    match value:
        case None | "":
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case _Number():
            as_written = _ABSURD.search(value.text) or (exact and _lost_digits(value.text))
            return value.text if as_written else _plain(value.text)
        case int():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _lost_digits(number: str) -> bool:
    """Whether only an exponent says the last digits of a number: `7.9e10`, but not `7.9203990123e10`."""
    exponent = Decimal(number).as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _LOST_DIGITS


def _plain(number: str) -> str:
    """Return a number as digits: without `.0`, without an exponent."""
    if "e" in number or "E" in number:
        written = f"{Decimal(number):f}" if abs(Decimal(number).adjusted()) < _MAX_EXPONENT else number
        number = written
    whole = _WHOLE.fullmatch(number)
    return whole[1] if whole else number
