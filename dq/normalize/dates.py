"""Dates at their own precision: `1950`, `1950-03`, `1950-03-02`.

The day comes before the month, unless the whole column says otherwise (`dq.normalize.evidence`): a date that makes
sense only month first (`03/25/1950`) is unreadable in a column that is day first, because its neighbors cannot be told
apart. So is a day that no calendar has.

A year of two digits follows the spreadsheet's own rule, under which it was typed: 00 to 29 are 2000 to 2029, 30 to 99
are 1930 to 1999. Nobody is born after the day of the run, so of a birth date `27` is 1927 in 2026. It stands in the
change log under its own name, as a guess that can be looked at.

A number alone is the day of a spreadsheet's calendar of 1900 (1000 to 60000, 26 September 1902 to April 2064) where the
column says so, unless it can be a year (1800 to 2100). A workbook that counts from 1904 was turned while it was loaded.

A time of day is dropped. With an offset that is not Việt Nam's it may be another day here, so only midnight is read.
"""

from collections.abc import Callable

import polars as pl

from dq.catalog.schemas import ValueType
from dq.identifiers.digits import QUOTE
from dq.normalize.kind import Normalizer
from dq.normalize.readings import AS_WRITTEN, DateOrder, Reading
from dq.normalize.texts import POINT_ZERO
from dq.text.steps import Step

YEAR = "(?:1[89][0-9]{2}|20[0-9]{2}|2100)"  # what a number alone can be as a year
FULL = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]"
IS_FULL = f"^{FULL}$"
IS_DATE = f"^(?:{FULL}|[12][0-9]{{3}}-[01][0-9]|{YEAR})$"

_COMMON = r"^(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/([12][0-9]{3})$"
_TWO_DIGIT_YEAR = r"^([0-9]{1,2} ?[/\-.] ?[0-9]{1,2} ?[/\-.] ?)([0-9]{2})$"
_TIME = (
    r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?(?i:AM|PM|SA|CH))?(?:\+07(?::?00)?)?"
    r"|[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_HOUR = r"(?:(?:vào )?(?:lúc|hồi) )?[0-2]?[0-9] ?(?:giờ|g|h|:) ?(?:[0-5]?[0-9](?::[0-5][0-9])? ?(?:phút|p)?)?"
_UNKNOWN = r"[.xX_?\-…]{1,3}"  # ../../1950, --/--/1950, xx/xx/1950
_S = r"(?: ?[/\-.] ?| )"
# Each becomes year-month-day with parts of any width, zeros for what is not known.
_LAYOUTS = (
    # A death is registered with its hour: "14 giờ 30 phút, ngày 02/03/2024".
    (rf"(?i)^(?:{_HOUR}[ ,]+(?:ngày )?|ngày )([0-9]{{1,2}}(?: ?[/\-.] ?[0-9]| tháng ).*)$", "${1}"),
    (r"(?i)^(?:sinh )?(?:ngày )?([^\s,]+),? tháng ([^\s,]+),? năm ([0-9]+)$", "${1}/${2}/${3}"),
    (r"(?i)^(?:sinh )?tháng ([0-9]+),? năm ([0-9]+)$", "${1}/${2}"),
    (r"(?i)^(?:sinh )?năm ([0-9]+)$", "${1}"),
    (rf"^{_UNKNOWN} ?/ ?{_UNKNOWN} ?/ ?([0-9]{{4}})$", "${1}-00-00"),
    (rf"^{_UNKNOWN} ?/ ?([0-9]{{1,2}}) ?/ ?([0-9]{{4}})$", "${2}-${1}-00"),
    (rf"^([0-9]{{1,2}}){_S}([0-9]{{1,2}}){_S}([12][0-9]{{3}}){_TIME}$", "${3}-${2}-${1}"),
    (rf"^([12][0-9]{{3}}){_S}([0-9]{{1,2}}){_S}([0-9]{{1,2}}){_TIME}$", "${1}-${2}-${3}"),
    # Hour and minute follow in the exchange format of health insurance.
    (rf"^({YEAR})(0[0-9]|1[0-2])([0-3][0-9])(?:[0-9]{{4}}|[0-9]{{6}})?$", "${1}-${2}-${3}"),
    (rf"^([0-3][0-9])(0[0-9]|1[0-2])({YEAR})$", "${3}-${2}-${1}"),
    (rf"^([0-9]{{1,2}}){_S}([12][0-9]{{3}})$", "${2}-${1}"),
    (r"^([12][0-9]{3}) ?[/\-] ?([0-9]{1,2})$", "${1}-${2}"),
)
_WIDTHS = (
    ("^([0-9]{4})-([0-9])(-|$)", "${1}-0${2}${3}"),
    ("^([0-9]{4}-[0-9]{2})-([0-9])$", "${1}-0${2}"),
    (f"^({YEAR})-00(?:-00)?$", "${1}"),
    ("^([0-9]{4}-[0-9]{2})-00$", "${1}"),
)
_MONTH_FIRST = rf"^([0-9]{{1,2}}){_S}([0-9]{{1,2}}){_S}([12][0-9]{{3}}|[0-9]{{2}}){_TIME}$"
_LAST_SERIAL = 60_000


def partial_date(_kind: ValueType, reading: Reading = AS_WRITTEN) -> Normalizer:
    """Date at its own precision; zeros, dots, x stand for a day or month that is not known."""
    month_first = (Step("month_first", _swap),) if reading.date_order is DateOrder.MONTH_FIRST else ()
    first = reading.first_serial
    serials = (Step("excel_serial", _from_serial(first)),) if first is not None else ()
    steps = (
        QUOTE,
        *month_first,
        Step("date_layout", _turn_common),
        POINT_ZERO,
        Step("two_digit_year", _widen_year(reading.pivot)),
        *serials,
        Step("date_layout", _turn_any),
    )
    return Normalizer(steps, f"^(?:[12][0-9]{{3}}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|{YEAR})$")


def date(kind: ValueType, reading: Reading = AS_WRITTEN) -> Normalizer:
    """Whole date; what has only a month or a year is brought to its form too, and is then no date."""
    return partial_date(kind, reading)


def _swap(value: pl.Expr) -> pl.Expr:
    # Zeros stand for what is not known, in either place; the layouts below make a partial date of them.
    return value.str.replace(_MONTH_FIRST, "${2}/${1}/${3}")


def _turn_common(value: pl.Expr) -> pl.Expr:
    # No calendar here: what is no date afterwards (31/02/1990) cannot be stored, and is neither value nor change.
    return value.str.replace(_COMMON, "${3}-${2}-${1}")


def _widen_year(pivot: int) -> Callable[[pl.Expr], pl.Expr]:
    def widen(value: pl.Expr) -> pl.Expr:
        two = value.str.extract(_TWO_DIGIT_YEAR, 2)
        century = pl.when(two.cast(pl.Int32, strict=False) < pivot).then(pl.lit("20")).otherwise(pl.lit("19"))
        return pl.coalesce(value.str.extract(_TWO_DIGIT_YEAR, 1) + century + two, value)

    return widen


def _from_serial(first: int) -> Callable[[pl.Expr], pl.Expr]:
    def count(value: pl.Expr) -> pl.Expr:
        days = value.str.extract(r"^([0-9]{4,5})(?:\.[0-9]+)?$").cast(pl.Int32, strict=False)
        is_serial = days.is_between(first, _LAST_SERIAL) & ~value.str.contains(rf"^{YEAR}(?:\.|$)")
        day = pl.lit("1899-12-30").str.to_date() + pl.duration(days=days)
        return pl.when(is_serial).then(day.dt.strftime("%Y-%m-%d")).otherwise(value)

    return count


def _turn_any(value: pl.Expr) -> pl.Expr:
    for layout, form in (*_LAYOUTS, *_WIDTHS):
        value = value.str.replace(layout, form)
    return value
