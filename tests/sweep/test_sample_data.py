"""The sample exports: a run finds exactly what their labels say, no miss, no extra."""

import csv
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from dq.catalog import Catalog
from dq.engine.limits import limits
from dq.normalize import REPAIRS
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).parents[2] / "sample_data"
REFERENCE = SAMPLES / "register" / "dan_cu.csv"
AS_OF = date(2026, 11, 1)


def _labels() -> list[dict[str, str]]:
    labels = []
    for path in sorted(SAMPLES.glob("*/labels.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            labels += [{**row, "path": str(path.parent / row["file"])} for row in csv.DictReader(file)]
    return labels


LABELS = _labels()
FILES = sorted({(label["dataset"], label["path"]) for label in LABELS})
DATASETS = sorted({label["dataset"] for label in LABELS})


@dataclass(frozen=True)
class Done:
    """A finished run of a sample file."""

    dataset: str
    source: Path
    folder: Path

    @property
    def summary(self):
        return json.loads((self.folder / "run.json").read_text())

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")

    def labels(self, kind: str) -> Counter:
        rows = [label for label in LABELS if label["path"] == str(self.source) and label["kind"] == kind]
        return Counter((int(row["source_row"]), row["expected"], row["column"]) for row in rows)


@pytest.fixture(scope="session")
def runs(tmp_path_factory, catalog: Catalog):
    """Return a function that runs a file once a session."""
    root = tmp_path_factory.mktemp("samples")
    done: dict[Path, Done] = {}
    patch = pytest.MonkeyPatch()
    patch.setenv("DQ_CACHE", str(root / "cache"))

    def start(dataset: str, source: Path) -> Done:
        if source not in done:
            folder = root / f"{len(done)}"
            request = RunRequest(
                dataset,
                source,
                folder,
                AS_OF,
                limits("2GB", 2),
                reference=REFERENCE if catalog.roles(dataset) else None,
                formats=("parquet", "csv"),
            )
            run(request, catalog)
            done[source] = Done(dataset, source, folder)
        return done[source]

    yield start
    patch.undo()


@pytest.fixture(params=FILES, ids=lambda item: f"{item[0]}-{Path(item[1]).suffix[1:]}")
def sample(request, runs) -> Done:
    return runs(request.param[0], Path(request.param[1]))


@pytest.fixture(params=[item for item in FILES if item[1].endswith(".csv")], ids=lambda item: item[0])
def pair(request, runs) -> tuple[Done, Done]:
    dataset, path = request.param
    return runs(dataset, Path(path)), runs(dataset, Path(path).with_suffix(".xlsx"))


def test_there_are_samples():
    assert len(FILES) >= 2
    assert all(Path(path).exists() for _, path in FILES)


def test_findings_are_those_of_the_labels(sample: Done):
    rows = sample.table("findings").filter(~pl.col("rule_id").str.contains(".register.", literal=True))
    found = Counter(rows.select("source_row", "rule_id", "column").iter_rows())
    expected = sample.labels("finding")
    assert (found - expected, expected - found) == (Counter(), Counter())


def test_outcomes_are_those_of_the_labels(sample: Done):
    rows = sample.table("reconciliation").filter(pl.col("outcome") != "matched")
    found = Counter(rows.select("source_row", "outcome", "role").iter_rows())
    expected = sample.labels("outcome")
    assert (found - expected, expected - found) == (Counter(), Counter())


def test_lines_that_are_no_records(sample: Done):
    expected = {row for row, _, _ in sample.labels("malformed")}
    malformed = sample.table("quarantine").filter(pl.col("reasons").list.contains("malformed_row"))
    assert set(malformed["source_row"]) == expected
    left_out = Counter(
        (row, item["kind"], "")
        for item in sample.summary["input"]["left_out"]
        for row in range(item["first"], item["last"] + 1)
    )
    assert left_out == sample.labels("left_out")


def test_the_gate_fails_for_reasons_and_no_rule_breaks(sample: Done):
    summary = sample.summary
    assert not summary["decision"]["passed"]
    assert {"critical"} <= {reason["code"] for reason in summary["decision"]["reasons"]}
    assert [rule["id"] for rule in summary["rules"] if rule["status"] == "error"] == []
    with_findings = {expected for _, expected, _ in sample.labels("finding")}
    failed = {rule["id"] for rule in summary["rules"] if rule["status"] == "failed" and rule["kind"] != "register"}
    assert failed == with_findings


def test_every_row_is_clean_or_held_back(sample: Done):
    clean, held = sample.table("clean"), sample.table("quarantine")
    ids = pl.concat([clean["record_id"], held["record_id"]])
    assert ids.sort().to_list() == list(range(1, sample.summary["input"]["rows"] + 1))
    assert clean.height > 100
    assert held["reasons"].list.len().min() > 0


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_rule_that_can_fail_has_a_row(dataset: str, catalog: Catalog):
    """Table-level expectations hold: a sample must pass once it was cleaned. Rules over two datasets: test_with.py."""
    kinds = {"record", "cross"}
    planned = {rule.id for rule in catalog.rules[dataset] if rule.kind in kinds and not rule.derived}
    planned -= {rule.id for rule in catalog.rules[dataset] if getattr(rule.body, "companions", {})}
    labelled = {label["expected"] for label in LABELS if label["dataset"] == dataset and label["kind"] == "finding"}
    assert planned - labelled == NOT_PLANTED.get(dataset, set())


# Rules without a row in the samples, and why.
NOT_PLANTED: dict[str, set[str]] = {}


def test_both_files_say_the_same(pair: tuple[Done, Done]):
    table, form = pair
    for name in ("clean", "quarantine"):
        left, right = table.table(name), form.table(name)
        left = left.filter(~pl.col("reasons").list.contains("malformed_row")) if "reasons" in left.columns else left
        own = {"record_id", "source_row"}
        same = [column for column in left.columns if column in set(right.columns) - own]
        assert left.select(same).rows() == right.select(same).rows()
    assert table.summary["reconciliation"] == form.summary["reconciliation"]


def test_the_cleaned_file_passes(sample: Done, runs):
    again = runs(sample.dataset, sample.folder / "clean.parquet")
    assert again.summary["decision"]["passed"]
    assert again.table("changes").height == 0
    assert again.summary["rows"]["quarantine"] == 0


def test_the_cleaned_csv_passes(pair: tuple[Done, Done], runs):
    again = runs(pair[0].dataset, pair[0].folder / "clean.csv")
    assert again.summary["decision"]["passed"]
    assert again.table("changes").height == 0


def test_the_register_itself_passes(runs):
    done = runs("population.person", REFERENCE)
    assert done.summary["decision"]["passed"]
    assert done.table("changes").height == 0


def test_numbers_are_recognizable():
    """Every personal number of the register is synthetic: its six last digits begin with 99."""
    people = pl.read_csv(REFERENCE, infer_schema=False)
    assert people.filter(~pl.col("so_dinh_danh").str.contains(r"^\d{6}99\d{4}$")).height == 0
    assert people["so_dinh_danh"].is_unique().all()


def test_making_them_again_gives_the_same(tmp_path: Path):
    made = subprocess.run([sys.executable, SAMPLES / "build.py", "--out", tmp_path], capture_output=True, text=True)
    assert (made.returncode, made.stderr) == (0, "")
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) >= 4
    for path in files:
        if path.suffix == ".xlsx":
            assert _cells(tmp_path / path) == _cells(SAMPLES / path)
        else:
            assert (tmp_path / path).read_bytes() == (SAMPLES / path).read_bytes(), path


def _cells(path: Path) -> list[tuple]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_the_demonstration_shows_a_result_and_says_where_the_report_is(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, SAMPLES / "demo.py", "land.holder", "--out", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    report = tmp_path / "land.holder" / "report.html"
    assert report.exists()
    assert str(report) in done.stdout
    assert "KHÔNG ĐẠT" in done.stdout


def test_the_demonstration_says_when_a_command_fails(tmp_path: Path):
    (tmp_path / "land.holder").write_text("a file stands where the run's folder should be")
    done = subprocess.run(
        [sys.executable, SAMPLES / "demo.py", "land.holder", "--out", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "land.holder (2)" in done.stdout


def test_the_land_sample_has_every_kind_of_repair(runs):
    changes = runs("land.holder", SAMPLES / "land" / "holder.csv").table("changes")
    repairs = set(changes["repair"].str.split(",").explode())
    elsewhere = {"invisible", "country_code", "mobile_prefix_2018"}  # persons' names and telephone numbers
    elsewhere |= {"tcvn3", "vni", "viqr", "month_first", "excel_serial"}  # of whole columns
    assert repairs == set(REPAIRS) - elsewhere
