"""What the XML of a sheet says that the engine that reads it does not: hidden rows, errors, merged cells, extent.

The XML is scanned as a stream of bytes for the few marks that matter; it is never parsed, and no value is looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dq.errors import LoadError

MAX_PLACES = 50  # cells or ranges that are named; more are counted
_MAX_ROW = 64 << 20  # bytes of one row
_MAX_MERGES = 100_000
_DENSE = 50_000_000  # cells of a rectangle that is read whatever it holds
_SPARSE = 8  # times as many cells as hold something
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_WORD = rb"[ \t\r\n]"


@dataclass(slots=True)
class SheetFacts:
    """Facts of one sheet; places are as a person sees them.

    `merges` are ranges (first row, last row, first column, last column), rows and columns from 1.
    """

    n_hidden_rows: int = 0
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    n_errors: int = 0
    errors: list[str] = field(default_factory=list)
    n_without_value: int = 0
    without_value: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    n_cells: int = 0
    rows: int = 0
    columns: int = 0


class SheetScanner:
    """Scans the XML of a sheet block by block."""

    def __init__(self, file: str, sheet: str) -> None:
        """Scan the sheet `sheet` of the workbook `file`; both are only for messages."""
        self._file, self._sheet = file, sheet
        self._facts = SheetFacts()
        self._rest = b""
        self._marks: _Marks | None = None
        self._below = False  # the rows are behind

    def feed(self, block: bytes) -> None:
        """Take the next bytes.

        Raises:
            LoadError: A row is larger than any sheet has, or a cell stands far from all others.
        """
        data = self._rest + block
        if self._marks is None:
            root = re.search(rb"<(\w+:)?worksheet\b", data)
            if root is None:
                self._rest = data[-_MAX_ROW:]
                return
            self._marks = _Marks.with_prefix(root[1] or b"")
        marks = self._marks
        if not self._below:
            end = data.find(marks.end_of_rows)
            self._below = end >= 0
            cut = end if self._below else data.rfind(marks.end_of_row) + 1
            if cut > 0:
                self._read_rows(data[:cut], marks)
                data = data[cut:]
        if self._below:
            cut = data.rfind(b">") + 1
            self._read_below(data[:cut], marks)
            data = data[cut:]
        if len(data) > _MAX_ROW:
            raise LoadError("load.long_record", file=self._file, row=self._facts.rows + 1)
        self._rest = data

    def close(self) -> SheetFacts:
        """Return the facts when all bytes are there.

        Raises:
            LoadError: A cell stands far from all others.
        """
        facts = self._facts
        area = facts.rows * facts.columns
        if area > max(_DENSE, _SPARSE * facts.n_cells):
            place = f"{column_letters(facts.columns)}{facts.rows}"
            raise LoadError("load.far_cell", file=self._file, sheet=self._sheet, cell=place)
        return facts

    def _read_rows(self, data: bytes, marks: "_Marks") -> None:
        # Rows and cells need not say where they are: they then follow each other. What cells that do not say it take is
        # left to the limits of the package.
        facts = self._facts
        if not facts.rows:
            for tag in marks.column.findall(data):
                if _is_true(_attribute(tag, b"hidden")):
                    facts.hidden_columns.append((int(_attribute(tag, b"min")), int(_attribute(tag, b"max"))))
        n_cells = data.count(marks.end_of_cell)
        facts.n_cells += n_cells
        places = marks.usual_cell.findall(data)
        if len(places) != n_cells:
            places = marks.any_cell.findall(data)
        facts.columns = min(max(facts.columns, *map(_column, set(places)), 0), _LAST_COLUMN)
        before = facts.rows
        rows = marks.row.findall(data)
        last = int(_attribute(rows[-1], b"r") or 0) if rows else 0
        facts.rows = min(max(before + len(rows), last), _LAST_ROW)
        if b"hidden" in data:
            number = before
            for tag in rows:
                number = int(_attribute(tag, b"r") or number + 1)
                if b"hidden" in tag and _is_true(_attribute(tag, b"hidden")):
                    self._note_hidden(number)
        if b't="e"' in data or b"t='e'" in data:
            facts.n_errors += _note(marks.error_cells(data), facts.errors)
        if marks.formula in data:
            facts.n_without_value += _note(marks.formulas_without_value(data), facts.without_value)

    def _read_below(self, data: bytes, marks: "_Marks") -> None:
        facts = self._facts
        facts.filtered = facts.filtered or b"filterColumn" in data
        for first, last in marks.merge.findall(data):
            (left, top), (right, bottom) = _place(first), _place(last)
            if len(facts.merges) < _MAX_MERGES:
                facts.merges.append((top, bottom, left, right))

    def _note_hidden(self, row: int) -> None:
        ranges = self._facts.hidden_rows
        self._facts.n_hidden_rows += 1
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        elif len(ranges) < MAX_PLACES:
            ranges.append((row, row))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The tags that matter, with the namespace prefix of the sheet."""

    row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    usual_cell: re.Pattern[bytes]
    any_cell: re.Pattern[bytes]
    reference: re.Pattern[bytes]
    merge: re.Pattern[bytes]
    without_value: re.Pattern[bytes]
    cell: bytes
    formula: bytes
    end_of_cell: bytes
    end_of_row: bytes
    end_of_rows: bytes

    @classmethod
    def with_prefix(cls, prefix: bytes) -> "_Marks":
        """Return the marks of a sheet whose tags begin with `prefix`, empty or a name and a colon."""
        p = re.escape(prefix)
        return cls(
            row=re.compile(rb"<" + p + rb"row\b([^>]*)>"),
            column=re.compile(rb"<" + p + rb"col\b([^>]*)>"),
            # Cells that are not empty; nearly all programs write their place first.
            usual_cell=re.compile(rb"<" + p + rb"""c r="([A-Z]{1,3})\d+"[^>/]*>"""),
            any_cell=re.compile(rb"<" + p + rb"""c\s[^>]*?\br=["']([A-Z]{1,3})\d+["'][^>/]*>"""),
            reference=re.compile(rb"<" + p + rb"c" + _WORD + rb"""[^>]*?\br=["']([A-Z]{1,3}\d+)["']"""),
            merge=re.compile(rb"<" + p + rb"""mergeCell\b[^>]*?\bref=["']([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)["']"""),
            without_value=re.compile(
                rb"<"
                + p
                + rb"f\b[^>]*(?:/>|>[^<]*</"
                + p
                + rb"f>)\s*(?:<"
                + p
                + rb"v\s*/>|<"
                + p
                + rb"v></"
                + p
                + rb"v>)?\s*</"
                + p
                + rb"c>"
            ),
            cell=b"<" + prefix + b"c ",
            formula=b"<" + prefix + b"f",
            end_of_cell=b"</" + prefix + b"c>",
            end_of_row=b"</" + prefix + b"row>",
            end_of_rows=b"</" + prefix + b"sheetData>",
        )

    def error_cells(self, data: bytes) -> Iterator[bytes]:
        """Yield the references of the cells whose value is an error."""
        for mark in (b't="e"', b"t='e'"):
            place = data.find(mark)
            while place >= 0:
                start = data.rfind(b"<", 0, place)
                if data.startswith(self.cell, start) and data.find(b">", start, place) < 0:
                    tag = self.reference.match(data, start)
                    yield tag[1] if tag else b"?"
                place = data.find(mark, place + 1)

    def formulas_without_value(self, data: bytes) -> Iterator[bytes]:
        """Yield the references of the cells with a formula that was never computed."""
        for found in self.without_value.finditer(data):
            tag = self.reference.match(data, data.rfind(self.cell, 0, found.start()))
            yield tag[1] if tag else b"?"


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: A, B, …, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column(letters: bytes) -> int:
    """Return the number of a column counted from 1."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column


def _place(reference: bytes) -> tuple[int, int]:
    """Return column and row of `C12`, both from 1."""
    letters = reference.rstrip(b"0123456789")
    return _column(letters), int(reference[len(letters) :])


def _note(places: Iterator[bytes], listed: list[str]) -> int:
    """List the first places and return how many there are."""
    count = 0
    for place in places:
        count += 1
        if len(listed) < MAX_PLACES:
            listed.append(place.decode())
    return count


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"""(?:^|\s)""" + name + rb"""\s*=\s*["']([^"']*)["']""", tag)
    return found[1] if found else b""


def _is_true(value: bytes) -> bool:
    return value in (b"1", b"true", b"on")
