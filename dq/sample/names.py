"""Names: surnames by their shares, middle and given names by sex and generation, those of ethnic groups by their own.

A name is two pieces, each a place in a table: for most the surname and the rest, for Ê Đê and Cơ Ho the first name and
the clan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from dq.sample.counter import Flags, Floats, Ints
from dq.sample.tables import read

_FINE = 1_000  # entries of a table of surnames: a tenth of a percent each
_GENERATIONS = (1900, 1970, 2000)
_CLAN_LAST = frozenset({"ede", "coho"})
_REGIONS = ("north", "south")


@dataclass(frozen=True, slots=True)
class _Tables:
    """One long list of words for each piece, and where the words of a key begin and how many they are."""

    words: pl.Series
    start: Mapping[Any, int]
    size: Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class Bearers:
    """What a name depends on: a place in `ethnic_groups.csv`, the region (0 north), sex (0 nam) and year of birth."""

    group: Ints
    south: Ints
    sex: Ints
    year: Ints


def full_names(bearers: Bearers, family: Floats, own: Floats) -> pl.Series:
    """Return the names; `family` in [0, 1) decides what a family shares, `own` what its bearer alone has."""
    family_start, family_size, own_start, own_size, clan_last = _lookup()
    generation = np.searchsorted(np.array(_GENERATIONS), bearers.year, side="right") - 1
    key_family = bearers.group * len(_REGIONS) + bearers.south
    key_own = (bearers.group * 2 + bearers.sex) * len(_GENERATIONS) + np.maximum(generation, 0)
    words = _words()
    first = words.family.words.gather(family_start[key_family] + (family * family_size[key_family]).astype(np.int64))
    second = words.own.words.gather(own_start[key_own] + (own * own_size[key_own]).astype(np.int64))
    swapped = pl.Series(clan_last[bearers.group])
    frame = pl.DataFrame({"f": first, "o": second, "swapped": swapped})
    return frame.select(
        pl.when("swapped").then(pl.concat_str("o", pl.lit(" "), "f")).otherwise(pl.concat_str("f", pl.lit(" "), "o"))
    ).to_series()


@dataclass(frozen=True, slots=True)
class _Words:
    family: _Tables
    own: _Tables


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = read("names")
    styles = dict.fromkeys(row["style"] for row in rows)
    family = {(style, region): _family(style, region) for style in styles for region in _REGIONS}
    own = {
        (style, sex, since): _own(style, sex, since)
        for style in styles
        for sex in ("nam", "nu")
        for since in _GENERATIONS
    }
    return _Words(_laid_out(family), _laid_out(own))


@lru_cache(maxsize=1)
def _lookup() -> tuple[Ints, Ints, Ints, Ints, Flags]:
    """Return start and size of its words by the keys of `full_names`, and of which groups the clan comes last."""
    words = _words()
    styles = [row["style"] for row in read("ethnic_groups")]
    families = [(style, region) for style in styles for region in _REGIONS]
    owns = [(style, sex, since) for style in styles for sex in ("nam", "nu") for since in _GENERATIONS]
    return (
        np.array([words.family.start[key] for key in families]),
        np.array([words.family.size[key] for key in families]),
        np.array([words.own.start[key] for key in owns]),
        np.array([words.own.size[key] for key in owns]),
        np.array([style in _CLAN_LAST for style in styles]),
    )


def _laid_out(tables: Mapping[Any, list[str]]) -> _Tables:
    words: list[str] = []
    start, size = {}, {}
    for key, entries in tables.items():
        start[key], size[key] = len(words), len(entries)
        words += entries
    return _Tables(pl.Series(words), start, size)


def _family(style: str, region: str) -> list[str]:
    entries = _find(style, f"surname_{region}") or _find(style, "surname") or _find(style, "clan")
    return _by_weight(entries, _FINE)


def _own(style: str, sex: str, since: int) -> list[str]:
    if style in _CLAN_LAST:
        return [word for word, _ in _find(style, "first", sex)]
    middles = _by_weight(_find(style, "middle", sex, since), 50)
    given = [word for word, _ in _find(style, "given", sex, since) or _find("kinh", "given", sex, since)]
    return [f"{middle}{'' if middle.endswith(chr(39)) else ' '}{name}" for middle in middles for name in given]


def _find(style: str, part: str, sex: str = "", since: int = 0) -> list[tuple[str, float]]:
    """Return the words with their weights: of the latest generation that is not after `since`."""
    rows = [row for row in read("names") if (row["style"], row["part"]) == (style, part) and row["sex"] in {"", sex}]
    fitting = [row for row in rows if int(row["since"] or 0) <= since]
    if not fitting:
        return []
    chosen = max(fitting, key=lambda row: int(row["since"] or 0))
    words = (word.partition(":") for word in chosen["words"].split())
    return [(word.replace("_", " "), float(weight or 1)) for word, _, weight in words]


def _by_weight(entries: Sequence[tuple[str, float]], size: int) -> list[str]:
    """Return `size` words, each as often as its weight says; none that has a weight is left out."""
    weights = np.array([weight for _, weight in entries])
    edges = np.round(np.cumsum(weights) / weights.sum() * size).astype(int)
    counts = np.maximum(np.diff(np.concatenate([[0], edges])), 1)
    return [word for (word, _), count in zip(entries, counts, strict=True) for _ in range(count)]
