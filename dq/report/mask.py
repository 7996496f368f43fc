"""What of a value a report may show (`Field.type.mask` of the schema; NĐ 252/2026 Đ.4 is the precedent for last4)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dq.report.format import PartialDay
from dq.report.shown import clean, last4

_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_DATE_TYPES = frozenset({"date", "partial_date"})
_MAY_BE_NUMBERS = frozenset({"integer", "decimal"})  # money is large
_NINE_DIGITS = 100_000_000


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


def _shown(value: object, kind: str) -> Cell:
    if isinstance(value, int | float) and kind in _MAY_BE_NUMBERS and abs(value) >= _NINE_DIGITS:
        return Cell(CellState.VALUE, last4(f"{abs(value):.0f}"))
    if isinstance(value, bool | int | float | date):
        return Cell(CellState.VALUE, value)
    text = str(value)
    if kind in _DATE_TYPES and _DATE.fullmatch(text):
        return Cell(CellState.VALUE, PartialDay(text) if kind == "partial_date" else text)
    return Cell(CellState.VALUE, clean(text))


def _whole(value: object, _kind: str) -> Cell:
    return Cell(CellState.VALUE, clean(str(value)))


def _last4(value: object, _kind: str) -> Cell:
    return Cell(CellState.VALUE, last4(clean(str(value), keep_dates=True)))


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
