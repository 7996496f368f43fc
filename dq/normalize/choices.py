"""Values from a list: each known writing becomes the canonical value, any other text stays and fails its rule."""

import polars as pl

from dq.catalog.schemas import ValueType
from dq.errors import CatalogError
from dq.identifiers import ethnic_group
from dq.identifiers.digits import QUOTE
from dq.normalize.kind import Normalizer
from dq.normalize.texts import POINT_ZERO
from dq.text.fold import fold, fold_text
from dq.text.steps import Step


def choice(kind: ValueType) -> Normalizer:
    """Value of `parameters.values`, canonical value → writings, which are compared folded.

    Raises:
        CatalogError: The type lists no values, one writing for two of them, or one without letter and digit.
    """
    canonical = writings(kind)

    def choose(value: pl.Expr) -> pl.Expr:
        return pl.coalesce(fold(value).replace_strict(canonical, default=None, return_dtype=pl.String), value)

    return Normalizer((QUOTE, POINT_ZERO, Step("choice", choose)), _one_of(set(canonical.values())))


def ethnicity(_kind: ValueType) -> Normalizer:
    """Name of one of the 54 ethnic groups, matched on the name, never on a code."""
    return Normalizer((QUOTE, Step("choice", ethnic_group.canonical)), _one_of(set(ethnic_group.names())))


def writings(kind: ValueType) -> dict[str, str]:
    """Return the canonical value by folded writing of a `choice` type; each canonical value is a writing of itself."""
    values = kind.parameters.get("values")
    if not isinstance(values, dict) or not values:
        raise CatalogError("catalog.invalid", where=f"type '{kind.name}'", problem="a choice needs parameters.values")
    found: dict[str, str] = {}
    for canonical, listed in values.items():
        for writing in (canonical, *listed):
            folded = fold_text(str(writing))
            if not folded:
                problem = f"writing '{writing}' of '{canonical}' has neither letter nor digit"
                raise CatalogError("catalog.invalid", where=f"type '{kind.name}'", problem=problem)
            if found.setdefault(folded, str(canonical)) != str(canonical):
                problem = f"'{writing}' stands for both '{found[folded]}' and '{canonical}'"
                raise CatalogError("catalog.invalid", where=f"type '{kind.name}'", problem=problem)
    return found


def _one_of(values: set[str]) -> str:
    return "^(?:" + "|".join(pl.escape_regex(value) for value in sorted(values)) + ")$"
