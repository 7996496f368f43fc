"""How a delimited file is written: its delimiter and its header, found in the first rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.load.header_row import PREVIEW_ROWS, Row, find_header, require_header
from dq.load.headers import Aliases, Layout, lay_out
from dq.load.lines import scan_lines
from dq.load.records import Record, read_at

_DELIMITERS = {"csv": ",;\t|", "txt": "\t,;|", "tsv": "\t,;|"}
_HINT = "sep="  # a first line by which Excel is told the delimiter
_PREVIEW = 1 << 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a file are written.

    A record has `width` fields. Those beyond the `named` ones are empty: each line ends with superfluous delimiters.
    Those from `least` on have an empty header and may be missing. `above` are the rows before the header, and records
    begin at `first_line`.
    """

    delimiter: str
    layout: Layout
    width: int
    named: int
    least: int
    above: tuple[Row, ...]
    header_row: int
    first_line: int


def find_dialect(data: bytes, extension: str, aliases: Aliases, path: Path) -> Dialect:
    """Return the dialect of a file that begins with `data`: the delimiter under which most headers are known.

    Raises:
        LoadError: There is no header, or it does not fit the schema.
    """
    data = data[:_PREVIEW]
    candidates = _hinted(data) or _DELIMITERS[extension]
    previews = {delimiter: list(_preview(data, delimiter)) for delimiter in candidates}
    delimiter = max(previews, key=lambda candidate: _fit(previews[candidate], aliases))
    rows = previews[delimiter]
    index = require_header(rows, aliases, path)
    header = rows[index]
    return Dialect(
        delimiter=delimiter,
        layout=lay_out(header.cells, aliases),
        width=_width(header.cells, rows[index + 1 :]),
        named=len(header.cells),
        least=max(place + 1 for place, text in enumerate(header.cells) if text.strip()),
        above=tuple(rows[:index]),
        header_row=header.number,
        first_line=header.number + header.lines,
    )


def _hinted(data: bytes) -> str:
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace").strip().strip('"')
    hint = first.removeprefix(_HINT) if first.startswith(_HINT) else ""
    return hint if hint in {";", ",", "|"} else "\t" if first == _HINT else ""


def _preview(data: bytes, delimiter: str) -> Iterator[Row]:
    lines = scan_lines(data, delimiter, final=True)
    line = 0
    while line < len(lines) and line < PREVIEW_ROWS:
        found, taken = read_at(data, lines, line, delimiter)
        cells = (
            found.fields
            if isinstance(found, Record)
            else [data[lines.starts[line] : lines.ends[line]].decode("utf-8", "surrogateescape")]
        )
        yield Row(line + 1, taken, tuple(_text(cell.encode("utf-8", "surrogateescape")) for cell in cells))
        line += taken


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _fit(rows: Sequence[Row], aliases: Aliases) -> tuple[int, int, int]:
    """Return how well a delimiter fits: known headers, then rows of one width, then that width."""
    header = find_header(rows, aliases)
    known = len(aliases.columns(rows[header].cells)) if header is not None else 0
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return known, count, width


def _width(header: Sequence[str], below: Sequence[Row]) -> int:
    """Return how many fields a record has: more than the header if most records end with superfluous delimiters."""
    named = len(header)
    widths = Counter(len(row.cells) for row in below if not row.is_blank)
    width, count = widths.most_common(1)[0] if widths else (named, 0)
    surplus = (cell for row in below if len(row.cells) == width for cell in row.cells[named:])
    return (
        width if width > named and 2 * count > widths.total() and not any(cell.strip() for cell in surplus) else named
    )
