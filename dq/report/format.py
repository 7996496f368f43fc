"""Numbers, shares and dates as Vietnamese and English readers write them (CLDR data of babel)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

LOCALES = {"vi": "vi", "en": "en_GB"}
NONE = "–"  # what stands where there is no figure
SMALL = 5  # counts below it are not published for sensitive groups

_DAY = {"vi": "dd/MM/y", "en": "d MMM y"}
_MONTH = {"vi": "MM/y", "en": "MMM y"}
_MOMENT = {"vi": "HH:mm dd/MM/y", "en": "d MMM y, HH:mm"}
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_UNITS = ("B", "kB", "MB", "GB", "TB")
_THOUSAND = 1000
_TINY, _NEARLY_ALL = Decimal("0.01"), Decimal("99.99")
_LOW, _HIGH = Decimal(1), Decimal(99)
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of records; `small` hides it as "<5" and `hidden` wholly, in a report that is published."""

    value: int
    small: bool = False
    hidden: bool = False

    @property
    def withheld(self) -> bool:
        """Whether the number itself is not shown."""
        return self.small or self.hidden


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, None where it may not be shown."""

    part: int | None
    whole: int

    @property
    def fraction(self) -> float:
        """The part between 0 and 1, for drawing; 0 where there is nothing to divide."""
        return self.part / self.whole if self.part and self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """A score in percent, None where nothing was checked; a `flawed` one is never shown as 100 %."""

    value: float | None
    flawed: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference of two scores in percentage points, None where one of them is missing."""

    value: float | None


@dataclass(frozen=True, slots=True)
class PartialDay:
    """An ISO date at its own precision: `1950`, `1950-03`, `1950-03-02`."""

    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes."""

    value: int


def number(value: float | Decimal, language: str) -> str:
    """Return `value` with the language's separators: 1.234,5 in Vietnamese, 1,234.5 in English."""
    return str(format_decimal(value, format="#,##0.###", locale=LOCALES[language]))


def count(value: Count, language: str) -> str:
    """Return the count, `<5` for a small one and a dash for a hidden one."""
    if value.hidden:
        return NONE
    return f"<{SMALL}" if value.small else number(value.value, language)


def share(value: Share, language: str) -> str:
    """Return the share in percent with as many decimals as it takes not to lie.

    100 % stands only where the part is the whole, 0 % only where it is nothing: 99,96 %, >99,99 %, <0,01 %.
    """
    if value.part is None or value.whole <= 0:
        return NONE
    if value.part in {0, value.whole}:
        return _percent(_ALL if value.part else Decimal(0), 0, language)
    return _inexact(Decimal(value.part) * 100 / Decimal(value.whole), language)


def score(value: Score, language: str) -> str:
    """Return the score in percent, by the same precision as a share."""
    if value.value is None:
        return NONE
    exact = Decimal(repr(value.value))
    if exact >= _ALL and not value.flawed:
        return _percent(_ALL, 0, language)
    if exact <= 0:
        return _percent(Decimal(0), 0, language)
    return _inexact(exact, language)


def delta(value: Delta, language: str) -> str:
    """Return the difference with its sign: +0,35; −1,20; 0."""
    if value.value is None:
        return NONE
    exact = Decimal(repr(value.value)).quantize(Decimal("0.01"))
    if exact == 0:
        return "0" if value.value == 0 else f"{'+' if value.value > 0 else '−'}<{number(_TINY, language)}"
    shown = format_decimal(abs(exact), format="#,##0.00", locale=LOCALES[language])
    return f"{'+' if exact > 0 else '−'}{shown}"


def day(value: date, language: str) -> str:
    """Return the date: 31/12/2026 in Vietnamese, 31 Dec 2026 in English."""
    return str(format_date(value, _DAY[language], locale=LOCALES[language]))


def moment(value: datetime, language: str) -> str:
    """Return date and time of day."""
    return str(format_datetime(value, _MOMENT[language], locale=LOCALES[language]))


def partial_day(value: PartialDay, language: str) -> str:
    """Return the date at its own precision (1950, 03/1950, 02/03/1950); text that is none as it stands."""
    text = value.text
    found = _ISO.fullmatch(text)
    if found is None or found[2] is None:
        return text
    try:
        first = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return text
    return day(first, language) if found[3] else str(format_date(first, _MONTH[language], locale=LOCALES[language]))


def size(value: Size, language: str) -> str:
    """Return bytes in the largest unit that leaves at least 1: 12,3 MB."""
    amount, unit = float(value.value), 0
    while amount >= _THOUSAND and unit < len(_UNITS) - 1:
        amount, unit = amount / _THOUSAND, unit + 1
    return f"{number(round(amount, 1), language)} {_UNITS[unit]}"


def plain(value: object, language: str) -> str:
    """Return any value that a sentence or a cell holds, in the language."""
    if value is None:
        return NONE
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value, language)
    return str(value)


def _inexact(percent: Decimal, language: str) -> str:
    if percent < _TINY:
        return "<" + _percent(_TINY, 2, language)
    if percent > _NEARLY_ALL:
        return ">" + _percent(_NEARLY_ALL, 2, language)
    return _percent(percent, 2 if percent < _LOW or percent > _HIGH else 1, language)


def _percent(percent: Decimal, decimals: int, language: str) -> str:
    rounded = percent.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    pattern = "#,##0." + "0" * decimals + "%" if decimals else "#,##0%"
    return str(format_percent(rounded / 100, format=pattern, locale=LOCALES[language], decimal_quantization=False))


# In the order in which they are tried: a datetime is a date too, a boolean an integer.
_WRITERS: tuple[tuple[type, Callable[[Any, str], str]], ...] = (
    (Share, share),
    (Score, score),
    (Delta, delta),
    (Count, count),
    (Size, size),
    (PartialDay, partial_day),
    (bool, lambda value, _: str(value)),
    (int, number),
    (float, number),
    (Decimal, number),
    (datetime, moment),
    (date, day),
)
