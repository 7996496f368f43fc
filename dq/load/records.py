"""One delimited record at a time: for the lines that are no plain record by themselves."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dq.load.lines import Lines

RECORD_LINES = 100  # a quoted field may hold line breaks; a stray quote may not swallow more lines than this
_QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record, and where in the text it ends (after its line break)."""

    fields: list[str]
    end: int


class Unclosed:
    """A quote was opened and not closed in the text."""


class Broken:
    """After a closing quote stands something else than a delimiter."""


def read_record(text: str, delimiter: str) -> Record | Unclosed | Broken:
    """Return the record that `text` begins with; the text may go on with further lines.

    A quote opens a field only where the field begins; elsewhere it is a letter like any other.
    """
    fields: list[str] = []
    stop = _stop(delimiter)
    place = 0
    while True:
        if text.startswith(_QUOTE, place):
            quoted = _read_quoted(text, place)
            if quoted is None:
                return Unclosed()
            value, place = quoted
        else:
            found = stop.search(text, place)
            end = found.start() if found else len(text)
            value, place = text[place:end], end
        fields.append(value)
        if place == len(text):
            return Record(fields, place)
        if text[place] == delimiter:
            place += 1
        elif text[place] in "\r\n":
            return Record(fields, place + (2 if text.startswith("\r\n", place) else 1))
        else:
            return Broken()


def read_at(data: bytes, lines: Lines, line: int, delimiter: str) -> tuple[Record | Unclosed | Broken, int]:
    """Return the record that begins at `line` and how many lines it takes, up to `RECORD_LINES`.

    Bytes that are no UTF-8 come as surrogate escapes.
    """
    start, count, limit = int(lines.starts[line]), 1, min(len(lines) - line, RECORD_LINES)
    while True:
        text = data[start : lines.next_start(line + count - 1)].decode("utf-8", "surrogateescape")
        found = read_record(text, delimiter)
        if not isinstance(found, Unclosed) or count == limit:
            break
        count = min(2 * count, limit)
    if not isinstance(found, Record):
        return found, 1
    end = start + len(text[: found.end].encode("utf-8", "surrogateescape"))
    return found, int(np.searchsorted(lines.starts, end)) - line


def _read_quoted(text: str, place: int) -> tuple[str, int] | None:
    """Return the value of the quoted field that opens at `place`, and the place after its closing quote."""
    parts = []
    place += 1
    while (quote := text.find(_QUOTE, place)) >= 0:
        if not text.startswith(_QUOTE, quote + 1):
            parts.append(text[place:quote])
            return "".join(parts), quote + 1
        parts.append(text[place : quote + 1])
        place = quote + 2
    return None


@lru_cache(maxsize=8)
def _stop(delimiter: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(delimiter)}\r\n]")
