"""What run.json says of the columns beyond their counts, and of rules by commune."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, profile, run
from dq.pipeline.profile import form_of

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("01/02/1985", "99/99/9999"),
        ("001085990123", "9{12}"),
        ("1.500.000 đ", "9.999.999 A"),
        ("BK 424242", "AA 9{6}"),
        ("١٩٨٥", "9999"),
        ("a\u202e\n1", "A··9"),
        ("", ""),
    ],
)
def test_form_of_a_text(text, form):
    assert form_of(text) == form


@given(st.text(max_size=60))
def test_a_form_holds_nothing_of_the_text(text):
    assert all(not sign.isalnum() or sign in "9A" for sign in re.sub(r"\{\d+\}", "", form_of(text)))
    assert not any(run in form_of(text) for run in ("99999", "AAAAA"))


@pytest.fixture
def summary(export: Path, tmp_path: Path, catalog: Catalog) -> dict[str, Any]:
    out = tmp_path / "out"
    limits = Limits(memory=2_000_000_000, threads=2)
    request = RunRequest(
        dataset="land.holder", source=export, out=out, as_of=date(2026, 11, 1), limits=limits, no_register=True
    )
    run(request, catalog)
    return json.loads((out / "run.json").read_text(encoding="utf-8"))


def test_columns_have_distinct_values_and_forms_before_and_after(summary):
    columns = {column["name"]: column for column in summary["columns"]}
    number = columns["so_dinh_danh"]
    assert number["distinct_exact"] is True
    assert number["forms"]["before"]["most"][0]["form"] == "9{12}"
    assert {item["form"] for item in number["forms"]["before"]["most"]} > {"9{10}"}  # a lost leading zero …
    assert {item["form"] for item in number["forms"]["after"]["most"]} == {"9{12}"}  # … was given back
    assert columns["ho_ten"]["forms"] is None
    assert columns["ho_ten"]["distinct"] <= columns["ho_ten"]["filled"]
    for column in summary["columns"]:
        if column["forms"]:
            assert column["forms"]["after"]["seen"] == column["filled"]


def test_findings_of_a_rule_by_commune_add_up(summary):
    failed = [rule for rule in summary["rules"] if rule["status"] == "failed" and rule["kind"] == "record"]
    assert failed
    assert all(sum(rule["communes"].values()) == rule["n_failed"] for rule in failed)
    assert all(rule["communes"] == {} for rule in summary["rules"] if rule["status"] != "failed")


def test_a_large_table_is_sampled_and_counted_about(monkeypatch, request):
    monkeypatch.setattr(profile, "EXACT", 1)
    monkeypatch.setattr(profile, "SAMPLED", 2)
    summary = request.getfixturevalue("summary")
    column = next(column for column in summary["columns"] if column["name"] == "so_phat_hanh")
    assert column["distinct_exact"] is False
    assert column["forms"]["step"] == summary["rows"]["total"] // 2
    assert 0 < column["forms"]["after"]["seen"] < column["filled"]
