"""Free text, names and codes: letter case and tone position stay as written."""

import polars as pl

from dq.catalog.schemas import ValueType
from dq.identifiers.digits import QUOTE
from dq.normalize.kind import Normalizer
from dq.text.clean import IS_CLEAN, SAFE
from dq.text.steps import Step

_NO_PUNCTUATION = rf"[[{SAFE}]--['.,;]]"
_PLAIN = rf"^{_NO_PUNCTUATION}+(?: {_NO_PUNCTUATION}+)*$"


def _drop_trailing_stops(value: pl.Expr) -> pl.Expr:
    # A stop after a single letter abbreviates a name; after a word it is the end of a typed line.
    return value.str.replace(r"(\p{L}{2})[ .,;]*[.,;]$", "${1}")


def _strip_point_zero(value: pl.Expr) -> pl.Expr:
    return value.str.replace(r"^([0-9]+)\.0$", "${1}")


POINT_ZERO = Step("trailing_point_zero", _strip_point_zero)


def text(_kind: ValueType) -> Normalizer:
    """Free text: composed, without invisible characters and odd spaces."""
    return Normalizer((), IS_CLEAN)


def name(_kind: ValueType) -> Normalizer:
    """Name of a person: text without a spreadsheet's quote before it and stops after it."""
    return Normalizer((QUOTE, Step("separators", _drop_trailing_stops)), _PLAIN)


def code(_kind: ValueType) -> Normalizer:
    """Code kept as text: without a spreadsheet's quote before it and its `.0` after digits."""
    return Normalizer((QUOTE, POINT_ZERO), _PLAIN)
