"""The figures of a month."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from month_runs import codes_of_dak_lak, rule, write_run

from dq.errors import OutputError, UsageError
from dq.report.format import SMALL
from dq.summary import as_json, previous_summary, read_runs, summarize_period
from dq.summary.units import FEWEST, commune_lines

EA_KAO, EA_TUL, VINH_TUY = "24169", "24277", "00283"


def summary(*folders, latest=False, **changes):
    values = {"period": "2026-10", "expected": ["welfare.beneficiary", "land.holder"]} | changes
    return summarize_period(read_runs(folders, latest=latest), **values)


def test_runs_of_one_dataset_are_added_up(tmp_path):
    one = write_run(tmp_path / "a", {EA_KAO: (60, 20)}, rules=[rule("R", 20)], outcomes={"missing_id": 7})
    two = write_run(tmp_path / "b", {EA_TUL: (20, 0)}, rules=[rule("R", 0)], scorecard=card(100.0))
    made = summary(one, two)
    assert (made.total.runs, made.total.records, made.total.ready, made.total.held) == (2, 100, 80, 20)
    assert made.total.missing_id == 7
    assert made.total.overall == pytest.approx(0.8 * 90 + 0.2 * 100)
    assert [(line.dataset, line.now.records) for line in made.datasets] == [("welfare.beneficiary", 100)]
    assert [(line.rule_id, line.findings) for line in made.work] == [("R", 20)]


def test_waived_findings_are_no_unfinished_work(tmp_path):
    rules = [rule("R", 20, n_waived=20), rule("S", 5, severity="warning", owner="police")]
    made = summary(write_run(tmp_path / "a", {EA_KAO: (60, 20)}, rules=rules))
    assert (made.total.critical, made.total.other, made.total.waived) == (0, 5, 20)
    assert {line.owner: (line.rules, line.critical, line.other) for line in made.owners} == {
        "sector": (0, 0, 0),
        "civil_registry": (0, 0, 0),
        "police": (1, 0, 5),
    }


def test_the_month_before_gives_the_changes(tmp_path):
    before = summary(write_run(tmp_path / "a", {EA_KAO: (50, 50)}, rules=[rule("R", 50)]), period="2026-09")
    earlier = json.loads(json.dumps(as_json(before)))
    made = summary(write_run(tmp_path / "b", {EA_KAO: (90, 10)}, rules=[rule("R", 10)]), previous=earlier)
    assert made.before == "2026-09"
    assert made.total_before == before.total
    assert made.datasets[0].before.ready == 50
    assert made.owners[0].critical_before == 50


@pytest.mark.parametrize("period", ["2026-10", "2026-11"])
def test_a_previous_month_must_be_earlier(tmp_path, period):
    folder = write_run(tmp_path / "a", {EA_KAO: (50, 50)})
    earlier = json.loads(json.dumps(as_json(summary(folder, period=period))))
    with pytest.raises(UsageError) as error:
        summary(folder, previous=earlier)
    assert error.value.key == "summary.not_earlier"


@pytest.mark.parametrize("same", [{"sha256": "x", "name": "y.csv"}, {"sha256": "z", "name": "a.csv"}])
def test_one_input_twice_is_refused_unless_the_latest_shall_count(tmp_path, same):
    first = write_run(tmp_path / "a", {EA_KAO: (50, 50)}, input={"sha256": "x", "name": "a.csv"})
    second = write_run(tmp_path / "b", {EA_KAO: (90, 10)}, input=same, started="2026-11-05T08:00:00+00:00")
    with pytest.raises(UsageError) as error:
        summary(first, second)
    assert error.value.key == "summary.input_twice"
    for order in ((first, second), (second, first)):
        made = summary(*order, latest=True)
        assert made.total.ready == 90
        assert made.completeness.superseded == ("welfare.beneficiary: a.csv (a)",)
    assert summary(first, first).total.runs == 1


def test_what_is_missing_or_doubtful_is_said(tmp_path):
    one = write_run(tmp_path / "a", {EA_KAO: (50, 50), VINH_TUY: (1, 0)}, as_of="2026-11-02")
    two = write_run(tmp_path / "b", {EA_KAO: (5, 5)})
    gaps = summary(one, two).completeness
    assert gaps.missing_datasets == ("land.holder",)
    assert gaps.outside_period == ("welfare.beneficiary: a.csv (2026-11-02)",)
    assert gaps.overlaps == ("welfare.beneficiary: a.csv / b.csv",)
    # Đắk Lắk only: one stray record does not call for all communes of Hà Nội.
    assert gaps.n_expected == 102
    assert gaps.n_missing == 101
    assert "Phường Ea Kao" not in gaps.missing_communes


def test_units_are_ranked_by_share_and_small_ones_are_not(tmp_path):
    codes = codes_of_dak_lak()[:4]
    counts = dict(zip(codes, [(50, 50), (90, 10), (45, 5), (FEWEST - 6, 5)], strict=True))
    lines = {line.code: line for line in summary(write_run(tmp_path / "a", counts)).communes}
    assert [lines[code].rank for code in codes] == [3, 1, 1, None]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({EA_KAO: (50, 3), EA_TUL: (50, 40), VINH_TUY: (60, 60)}, {EA_KAO, EA_TUL}),
        ({EA_KAO: (50, 3), EA_TUL: (2, 40), VINH_TUY: (60, 60)}, {EA_KAO, EA_TUL}),
        ({EA_KAO: (50, 5), EA_TUL: (50, 0)}, set()),
        ({EA_KAO: (1, 1)}, {EA_KAO}),
    ],
)
def test_counts_below_five_and_what_would_tell_them_are_hidden(tmp_path, counts, hidden):
    made = summary(write_run(tmp_path / "a", counts))
    assert {line.code for line in made.communes if line.held is None} == hidden
    assert made.suppressed == bool(hidden)


def test_codes_that_are_none_are_lines_of_their_own_and_never_shown(tmp_path):
    made = summary(write_run(tmp_path / "a", {None: (40, 0), "Ông Ba 0912345678": (40, 0)}))
    assert {line.code for line in made.communes} == {"", "?"}
    assert "0912345678" not in repr(made)
    assert [line.rank for line in made.communes] == [None, None]


PARTS = st.integers(0, 60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([EA_KAO, EA_TUL, VINH_TUY, "24502"]), st.tuples(PARTS, PARTS), min_size=1))
def test_no_small_count_is_ever_shown(counts):
    from datetime import date

    for line in commune_lines(counts, date(2026, 10, 31)):
        for shown in (line.records, line.ready, line.held):
            assert shown is None or shown == 0 or shown >= SMALL or line.records == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "summary.not_a_summary"),
        ("[]", "summary.not_a_summary"),
        ('{"format": 1, "decision": {}}', "summary.not_a_summary"),
        ('{"format": 2, "period": "2026-10", "datasets": [], "owners": [], "total": {}}', "output.unknown_format"),
    ],
)
def test_a_file_that_is_no_summary_is_refused(tmp_path, text, key):
    path = tmp_path / "summary.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError) as error:
        previous_summary(path)
    assert error.value.key == key


def test_a_folder_without_its_tables_is_refused(tmp_path):
    folder = write_run(tmp_path / "a", {EA_KAO: (5, 5)})
    (folder / "clean.parquet").unlink()
    with pytest.raises(OutputError) as error:
        read_runs([folder], latest=False)
    assert error.value.key == "output.damaged"


def card(score: float) -> dict:
    words = ("correct", "complete", "clean", "live")
    return {"overall": score, "words": {word: {"score": score} for word in words}}
