"""Benchmarks: the rules written once mean the same to dq, through a catalog in YAML, and to the bare engines."""

import pytest

from benchmarks import data
from benchmarks.scale.agency import rule_id, write_catalog
from benchmarks.scale.contestants import dataset_dq, dataset_duckdb, staged, validate_dq, validate_polars
from benchmarks.scale.rules import DATASET, DATASET_RULES, RECORD_RULES
from dq.catalog import load_catalog
from dq.lint import lint

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.fixture(scope="module")
def arguments(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale")
    export = data.write_export(folder / "export.csv", 3_000, 5_000, defects=0.2)
    staged.prepare({"export": export, "folder": folder / "staged", "memory": "2GB"})()
    return {
        "canonical": str(folder / "staged" / "stage" / "canonical" / "part-*.parquet"),
        "catalog": write_catalog(folder / "catalog"),
        "work": folder,
        "memory": "2GB",
        "settings": [],
    }


def test_record_rules_fail_as_often_in_dq_as_in_bare_polars(arguments):
    found = validate_polars.prepare(arguments)()
    assert found == validate_dq.prepare(arguments)()
    assert set(found) == {rule.name for rule in RECORD_RULES}
    failing = {name for name, count in found.items() if count}
    assert {"number_given", "number_format", "sex_code", "group_code", "amount_range", "birth_range"} <= failing


def test_dataset_rules_have_the_verdict_of_the_query_written_by_hand(arguments):
    found = dataset_duckdb.prepare(arguments)()
    assert found == dataset_dq.prepare(arguments)()
    assert set(found) == {rule.name for rule in DATASET_RULES}
    assert {True, False} == set(found.values())


def test_the_catalog_is_one_that_dq_accepts(arguments):
    catalog = load_catalog(arguments["catalog"])
    ids = {rule.id for rule in catalog.rules[DATASET]}
    assert {rule_id(rule.name) for rule in (*RECORD_RULES, *DATASET_RULES)} <= ids
    assert lint(catalog) == []
