"""The main job end to end on a small export."""

import csv
import json
import stat
from datetime import date
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest
import xlsxwriter

from dq import findings
from dq.catalog import Catalog, load_catalog
from dq.engine.limits import Limits
from dq.errors import RegisterError, UsageError
from dq.model import Outcome
from dq.pipeline import RunOutcome, RunRequest, run
from dq.runs.names import CHANGES_SCHEMA, RECONCILIATION_SCHEMA

pytestmark = pytest.mark.xdist_group("great_expectations")

LIMITS = Limits(memory=2_000_000_000, threads=2)


def request(source: Path, out: Path, reference: Path | None, **changes: object) -> RunRequest:
    values = {"dataset": "land.holder", "source": source, "out": out, "as_of": date(2026, 11, 1), "limits": LIMITS}
    return RunRequest(**values | {"reference": reference} | changes)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def outcome(export: Path, reference: Path, tmp_path: Path, catalog: Catalog) -> RunOutcome:
    return run(request(export, tmp_path / "out", reference, formats=("parquet", "csv", "xlsx")), catalog)


def outcomes(folder: Path) -> dict[int, str]:
    table = pl.read_parquet(folder / "reconciliation.parquet")
    return dict(table.select("source_row", "outcome").iter_rows())


def test_every_person_has_its_outcome(outcome: RunOutcome) -> None:
    assert outcomes(outcome.folder) == {
        2: Outcome.MATCHED,
        3: Outcome.MATCHED,
        4: Outcome.MISSING_ID,
        5: Outcome.DECEASED,
        6: Outcome.MATCHED_SPELLING,
        7: Outcome.MATCHED,
    }


def test_every_row_is_in_exactly_one_table(outcome: RunOutcome) -> None:
    clean = pl.read_parquet(outcome.folder / "clean.parquet")
    quarantine = pl.read_parquet(outcome.folder / "quarantine.parquet")

    assert sorted(clean["source_row"]) == [2, 3, 6]
    assert sorted(quarantine["source_row"]) == [4, 5, 7, 8]
    reasons = dict(quarantine.select("source_row", "reasons").iter_rows())
    assert reasons[4] == ["land.holder.register.missing_id"]
    assert reasons[5] == ["land.holder.register.deceased"]
    assert reasons[8] == ["malformed_row"]
    assert outcome.summary["rows"] == {"total": 7, "clean": 3, "quarantine": 4, "malformed": 1}


def test_the_gate_fails_with_reasons_by_rule(outcome: RunOutcome) -> None:
    assert not outcome.passed
    reasons = {reason["rule_id"] or reason["code"] for reason in outcome.summary["decision"]["reasons"]}
    assert {"malformed", "land.holder.register.missing_id", "land.holder.register.deceased"} <= reasons


def test_the_files_have_their_contract(outcome: RunOutcome) -> None:
    folder = outcome.folder
    assert {path.name for path in folder.iterdir()} == {
        "run.json", "findings.parquet", "reconciliation.parquet", "clean.parquet", "quarantine.parquet",
        "changes.parquet", "waived.parquet", "report.html", "review.xlsx", "proposals.parquet", "clean.csv",
        "clean.xlsx", "quarantine.csv", "quarantine.xlsx", "candidates.parquet",
    }  # fmt: skip
    assert pl.read_parquet_schema(folder / "findings.parquet") == findings.SCHEMA
    assert pl.read_parquet_schema(folder / "reconciliation.parquet") == RECONCILIATION_SCHEMA
    assert pl.read_parquet_schema(folder / "changes.parquet") == CHANGES_SCHEMA
    clean = pl.read_parquet_schema(folder / "clean.parquet")
    assert list(clean)[:3] == ["record_id", "source_row", "ma_xa"]
    assert list(clean)[-1] == "Ghi chú"
    assert not [name for name in clean if name.endswith(("_tu", "_den", "__unreadable"))]
    summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert {rule["id"] for rule in summary["rules"]} >= {"land.holder.register.matched_spelling"}
    assert summary["input"]["sha256"]
    assert summary["reference"]["rows"] == 5
    assert set(summary["timings"]) >= {"load", "reference", "check", "expect", "query", "reconcile", "write", "report"}


def test_repairs_are_logged(outcome: RunOutcome) -> None:
    changes = pl.read_parquet(outcome.folder / "changes.parquet")

    restored = changes.filter(pl.col("column") == "so_dinh_danh", source_row=3)
    assert restored.select("before", "after").rows() == [("1185990102", "001185990102")]
    assert "leading_zeros" in restored["repair"].item()
    assert changes.filter(pl.col("before") == pl.col("after")).is_empty()


def test_folders_and_files_are_private(outcome: RunOutcome) -> None:
    assert stat.S_IMODE(outcome.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in outcome.folder.iterdir()} == {0o600}
    assert [path.name for path in outcome.folder.parent.iterdir() if path.name.endswith("dq-work")] == []


def test_the_cleaned_file_passes(outcome: RunOutcome, reference: Path, tmp_path: Path, catalog: Catalog) -> None:
    for name in ("clean.parquet", "clean.csv", "clean.xlsx"):
        again = run(request(outcome.folder / name, tmp_path / f"again-{name}", reference), catalog)

        assert again.passed, (name, again.summary["decision"])
        assert again.summary["rows"]["clean"] == 3
        assert not again.summary["repairs"], name


def test_the_same_input_gives_the_same_tables(
    outcome: RunOutcome, export: Path, reference: Path, tmp_path: Path, catalog: Catalog
) -> None:
    again = run(request(export, tmp_path / "again", reference), catalog)

    for name in ("findings", "reconciliation", "clean", "quarantine", "changes"):
        first, second = (pl.read_parquet(folder / f"{name}.parquet") for folder in (outcome.folder, again.folder))
        assert first.equals(second), name


def test_without_a_reference_the_gate_fails_unless_that_is_meant(
    export: Path, tmp_path: Path, catalog: Catalog
) -> None:
    forgotten = run(request(export, tmp_path / "forgotten", None), catalog)
    meant = run(request(export, tmp_path / "meant", None, no_register=True), catalog)

    codes = [{reason["code"] for reason in item.summary["decision"]["reasons"]} for item in (forgotten, meant)]
    assert "no_reference" in codes[0]
    assert "no_reference" not in codes[1]
    assert outcomes(meant.folder)[2] == Outcome.NOT_CHECKED
    assert outcomes(meant.folder)[4] == Outcome.MISSING_ID
    statuses = {rule["id"]: rule["status"] for rule in meant.summary["rules"]}
    assert statuses["land.holder.register.deceased"] == "not_applicable"
    assert statuses["land.holder.register.missing_id"] == "failed"


def test_a_reference_with_one_number_twice_is_refused(
    export: Path, reference: Path, tmp_path: Path, catalog: Catalog
) -> None:
    lines = reference.read_text(encoding="utf-8").splitlines()
    reference.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")

    with pytest.raises(RegisterError) as error:
        run(request(export, tmp_path / "out", reference), catalog)

    assert "001085990101" not in str(error.value)
    assert not (tmp_path / "out").exists()


def test_reference_and_no_register_exclude_each_other(
    export: Path, reference: Path, tmp_path: Path, catalog: Catalog
) -> None:
    with pytest.raises(UsageError):
        run(request(export, tmp_path / "out", reference, no_register=True), catalog)


def test_the_input_is_never_changed(export: Path, reference: Path, tmp_path: Path, catalog: Catalog) -> None:
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in (export, reference)]

    run(request(export, tmp_path / "out", reference), catalog)

    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in (export, reference)] == before


def test_a_catalog_without_the_population_cannot_use_a_reference(
    export: Path, reference: Path, tmp_path: Path, catalog: Catalog
) -> None:
    root = tmp_path / "catalog"
    for name in ("schemas/common", "schemas/land", "checks/land"):
        copytree(catalog.location.root / name, root / name)
    (root / "checks" / "land" / "cross.yaml").unlink()  # it has rules over the datasets of other sectors
    with pytest.raises(UsageError) as error:
        run(request(export, tmp_path / "out", reference), load_catalog(root))
    assert error.value.parameters["dataset"] == "population.person"


def test_one_process_can_run_twice_into_one_folder(
    outcome: RunOutcome, export: Path, reference: Path, catalog: Catalog
) -> None:
    again = run(request(export, outcome.folder, reference, force=True), catalog)

    statuses = {rule["id"]: rule["status"] for rule in again.summary["rules"]}
    assert statuses == {rule["id"]: rule["status"] for rule in outcome.summary["rules"]}
    assert "error" not in statuses.values()


def test_sheets_that_were_not_checked_are_named_in_the_report(export: Path, tmp_path: Path, catalog: Catalog) -> None:
    rows = list(csv.reader(export.read_text(encoding="utf-8").splitlines()[:2]))
    book = xlsxwriter.Workbook(str(tmp_path / "dat.xlsx"))
    for name in ("Xã A", "Xã B"):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()

    first = run(request(tmp_path / "dat.xlsx", tmp_path / "a", None, no_register=True), catalog)
    second = run(request(tmp_path / "dat.xlsx", tmp_path / "b", None, no_register=True, sheet="Xã B"), catalog)

    assert first.summary["input"]["sheet"] == "Xã A"
    assert second.summary["input"]["sheet"] == "Xã B"
    assert "Xã B" in (first.folder / "report.html").read_text(encoding="utf-8")
