"""Whatever the file holds, each of its records ends in exactly one of clean and quarantine."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.catalog import Catalog, load_catalog
from dq.engine.limits import Limits
from dq.errors import LoadError
from dq.pipeline import RunRequest, run

HEADER = ["Mã", "Số lượng", "Ngày", "Ghi chú"]
SCHEMA = """
dataset: toy.thing
title: {vi: "Đồ chơi", en: "Toy"}
key: [ma]
fields:
  - {name: ma, type: code, title: {vi: "Mã", en: "Code"}, required: true, constraints: {unique: {severity: critical}}}
  - name: so_luong
    type: integer
    title: {vi: "Số lượng", en: "Number"}
    constraints: {minimum: {value: 0, severity: critical}}
  - {name: ngay, type: date, title: {vi: "Ngày", en: "Day"}}
"""
SECTOR = """
title: {vi: "Đồ chơi", en: "Toys"}
"""


@pytest.fixture(scope="module")
def toy_catalog() -> Iterator[Catalog]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        source = load_catalog().location.root
        shutil.copytree(source / "schemas" / "common", root / "schemas" / "common")
        (root / "schemas" / "toy").mkdir()
        (root / "checks" / "toy").mkdir(parents=True)
        (root / "schemas" / "toy" / "thing.yaml").write_text(SCHEMA, encoding="utf-8")
        (root / "checks" / "toy" / "sector.yaml").write_text(SECTOR, encoding="utf-8")
        yield load_catalog(root)


cell = st.text(st.sampled_from("ab0159,;\"\n\t'.-/đĐ´ ̣ ạNguyễn"), max_size=8)
number = st.one_of(cell, st.integers(-5, 999).map(str))
record = st.tuples(st.one_of(cell, st.sampled_from(["A1", "A2"])), number, cell, cell).map(list)
ragged = st.lists(st.sampled_from(["x", "1", "đ"]), min_size=5, max_size=7).map(",".join)


@given(rows=st.lists(st.one_of(record, ragged), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_record_ends_in_exactly_one_table(rows: list[list[str] | str], toy_catalog: Catalog) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for row in rows:
        if isinstance(row, str):
            text.write(row + "\n")
        else:
            writer.writerow(row)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "toy.csv", Path(folder) / "out"
        source.write_bytes(text.getvalue().encode())
        request = RunRequest("toy.thing", source, out, date(2026, 11, 1), Limits(10**9, 1), formats=("parquet", "csv"))
        refused = ""
        try:
            summary = run(request, toy_catalog).summary
        except LoadError as error:
            refused = error.key
        if refused:
            assert refused in {"load.no_rows", "load.all_malformed"}
            assert not out.exists()
            return
        clean, quarantine = (pl.read_parquet(out / f"{name}.parquet") for name in ("clean", "quarantine"))
        records = [*clean["record_id"], *quarantine["record_id"]]
        left_out = sum(item["last"] - item["first"] + 1 for item in summary["input"]["left_out"])

        assert sorted(records) == list(range(1, len(records) + 1))
        assert len(records) == summary["rows"]["total"] == summary["input"]["rows"]
        assert len(set(clean["source_row"]) | set(quarantine["source_row"])) == len(records)
        assert len(records) + left_out >= len(rows)
        assert all(quarantine["reasons"].list.len() > 0)
        assert quarantine.filter(pl.col("malformed_text").is_not_null()).height == summary["rows"]["malformed"]
        assert pl.read_csv(out / "clean.csv", infer_schema=False).height == clean.height
