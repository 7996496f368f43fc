"""Where the records of a run come from: the input file, its headers and sheets, and what of it is no record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines of the input that are not records: rows `first` to `last` as a person sees them in the file.

    `kind` is `title`, `header`, `column_numbers`, `group`, `total`, `signature` or `blank`.
    """

    first: int
    last: int
    kind: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """A header of the input and the canonical column it was matched to, None for a pass-through column.

    `name` is the column in the staged raw table: canonical, or the (unique) header itself. `implies` is a canonical
    column and the value that a filled cell below this header says for it: a birth date in a column “Nam” says the sex.
    The levels of a header of several rows are joined by ` > `.
    """

    header: str
    name: str
    column: str | None
    implies: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet of a workbook that was read: its name, the row of its (lowest) header, how many records it has."""

    name: str
    header_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the input that a person should know: no error, and nothing was changed or left out for it.

    Attributes:
        kind: `hidden_rows`, `hidden_columns`, `filtered`, `error_cells`, `formulas_without_value`, `merged_cells`,
            `date_1904` or `scientific_numbers`.
        count: Of rows, columns or cells.
        places: The first of them, as a person sees them: `12`, `12-15`, `C`, `C12`; for scientific numbers rows.
        sheet: The sheet of a workbook.
        column: The canonical column, where it is about one.
    """

    kind: str
    count: int
    places: tuple[str, ...] = ()
    sheet: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class InputInfo:
    """Provenance of an input file; no value from the data.

    `left_out_cut` counts the ranges of left-out lines beyond those that are listed. `sheets` are the sheets of a
    workbook that were read, `sheet` and `header_row` those of the first; `other_sheets` are those with content that
    were not read.
    """

    name: str
    sha256: str
    size: int
    format: str
    rows: int
    headers: tuple[Header, ...]
    left_out: tuple[LeftOut, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    left_out_cut: int = 0
    other_sheets: tuple[str, ...] = ()
    sheets: tuple[SheetRead, ...] = ()
    notices: tuple[Notice, ...] = ()
