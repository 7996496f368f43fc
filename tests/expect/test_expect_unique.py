"""Whether values repeat, in one query: as Great Expectations itself finds it."""

from collections import Counter
from datetime import date

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.catalog.schemas import DatasetSchema, Field, Masking, Storage, ValueType
from dq.engine import duck
from dq.engine.limits import Limits
from dq.expect import evaluate, expect
from dq.expect.session import View
from dq.expect.unique import repeated_sql
from dq.model import Dimension, Expectation, Owner, Rule, Severity, SourceRef, Status, Text
from dq.staging import PartsWriter

pytestmark = pytest.mark.xdist_group("great_expectations")

VIEW = View("rows", "toy.thing", None)
ONE = Expectation("expect_column_values_to_be_unique", {"column": "a"})
BOTH = Expectation("expect_compound_columns_to_be_unique", {"column_list": ["a", "b"]})
SOURCE, TEXT = SourceRef("checks/toy/dataset.yaml", 1), Text("vi", "en")
TABLES = {
    "unique": [("1", "x"), ("2", "x"), ("3", None)],
    "one repeats": [("1", "x"), ("1", "y"), ("2", "y")],
    "both repeat": [("1", "x"), ("2", "y"), ("1", "x")],
    "absent values repeat": [(None, "x"), (None, "x"), (None, None), (None, None)],
    "half absent": [("1", None), ("1", None), ("2", "x")],
    "one row": [("1", "x")],
}


def repeats(body, rows):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows (a VARCHAR, b VARCHAR)")
        connection.executemany("INSERT INTO rows VALUES (?, ?)", rows)
        return connection.execute(repeated_sql(body, VIEW)).fetchone() is not None


@given(rows=st.lists(st.tuples(*[st.none() | st.sampled_from(["", "1", "2", "x"])] * 2), min_size=1, max_size=8))
def test_it_finds_what_repeats_and_nothing_else(rows):
    alone = Counter(a for a, _ in rows if a is not None)
    together = Counter(row for row in rows if None not in row)
    assert repeats(ONE, rows) == (max(alone.values(), default=0) > 1)
    assert repeats(BOTH, rows) == (max(together.values(), default=0) > 1)


def test_equal_hashes_are_no_equal_values(monkeypatch):
    monkeypatch.setattr("dq.expect.unique.HASH", "length")  # of one letter each
    assert not repeats(ONE, [("1", "x"), ("2", "x")])
    assert repeats(ONE, [("1", "x"), ("2", "x"), ("2", "y")])


@pytest.mark.parametrize(
    "body",
    [
        Expectation("expect_column_values_to_be_unique", {"column": "a", "mostly": 0.9}),
        Expectation("expect_compound_columns_to_be_unique", {"column_list": ["a"], "row_condition": "b = 'x'"}),
        Expectation("expect_select_column_values_to_be_unique_within_record", {"column_list": ["a", "b"]}),
    ],
)
def test_what_it_has_no_words_for_stays_with_great_expectations(body):
    assert repeated_sql(body, VIEW) is None


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_great_expectations_judges_the_same_by_its_own_sql(rows, tmp_path, monkeypatch):
    ours = judged(rows, tmp_path / "ours")
    monkeypatch.setattr(evaluate, "repeated_sql", lambda body, view: None)
    assert judged(rows, tmp_path / "theirs") == ours


def judged(rows, folder):
    writer = PartsWriter(folder / "canonical")
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    writer.write(frame.with_row_index("record_id", 1).with_columns(source_row=pl.col("record_id") + 1))
    columns = ("record_id", "a", "b", "source_row")
    duck.write_views(folder / "stage.duckdb", {"toy.thing": duck.View(writer.glob, columns)})
    kind = ValueType("text", Storage.TEXT, "text", {}, (), Masking.NONE)
    fields = tuple(Field(name, kind, TEXT, False, (), (), False, "sector", SOURCE) for name in "ab")
    rules = [
        Rule(
            id=rule_id, dataset="toy.thing", body=body, columns=("a",), dimension=Dimension.CORRECT,
            severity=Severity.CRITICAL, owner=Owner.SECTOR, title=TEXT, remedy=TEXT, source=SOURCE,
        )
        for rule_id, body in (("T-ONE", ONE), ("T-BOTH", BOTH))
    ]  # fmt: skip
    limits = duck.limit_statements(Limits(memory=1_000_000_000, threads=1), folder / "spill")
    evaluation = expect(
        folder / "stage.duckdb",
        rules,
        schema=DatasetSchema("toy.thing", TEXT, fields, None, (), SOURCE),
        present=["a", "b"],
        as_of=date(2026, 11, 1),
        out=folder / "findings",
        settings=limits,
    )
    assert {result.status for result in evaluation.results} <= {Status.PASSED, Status.FAILED}
    assert evaluation.findings.collect().is_empty()
    return [(result.rule_id, result.status, result.n_checked, result.n_failed) for result in evaluation.results]
