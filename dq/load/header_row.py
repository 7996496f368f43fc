"""Which rows are the header, and what the rows above it are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.errors import LoadError
from dq.load.aliases import LEVELS, Aliases
from dq.load.legacy_header import refuse_unconvertible

HEADER_ROWS = 60  # the header is looked for among so many rows
PREVIEW_ROWS = HEADER_ROWS + 60
_DEEPEST = 3  # rows of a header
_NUMBER = re.compile(r"\d{4}")
_FEWEST_NUMBERS = 3  # that number columns; two may be values
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")
_COLUMN_LETTER = re.compile(r"\(?[A-Za-z]\)?|\(?\d{1,2}\)?\s*=.*")


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


@dataclass(frozen=True, slots=True)
class Heading:
    """The header: the `rows` that it takes, the first of them at `index` of the preview, and one text a column."""

    index: int
    rows: tuple[Row, ...]
    texts: tuple[str, ...]

    @property
    def last(self) -> int:
        """The index of its last row."""
        return self.index + len(self.rows) - 1


def find_heading(rows: Sequence[Row], aliases: Aliases) -> Heading | None:
    """Return the rows that name most canonical columns; None if none can be the header.

    A header takes several rows where groups of columns have a header of their own.
    """
    best, known = None, 0
    for index in range(min(len(rows), HEADER_ROWS)):
        if best is not None and 0 < len(aliases.schema.required) <= known and index > best.last:
            break  # the rows below are data, and folding their cells takes time
        for heading in _headings(rows, index):
            count = len(aliases.columns(heading.texts))
            if count > known or (best is not None and count == known and _fits_better(heading, best)):
                best, known = heading, count
    if best is None:
        first = _unknown_header(rows)
        return None if first is None else Heading(first, (rows[first],), rows[first].cells)
    # A row of data may hold a word that is an alias too; a header holds no long numbers.
    if 2 * known <= len(aliases.schema.required) and any(_NUMBER.search(cell) for cell in best.texts):
        return None
    return best


def require_heading(rows: Sequence[Row], aliases: Aliases, path: Path) -> Heading:
    """Return the header.

    Raises:
        LoadError: There is none, or none that can be read without the extra `legacy`. Says what is expected, never what
            was read: it may be data.
    """
    heading = find_heading(rows, aliases)
    if heading is None:
        refuse_unconvertible(cell for row in rows for cell in row.cells)
        expected = ", ".join(aliases.schema.required)
        if not expected:
            raise LoadError("load.no_header_at_all", file=path.name, rows=HEADER_ROWS)
        raise LoadError("load.no_header", file=path.name, rows=HEADER_ROWS, expected=expected)
    return heading


def _headings(rows: Sequence[Row], index: int) -> Iterable[Heading]:
    """Yield the headers that may begin at a row, the one of one row first."""
    yield Heading(index, (rows[index],), rows[index].cells)
    for last in range(index + 1, min(index + _DEEPEST, len(rows))):
        if not _divides(rows[last - 1].cells, rows[last].cells):
            return
        taken = tuple(rows[index : last + 1])
        yield Heading(index, taken, _join([row.cells for row in taken]))


def _fits_better(heading: Heading, best: Heading) -> bool:
    """Whether of two headers that know as much the new one is it: it takes in the rest of the header, and no title."""
    return heading.index <= best.last and (heading.last, heading.index) > (best.last, best.index)


def _divides(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the cells of a row are headers below those of the upper one: some of its cells stands above several."""
    width = min(len(upper), len(lower))
    above, below = [cell.strip() for cell in upper[:width]], [cell.strip() for cell in lower[:width]]
    divided = any(
        above[place] and below[place] and not above[place + 1] and below[place + 1] for place in range(width - 1)
    )
    return divided and not any(_NUMBER.search(cell) for cell in below) and not is_column_numbers(below)


def _join(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the texts of several header rows, one a column, their levels joined; a cell reaches over blank ones."""
    width = max(len(cells) for cells in rows)
    levels = [[" ".join(text.split()) for text in (*cells, *[""] * (width - len(cells)))] for cells in rows]
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, cells in enumerate(levels):
        reaching = ""
        for place, text in enumerate(cells):
            if text or any(upper[place] for upper in levels[:level]):
                reaching = text
            elif not any(lower[place] for lower in levels[level + 1 :]):
                reaching = ""
            shown = reaching if level < len(levels) - 1 else text
            if shown and shown not in paths[place]:
                paths[place].append(shown)
    return tuple(LEVELS.join(path) for path in paths)


def is_column_numbers(cells: Iterable[str]) -> bool:
    """Whether a row below the header numbers the columns: (1) (2) (3), 1 2 3, A B 1 2 (3)=(1)x(2)."""
    texts = [text.strip() for text in cells if text.strip()]
    numbers = [int(match[1]) for text in texts if (match := _COLUMN_NUMBER.fullmatch(text))]
    others = [text for text in texts if not _COLUMN_NUMBER.fullmatch(text)]
    counts_up = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return (
        len(numbers) >= _FEWEST_NUMBERS
        and numbers[0] <= 1
        and counts_up
        and all(_COLUMN_LETTER.fullmatch(text) for text in others)
    )


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
