"""The lists of provinces and communes as typed frames, read once from the files in `data/`."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import polars as pl

MERGER = date(2025, 7, 1)
"""First day of the two-level units (QĐ 19/2025/QĐ-TTg)."""

_DONG_NAI = "75"
_DONG_NAI_CITY = date(2026, 4, 30)  # NQ 30/2026/QH16 and NQ 237/NQ-UBTVQH16: a city, and 10 xã become phường
_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def communes() -> pl.DataFrame:
    """Return all communes of both lists, one row a code, name and period in which the code bore that name.

    Columns: `code`, `name`, `province_code`, `province_name`, `valid_from` and `valid_to` (Date, both inclusive; null:
    since before the list, or still in force), `alias_of` (the listed code where the row is another code that official
    sources use for the same unit). Five island districts without communes stand in the old list with a null `code`.
    """
    columns = ("code", "name", "province_code", "province_name", "valid_from", "valid_to", "alias_of")
    return pl.concat([_old_communes().select(columns), _new_communes().select(columns)])


@lru_cache(maxsize=4)
def commune_names(as_of: date) -> Mapping[str, str]:
    """Return the name of each known code: the one borne at `as_of`, else the one borne last.

    Codes of abolished communes are named too, because the records at fault are those that still have them.
    """
    in_force = _in_force(as_of)
    named = (
        communes()
        .filter(pl.col("code").is_not_null())
        .sort(in_force, pl.col("valid_to").fill_null(date.max), descending=True)
        .unique("code", keep="first", maintain_order=True)
    )
    return dict(zip(named["code"].to_list(), named["name"].to_list(), strict=True))


@lru_cache(maxsize=1)
def provinces() -> pl.DataFrame:
    """Return all provinces of both lists: `code`, `name`, `short_name`, `valid_from`, `valid_to` (as in `communes`).

    Seven codes belong to another province after the merger (see the package's docstring): filter by date first.
    """
    old = _read("provinces_old63.csv").select(
        pl.col("code2").alias("code"),
        pl.col("full_name").alias("name"),
        "short_name",
        pl.lit(None, pl.Date).alias("valid_from"),
        pl.lit(MERGER - _DAY).alias("valid_to"),
    )
    new = _read("provinces_new34.csv").select(
        pl.col("code2").alias("code"),
        pl.col("full_name").alias("name"),
        "short_name",
        pl.lit(MERGER).alias("valid_from"),
        pl.lit(None, pl.Date).alias("valid_to"),
    )
    return pl.concat([old, _split_at_city(new, code="code", name="name")])


@lru_cache(maxsize=1)
def commune_map() -> pl.DataFrame:
    """Return which new communes each old one went into, one row a pair.

    Columns: `old_code` (null for the five island districts), `old_name`, `old_province_code`, `new_code`, `new_name`,
    `kind` (`whole`: the old unit went into one new unit; `split`: into several, so an address must be looked at),
    `is_default` (Boolean, true for exactly one target of each old unit), `n_targets`.
    """
    return _read("commune_map_old_new.csv").select(
        pl.col("old_code5").alias("old_code"),
        "old_name",
        pl.col("old_province_code2").alias("old_province_code"),
        pl.col("new_code5").alias("new_code"),
        "new_name",
        "kind",
        (pl.col("is_default_target") == "1").alias("is_default"),
        pl.col("n_targets").cast(pl.Int64),
    )


@lru_cache(maxsize=1)
def reused_province_codes() -> Mapping[str, tuple[str, str]]:
    """Return the seven province codes that changed owner with the merger: code → (name before, name after)."""
    reused = _read("provinces_new34.csv").filter(pl.col("code_meaning") == "CODE REUSED")
    names = zip(reused["old_province_with_same_code"].to_list(), reused["short_name"].to_list(), strict=True)
    return dict(zip(reused["code2"].to_list(), names, strict=True))


def _in_force(as_of: date) -> pl.Expr:
    started = pl.col("valid_from").fill_null(date.min) <= as_of
    return started & (pl.col("valid_to").fill_null(date.max) >= as_of)


def _old_communes() -> pl.DataFrame:
    return _read("communes_old_10035.csv").select(
        pl.col("code5").alias("code"),
        # The source writes five of its 617 towns as "Thị Trấn".
        pl.coalesce("full_name", "district_name").str.replace("^Thị Trấn ", "Thị trấn ").alias("name"),
        pl.col("province_code2").alias("province_code"),
        "province_name",
        pl.lit(None, pl.Date).alias("valid_from"),
        pl.lit(MERGER - _DAY).alias("valid_to"),
        pl.lit(None, pl.String).alias("alias_of"),
    )


def _new_communes() -> pl.DataFrame:
    listed = _read("communes_new_3321.csv").select(
        pl.col("code5").alias("code"),
        pl.col("full_name").alias("name"),
        pl.col("province_code2").alias("province_code"),
        "province_name",
        pl.lit(MERGER).alias("valid_from"),
        pl.lit(None, pl.Date).alias("valid_to"),
        pl.lit(None, pl.String).alias("alias_of"),
        "alias_code",
        "name_before_2026_04_30",
    )
    aliases = listed.filter(pl.col("alias_code").is_not_null()).with_columns(code="alias_code", alias_of="code")
    earlier_name = pl.coalesce("name_before_2026_04_30", "name")
    return _split_at_city(pl.concat([listed, aliases]), code="province_code", name="province_name", unit=earlier_name)


def _split_at_city(frame: pl.DataFrame, *, code: str, name: str, unit: pl.Expr | None = None) -> pl.DataFrame:
    """Return `frame` with the rows of Đồng Nai twice: as a province to 29 April 2026, and as a city from then on."""
    of_dong_nai = pl.col(code) == _DONG_NAI
    before = frame.filter(of_dong_nai).with_columns(
        pl.col(name).str.replace("Thành phố", "Tỉnh", literal=True),
        valid_to=pl.lit(_DONG_NAI_CITY - _DAY),
        **({"name": unit} if unit is not None else {}),
    )
    since = pl.when(of_dong_nai).then(pl.lit(_DONG_NAI_CITY)).otherwise("valid_from")
    return pl.concat([before, frame.with_columns(valid_from=since)]).sort(code, "valid_from", maintain_order=True)


def _read(name: str) -> pl.DataFrame:
    """Return a file of `data/` with every column as text: codes begin with zeros."""
    return pl.read_csv((files("dq.gazetteer") / "data" / name).read_bytes(), infer_schema=False)
