"""How a delimited file is written: its delimiter and its header, found in the first rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.load.aliases import Aliases
from dq.load.header_row import PREVIEW_ROWS, Row, find_heading, require_heading
from dq.load.headers import Layout, lay_out
from dq.load.lines import scan_lines
from dq.load.records import Failure, read_record

_DELIMITERS = {"csv": ",;\t|", "txt": "\t,;|", "tsv": "\t,;|"}
_HINT = "sep="  # a first line by which Excel is told the delimiter
_PREVIEW = 1 << 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a file are written.

    A record has `width` fields; those beyond the `named` ones are empty, as each line ends with superfluous delimiters.
    `above` are the rows before the header, `header` those of the header, and records begin at `first_line`.
    """

    delimiter: str
    layout: Layout
    width: int
    named: int
    above: tuple[Row, ...]
    header: tuple[Row, ...]
    first_line: int

    @property
    def header_row(self) -> int:
        """The number of the last row of the header."""
        return self.header[-1].number


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
    heading = require_heading(rows, aliases, path)
    width = _width(heading.texts, rows[heading.last + 1 :])
    texts = heading.texts[:width]
    return Dialect(
        delimiter=delimiter,
        layout=lay_out(texts, aliases),
        width=width,
        named=len(texts),
        above=tuple(rows[: heading.index]),
        header=heading.rows,
        first_line=heading.rows[-1].number + heading.rows[-1].lines,
    )


def _hinted(data: bytes) -> str:
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace").strip().strip('"')
    hint = first.removeprefix(_HINT) if first.startswith(_HINT) else ""
    return hint if hint in {";", ",", "|"} else "\t" if first == _HINT else ""


def _preview(data: bytes, delimiter: str) -> Iterator[Row]:
    lines = scan_lines(data, delimiter, final=True)
    line = 0
    while line < len(lines) and line < PREVIEW_ROWS:
        found, taken = read_record(data, lines, line, delimiter)
        if isinstance(found, Failure):
            found = [data[lines.starts[line] : lines.ends[line]].decode("utf-8", "surrogateescape")]
        yield Row(
            line + 1, taken, tuple(cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for cell in found)
        )
        line += taken


def _fit(rows: Sequence[Row], aliases: Aliases) -> tuple[int, int, int]:
    """Return how well a delimiter fits: known headers, then rows of one width, then that width."""
    heading = find_heading(rows, aliases)
    known = len(aliases.columns(heading.texts)) if heading else 0
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return known, count, width


def _width(header: Sequence[str], below: Sequence[Row]) -> int:
    """Return how many fields a record has: as many as the header, unless only empty ones make the difference."""
    widths = Counter(len(row.cells) for row in below if not row.is_blank)
    width, count = widths.most_common(1)[0] if widths else (len(header), 0)
    surplus = Row(0, 0, tuple(header[width:]))
    filled = sum(any(cell.strip() for cell in row.cells[len(header) :]) for row in below)
    return width if surplus.is_blank and 2 * (count - filled) > widths.total() else len(header)
