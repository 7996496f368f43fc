"""Which row is the header, and what the rows above it are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.errors import LoadError
from dq.load.headers import Aliases

HEADER_ROWS = 60  # the header is looked for among so many rows
PREVIEW_ROWS = HEADER_ROWS + 60
_NUMBER = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the beginning of a file: its number as a person sees it, how many lines it takes, its cells."""

    number: int
    lines: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell has text."""
        return not any(cell.strip() for cell in self.cells)


def find_header(rows: Sequence[Row], aliases: Aliases) -> int | None:
    """Return the index of the row that names most canonical columns; None if no row can be the header."""
    index, best = 0, 0
    for place, row in enumerate(rows[:HEADER_ROWS]):
        known = len(aliases.columns(row.cells))
        if known > best:
            index, best = place, known
        if best >= len(aliases.schema.required):
            break  # the rows below are data, and folding their cells takes time
    if best == 0:
        return _unknown_header(rows)
    # A row of data may hold a word that is an alias too; a header holds no long numbers.
    if 2 * best <= len(aliases.schema.required) and any(_NUMBER.search(cell) for cell in rows[index].cells):
        return None
    return index


def require_header(rows: Sequence[Row], aliases: Aliases, path: Path) -> int:
    """Return the index of the header row.

    Raises:
        LoadError: There is none. Says what is expected, never what was read: it may be data.
    """
    index = find_header(rows, aliases)
    if index is None:
        raise LoadError("load.no_header", file=path.name, rows=HEADER_ROWS, expected=", ".join(aliases.schema.required))
    return index


def _unknown_header(rows: Sequence[Row]) -> int | None:
    """Return the first row if it is surely no data: it has no digit, and some column below it has digits throughout."""
    filled = [index for index, row in enumerate(rows) if not row.is_blank]
    if not filled or any(letter.isdigit() for cell in rows[filled[0]].cells for letter in cell):
        return None
    below = [rows[index].cells for index in filled[1:]]
    width = len(rows[filled[0]].cells)
    numeric = (all(_has_digit(cells, column) for cells in below) for column in range(width))
    return filled[0] if below and any(numeric) else None


def _has_digit(cells: Sequence[str], column: int) -> bool:
    return column < len(cells) and any(letter.isdigit() for letter in cells[column])
