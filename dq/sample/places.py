"""Where people live: the communes in force, each with the former province whose code personal numbers have."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl

from dq.gazetteer import commune_map, communes, provinces
from dq.identifiers import parcel_code
from dq.sample.counter import Ints
from dq.sample.tables import read

_CELL = 4  # characters of the parcel code that say where


@dataclass(frozen=True, slots=True)
class Places:
    """The communes in force, ordered by former province.

    Attributes:
        frame: `code`, `name` (Phường …), `province` (full name), `lower` (name as it stands inside an address),
            `former` (the code of a commune that was abolished in it, or null).
        starts: The place of each former province's first commune, and the number of all.
        parcel_cells: The first characters of parcel codes, a former province each.
    """

    frame: pl.DataFrame
    starts: Ints
    parcel_cells: pl.Series

    def size(self, province: Ints) -> Ints:
        """Return how many communes a former province has."""
        return self.starts[province + 1] - self.starts[province]


@lru_cache(maxsize=2)
def places(as_of: date) -> Places:
    """Return the communes in force at `as_of`."""
    listed = communes().filter(
        pl.col("alias_of").is_null(),
        pl.col("code").is_not_null(),
        pl.col("valid_from").fill_null(date.min) <= as_of,
        pl.col("valid_to").fill_null(date.max) >= as_of,
    )
    still = listed["code"].implode()
    sources = (
        commune_map()
        .filter(pl.col("is_default"))
        .sort("new_code", "old_code")
        .group_by("new_code", maintain_order=True)
        .agg(
            pl.col("old_province_code").mode(maintain_order=True).first(),
            pl.col("old_code").filter(pl.col("old_code").is_not_null() & ~pl.col("old_code").is_in(still)).first(),
        )
    )
    codes = [row["code"] for row in read("provinces")]
    frame = (
        listed.join(sources, left_on="code", right_on="new_code", how="left", maintain_order="left")
        .with_columns(pl.coalesce("old_province_code", "province_code").alias("home"))
        .with_columns(pl.col("home").replace_strict(codes, range(len(codes)), return_dtype=pl.Int64).alias("place"))
        .sort("place", "code")
        .select(
            "code",
            "name",
            pl.col("province_name").alias("province"),
            (pl.col("name").str.head(1).str.to_lowercase() + pl.col("name").str.slice(1)).alias("lower"),
            pl.col("old_code").alias("former"),
            "place",
        )
    )
    counts = np.bincount(frame["place"].to_numpy(), minlength=len(codes))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    cells = [_parcel_cell(float(row["latitude"]), float(row["longitude"])) for row in read("provinces")]
    return Places(frame, starts, pl.Series(cells))


@lru_cache(maxsize=1)
def province_names() -> pl.Series:
    """Return the short names of the 63 former provinces, in the order of `provinces.csv`."""
    former = provinces().filter(pl.col("valid_from").is_null())
    names = dict(former.select("code", "short_name").iter_rows())
    return pl.Series([names[row["code"]] for row in read("provinces")])


def _parcel_cell(latitude: float, longitude: float) -> str:
    """Return the geohash of a point, by the cell of each length whose middle is nearest."""
    code = ""
    for _ in range(_CELL):
        code = min(
            (code + letter for letter in parcel_code.ALPHABET),
            key=lambda cell: _distance(cell, latitude, longitude),
        )
    return code


def _distance(cell: str, latitude: float, longitude: float) -> float:
    middle = parcel_code.decode(cell)
    if middle is None:
        raise AssertionError(cell)
    # Cells are wider than high at odd lengths; weigh both sides alike by comparing in halves of a cell.
    height, width = 180.0 * 0.5 ** (5 * len(cell) // 2), 360.0 * 0.5 ** ((5 * len(cell) + 1) // 2)
    return float(max(abs(middle[0] - latitude) / height, abs(middle[1] - longitude) / width))
