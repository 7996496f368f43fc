"""How the cells of one column are read, where a cell alone cannot say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dq.text.legacy import Encoding

EXCEL_PIVOT = 30  # the spreadsheet's own rule: 00 to 29 are 2000 to 2029


class DateOrder(StrEnum):
    """Which of the two small numbers of a date is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    CONFLICTING = "conflicting"  # cells of both orders: read day first, the others are unreadable
    UNDECIDED = "undecided"  # no cell tells: read day first


@dataclass(frozen=True, slots=True)
class Reading:
    """What was decided about one column over all of its cells.

    Attributes:
        date_order: Of a column of dates.
        lunar_dates: Cells that no solar calendar has and the lunar one may have (30/02, 29/02 of a common year).
        first_serial: The smallest number that is read as a day of a spreadsheet's calendar; None: none is.
        pivot: Years of two digits below it are of this century, the others of the last.
        encoding: Of a column of text in a legacy encoding.
    """

    date_order: DateOrder = DateOrder.UNDECIDED
    lunar_dates: int = 0
    first_serial: int | None = None
    pivot: int = EXCEL_PIVOT
    encoding: Encoding | None = None


Readings = Mapping[str, Reading]
AS_WRITTEN = Reading()
