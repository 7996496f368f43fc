"""What a sample is made of: records whose labels say what must be found in them, and the two files they go into."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from synthetic.people import Register

Stored = str | int | float | date
Change = str | Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Label:
    """What a run must say of a row.

    `kind` is `finding` (`expected`: the rule, `column`: where it points), `outcome` (`expected`: a register outcome
    other than `matched`, `column`: the role), `malformed`, or `left_out` (`expected`: what the row is instead).
    """

    kind: str
    expected: str
    column: str = ""


def finding(rule: str, column: str) -> Label:
    """Return the label of a finding."""
    return Label("finding", rule, column)


def outcome(expected: str, role: str = "chu_the") -> Label:
    """Return the label of a register outcome."""
    return Label("outcome", expected, role)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the text of its cells by canonical column, what must be found in it, and the cells as they should be.

    `truth` is None for a row that should not be there: the second of two, or of a person who has died.
    """

    cells: Mapping[str, str]
    labels: tuple[Label, ...] = ()
    truth: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header in the CSV file and in the form, and how the form stores a cell (`stored`)."""

    name: str
    csv: str
    form: str
    stored: Callable[[int, str], Stored] = lambda _index, text: text


@dataclass(frozen=True, slots=True)
class Form:
    """What stands around the rows of an Excel form: titles above, below the rows a total and signatures."""

    sheet: str
    titles: tuple[str, ...]
    total: str
    summed: str  # the column that the total line adds up
    signatures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of one dataset.

    Attributes:
        dataset: Such as `land.holder`.
        folder: The sector's folder below `sample_data`.
        stem: The files' name without extension.
        columns: In the order of the files; a name that is no canonical column passes through.
        records: Makes the rows; chance comes from the generator that it is given.
        form: The Excel form.
        malformed: Lines of the CSV file that are no records, by the number of records before them.
    """

    dataset: str
    folder: str
    stem: str
    columns: tuple[Column, ...]
    records: Callable[[Register, Random], list[Record]]
    form: Form
    malformed: Mapping[int, str]


def planted_row(cells: Mapping[str, str], changes: Mapping[str, Change], labels: tuple[Label, ...]) -> Record:
    """Return a row of `cells`, which are as they should be, after `changes`, which `labels` are found in."""
    return Record(changed(cells, changes), labels, cells)


def surplus(record: Record) -> Record:
    """Return `record` as a row that should not be there."""
    return replace(record, truth=None)


def as_it_is(record: Record) -> Record:
    """Return `record` as a row that is unusual, and right."""
    return replace(record, truth=record.cells)


def right(record: Record, **cells: str) -> Record:
    """Return `record` with what some of its cells should be, where it is not as its row was made."""
    return replace(record, truth={**(record.truth or {}), **cells})


def changed(cells: Mapping[str, str], changes: Mapping[str, Change]) -> dict[str, str]:
    """Return `cells` after `changes`: a new text, or a function of the old one.

    Raises:
        KeyError: A change names a column that the cells do not have.
    """
    unknown = changes.keys() - cells.keys()
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return {**cells, **{name: new if isinstance(new, str) else new(cells[name]) for name, new in changes.items()}}


def numbered(records: Iterable[Record]) -> list[Record]:
    """Return `records` with `stt` counted from 1."""
    return [replace(record, cells={**record.cells, "stt": str(n)}) for n, record in enumerate(records, start=1)]


def sometimes_number(index: int, text: str) -> Stored:
    """Return every fourth identifier as the number that a spreadsheet makes of it: its leading zeros are lost."""
    whole = text.isdigit() and len(text) in {5, 9, 12} and not text.startswith("00000")
    return int(text) if whole and index % 4 == 0 else text


def sometimes_date(index: int, text: str) -> Stored:
    """Return every second date of the form dd/mm/yyyy as a true date cell; spreadsheets know none before 1900."""
    try:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day) if index % 2 == 0 and year > 1900 else text  # noqa: PLR2004
    except ValueError:
        return text


def decimal_number(_index: int, text: str) -> Stored:
    """Return a number written without grouping as a number, anything else as its text."""
    try:
        return float(text.replace(",", ".")) if text.count(".") + text.count(",") <= 1 else text
    except ValueError:
        return text


def whole_number(_index: int, text: str) -> Stored:
    """Return digits as a number, anything else as its text."""
    return int(text) if text.isdigit() and len(text) < 12 else text  # noqa: PLR2004 - an identifier is no number
