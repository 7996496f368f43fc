"""The long table for dashboards."""

from itertools import product

import polars as pl
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from month_runs import rule, write_run

from dq.cli.main import cli
from dq.model import Dimension, Outcome, Severity
from dq.report.format import SMALL
from dq.summary import FIGURES_SCHEMA, figures, read_runs, summarize_period
from dq.summary.figures import _hidden

EA_KAO, EA_TUL = "24169", "24277"


def figures_of(*folders):
    runs = read_runs(folders, latest=False)
    return figures(summarize_period(runs, period="2026-10", expected=[]), runs)


def value(table, measure, commune=None):
    chosen = table.filter(pl.col("measure") == measure, pl.col("commune").eq_missing(commune))
    return chosen["value"].item()


def test_a_dataset_has_its_counts_outcomes_findings_and_scores(tmp_path):
    rules = [rule("R", 20), rule("S", 9, severity="warning", n_waived=4)]
    folder = write_run(tmp_path / "a", {EA_KAO: (60, 20), EA_TUL: (30, 10)}, rules=rules, outcomes={"deceased": 7})
    table = figures_of(folder)
    assert table.schema == FIGURES_SCHEMA
    assert set(table["period"]) == {"2026-10"}
    assert set(table["sector"]) == {"welfare"}
    assert (value(table, "records"), value(table, "ready"), value(table, "held")) == (120, 90, 30)
    assert value(table, "outcome.deceased") == 7
    assert (value(table, "findings.critical"), value(table, "findings.warning"), value(table, "findings.info")) == (
        20,
        5,
        0,
    )
    assert value(table, "score.overall") == 90
    assert value(table, "held", EA_KAO) == 20
    expected = 3 + len(Outcome) + len(Severity) + len(Dimension) + 1
    assert table.filter(pl.col("commune").is_null()).height == expected
    assert not table.select("dataset", "commune", "measure").is_duplicated().any()


def test_small_counts_and_what_would_tell_them_are_not_given(tmp_path):
    table = figures_of(write_run(tmp_path / "a", {EA_KAO: (60, 2), EA_TUL: (30, 10), None: (1, 0)}))
    assert value(table, "held", EA_KAO) is None
    assert value(table, "ready", EA_KAO) is None
    assert value(table, "records", EA_KAO) == 62
    assert value(table, "records", "") is None
    assert value(table, "held") == 12


@given(
    st.lists(st.tuples(st.sampled_from((0, 3, 8)), st.sampled_from((0, 2, 9))), min_size=9, max_size=9),
)
@settings(deadline=None)
def test_no_small_count_can_be_had_from_a_total(parts):
    counts = dict(zip(product(("a.x", "b.x", "c.x"), ("1", "2", "3")), parts, strict=True))
    hidden = _hidden(counts)
    assert {cell for cell, pair in counts.items() if any(0 < part < SMALL for part in pair)} <= hidden
    for place in (0, 1):
        for name in {cell[place] for cell in counts}:
            assert sum(cell[place] == name for cell in hidden) != 1


def test_the_command_writes_it_on_request(tmp_path):
    folder = write_run(tmp_path / "a", {EA_KAO: (60, 20)})
    done = CliRunner().invoke(
        cli, ["summary", str(folder), "--period", "2026-10", "--out", str(tmp_path / "s"), "--format", "parquet"]
    )
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["figures.parquet"]
    assert pl.read_parquet(tmp_path / "s" / "figures.parquet").schema == FIGURES_SCHEMA
