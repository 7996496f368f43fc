"""What is planted is found, and nothing critical that is not: `make quality` on a small scale."""

import json
from datetime import date

import polars as pl
import pytest

from dq.catalog import Catalog
from dq.engine.limits import limits
from dq.pipeline import RunRequest, run
from dq.sample import RECIPES, SampleRequest, sample
from dq.sample.measure import CLEAN, Measured, measure, total

pytestmark = pytest.mark.xdist_group("great_expectations")

AS_OF = date(2026, 11, 1)
ROWS = 2_000


@pytest.fixture(scope="module")
def checked(tmp_path_factory, catalog: Catalog):
    """Return a function that samples and checks a dataset once: the sample and the run folder."""
    root = tmp_path_factory.mktemp("quality")
    done = {}
    patch = pytest.MonkeyPatch()
    patch.setenv("DQ_CACHE", str(root / "cache"))

    def check(dataset, defects, rows):
        if (dataset, defects) not in done:
            folder = root / f"{dataset}-{defects}"
            request = SampleRequest(dataset, rows, folder / "sample", AS_OF, defects=defects, format="parquet")
            made = sample(request)
            asked = RunRequest(dataset, made.export, folder / "run", AS_OF, limits("2GB", 2), reference=made.register)
            run(asked, catalog)
            done[dataset, defects] = made, folder / "run"
        return done[dataset, defects]

    yield check
    patch.undo()


@pytest.mark.parametrize("dataset", RECIPES)
def test_a_clean_export_has_no_warning_and_everybody_is_matched(checked, catalog: Catalog, dataset):
    made, folder = checked(dataset, "0", 600)
    assert made.planted == 0
    severity = {rule.id: str(rule.severity) for rule in catalog.rules[dataset]}
    summary = json.loads((folder / "run.json").read_text())
    failed = {rule["id"] for rule in summary["rules"] if rule["status"] in {"failed", "error"}}
    assert {rule for rule in failed if severity[rule] != "info"} == set()
    assert summary["decision"]["passed"]
    outcomes = {name for name, persons in summary["reconciliation"].items() if persons}
    assert outcomes <= {"matched", "not_applicable"}


@pytest.mark.parametrize("dataset", RECIPES)
def test_planted_defects_are_found_and_critical_findings_are_right(checked, catalog: Catalog, dataset):
    made, folder = checked(dataset, "all", ROWS)
    figures = measure(made.labels, folder, catalog.rules[dataset], rows=ROWS)
    whole = total(figures)
    assert whole.rows == ROWS
    assert whole.planted > 400
    assert whole.recall >= 0.995, [item for item in figures if item.recall < 1]
    assert whole.precision >= 0.995, [item for item in figures if item.precision < 1]


def test_figures_count_what_was_missed_and_what_is_extra(checked, catalog: Catalog, tmp_path):
    dataset = "welfare.beneficiary"
    made, folder = checked(dataset, "all", ROWS)
    told = pl.read_csv(made.labels, infer_schema=False)
    dropped = told.filter(pl.col("defect") != "id_missing")
    invented = told.filter(pl.col("defect") == "name_capitals").with_columns(
        kind=pl.lit("finding"), expected=pl.lit("WELFARE-BENEFICIARY-001")
    )
    pl.concat([dropped, invented]).write_csv(tmp_path / "labels.csv")
    figures = {
        item.defect: item for item in measure(tmp_path / "labels.csv", folder, catalog.rules[dataset], rows=ROWS)
    }
    assert figures[CLEAN].precision < 1  # the findings whose labels were dropped stand on clean rows now
    assert figures["name_capitals"].recall == 0
    assert figures["name_title"].recall == 1


def test_figures_without_anything_are_whole():
    assert Measured("x", 1, 0, 0, 0, 0).recall == 1
    assert Measured("x", 1, 0, 0, 0, 0).precision == 1
