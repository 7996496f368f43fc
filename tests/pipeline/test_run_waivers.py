"""Waivers in a run: shown apart, in force only to their day, never a way around errors."""

import json
from datetime import date

import polars as pl
import pytest

from dq.engine.limits import Limits
from dq.errors import CatalogError, RuleError, UsageError
from dq.pipeline import RunRequest, run
from dq.waive.findings import SCHEMA

pytestmark = pytest.mark.xdist_group("great_expectations")

MISSING = "land.holder.register.missing_id"
SIGNED = 'by: "Trần Văn Quản, Trưởng phòng"\n    reason: "Đang xác minh tại xã theo công văn 12"'

KEY = '{so_phat_hanh: "BK123461 ", ma_xa: "00004", so_to: 12, so_thua: 39, so_dinh_danh: "1050990103"}'


def waiver(name: str, rule: str, scope: str, expires: str = "2026-12-31") -> str:
    return f"  - id: {name}\n    rule: {rule}\n    {scope}\n    {SIGNED}\n    expires: {expires}\n"


WAIVERS = "waivers:\n" + "".join(
    [
        waiver("by-where", MISSING, "where: so_thua = '36'"),
        waiver("by-key", "LAND-HOLDER-001", f"records: [{KEY}]"),
        waiver("later", MISSING, "all_records: true"),
        waiver("expired", "land.holder.register.superseded", "all_records: true", "2026-10-31"),
        waiver("no-match", "land.holder.register.deceased", "where: so_thua = '99'"),
    ]
)  # fmt: skip


@pytest.fixture
def ask(tmp_path, export, reference, monkeypatch):
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))

    def make(text: str, out: str = "out", **changes) -> RunRequest:
        path = tmp_path / "waivers.yaml"
        path.write_text(text, encoding="utf-8")
        values = {"dataset": "land.holder", "source": export, "out": tmp_path / out, "as_of": date(2026, 11, 1)}
        facts = {"limits": Limits(2_000_000_000, 2), "reference": reference, "waivers": path}
        return RunRequest(**values | facts | changes)

    return make


def test_waived_findings_stand_apart_hold_nothing_and_are_signed(ask, catalog, tmp_path):
    plain = run(ask(WAIVERS, "plain", waivers=None), catalog).summary
    summary = run(ask(WAIVERS), catalog).summary
    folder = tmp_path / "out"

    entries = {entry["id"]: entry for entry in summary["waivers"]["entries"]}
    assert {name: entry["state"] for name, entry in entries.items()} == {
        "by-where": "in_force",
        "by-key": "in_force",
        "later": "in_force",
        "expired": "expired",
        "no-match": "unused",
    }
    assert entries["by-where"]["by"] == "Trần Văn Quản, Trưởng phòng"

    waived = pl.read_parquet(folder / "waived.parquet")
    assert waived.schema == SCHEMA
    assert sorted(waived.select("rule_id", "waiver").rows()) == [
        ("LAND-HOLDER-001", "by-key"),
        (MISSING, "by-where"),
    ]
    found = pl.read_parquet(folder / "findings.parquet")
    assert found.equals(pl.read_parquet(tmp_path / "plain" / "findings.parquet"))

    before, after = ({rule["id"]: rule for rule in item["rules"]} for item in (plain, summary))
    assert after[MISSING]["n_failed"] == before[MISSING]["n_failed"] == 1
    assert after[MISSING]["n_waived"] == 1
    assert summary["scorecard"] == plain["scorecard"]
    assert summary["rows"]["clean"] == plain["rows"]["clean"] + 2
    assert summary["decision"]["waived_critical"] == 2
    reasons = {reason["rule_id"] for reason in summary["decision"]["reasons"]}
    assert MISSING not in reasons
    assert MISSING in {reason["rule_id"] for reason in plain["decision"]["reasons"]}

    page = (folder / "report.html").read_text(encoding="utf-8")
    assert 'id="waivers"' in page
    assert "001050990103" not in page + json.dumps(summary, default=str)
    assert 'id="waivers"' not in (tmp_path / "plain" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, UsageError),
        ("waivers: 5\n", CatalogError),
        ("waivers:\n" + waiver("w", MISSING, "where: khong_co = 1"), RuleError),
        ("waivers:\n" + waiver("w", MISSING, "where: so_thua IN (SELECT 1)"), RuleError),
        ("waivers:\n" + waiver("w", MISSING, "records: [{so_phat_hanh: x, ma_xa: abc, so_to: 1, so_thua: 1,"
         " so_dinh_danh: khong}]"), CatalogError),
    ],
)  # fmt: skip
def test_wrong_waivers_are_said_before_the_input_is_read(ask, catalog, tmp_path, text, kind):
    request = ask(text or "", source=tmp_path / "no such file.csv")
    if text is None:
        (tmp_path / "waivers.yaml").unlink()
    with pytest.raises(kind):
        run(request, catalog)
    assert not (tmp_path / "out").exists()
