"""One canonical batch of the reference to what a join needs: comparison keys, and a side table of old numbers.

Only what recognizes a person is kept. Ethnicity and nationality, which the law treats as sensitive, are compared by
nobody and never enter the cache.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from dq.errors import RegisterError
from dq.identifiers import cmnd, personal_id
from dq.model import LOWER, SOURCE_ROW, UPPER
from dq.text.names import name_key

DATASET = "population.person"
REQUIRED = ("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh")
PERSON_SCHEMA: Mapping[str, type[pl.DataType]] = {
    SOURCE_ROW: pl.Int64,
    "so_dinh_danh": pl.String,
    "name_key": pl.String,
    "ngay_sinh" + LOWER: pl.Date,
    "ngay_sinh" + UPPER: pl.Date,
    "gioi_tinh": pl.String,
    "tinh_trang": pl.String,
    "ho_ten": pl.String,
    "ngay_sinh": pl.String,
    "ma_xa_thuong_tru": pl.String,
    "ho_ten_cha": pl.String,
    "ho_ten_me": pl.String,
    "ngay_cap_nhat": pl.Date,
}
OLD_NUMBER_COLUMNS = (
    "old_number",
    "kind",
    "so_dinh_danh",
    "name_key",
    "ngay_sinh" + LOWER,
    "ngay_sinh" + UPPER,
    "gioi_tinh",
    "tinh_trang",
)
_OPTIONAL: Mapping[str, type[pl.DataType]] = {
    "so_cmnd": pl.String,
    "so_dinh_danh_cu": pl.String,
    "ngay_chet": pl.String,
}
_SEXES = ("nam", "nu")
_STATUSES = ("song", "chet", "mat_tich")


def prepare_batch(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the persons of a canonical batch of `population.person` as the join reads them, one row each.

    An identifier that is not well-formed, a sex or a status outside its code list become null: they say nothing of a
    person. A person without a status but with a date of death is dead (Luật Căn cước Đ.9 has the date, not the status).

    Args:
        frame: Canonical columns; optional ones that the extract does not have are null in the result.

    Raises:
        RegisterError: A column that every reference must have is missing.
    """
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise RegisterError("register.missing_columns", columns=", ".join(missing))
    known = _with_columns(frame, {**PERSON_SCHEMA, **_OPTIONAL})
    known = known.with_columns(name_key(pl.col("ho_ten")).alias("name_key"))  # used twice, so a column first
    dead = pl.when(pl.col("ngay_chet").is_not_null()).then(pl.lit("chet"))
    status = pl.col("tinh_trang")
    return known.with_columns(
        pl.when(personal_id.is_valid(pl.col("so_dinh_danh"))).then(pl.col("so_dinh_danh")),
        pl.when(pl.col("name_key") != "").then(pl.col("name_key")),
        pl.when(pl.col("gioi_tinh").is_in(_SEXES)).then(pl.col("gioi_tinh")),
        pl.when(status.is_null()).then(dead).when(status.is_in(_STATUSES)).then(status).alias("tinh_trang"),
    ).select(pl.col(name).cast(kind) for name, kind in PERSON_SCHEMA.items())


def old_numbers_batch(frame: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the numbers no longer in force of a canonical batch, each with the person who holds the one in force.

    `kind` is `cancelled` for a cancelled personal number (`so_dinh_danh_cu`, several joined by `;`) and `cmnd` for the
    number of an old identity card (`so_cmnd`). A number of nine digits is a CMND in whichever column it stands, because
    those were issued twice and so need more proof. The columns to compare come with it: CMND numbers are as many as
    persons, and a second pass over the register would cost as much as the first.

    Args:
        frame: Canonical columns.
        persons: What `prepare_batch` makes of it.
    """
    numbers = _with_columns(frame, _OPTIONAL).select("so_dinh_danh_cu", "so_cmnd")
    wide = pl.concat([persons, numbers], how="horizontal").filter(
        pl.any_horizontal(pl.col(numbers.columns).is_not_null())
    )
    listed = wide.with_columns(old_number=pl.col("so_dinh_danh_cu").str.split(";")).explode("old_number")
    listed = listed.with_columns(pl.col("old_number").str.strip_chars())
    number = pl.col("old_number")
    kind = pl.when(cmnd.is_valid(number)).then(pl.lit("cmnd")).otherwise(pl.lit("cancelled"))
    both = pl.concat(
        [
            listed.with_columns(kind=kind).select(OLD_NUMBER_COLUMNS),
            wide.with_columns(old_number=pl.col("so_cmnd"), kind=pl.lit("cmnd")).select(OLD_NUMBER_COLUMNS),
        ]
    )
    well_formed = cmnd.is_valid(number) | personal_id.is_valid(number)
    in_force = pl.col("so_dinh_danh")
    return both.filter(well_formed, in_force.is_not_null(), number != in_force).unique(maintain_order=True)


def write_part(
    folder: Path, index: int, frame: pl.DataFrame, linkable: Mapping[str, pl.DataFrame] = MappingProxyType({})
) -> None:
    """Write what `prepare_batch` and `old_numbers_batch` make of a canonical part as part `index` below `folder`.

    Args:
        folder: See `dq.register.cache.building`.
        index: The part's number.
        frame: Canonical rows.
        linkable: The same persons as candidates, by the name of the linking model that compares them.
    """
    persons = prepare_batch(frame)
    tables = {"persons": persons, "old_numbers": old_numbers_batch(frame, persons)}
    tables |= {f"linkable-{name}": table for name, table in linkable.items()}
    for name, table in tables.items():
        path = folder / name / f"part-{index:05d}.parquet"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        table.write_parquet(path, compression="zstd")


def _with_columns(frame: pl.DataFrame, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items() if name not in frame.columns]
    return frame.with_columns(absent)
