"""Synthetic data for the benchmarks: a register of persons and a welfare export drawn from it.

Made anew for each benchmark and never shipped: five million persons leave no room for numbers that are recognizably
synthetic, as those of `sample_data/` are.
"""

from pathlib import Path

import numpy as np
import polars as pl

SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"]
WEIGHTS = np.array([38.4, 12.1, 9.5, 7.0, 2.6, 2.5, 4.5, 2.0, 1.9, 2.1, 2.0, 1.4, 1.3, 1.3])
MIDDLES = {"nam": ["Văn", "Đức", "Hữu", "Minh", "Quốc", "Xuân"], "nu": ["Thị", "Ngọc", "Thu", "Kim", "Bích", "Thúy"]}
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hải",
    "Hoa",
    "Hòa",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Phúc",
    "Quang",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thủy",
    "Trang",
    "Tuấn",
    "Tùng",
    "Vân",
    "Việt",
    "Yến",
]
PROVINCES = ["001", "019", "024", "027", "030", "031", "036", "038", "040", "042", "048", "049", "079", "092"]
COMMUNES = ["00004", "00008", "00025", "00070"]


def register(rows: int, seed: int = 7) -> pl.DataFrame:
    """Return `rows` persons as a reference extract holds them."""
    rng = np.random.default_rng(seed)
    male = rng.random(rows) < 0.5
    born = np.datetime64("1936-01-01") + rng.integers(0, 31_000, rows).astype("timedelta64[D]")
    year = born.astype("datetime64[Y]").astype(int) + 1970
    digit = np.where(male, 0, 1) + np.where(year >= 2000, 2, 0)
    tail = rng.permutation(np.arange(rows))
    frame = pl.DataFrame(
        {
            "province": np.array(PROVINCES)[tail % len(PROVINCES)],
            "digit": digit.astype(str),
            "year": year % 100,
            "tail": tail // len(PROVINCES) % 1_000_000,
            "surname": rng.choice(SURNAMES, rows, p=WEIGHTS / WEIGHTS.sum()),
            "middle": np.where(male, rng.choice(MIDDLES["nam"], rows), rng.choice(MIDDLES["nu"], rows)),
            "given": rng.choice(GIVEN, rows),
            "second": rng.choice(["", *GIVEN], rows),
            "ngay_sinh": born.astype("datetime64[D]"),
            "gioi_tinh": np.where(male, "nam", "nu"),
            "ma_xa_thuong_tru": rng.choice(COMMUNES, rows),
            "tinh_trang": np.where(rng.random(rows) < 0.006, "chet", "song"),
        }
    )
    year2, tail6 = (pl.col(name).cast(pl.String).str.zfill(width) for name, width in (("year", 2), ("tail", 6)))
    number = pl.concat_str("province", "digit", year2, tail6)
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
    ).unique("so_dinh_danh", keep="first", maintain_order=True)


def welfare(people: pl.DataFrame, rows: int, seed: int = 11) -> pl.DataFrame:
    """Return an export of 13 columns about `rows` of `people`, with the defects of FACTS §6 at their usual rates."""
    rng = np.random.default_rng(seed)
    drawn = people.sample(rows, seed=seed, shuffle=True)
    roll = pl.Series(rng.random(rows))
    number, name = pl.col("so_dinh_danh"), pl.col("ho_ten")
    group = rng.choice(["5a", "5c", "6", "4"], rows)
    return drawn.with_columns(roll=roll, group=pl.Series(group)).select(
        pl.col("ma_xa_thuong_tru").alias("Mã xã"),
        pl.when(pl.col("roll") < 0.03)
        .then(name.str.to_uppercase())
        .when(pl.col("roll") < 0.07)
        .then(name.str.replace_all("òa", "oà", literal=True))
        .when(pl.col("roll") < 0.2)
        .then(pl.concat_str(name, pl.lit(" ")))
        .when(pl.col("roll") > 0.98)
        .then(name.str.replace("Nguyễn", "Nguyên"))
        .otherwise(name)
        .alias("Họ và tên"),
        pl.col("ngay_sinh").str.to_date().dt.to_string("%d/%m/%Y").alias("Ngày sinh"),
        pl.when(pl.col("gioi_tinh") == "nam").then(pl.lit("Nam")).otherwise(pl.lit("Nữ")).alias("Giới tính"),
        pl.when(pl.col("roll").is_between(0.20, 0.23))
        .then(None)
        .when(pl.col("roll").is_between(0.23, 0.28))
        .then(number.str.strip_prefix("0"))
        .when(pl.col("roll").is_between(0.28, 0.30))
        .then(number.str.head(9))
        .otherwise(number)
        .alias("Số CCCD"),
        pl.col("dan_toc").alias("Dân tộc"),
        pl.col("group").alias("Nhóm đối tượng"),
        pl.lit("1,5").alias("Hệ số"),
        pl.lit("750.000").alias("Mức hưởng"),
        pl.lit("01/08/2025").alias("Ngày hưởng"),
        pl.lit("15/07/2025").alias("Ngày quyết định"),
        pl.int_range(rows).cast(pl.String).str.zfill(10).alias("Số tài khoản"),
        pl.lit("20/10/2026").alias("Ngày cập nhật"),
    )


def write(folder: Path, *, rows: int, persons: int) -> tuple[Path, Path]:
    """Write export and register below `folder` unless they are there; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    export, reference = folder / f"welfare-{rows}.csv", folder / f"register-{persons}.parquet"
    if not (export.exists() and reference.exists()):
        people = register(persons)
        people.write_parquet(reference)
        welfare(people, rows).write_csv(export)
    return export, reference
