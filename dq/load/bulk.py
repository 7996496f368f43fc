"""One block of delimited text → rows, with ragged and undecodable lines set apart.

Lines that are a record by themselves, nearly all of them, are parsed by Polars in bulk; the others one by one.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dq.load.blocks import REPLACEMENT
from dq.load.dialect import Dialect
from dq.load.encoding import is_utf8
from dq.load.lines import Flags, Lines, scan_lines
from dq.load.records import RECORD_LINES, Failure, read_record
from dq.load.rows import ROW, TEXT, blank_to_null, build_rows, cell

_TELLING_WIDTH = 6  # a text of several lines hardly has so many delimiters on each of them by chance
_END_OF_FILE = "\x1a"  # a line of its own in files from DOS
_Entry = tuple[int, list[str | None] | None, str | None]  # line, cells, or the text of a malformed line


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads blocks of one file.

    `clean`: no line needs a look for bad bytes. `transcoded`: bad bytes are U+FFFD, else they are no UTF-8.
    """

    dialect: Dialect
    clean: bool
    transcoded: bool

    def read(self, data: bytes, first_line: int, *, final: bool) -> tuple[pl.DataFrame, int, int]:
        """Return the rows of a block, and how many lines and bytes they take; the rest belongs to the next block.

        Args:
            data: UTF-8 that begins with a line.
            first_line: The physical number of that line.
            final: Nothing follows.
        """
        lines = scan_lines(data, self.dialect.delimiter, final=final)
        damaged = (
            np.zeros(len(lines), np.bool_) if self.clean else find_damaged(data, lines, transcoded=self.transcoded)
        )
        skip = min(max(self.dialect.first_line - first_line, 0), len(lines))
        entries, bulk, stop = self._read_singly(data, lines, damaged, skip=skip, final=final)
        frame = self._read_bulk(data, lines, bulk, entries)
        numbered = frame.with_columns(pl.col(ROW) + first_line)
        used = lines.used if stop == len(lines) else int(lines.starts[stop])
        return numbered, stop, used

    def _read_singly(
        self, data: bytes, lines: Lines, damaged: Flags, *, skip: int, final: bool
    ) -> tuple[list[_Entry], Flags, int]:
        """Return the lines that are no plain record with what they are, which lines are plain, and where to stop."""
        plain = lines.plain & (lines.n_fields == self.dialect.width) & (lines.ends > lines.starts) & ~damaged
        entries: list[_Entry] = []
        line, stop = skip, len(lines)
        for candidate in np.flatnonzero(~plain[skip:]) + skip:
            if candidate < line:
                continue  # swallowed by a record of several lines
            line = int(candidate)
            found, taken = read_record(data, lines, line, self.dialect.delimiter)
            if found is Failure.UNCLOSED and not final and len(lines) - line < RECORD_LINES:
                stop = line
                break
            cells = None if isinstance(found, Failure) else self._fit(found)
            if taken > 1 and self._is_stray(data, lines, range(line, line + taken), plain, fits=cells is not None):
                cells, taken = None, 1
            after = line + taken
            if cells is not None and (self.clean or not damaged[line:after].any()):
                entries.append((line, cells, None))
            else:
                entries.append(
                    (line, None, data[lines.starts[line] : lines.ends[after - 1]].decode("utf-8", "replace"))
                )
            plain[line:after] = False
            line = after
        plain[:skip] = False
        plain[stop:] = False
        return entries, plain, stop

    def _is_stray(self, data: bytes, lines: Lines, taken: range, plain: Flags, *, fits: bool) -> bool:
        """Whether a quote only seems to open a field: the lines that it would swallow are records by themselves."""
        if not fits:
            return bool(plain[taken[1:]].any())
        delimiter, width = self.dialect.delimiter.encode(), self.dialect.width
        n_quotes = data.count(b'"', lines.starts[taken[0]], lines.ends[taken[-1]])
        if width < _TELLING_WIDTH or n_quotes != len(b'""'):
            return False
        return all(data.count(delimiter, lines.starts[line], lines.ends[line]) == width - 1 for line in taken)

    def _fit(self, fields: list[str]) -> list[str | None] | None:
        """Return the named cells of a record; None if it has too many fields or too few, unless they are all blank.

        Empty fields too many are too many as well: a delimiter inside a value may have moved all that follows it.
        """
        named = self.dialect.named
        if not any(field.strip().strip(_END_OF_FILE) for field in fields):
            return [None] * named
        if len(fields) != self.dialect.width or any(field.strip() for field in fields[named:]):
            return None
        return list(fields[:named])

    def _read_bulk(self, data: bytes, lines: Lines, plain: Flags, entries: list[_Entry]) -> pl.DataFrame:
        """Return the rows of the plain lines and of `entries`, numbered by line from 0."""
        named = self.dialect.named
        numbers = np.flatnonzero(plain)
        frame = parse_plain(_join(data, lines, plain), self.dialect.delimiter, self.dialect.width)
        if frame is None or frame.height != len(numbers):
            slow = [(line, self._read_plain(data, lines, line), None) for line in numbers.tolist()]
            return build_rows(sorted([*entries, *slow], key=lambda entry: entry[0]), named)
        rows = frame.select(
            pl.Series(ROW, numbers, dtype=pl.Int64),
            *(cell(place) for place in range(named)),
            pl.lit(None, dtype=pl.String).alias(TEXT),
        )
        surplus = [cell(place) for place in range(named, self.dialect.width)]
        if surplus and (wrong := frame.select(pl.any_horizontal(pl.col(surplus).is_not_null())).to_series()).any():
            entries = entries + [(line, None, _line(data, lines, line)) for line in rows.filter(wrong)[ROW].to_list()]
            rows = rows.filter(~wrong)
        return pl.concat([rows, build_rows(entries, named)]).sort(ROW) if entries else rows

    def _read_plain(self, data: bytes, lines: Lines, line: int) -> list[str | None] | None:
        found, _ = read_record(data, lines, line, self.dialect.delimiter)
        return None if isinstance(found, Failure) else self._fit(found)


def parse_plain(data: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """Return plain lines of `width` fields as a frame of `c0`, `c1` …; None if Polars reads them otherwise."""
    names = [cell(place) for place in range(width)]
    if not data:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    quoted = b'"' in data
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            quote_char='"' if quoted else None,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.with_columns(blank_to_null(width)) if quoted else frame


def _join(data: bytes, lines: Lines, plain: Flags) -> bytes:
    """Return the plain lines, each ended by LF."""
    if plain.all():
        joined = data[: lines.used]
    else:
        edges = np.flatnonzero(np.diff(np.concatenate(([False], plain, [False])).astype(np.int8)))
        view = memoryview(data)
        runs = zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True)
        joined = b"".join(view[lines.starts[first] : lines.next_start(after - 1)] for first, after in runs)
    return joined.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in joined else joined


def find_damaged(data: bytes, lines: Lines, *, transcoded: bool) -> Flags:
    """Return which lines have bytes that are no text: NUL, no UTF-8, or U+FFFD where another encoding was decoded."""
    damaged = np.zeros(len(lines), np.bool_)
    for mark in (b"\0", REPLACEMENT) if transcoded else (b"\0",):
        place = data.find(mark, 0, lines.used)
        while place >= 0:
            line = int(np.searchsorted(lines.starts, place, side="right")) - 1
            damaged[line] = True
            place = data.find(mark, lines.next_start(line), lines.used)
    if not is_utf8(data[: lines.used]):
        places = zip(lines.starts.tolist(), lines.ends.tolist(), strict=True)
        damaged |= np.fromiter((not _is_text(data[start:end]) for start, end in places), np.bool_, len(lines))
    return damaged


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line(data: bytes, lines: Lines, line: int) -> str:
    return data[lines.starts[line] : lines.ends[line]].decode("utf-8", "replace")
