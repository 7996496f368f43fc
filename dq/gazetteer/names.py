"""Names of communes beside their codes, compared without what writers vary: marks, case, i/y, the word for the kind."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import polars as pl

from dq.gazetteer.codes import in_force
from dq.gazetteer.units import commune_map, communes
from dq.text.fold import fold

_KIND = r"^(?:phuong|xa|thi tran|dac khu|huyen|p|x|tt|dk) +"
_SEPARATOR = "|"
# With its marks (Phương Mai is no phường), and the last one: a road may stand before it (phố Xã Đàn, phường Nam Đồng).
_MENTION = r"^(?:.*[ ,;(])?(?:phường|xã|thị trấn|đặc khu|p\.|x\.|tt\.) *([^,;()/:–-]+)"
_ABOVE = r" (?:huyện|quận|tỉnh|thành phố|tp)[ .].*$"


def commune_key(name: pl.Expr) -> pl.Expr:
    """Return what of a commune's `name` is compared: the same for `Xã Mỹ Hoà` and `my hoa`, for `Phường 01` and `1`."""
    return _spelled(fold(name).str.replace(_KIND, ""))


def _spelled(folded: pl.Expr) -> pl.Expr:
    return folded.str.replace_all("y", "i", literal=True).str.replace("^0+([0-9])", "${1}")


def _mentioned(place: pl.Expr) -> pl.Expr:
    """Return the key of the commune that a place in words names, empty or null where it names none."""
    # "thị xã" is a town, not a commune.
    plain = place.str.to_lowercase().str.replace_all("thị xã ", "thành phố ", literal=True)
    return _spelled(fold(plain.str.extract(_MENTION).str.replace(_ABOVE, "")))


def name_matches(code: pl.Expr, name: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether the commune `code` bore `name` on the day `at`; null where the code was not in force then."""
    pair = code + _SEPARATOR + commune_key(name)
    borne = pl.any_horizontal(at.is_between(since, until) & pair.is_in(pairs) for since, until, pairs in _borne())
    return pl.when(in_force(code, at) & name.is_not_null()).then(borne)


def names_commune(place: pl.Expr, code: pl.Expr) -> pl.Expr:
    """Return whether a `place` in words (`UBND phường Ea Kao, tỉnh Đắk Lắk`) names the commune `code`.

    Any name counts that the code ever bore, that a commune bore which went into it, or into which it went: a book keeps
    the name of its day. Null where the place names no commune, or the code is unknown.
    """
    key = _mentioned(place)
    return pl.when(code.is_in(_named_codes()) & (key != "")).then((code + _SEPARATOR + key).is_in(_ever_borne()))


def _pairs(frame: pl.DataFrame, code: str, name: str, key: Callable[[pl.Expr], pl.Expr] = commune_key) -> pl.Series:
    pair = pl.col(code) + _SEPARATOR + key(pl.col(name))
    return frame.filter(pl.col(code).is_not_null()).select(pair.alias("pair"))["pair"]


@lru_cache(maxsize=1)
def _borne() -> tuple[tuple[date, date, pl.Series], ...]:
    """Return the periods that the lists know, each with its first and last day and its pairs of code and name."""
    return tuple(
        (
            part["valid_from"][0] or date.min,
            part["valid_to"][0] or date.max,
            _pairs(part, "code", "name").drop_nulls().implode(),
        )
        for part in communes().partition_by("valid_from", "valid_to")
    )


@lru_cache(maxsize=1)
def _ever_borne() -> pl.Series:
    moved = commune_map()
    named = [(communes(), "code", "name"), (moved, "new_code", "old_name"), (moved, "old_code", "new_name")]
    parts = [_pairs(*columns, key) for columns in named for key in (commune_key, _mentioned)]  # Phường Phường Đúc
    return pl.concat(parts).drop_nulls().unique().sort().implode()


@lru_cache(maxsize=1)
def _named_codes() -> pl.Series:
    return communes()["code"].drop_nulls().unique().sort().implode()
