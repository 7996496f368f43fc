"""People's folders and files have all kinds of names."""

from datetime import date

import pytest

from dq.engine.limits import Limits
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")


def test_a_run_works_in_a_folder_of_any_name(tmp_path, export, reference, catalog, monkeypatch):
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache [1] d'Or"))
    folder = tmp_path / "d'Or [1] {a} 50% q #x; * hộ tịch"
    folder.mkdir()
    source = export.rename(folder / "xuất [2].csv")
    extract = reference.rename(folder / "dân cư #.csv")
    made = run(
        RunRequest(
            dataset="land.holder",
            source=source,
            out=folder / "out [3] 'x'",
            as_of=date(2026, 11, 1),
            limits=Limits(2_000_000_000, 2),
            reference=extract,
            formats=("parquet", "csv"),
        ),
        catalog,
    )
    assert made.summary["rows"] == {"total": 7, "clean": 3, "quarantine": 4, "malformed": 1}
    assert {rule["status"] for rule in made.summary["rules"]} == {"passed", "failed", "not_applicable"}
