"""Trained weights and thresholds: what each level of agreement speaks for, and from where on it is said."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from dq.catalog.linking import LinkModel
from dq.errors import CatalogError
from dq.link.fields import KINDS
from dq.link.kinds import DIFFERENT
from dq.places import refuse_irregular

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Odds:
    """How often a level occurs among pairs that are the same person (`m`), and among pairs that are not (`u`)."""

    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a candidate stands out (`single`), and from which on it is shown at all (`review`)."""

    single: float
    review: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a model has learnt.

    Attributes:
        levels: By comparison and level.
        in_reference: The share of persons who are in the reference at all, before anything is compared.
        thresholds: Found by evaluation (docs/linking.md).
        trained: Where it was learnt, in figures; no value from the data.
    """

    levels: Mapping[str, Mapping[str, Odds]]
    in_reference: float
    thresholds: Thresholds
    trained: Mapping[str, Any]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OddsEntry(_Strict):
    m: float = Key(gt=0, le=1)
    u: float = Key(gt=0, le=1)


class _ThresholdsEntry(_Strict):
    single: float = Key(gt=0.5, le=1)
    review: float = Key(gt=0, lt=1)


class _WeightsEntry(_Strict):
    format: int = Key(ge=FORMAT, le=FORMAT)
    levels: dict[str, dict[str, _OddsEntry]]
    in_reference: float = Key(gt=0, lt=1)
    thresholds: _ThresholdsEntry
    trained: dict[str, Any]


def read_weights(path: Path, model: LinkModel) -> Weights:
    """Return the weights in `path` for all comparisons of `model`.

    Raises:
        LoadError: It is no file.
        CatalogError: The file is missing or damaged, or was trained for other comparisons or levels.
    """
    refuse_irregular(path)
    try:
        entry = _WeightsEntry.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError:
        raise CatalogError("link.no_weights", path=str(path)) from None
    except (ValidationError, UnicodeDecodeError):
        raise CatalogError("link.bad_weights", path=str(path)) from None
    for comparison in model.comparisons:
        expected = level_codes(model, comparison.name)
        if set(entry.levels.get(comparison.name, {})) != set(expected):
            raise CatalogError("link.other_weights", path=str(path), comparison=comparison.name)
    levels = {
        name: {code: Odds(odds.m, odds.u) for code, odds in levels.items()} for name, levels in entry.levels.items()
    }
    thresholds = Thresholds(entry.thresholds.single, entry.thresholds.review)
    return Weights(levels, entry.in_reference, thresholds, entry.trained)


def weights_text(weights: Weights) -> str:
    """Return the content of a file of weights."""
    content = {
        "format": FORMAT,
        "levels": {
            name: {code: {"m": _rounded(odds.m), "u": _rounded(odds.u)} for code, odds in levels.items()}
            for name, levels in weights.levels.items()
        },
        "in_reference": weights.in_reference,
        "thresholds": {"single": weights.thresholds.single, "review": weights.thresholds.review},
        "trained": dict(weights.trained),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def level_codes(model: LinkModel, comparison: str) -> tuple[str, ...]:
    """Return the codes of the levels of a comparison, the best first."""
    kind = KINDS[model.comparison(comparison).kind]
    return (*(level.code for level in kind.levels(comparison)), DIFFERENT)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
