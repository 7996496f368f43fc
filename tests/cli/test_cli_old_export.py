"""An export from before 1 July 2025, with districts, through the command as a clerk calls it."""

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from dq.cli.main import cli

pytestmark = pytest.mark.xdist_group("great_expectations")

HEADERS = ["Mã tỉnh", "Tỉnh", "Mã huyện", "Quận/Huyện", "Mã xã", "Xã/Phường", "Số tờ", "Số thửa", "Diện tích"]
HEADERS += ["Loại đất", "Địa chỉ thửa đất", "Số phát hành", "Mã giấy chứng nhận", "Ngày cấp", "Loại chủ"]
HEADERS += ["Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "Ngày cập nhật"]
DISTRICT = ["Mã tỉnh", "Tỉnh", "Mã huyện", "Quận/Huyện", "Xã/Phường"]


def line(number: int, address: str) -> list[str]:
    place = ["01", "Hà Nội", "271", "Ba Vì", "09619", "Tây Đằng", "12", str(number), "120,5", "ONT", address]
    certificate = [f"BK 99000{number}", f"01.09.619.{number:05d}", "20/05/2012", "Cá nhân"]
    return [*place, *certificate, "Nguyễn Văn An", "1960", "Nam", f"00106099000{number}", "30/06/2025"]


def test_an_old_export_with_districts_is_checked_whole(tmp_path: Path) -> None:
    rows = [line(1, "Thôn Đông, xã Tây Đằng, Hà Nội"), line(2, "Thôn Đông, xã Tây Đằng, huyện Ba Vì, Hà Nội")]
    source, out = tmp_path / "cu.csv", tmp_path / "run"
    source.write_text("\n".join(";".join(row) for row in [HEADERS, *rows]), encoding="utf-8")
    arguments = ["run", "land.holder", str(source), "--out", str(out), "--no-register", "--as-of", "2025-06-30"]

    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception is None or isinstance(result.exception, SystemExit)
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (summary["rows"]["total"], summary["rows"]["malformed"]) == (2, 0)
    parts = [pl.read_parquet(out / name) for name in ("clean.parquet", "quarantine.parquet")]
    rows_out = pl.concat(part.select("record_id", "ma_xa", "ma_gcn", *DISTRICT) for part in parts).sort("record_id")
    assert rows_out["Quận/Huyện"].to_list() == ["Ba Vì", "Ba Vì"]
    assert rows_out["ma_xa"].to_list() == ["09619", "09619"]
    assert rows_out["ma_gcn"].to_list() == ["01.09.619.00001", "01.09.619.00002"]  # the bar code of its time
    findings = pl.read_parquet(out / "findings.parquet")
    named = findings.filter(pl.col("column") == "dia_chi_thua")
    assert named.select("rule_id", "source_row").rows() == [("LAND-HOLDER-009", 3)]
