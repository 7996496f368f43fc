"""`dq run --previous`: the comparison is part of the run."""

import json
from datetime import date

import polars as pl
import pytest

from dq import findings
from dq.engine.limits import Limits
from dq.errors import OutputError, UsageError
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.fixture
def ask(tmp_path, export, monkeypatch):
    """A request to check the export without a register."""
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))

    def make(out: str, **changes) -> RunRequest:
        values = {"dataset": "land.holder", "source": export, "out": tmp_path / out, "as_of": date(2026, 11, 1)}
        return RunRequest(**values | {"limits": Limits(2_000_000_000, 2), "no_register": True} | changes)

    return make


def test_the_comparison_stands_in_run_json_and_in_the_report(ask, catalog, export, tmp_path):
    first = run(ask("first"), catalog)
    rows = pl.read_csv(export, infer_schema=False, truncate_ragged_lines=True).head(6).reverse()
    rows = rows.with_columns(pl.col("Số CCCD").replace("", "001085990101"), pl.col("Diện tích (m2)").replace("0", "80"))
    second = tmp_path / "dat-2.csv"
    rows.write_csv(second)
    summary = run(ask("second", source=second, previous=first.folder), catalog).summary
    comparison = summary["comparison"]
    assert comparison["old"]["folder"] == "first"
    assert comparison["new"]["folder"] == "second"
    by_rule = {rule["id"]: rule["change"] for rule in comparison["rules"]}
    assert by_rule["land.holder.register.missing_id"]["fixed"] == 1
    assert (
        by_rule["land.holder.dien_tich.minimum"]["fixed"] == 1 if "land.holder.dien_tich.minimum" in by_rule else True
    )
    assert comparison["records"]["old_unmatched"]["malformed"] == 1
    written = json.loads((tmp_path / "second" / "run.json").read_text(encoding="utf-8"))["comparison"]
    assert written == json.loads(json.dumps(comparison))
    assert 'id="comparison"' in (tmp_path / "second" / "report.html").read_text(encoding="utf-8")
    assert not list(tmp_path.glob(".second*"))


@pytest.mark.parametrize("previous", ["nothing", "other"])
def test_what_cannot_be_compared_with_is_refused_before_anything_is_read(ask, catalog, tmp_path, previous):
    if previous == "other":
        (tmp_path / previous).mkdir()
        for name in ("findings", "clean", "quarantine"):
            table = findings.empty()
            table.write_parquet(tmp_path / previous / f"{name}.parquet")
        (tmp_path / previous / "run.json").write_text('{"format": 1, "dataset": "welfare.beneficiary"}', "utf-8")
    with pytest.raises((OutputError, UsageError)) as error:
        run(ask("out", previous=tmp_path / previous, source=tmp_path / "no such file.csv"), catalog)
    assert error.value.key in {"output.not_a_run_folder", "compare.two_datasets"}
    assert not (tmp_path / "out").exists()
