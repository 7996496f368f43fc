"""A canary: no value of the data reaches what a run says, logs or sums up."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

CANARY_NAME = "Kanari Hoàng Yến"
CANARY_NUMBER = "001085994242"
CANARY_PLACE = "Ngõ Chim Hoàng Oanh 4242"
HEADER = "Mã xã,Số tờ,Số thửa,Diện tích,Loại đất,Số phát hành,Ngày cấp,Họ và tên,Số CCCD,Ngày sinh,Địa chỉ,Ghi chú"
ROWS = [
    f"00004,12,34,120.5,ODT,BK 424242,02/03/2015,{CANARY_NAME},{CANARY_NUMBER},17/08/1985,{CANARY_PLACE},riêng 4242",
    f"00004,12,35,x{CANARY_NUMBER},ODT,BK 424243,{CANARY_NUMBER},{CANARY_NAME},{CANARY_NUMBER},99/99/4242,,",
    f"{CANARY_NUMBER},{CANARY_NAME}",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dat.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    pl.DataFrame(
        {"so_dinh_danh": [CANARY_NUMBER], "ho_ten": [CANARY_NAME], "ngay_sinh": ["1985-08-17"], "gioi_tinh": ["nu"]}
    ).write_csv(tmp_path / "dan_cu.csv")
    return tmp_path


def test_no_value_reaches_messages_summary_or_findings(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dq", "run", "land.holder", "dat.csv", "--reference", "dan_cu.csv", "--out", "out"],
        cwd=folder,
        env=os.environ | {"DQ_CACHE": str(folder / "cache"), "DQ_AUDIT": str(folder / "audit.jsonl")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert done.returncode == 1, done.stderr
    said = {"stdout": done.stdout, "stderr": done.stderr}
    said["run.json"] = (folder / "out" / "run.json").read_text(encoding="utf-8")
    said["audit"] = (folder / "audit.jsonl").read_text(encoding="utf-8")
    said["findings"] = pl.read_parquet(folder / "out" / "findings.parquet").write_csv()
    for where, text in said.items():
        for value in (CANARY_NAME, CANARY_NUMBER, CANARY_PLACE, "99/99/4242", "riêng 4242"):
            assert value not in text, (where, value)
    report = (folder / "out" / "report.html").read_text(encoding="utf-8")
    assert CANARY_NUMBER not in report
    assert CANARY_PLACE not in report
    assert "riêng 4242" not in report
    assert "17/08/1985" not in report
