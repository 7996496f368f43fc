"""What is decided about whole columns, end to end: dates written month first, a legacy encoding."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

ROWS = [
    {"Họ và tên": "NguyÔn V¨n An", "Ngày sinh": "03/25/1985", "Ngày cấp": "25/03/2015"},
    {"Họ và tên": "TrÇn ThÞ H»ng", "Ngày sinh": "12/31/1961", "Ngày cấp": "03/25/2015"},
    {"Họ và tên": "§Æng Minh QuyÒn", "Ngày sinh": "02/29/1985", "Ngày cấp": "30/02/2015"},
    {"Họ và tên": "Lan Anh", "Ngày sinh": "02/03/1985", "Ngày cấp": "02/03/2015"},
]


def test_columns_are_read_as_a_whole_and_the_report_says_so(export: Path, tmp_path: Path, catalog: Catalog) -> None:
    path, out = tmp_path / "cot.csv", tmp_path / "out"
    usual = pl.read_csv(export, infer_schema=False, n_rows=len(ROWS))
    usual.with_columns(pl.DataFrame(ROWS)).write_csv(path)
    limits = Limits(memory=2_000_000_000, threads=2)
    request = RunRequest(
        dataset="land.holder", source=path, out=out, as_of=date(2026, 11, 1), limits=limits, no_register=True
    )
    run(request, catalog)
    columns = {column["name"]: column for column in json.loads((out / "run.json").read_text())["columns"]}
    assert columns["ngay_sinh"]["date_order"] == "month_first"
    assert columns["ngay_cap"]["date_order"] == "conflicting"
    assert columns["ngay_cap"]["lunar_dates"] == 1
    assert columns["ngay_cap_nhat"]["date_order"] == "undecided"
    assert columns["ho_ten"]["encoding"] == "tcvn3"
    assert (columns["dien_tich"]["date_order"], columns["dien_tich"]["encoding"]) == (None, None)
    changes = pl.read_parquet(out / "changes.parquet").filter(pl.col("record_id") == 1)
    assert dict(changes.select("column", "after").iter_rows())["ngay_sinh"] == "1985-03-25"
    report = (out / "report.html").read_text(encoding="utf-8")
    for sentence in ("(mm/dd/yyyy)", "có thể là ngày âm lịch", "bảng mã cũ TCVN3"):
        assert sentence in report
