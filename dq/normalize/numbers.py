"""Numbers in Vietnamese and English writing: `1.234.567,5`, `1,234,567.5`, `1 234 567,5`, with their unit.

Which of `.` and `,` is the decimal sign is plain wherever both stand or one stands twice. A single one before exactly
three digits is not: `1.234`. In whole numbers and amounts of money it groups (1234). In a measure it is the decimal
sign, because a system's export writes 120.500 for 120.5 and never groups, and a hand that groups writes no measure of
exactly three decimals.

Scientific notation as spreadsheets write it (`1.5E+06`) has lost digits and is unreadable.
"""

from collections.abc import Callable

import polars as pl

from dq.catalog.schemas import ValueType
from dq.identifiers.digits import QUOTE
from dq.normalize.kind import Normalizer
from dq.text.steps import Step

WHOLE = "^(?:0|-?[1-9][0-9]*)$"
DECIMAL = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?$"  # with e: as Polars writes very large and small ones

_MONEY_UNIT = r"(?i)^(?:vnđ|vnd|₫) ?| ?(?:đồng|dong|vnđ|vnd|đ|₫)\.?$"
_AREA_UNIT = r"(?i) ?(?:m2|m²|m\^2|mét vuông|met vuong)\.?$"
_GROUP = r"[+\-]?[1-9][0-9]{0,2}"
_FRACTION = {".": r"(?:,[0-9]*)", ",": r"(?:\.[0-9]*)", " ": r"(?:[.,][0-9]*)"}


def integer(_kind: ValueType) -> Normalizer:
    """Whole number."""
    return _whole(None)


def money(_kind: ValueType) -> Normalizer:
    """Amount in whole đồng."""
    return _whole(_MONEY_UNIT)


def decimal(_kind: ValueType) -> Normalizer:
    """Measure; a unit of area after it is dropped."""
    return Normalizer((QUOTE, Step("number_layout", _reader(_AREA_UNIT, lone_groups=False))), DECIMAL)


def _whole(unit: str | None) -> Normalizer:
    layout = _reader(unit, lone_groups=True)
    steps = (QUOTE, Step("trailing_point_zero", _strip_point_zero), Step("number_layout", _to_whole(layout)))
    return Normalizer(steps, WHOLE)


def _strip_point_zero(value: pl.Expr) -> pl.Expr:
    return value.str.replace(r"^(-?(?:0|[1-9][0-9]*))\.0{1,2}$", "${1}")


def _reader(unit: str | None, *, lone_groups: bool) -> Callable[[pl.Expr], pl.Expr]:
    """Return a step from any writing to digits with a decimal point; what is no number stays as it is."""

    def read(value: pl.Expr) -> pl.Expr:
        text = value.str.replace_all("\u2212", "-")
        text = text.str.replace_all(unit, "") if unit else text
        plain = pl.when(text.str.contains(r"^[+\-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)$")).then(text)
        readings = [_grouped(text, sign, lone=lone_groups) for sign in ".,"]
        number = pl.coalesce(*readings, _grouped(text, " ", lone=True), plain)
        number = number.str.replace(",", ".", literal=True).str.replace(r"\.$", "")
        number = number.str.replace(r"^(?:\+|(-))?0*([0-9])", "${1}${2}").str.replace(r"^(?:\+|(-))?\.", "${1}0.")
        return pl.coalesce(number, value)

    return read


def _grouped(text: pl.Expr, sign: str, *, lone: bool) -> pl.Expr:
    """Return `text` without the grouping `sign` if it groups, else null; `lone`: even if it stands only once."""
    group = rf"(?:[{sign}][0-9]{{3}})"
    many = rf"^{_GROUP}{group}{{2,}}{_FRACTION[sign]}?$"
    once = rf"^{_GROUP}{group}{_FRACTION[sign]}{'?' if lone else ''}$"
    return pl.when(text.str.contains(f"{many}|{once}")).then(text.str.replace_all(sign, "", literal=True))


def _to_whole(layout: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.Expr], pl.Expr]:
    def read(value: pl.Expr) -> pl.Expr:
        whole = layout(value).str.extract(r"^(-?(?:0|[1-9][0-9]*))(?:\.0+)?$")
        return pl.coalesce(whole.str.replace("^-0$", "0"), value)

    return read
