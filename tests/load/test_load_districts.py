"""Exports of before 1 July 2025 have columns of districts and provinces: they pass through beside the code."""

import polars as pl
import pytest

from dq.catalog import load_catalog
from dq.load import load

CATALOG = load_catalog()


@pytest.mark.parametrize("district", ["Huyện", "Quận/Huyện", "Quận", "Mã huyện", "Quận, huyện, thị xã", "Tên huyện"])
@pytest.mark.parametrize("dataset", ["land.holder", "civil_registry.birth", "welfare.beneficiary"])
def test_columns_of_districts_pass_through(tmp_path, dataset, district):
    schema = CATALOG.schema(dataset)
    row = {schema.field(name).title.vi: "x" for name in schema.required} | {"Tỉnh": "Hà Nội", district: "Ba Đình"}
    path = tmp_path / "cu.csv"
    pl.DataFrame([row]).write_csv(path)
    loaded = load(path, schema, tmp_path / "out")
    others = [header.header for header in loaded.info.headers if header.column is None]
    assert others == ["Tỉnh", district]
    assert pl.read_parquet(loaded.raw.parts()[0])[district].to_list() == ["Ba Đình"]
