"""Synthetic data for the benchmarks: a register of persons and a welfare export drawn from it, of any size.

Made anew for each benchmark and never shipped: millions of persons leave no room for numbers that are recognizably
synthetic, as those of `sample_data/` are.

Everything about a person is a function of the person's index, so that both files are written chunk by chunk, and the
export of a hundred million persons needs no join with them.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from dq.gazetteer import commune_names

CHUNK = 1_000_000
SURNAMES = {
    "Nguyễn": 38.4, "Trần": 12.1, "Lê": 9.5, "Phạm": 7.0, "Hoàng": 2.6, "Huỳnh": 2.5, "Phan": 4.5, "Vũ": 2.0,
    "Võ": 1.9, "Đặng": 2.1, "Bùi": 2.0, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3,
}  # fmt: skip
MIDDLES = {"nam": ["Văn", "Đức", "Hữu", "Minh", "Quốc", "Xuân"], "nu": ["Thị", "Ngọc", "Thu", "Kim", "Bích", "Thúy"]}
GIVEN = [
    "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hải", "Hoa", "Hòa", "Hùng", "Khánh", "Lan", "Linh", "Long", "Mai",
    "Nam", "Nga", "Phúc", "Quang", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Tuấn", "Tùng", "Vân", "Việt", "Yến",
]  # fmt: skip
PROVINCES = [
    "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024", "025",
    "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045", "046", "048",
    "049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070", "072", "074", "075",
    "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093", "094", "095", "096",
]  # fmt: skip
_TAILS = 1_000_000
_PRIME = 982_451_653  # larger than any register here, so that multiples of it visit every index once


def _random(index: np.ndarray, salt: int) -> np.ndarray:
    """Return a number in [0, 1) for each index: the finalizer of SplitMix64."""
    with np.errstate(over="ignore"):
        mixed = (index.astype(np.uint64) + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2**53


def _choice(values: list[str], index: np.ndarray, salt: int) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather((_random(index, salt) * len(values)).astype(np.uint32))


@cache
def _communes() -> list[str]:
    """Return the codes of the communes in force today."""
    return sorted(commune_names(date(2026, 11, 1)))


def _surnames(index: np.ndarray) -> pl.Series:
    bounds = np.cumsum(list(SURNAMES.values()))
    return pl.Series(list(SURNAMES)).gather(np.searchsorted(bounds, _random(index, 5) * bounds[-1], side="right"))


def people(index: np.ndarray) -> pl.DataFrame:
    """Return the persons of these indices as a reference extract holds them; no two indices share a number."""
    block, within = np.divmod(index, len(PROVINCES) * _TAILS)
    male = _random(index, 1) < 0.5
    year = 1936 + (_random(index, 2) * 42).astype(np.int64) * 2 + block  # numbers of two blocks differ in the year
    day = (_random(index, 3) * 365).astype(np.int64)
    born = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + day
    digit = np.where(male, 0, 1) + np.where(year >= 2000, 2, 0)
    frame = pl.DataFrame(
        {
            "province": pl.Series(PROVINCES).gather(within % len(PROVINCES)),
            "digit": digit,
            "year": year % 100,
            "tail": within // len(PROVINCES),
            "surname": _surnames(index),
            "middle": pl.select(
                pl.when(pl.Series(male))
                .then(_choice(MIDDLES["nam"], index, 6))
                .otherwise(_choice(MIDDLES["nu"], index, 6))
            ).to_series(),
            "given": _choice(GIVEN, index, 7),
            "second": _choice(["", *GIVEN], index, 8),
            "ngay_sinh": born,
            "gioi_tinh": np.where(male, "nam", "nu"),
            "ma_xa_thuong_tru": _choice(_communes(), index, 9),
            "tinh_trang": np.where(_random(index, 10) < 0.006, "chet", "song"),
        }
    )
    year2, tail6 = (pl.col(name).cast(pl.String).str.zfill(width) for name, width in (("year", 2), ("tail", 6)))
    number = pl.concat_str("province", pl.col("digit").cast(pl.String), year2, tail6)
    name = pl.concat_str("surname", "middle", "second", "given", separator=" ").str.replace_all("  ", " ", literal=True)
    return frame.select(
        number.alias("so_dinh_danh"),
        name.alias("ho_ten"),
        pl.col("ngay_sinh").dt.to_string("%Y-%m-%d"),
        "gioi_tinh",
        pl.lit("Kinh").alias("dan_toc"),
        "ma_xa_thuong_tru",
        "tinh_trang",
        pl.lit("2026-10-25").alias("ngay_cap_nhat"),
    )


def welfare(index: np.ndarray, first: int, *, defects: float = 0.0) -> pl.DataFrame:
    """Return records of 13 columns about the persons of these indices, with the defects of FACTS §6 at usual rates.

    Args:
        index: The persons.
        first: How many records stand before these.
        defects: The share of records that have one defect more: a name with a digit, a sex or group that does not
            exist, an amount or a birth date that cannot be.
    """
    name, number, roll, defect = pl.col("ho_ten"), pl.col("so_dinh_danh"), pl.col("roll"), pl.col("defect")

    def spoiled(column: pl.Expr, kind: int, value: str) -> pl.Expr:
        return pl.when(defect == kind).then(pl.lit(value)).otherwise(column)

    return (
        people(index)
        .with_columns(
            roll=_random(index, 21),
            group=_choice(["5a", "5c", "6", "4"], index, 22),
            defect=np.where(_random(index, 23) < defects, (_random(index, 24) * 5).astype(np.int64), -1),
        )
        .select(
            pl.col("ma_xa_thuong_tru").alias("Mã xã"),
            pl.when(roll < 0.03)
            .then(name.str.to_uppercase())
            .when(roll < 0.07)
            .then(name.str.replace_all("òa", "oà", literal=True))
            .when(roll < 0.2)
            .then(pl.concat_str(name, pl.lit(" ")))
            .when(roll > 0.98)
            .then(name.str.replace("Nguyễn", "Nguyên"))
            .when(defect == 0)
            .then(pl.concat_str(name, pl.lit(" 2")))
            .otherwise(name)
            .alias("Họ và tên"),
            spoiled(pl.col("ngay_sinh").str.to_date().dt.to_string("%d/%m/%Y"), 1, "01/02/2031").alias("Ngày sinh"),
            spoiled(pl.when(pl.col("gioi_tinh") == "nam").then(pl.lit("Nam")).otherwise(pl.lit("Nữ")), 2, "khác").alias(
                "Giới tính"
            ),
            pl.when(roll.is_between(0.20, 0.23))
            .then(None)
            .when(roll.is_between(0.23, 0.28))
            .then(number.str.strip_prefix("0"))
            .when(roll.is_between(0.28, 0.30))
            .then(number.str.head(9))
            .otherwise(number)
            .alias("Số CCCD"),
            pl.col("dan_toc").alias("Dân tộc"),
            spoiled(pl.col("group"), 3, "9z").alias("Nhóm đối tượng"),
            pl.lit("1,5").alias("Hệ số"),
            spoiled(pl.lit("750.000"), 4, "-5").alias("Mức hưởng"),
            pl.lit("01/08/2025").alias("Ngày hưởng"),
            pl.lit("15/07/2025").alias("Ngày quyết định"),
            pl.int_range(first, first + pl.len()).cast(pl.String).str.zfill(10).alias("Số tài khoản"),
            pl.lit("20/10/2026").alias("Ngày cập nhật"),
        )
    )


def _chunks(rows: int) -> Iterator[tuple[int, np.ndarray]]:
    for first in range(0, rows, CHUNK):
        yield first, np.arange(first, min(first + CHUNK, rows), dtype=np.int64)


def _shuffled(places: np.ndarray, persons: int) -> np.ndarray:
    return (places * _PRIME) % persons


def write_register(path: Path, persons: int) -> Path:
    """Write a reference extract of `persons` to the Parquet file `path` unless it is there, in no order of number."""
    if not path.exists():
        unfinished = path.with_suffix(".part")
        writer = None
        for _, places in _chunks(persons):
            table = people(_shuffled(places, persons)).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or pq.ParquetWriter(unfinished, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=250_000)
        if writer:
            writer.close()
        unfinished.rename(path)
    return path


def write_export(path: Path, rows: int, persons: int, *, defects: float = 0.0) -> Path:
    """Write an export about `rows` of `persons` to the CSV file `path` unless it is there; see `welfare`."""
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            for first, places in _chunks(rows):
                chunk = welfare(_shuffled(places * 7 + 3, persons), first, defects=defects)
                chunk.write_csv(file, include_header=first == 0)
        unfinished.rename(path)
    return path


def export_name(rows: int, persons: int, defects: float = 0.0) -> str:
    """Return the file name of an export."""
    more = f"-defects-{defects:.0%}".removesuffix("%") if defects else ""
    return f"welfare-{rows}-of-{persons}{more}.csv"
