"""Benchmarks: ratios, regressions, targets, the page and the charts, of tables written by hand."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from benchmarks.scale import results
from benchmarks.scale.charts import write_charts
from benchmarks.scale.model import Entry, Table, from_json, to_json
from benchmarks.scale.page import render
from benchmarks.scale.regression import compare, describe
from benchmarks.scale.results import Results
from benchmarks.scale.sections import job, reconcile, validate
from benchmarks.scale.targets import judge

MEASURED = {"day": "2026-11-22", "machine": "2 cores"}


def table(seconds=1.5, *, key="validate/1000", peer=4.0, peer_note="", title="Record rules, 1,000 rows"):
    entries = (
        Entry(validate.FLOOR, 1.0, 100_000_000, 1000, floor=True),
        Entry(validate.DQ, seconds, 150_000_000, 1000),
        Entry("pandera", peer, 300_000_000, 1000, peer_note),
    )
    return Table(key, title, entries, measured=MEASURED)


def results_of(*tables):
    return Results({"dq": "dq 1"}, {one.key: one for one in tables})


def verdicts(found):
    return {(item.work, item.target): item.reached for item in judge(found)}


def test_ratios_are_to_the_floor_of_the_same_table():
    one = table(3.0)
    assert one.ratio(one.entry(validate.DQ)) == 3.0
    assert one.memory_ratio(one.entry(validate.DQ)) == 1.5
    assert one.ratio(Entry("x", None)) is None


def test_a_table_goes_to_json_and_back():
    one = replace(table(), figures={"bytes": 3}, about=("how",))
    assert from_json(to_json(one)) == one


def test_tables_are_added_one_by_one_and_replaced_by_their_key(tmp_path):
    path = tmp_path / "results.json"
    results.add(path, table(1.0), machine="m", versions={"dq": "1"})
    results.add(path, table(key="validate/2000"), machine="m", versions={"dq": "2"})
    found = results.add(path, table(9.0), machine="m", versions={"pandera": "0"})
    assert found == results.read(path)
    assert list(found.tables) == ["validate/1000", "validate/2000"]
    assert found.tables["validate/1000"].entry(validate.DQ).seconds == 9.0
    assert found.versions == {"dq": "2", "pandera": "0"}
    assert [file.name for file in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize(("now", "worse"), [(1.5, False), (1.8, False), (1.95, True), (0.5, False)])
def test_only_a_ratio_that_grew_by_more_than_the_tolerance_is_worse(now, worse):
    changes = compare(results_of(table(1.5)), results_of(table(now)))
    assert {change.what for change in changes} == {"dq: time", "dq: memory"}
    assert any(change.is_worse(0.25) for change in changes) is worse
    assert ("WORSE" in describe(changes, 0.25)) is worse


def test_seconds_and_peers_are_never_compared():
    slower = table(1.5, peer=400.0)
    machine = replace(slower, entries=tuple(replace(e, seconds=e.seconds * 10) for e in slower.entries))
    assert not any(change.is_worse(0.01) for change in compare(results_of(table(1.5)), results_of(machine)))


def test_tables_of_other_sizes_are_not_compared():
    assert compare(results_of(table()), results_of(table(key="validate/5"))) == []


@pytest.mark.parametrize(("seconds", "reached"), [(1.5, True), (1.6, False)])
def test_a_target_is_judged_by_the_largest_table(seconds, reached):
    small, large = table(0.1), table(seconds, key="validate/2000")
    large = replace(large, entries=tuple(replace(entry, rows=2000) for entry in large.entries))
    found = verdicts(results_of(small, large))
    assert found["record rules", "≤ 1.5 × bare Polars flags"] is reached
    assert found["record rules", "faster than every peer"] is True
    assert found["whole job", "≤ 3 × the sum of the floors"] is None


@pytest.mark.parametrize(("peer", "reached"), [(4.0, True), (0.5, False), (None, True)])
def test_a_peer_that_did_not_end_is_beaten(peer, reached):
    assert (
        verdicts(results_of(table(peer=peer, peer_note="out of memory")))["record rules", "faster than every peer"]
        is reached
    )


@pytest.mark.parametrize("engine", reconcile.DATACOMPY)
def test_a_peer_that_can_run_only_at_the_smaller_size_is_judged_there(engine):
    def compared(rows, peer):
        names = (reconcile.FLOOR, reconcile.DQ, engine)
        entries = tuple(Entry(name, s, 10**9, rows) for name, s in zip(names, (1.0, 2.0, peer), strict=True))
        return Table(f"reconcile/{rows}", f"{rows} rows", entries, measured=MEASURED)

    target = "register", f"≥ 5 × faster than {engine}"
    assert verdicts(results_of(compared(10, 8.0), compared(20, None)))[target] is False
    assert verdicts(results_of(compared(10, 11.0), compared(20, None)))[target] is True
    assert verdicts(results_of(compared(20, None)))[target] is True


def test_memory_is_judged_by_what_the_job_was_allowed():
    entries = (Entry(job.FLOOR, 1.0, 1, 10, floor=True), Entry(job.DQ, 2.0, 3_100_000_000, 10))
    one = Table("job/10", "Job", entries, {"--memory (bytes)": 3_000_000_000}, measured=MEASURED)
    assert verdicts(results_of(one))["whole job", "peak memory ≤ 3 GB"] is False


def growth(*, failing):
    sizes = (1_000_000, 3_000_000, 30_000_000)
    entries = [Entry(f"{rows:,} rows", 1.0, 10**9, rows, floor=rows == 3_000_000) for rows in sizes]
    figures = {"report.html, 30,000,000 rows (bytes)": 2e6, "report and workbook, 30,000,000 rows (seconds)": 4}
    if failing:
        entries.append(Entry("30,000,000 rows, 30% more failing", 1.0, 2 * 10**9, 30_000_000))
        figures |= {
            "report.html, 30,000,000 rows, 30% more failing (bytes)": 1e6,
            "report and workbook, 30,000,000 rows, 30% more failing (seconds)": 5,
        }
    return Table("growth/30000000", "Growth", tuple(entries), figures, measured=MEASURED)


@pytest.mark.parametrize(("failing", "reached"), [(True, True), (False, None)])
def test_the_report_is_judged_by_the_run_in_which_many_rows_fail(failing, reached):
    found = verdicts(results_of(growth(failing=failing)))
    assert found["growth", "memory of the most rows ≤ 1.3 × that of 3 M"] is True
    assert found["report", "report.html < 1.5 MB with 30 % of the rows failing"] is reached
    target = "report and workbook with 30 % more rows failing ≤ 1.5 × the time without"
    assert found["report", target] is reached


def test_the_page_says_why_a_contestant_did_not_end():
    page = render(results_of(table(peer=None, peer_note="out of memory: more than 12 GB")))
    assert "| pandera | – | – | 300 | – | 3.00 | out of memory: more than 12 GB |" in page
    assert "| **dq** | 667 | 1.50 | 150 | 1.50 | 1.50 |  |" in page
    assert "* 2 cores; 2026-11-22" in page


def test_charts_have_a_bar_an_entry_that_ended_and_a_text_for_the_other(tmp_path):
    write_charts(results_of(table(peer=None, peer_note="longer than 5 s"), growth(failing=True)), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["growth.svg", "validate.svg"]
    bars, lines = (ET.parse(tmp_path / f"{name}.svg").getroot() for name in ("validate", "growth"))  # noqa: S314 - our own files
    assert len(bars.findall(".//{*}rect")) == 2
    assert "longer than 5 s" in [text.text for text in bars.findall(".//{*}text")]
    assert len(lines.findall(".//{*}circle")) == 6
