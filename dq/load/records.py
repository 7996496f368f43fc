"""One delimited record at a time: for the lines that are no plain record by themselves."""

import csv
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain

from dq.load.lines import Lines

RECORD_LINES = 100  # a quoted field may hold line breaks; a stray quote may not swallow more lines than this


class Failure(Enum):
    """Why there is no record."""

    UNCLOSED = "a quote is opened and not closed"
    BROKEN = "something else than a delimiter follows a closing quote, or a field is longer than 128 KB"


def read_record(data: bytes, lines: Lines, line: int, delimiter: str) -> tuple[list[str] | Failure, int]:
    """Return the fields of the record that begins at `line`, and how many lines it takes, up to `RECORD_LINES`.

    A quote opens a field only where the field begins; elsewhere it is a letter like any other. Bytes that are no UTF-8
    come as surrogate escapes.
    """
    reader = csv.reader(_texts(data, lines, line), delimiter=delimiter, strict=True)
    try:
        fields = next(reader, [])
    except csv.Error:
        exhausted = reader.line_num == min(len(lines) - line, RECORD_LINES)
        unclosed = exhausted and _ends_with_a_quote_more(_texts(data, lines, line), delimiter)
        return Failure.UNCLOSED if unclosed else Failure.BROKEN, 1
    return fields or [""], reader.line_num


def _texts(data: bytes, lines: Lines, line: int) -> Iterator[str]:
    """Yield the lines from `line` on with their line breaks."""
    for place in range(line, min(len(lines), line + RECORD_LINES)):
        yield data[lines.starts[place] : lines.next_start(place)].decode("utf-8", "surrogateescape")


def _ends_with_a_quote_more(texts: Iterable[str], delimiter: str) -> bool:
    try:
        next(csv.reader(chain(texts, '"'), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True
