"""A small register and a few persons without a number, made ready for linking as a run does it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dq.catalog import Catalog
from dq.link import LinkResult, Weights, link, persons_batch, read_weights, register_batch
from dq.normalize import normalize_batch

Row = Mapping[str, Any]
DATASET = "welfare.beneficiary"

NEIGHBORS = [
    ("nguyễn văn an", "1985-03-02", "nam", "00004"),
    ("Trần Thị Bình", "1985-07-15", "nu", "00004"),
    ("Lê Văn Cường", "1950", "nam", "00008"),
    ("Phạm Thị Dung", "1960-12-01", "nu", "00008"),
    ("Hoàng Văn Quý", "1970-05-05", "nam", "00004"),
]


def number(index: int) -> str:
    """The number of the register's person `index`."""
    return f"00108599{index:04d}"


def registered(people: Sequence[tuple[str, str, str, str]]) -> list[Row]:
    """Rows of a register, numbered by their place."""
    return [
        {
            "so_dinh_danh": number(index),
            "ho_ten": name,
            "ngay_sinh": born,
            "gioi_tinh": sex,
            "ma_xa_thuong_tru": commune,
        }
        for index, (name, born, sex, commune) in enumerate(people)
    ]


def crowd(size: int) -> list[tuple[str, str, str, str]]:
    """People who resemble nobody of `NEIGHBORS`, so that a register has frequencies."""
    words = ["Bá", "Chiến", "Đạt", "Giang", "Hiếu", "Khôi", "Lộc", "Minh", "Nhân", "Phước", "Quân", "Sơn", "Tín"]
    return [
        (
            f"{['Vũ', 'Ngô', 'Đỗ', 'Bùi'][i % 4]} {words[i % 13]} {words[(i // 13 + i) % 13]}",
            f"{1940 + i % 60}-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
            "nam" if i % 2 else "nu",
            f"{['00025', '00070'][i % 2]}",
        )
        for i in range(size)
    ]


def raw(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as a file has them, as text with record ids."""
    names = dict.fromkeys(name for row in rows for name in row)
    ids = range(1, len(rows) + 1)
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    return pl.DataFrame(
        {
            "record_id": pl.Series(ids, dtype=pl.Int64),
            "source_row": pl.Series([i + 1 for i in ids], dtype=pl.Int64),
            **columns,
        }
    )


def write_sides(catalog: Catalog, folder: Path, people: Sequence[Row], reference: Sequence[Row], dataset: str) -> None:
    """Write `persons/` and `reference/` below `folder`."""
    model = catalog.linking(dataset)
    assert model is not None
    schema, population = catalog.schema(dataset), catalog.schema("population.person")
    sides = {
        "persons": persons_batch(normalize_batch(raw(people), schema).frame, schema, catalog.roles(dataset), model),
        "reference": register_batch(normalize_batch(raw(reference), population).frame, population, model),
    }
    for name, frame in sides.items():
        (folder / name).mkdir(parents=True)
        frame.write_parquet(folder / name / "part-00000.parquet")


def linked(
    catalog: Catalog,
    folder: Path,
    people: Sequence[Row],
    reference: Sequence[Row],
    *,
    dataset: str = DATASET,
    weights: Weights | None = None,
    **changes: Any,
) -> LinkResult:
    """Link `people` with `reference`."""
    import duckdb

    model = catalog.linking(dataset)
    assert model is not None
    write_sides(catalog, folder, people, reference, dataset)
    with duckdb.connect() as connection:
        return link(
            connection,
            str(folder / "persons" / "part-*.parquet"),
            str(folder / "reference" / "part-*.parquet"),
            model=changes.pop("model", model),
            weights=weights or read_weights(model.weights, model),
            out=folder / "out",
            **changes,
        )
