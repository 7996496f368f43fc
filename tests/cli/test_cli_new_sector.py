"""A sector is files only: written by hand into a catalog of its own, or drafted by `dq init`."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from dq.cli.main import main

pytestmark = pytest.mark.xdist_group("great_expectations")

ROOT = Path(__file__).resolve().parents[2]
RULE = """  dimension: correct
  severity: warning
  owner: sector
  title: {vi: "Thử", en: "Trial"}
  remedy: {vi: "Xem lại.", en: "Look again."}
"""
FILES = {
    "schemas/fishery/vessel.yaml": """
dataset: fishery.vessel
title: {vi: "Tàu cá", en: "Fishing vessels"}
commune: ma_xa
key: [so_dang_ky]
fields:
  - name: so_dang_ky
    type: code
    title: {vi: "Số đăng ký tàu cá", en: "Registration number"}
    required: true
    aliases: ["Số ĐK tàu"]
    constraints:
      unique: {severity: critical}
  - {name: ma_xa, type: commune_code, title: {vi: "Mã xã", en: "Commune code"}, required: true}
  - {name: ho_ten, type: person_name, title: {vi: "Chủ tàu", en: "Owner"}, required: true}
  - {name: ngay_sinh, type: birth_date, title: {vi: "Ngày sinh", en: "Birth date"}}
  - {name: so_dinh_danh, type: personal_id, title: {vi: "Số định danh", en: "Number"}, required: true, aliases: [CCCD]}
  - {name: chieu_dai, type: decimal, title: {vi: "Chiều dài (m)", en: "Length (m)"}}
  - {name: ngay_dang_ky, type: date, title: {vi: "Ngày đăng ký", en: "Registered on"}}
""",
    "checks/fishery/sector.yaml": """
title: {vi: "Thủy sản", en: "Fishery"}
gate: {critical: 0, warning: 1, errors: 0, min_coverage: 0.3}
""",
    "checks/fishery/reconcile.yaml": """
fishery.vessel:
  roles:
    - role: chu_the
      title: {vi: "Chủ tàu", en: "Owner"}
      identifier: so_dinh_danh
      name: ho_ten
      birth_date: ngay_sinh
      living: true
""",
    "checks/fishery/record.yaml": f"""
- id: FISHERY-VESSEL-001
  dataset: fishery.vessel
  assert: chieu_dai <= 80
{RULE}
- id: FISHERY-VESSEL-002
  dataset: fishery.vessel
  predicate: personal_id_matches_birth_year
  columns: [so_dinh_danh, ngay_sinh_tu, ngay_sinh_den]
{RULE}
""",
    "checks/fishery/dataset.yaml": f"""
- id: FISHERY-VESSEL-101
  dataset: fishery.vessel
  expectation: expect_column_mean_to_be_between
  arguments: {{column: chieu_dai, min_value: 6, max_value: 30}}
{RULE}
""",
    "checks/fishery/cross.yaml": f"""
- id: FISHERY-VESSEL-201
  dataset: fishery.vessel
  query: sql/many_vessels.sql
  parameters: {{most: 1}}
{RULE}
- id: FISHERY-VESSEL-301
  dataset: fishery.vessel
  query: sql/owner_elsewhere.sql
  with: {{population.person: [so_dinh_danh, ma_xa_thuong_tru]}}
  columns: [so_dinh_danh, ma_xa]
{RULE}
""",
    "checks/fishery/sql/many_vessels.sql": """
-- Finds: owners of more than $most vessels. Denominator: all rows. Parameters: most.
SELECT record_id, 'so_dinh_danh' AS "column" FROM fishery.vessel
QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) > $most
""",
    "checks/fishery/sql/owner_elsewhere.sql": """
-- Finds: owners who live in another commune. Denominator: all rows. No parameters.
SELECT v.record_id, 'ma_xa' AS "column"
FROM fishery.vessel AS v JOIN population.person AS p USING (so_dinh_danh)
WHERE p.ma_xa_thuong_tru <> v.ma_xa
""",
    "tau_ca.csv": """Số ĐK tàu,Mã xã,Chủ tàu,Ngày sinh,CCCD,Chiều dài (m),Ngày đăng ký,Ghi chú
QN-1,00004,Nguyễn Văn An,02/03/1985,1085990101,15.2,01/02/2020,
QN-2,00004,Trần Thị Bình,15/07/1985,001185990102,1520,01/02/2020,
QN-3,00008,Trần Thị Bình,15/07/1985,001185990102,12,01/02/2020,
QN-3,00004,Lê Văn Cường,1950,001050990103,9,31/02/2020,
QN-5,00004,Phạm Thị Dung,1960,001150990104,9,01/02/2020,
QN-6,00004,Hoàng Văn Quý,1970,,9,01/02/2020,
""",
    "dan_cu.csv": """so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,tinh_trang,ma_xa_thuong_tru,ngay_cap_nhat
001085990101,Nguyễn Văn An,1985-03-02,nam,song,00004,2026-10-20
001185990102,Trần Thị Bình,1985-07-15,nu,song,00004,2026-10-20
001050990103,Lê Văn Cường,1950,nam,song,00004,2026-10-20
001150990104,Phạm Thị Dung,1960,nu,chet,00004,2026-10-20
""",
}


@pytest.fixture
def sector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog with the shared types, the population, and a sector that the program has never heard of."""
    folder = tmp_path / "catalog"
    for name in ("schemas/common", "schemas/population", "checks/population"):
        shutil.copytree(ROOT / name, folder / name)
    for name, content in FILES.items():
        path = (tmp_path if name.endswith(".csv") else folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.lstrip(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DQ_LANG", raising=False)
    return folder


def dq(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


def test_a_sector_of_files_only_is_checked_like_any_other(sector, capsys):
    assert dq("rules", "lint", "--catalog", sector, "--lang", "en") == 0
    arguments = ["tau_ca.csv", "--reference", "dan_cu.csv", "--with", "population.person=dan_cu.csv"]
    code = dq("run", "fishery.vessel", *arguments, "--as-of", "2026-11-01", "--out", "out", "--catalog", sector)
    assert code == 1, capsys.readouterr().err

    found = pl.read_parquet("out/findings.parquet").filter(~pl.col("rule_id").str.contains(".register.", literal=True))
    assert sorted(found.select("rule_id", "source_row", "column").iter_rows()) == [
        ("FISHERY-VESSEL-001", 3, "chieu_dai"),
        ("FISHERY-VESSEL-002", 6, "so_dinh_danh"),
        ("FISHERY-VESSEL-201", 3, "so_dinh_danh"),
        ("FISHERY-VESSEL-201", 4, "so_dinh_danh"),
        ("FISHERY-VESSEL-301", 4, "ma_xa"),
        ("fishery.vessel.ngay_dang_ky.type", 5, "ngay_dang_ky"),
        ("fishery.vessel.so_dang_ky.unique", 4, "so_dang_ky"),
        ("fishery.vessel.so_dang_ky.unique", 5, "so_dang_ky"),
    ]
    outcomes = dict(pl.read_parquet("out/reconciliation.parquet").select("source_row", "outcome").iter_rows())
    assert outcomes == {2: "matched", 3: "matched", 4: "matched", 5: "matched", 6: "deceased", 7: "missing_id"}
    summary = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    statuses = {rule["id"]: rule["status"] for rule in summary["rules"]}
    assert statuses["FISHERY-VESSEL-101"] == "failed"
    assert "error" not in statuses.values()
    assert summary["rows"] == {"total": 6, "clean": 2, "quarantine": 4, "malformed": 0}
    assert "Thủy sản" in Path("out/report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "said"), [("vi", "bắt buộc"), ("en", "required")])
def test_a_draft_says_what_it_wrote_and_what_to_do_next(sector, capsys, language, said):
    assert dq("init", "fishery.boat", "--from", "tau_ca.csv", "--out", "draft", "--lang", language) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["so_dk_tau", "code", *said.split()]
    assert str(Path("draft/schemas/fishery/boat.yaml")) in lines
    assert lines[-1].strip() == "dq run fishery.boat tau_ca.csv --catalog draft --no-register"
    assert dq("rules", "lint", "--catalog", "draft", "--lang", language) == 0


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["fishery", "--from", "tau_ca.csv"],
        ["fishery.boat", "--from", "none.csv"],
        ["fishery.boat"],
        ["fishery.vessel", "--from", "tau_ca.csv", "--out", "catalog"],
        ["fishery.boat", "--from", "tau_ca.csv", "--sheet", "A"],
        ["fishery.boat", "--from", "tau_ca.csv", "--out", "tau_ca.csv"],
    ],
)
def test_bad_input_of_a_draft_gives_one_message_and_writes_nothing(sector, capsys, arguments, language):
    before = sorted(path for path in Path().rglob("*"))
    assert dq("init", *arguments, "--lang", language) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Lỗi:" if language == "vi" else "Error:")
    assert len(said.err.strip().splitlines()) == 1
    assert sorted(path for path in Path().rglob("*")) == before
