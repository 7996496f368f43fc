"""A change of the rules is not shown as a change of the data."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_runs import person, rule, write_run

from dq.compare import as_json, open_tables
from dq.engine.limits import limits
from dq.errors import OutputError, UsageError
from dq.pipeline import compare_runs

A, B = "001060990001", "001060990002"
FOUND = ([person(A)], [("R", 0)])
NOTHING = ([person(A)], [])


def not_compared(result) -> dict[str, str]:
    return {item.id: item.reason for item in result.not_compared}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([], [rule("R")], "added"),
        ([rule("R")], [], "removed"),
        ([rule("R")], [rule("R", definition="d2")], "changed"),
        ([rule("R")], [rule("R", status="error", n_failed=0)], "not_evaluated"),
        ([rule("R", status="not_applicable", reason="column_absent: x", n_failed=0)], [rule("R")], "not_evaluated"),
    ],
)
def test_what_cannot_be_compared_is_listed_and_counts_nowhere(compared, before, after, reason):
    old, new = (FOUND if rules and rules[0]["n_failed"] else NOTHING for rules in (before, after))
    result = compared(old, new, before={"rules": before}, after={"rules": after, "catalog_hash": "other"})
    assert not_compared(result) == {"R": reason}
    assert set(as_json(result)["total"].values()) == {0}
    assert not result.worse


def test_a_rule_with_nothing_left_to_check_was_evaluated(compared):
    nothing = rule("R", status="not_applicable", reason="nothing_to_check", n_failed=0)
    result = compared(FOUND, NOTHING, after={"rules": [nothing]})
    assert result.total.fixed == 1


def test_a_rule_with_a_new_id_is_compared_under_it(compared):
    renamed = rule("R-NEW", aliases=["R"])
    result = compared(FOUND, ([person(A)], [("R-NEW", 0)]), after={"rules": [renamed], "catalog_hash": "other"})
    assert [(item.old, item.new) for item in result.renamed] == [("R", "R-NEW")]
    assert result.total.still_open == 1
    assert result.not_compared == ()


def test_runs_of_a_version_without_definitions_are_compared_by_the_evidence(compared):
    old = {key: value for key, value in rule("R").items() if key not in {"definition", "aliases"}}
    result = compared(FOUND, FOUND, before={"rules": [old]}, after={"catalog_hash": "other"})
    assert result.total.still_open == 1


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [("failed", "passed", (1, 0, 0)), ("failed", "failed", (0, 1, 0)), ("passed", "failed", (0, 0, 1))],
)
def test_a_rule_about_the_whole_table_is_fixed_open_or_new(compared, then, now, expected):
    rules = [rule("T", kind="dataset", status=status, n_failed=int(status == "failed")) for status in (then, now)]
    result = compared(NOTHING, NOTHING, before={"rules": rules[:1]}, after={"rules": rules[1:]})
    change = result.rules[0].change
    assert result.rules[0].whole_table
    assert (change.fixed, change.still_open, change.new) == expected


def test_new_findings_under_a_waiver_do_not_count_as_new_critical_ones(compared):
    rules = {"rules": [rule("R", status="passed", n_failed=0)]}
    result = compared(NOTHING, FOUND, before=rules, after={"waived": [("R", 0)]})
    assert (result.total.new, result.total.new_waived, result.new_critical) == (1, 1, 0)


def test_a_new_warning_is_new_but_not_critical(compared):
    rules = {"rules": [rule("R", status="passed", n_failed=0, severity="warning")]}
    result = compared(NOTHING, FOUND, before=rules, after={"rules": [rule("R", severity="warning")]})
    assert (result.total.new, result.new_critical) == (1, 0)


def test_two_datasets_are_refused(compared):
    with pytest.raises(UsageError) as error:
        compared(NOTHING, NOTHING, before={"dataset": "land.holder"})
    assert error.value.key == "compare.two_datasets"


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (lambda folder: (folder / "run.json").unlink(), "output.not_a_run_folder"),
        (lambda folder: (folder / "clean.parquet").unlink(), "output.damaged"),
        (lambda folder: (folder / "findings.parquet").write_bytes(b"PAR1"), "output.damaged"),
        (lambda folder: pl.DataFrame({"x": [1]}).write_parquet(folder / "findings.parquet"), "output.damaged"),
        (lambda folder: (folder / "run.json").write_text(json.dumps({"format": 99})), "output.unknown_format"),
    ],
)
def test_a_broken_folder_is_refused(tmp_path, damage, key):
    folder = write_run(tmp_path / "run", *FOUND)
    damage(folder)
    with pytest.raises(OutputError) as error:
        open_tables(folder)
    assert error.value.key == key


def test_files_without_the_columns_of_any_key_are_refused(tmp_path, catalog):
    folders = [write_run(tmp_path / name, *NOTHING) for name in ("old", "new")]
    for name in ("clean", "quarantine"):
        path = folders[0] / f"{name}.parquet"
        pl.read_parquet(path).drop("nhom_doi_tuong").write_parquet(path)
    with pytest.raises(UsageError) as error:
        compare_runs(*folders, catalog, limits=limits("1GB", 1))
    assert error.value.key == "compare.key_absent"


PEOPLE = st.lists(
    st.builds(
        person,
        st.sampled_from([None, A, B]),
        st.sampled_from([None, "Một", "Hai"]),
        ma_xa=st.sampled_from([None, "24277", "24502"]),
    ),
    max_size=6,
)
SIDE = PEOPLE.flatmap(
    lambda people: st.tuples(
        st.just(people),
        st.lists(st.tuples(st.sampled_from("RS"), st.integers(0, len(people) - 1)), unique=True)
        if people
        else st.just([]),
    )
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=SIDE, new=SIDE)
def test_every_finding_and_every_record_goes_somewhere(tmp_path_factory, catalog, old, new):
    rules = {"rules": [rule("R"), rule("S", severity="warning")]}
    root = tmp_path_factory.mktemp("two")
    folders = [write_run(root / name, *run, **rules) for name, run in (("old", old), ("new", new))]
    result = compare_runs(*folders, catalog, limits=limits("1GB", 1))
    total, records = result.total, result.records
    assert len(old[1]) == total.fixed + total.still_open + total.in_removed + total.old_unmatched
    assert len(new[1]) == total.still_open + total.new + total.in_added + total.new_unmatched
    matched = sum(item.records for item in records.matched)
    aside = [sum(as_json(result)["records"][f"{side}_unmatched"].values()) for side in ("old", "new")]
    assert len(old[0]) == matched + records.removed + aside[0]
    assert len(new[0]) == matched + records.added + aside[1]
    assert sum(unit.change.still_open for unit in result.communes) == total.still_open
    assert sum(unit.change.still_open for unit in result.owners) == total.still_open
