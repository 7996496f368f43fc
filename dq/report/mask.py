"""What of a value a report may show (`Field.type.mask` of the schema; NĐ 252/2026 Đ.4 is the precedent for last4)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dq.report.format import PartialDay

LONGEST = 80  # characters of one value; a cell of a spreadsheet may hold 32,767
_VISIBLE = 4
_STAR = "*"
# Nine or more digits, however they are spaced, are taken for an identifier that stands in the wrong column.
_NUMBER = re.compile(r"\d(?:[\s.\-_/]{0,2}\d){8,}")
# Control characters and those that turn the direction of writing would let a value disguise what stands around it.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NO_DIGIT = re.compile(r"\D")
_YEAR = re.compile(r"\d{4}")


class CellState(StrEnum):
    """What a cell of a sample holds."""

    VALUE = "value"
    EMPTY = "empty"
    HIDDEN = "hidden"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Cell:
    """A masked value of a sample."""

    state: CellState
    value: str | int | float | date | PartialDay | None = None


HIDDEN = Cell(CellState.HIDDEN)
EMPTY = Cell(CellState.EMPTY)
UNREADABLE = Cell(CellState.UNREADABLE)


def mask(value: object, column: Mapping[str, Any]) -> Cell:
    """Return what a report inside the agency may show of `value`.

    Args:
        value: A canonical value.
        column: Its entry in `columns` of run.json: `type`, `mask`, `sensitive`. An unknown mask hides the value.
    """
    if column["sensitive"]:
        return HIDDEN
    if value is None or value == "":
        return EMPTY
    write = _MASKS.get(column["mask"])
    return HIDDEN if write is None else write(value, column["type"])


def last4(text: str) -> str:
    """Return `text` with all but its last four characters starred, and never more than half of it shown."""
    visible = min(_VISIBLE, len(text) // 2)
    return _STAR * (len(text) - visible) + (text[-visible:] if visible else "")


def clean(text: str, *, most: int = LONGEST) -> str:
    """Return `text` fit to be shown: long numbers masked, no invisible characters, at most `most` characters."""
    shown = _INVISIBLE.sub("\ufffd", _NUMBER.sub(lambda found: last4(_NO_DIGIT.sub("", found[0])), text))
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _shown(value: object, kind: str) -> Cell:
    if isinstance(value, bool | int | float | date):
        return Cell(CellState.VALUE, value)
    text = str(value)
    if kind == "partial_date":
        return Cell(CellState.VALUE, PartialDay(clean(text)))
    return Cell(CellState.VALUE, clean(text))


def _whole(value: object, _kind: str) -> Cell:
    return Cell(CellState.VALUE, clean(str(value)))


def _last4(value: object, _kind: str) -> Cell:
    return Cell(CellState.VALUE, last4(clean(str(value))))


def _year(value: object, _kind: str) -> Cell:
    if isinstance(value, date):
        return Cell(CellState.VALUE, f"{value.year:04d}")
    found = _YEAR.match(str(value))
    return HIDDEN if found is None else Cell(CellState.VALUE, found[0])


_MASKS: Mapping[str, Callable[[object, str], Cell]] = {
    "none": _shown,
    "name": _whole,
    "last4": _last4,
    "year": _year,
}
