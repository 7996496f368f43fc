"""One contract for the three evaluators: pandera on Polars, Great Expectations on DuckDB, locked DuckDB."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from dq import findings
from dq.catalog.schemas import DatasetSchema, Field, Masking, Storage, ValueType
from dq.engine import duck
from dq.engine.limits import Limits
from dq.expect import engine as import_engine
from dq.expect import expect
from dq.model import (
    Assert,
    Body,
    Dimension,
    Evaluation,
    Expectation,
    Owner,
    Query,
    Rule,
    Severity,
    SourceRef,
    Status,
    Text,
)
from dq.query import query
from dq.staging import PartsWriter
from dq.validate import batch_evaluator, merge_results

pytestmark = pytest.mark.xdist_group("great_expectations")

SOURCE = SourceRef("checks/toy/rules.yaml", 1)
TEXT = Text("vi", "en")
AS_OF = date(2026, 11, 1)
LIMITS = Limits(memory=1_000_000_000, threads=2)
FRAME = pl.DataFrame(
    {
        "record_id": [1, 2, 3, 4, 5, 6],
        "source_row": [2, 3, 4, 5, 6, 7],
        "amount": [5, -1, None, -2, 7, 0],
        "amount__unreadable": [False, False, True, False, False, False],
        "kind": ["a", "a", "a", "b", "b", None],
    },
    schema_overrides={"amount": pl.Int64},
)


def field(name: str, storage: Storage) -> Field:
    kind = ValueType(name, storage, "text", {}, (), Masking.NONE)
    return Field(name, kind, TEXT, False, (), (), False, "sector", SOURCE)


SCHEMA = DatasetSchema(
    "toy.thing",
    TEXT,
    (field("amount", Storage.INTEGER), field("kind", Storage.TEXT), field("optional", Storage.TEXT)),
    None,
    (),
    SOURCE,
)
PRESENT = ["amount", "kind"]


def rule(rule_id: str, body: Body, columns: tuple[str, ...], when: str | None = None) -> Rule:
    return Rule(
        id=rule_id,
        dataset="toy.thing",
        body=body,
        columns=columns,
        dimension=Dimension.CORRECT,
        severity=Severity.CRITICAL,
        owner=Owner.SECTOR,
        title=TEXT,
        remedy=TEXT,
        source=SOURCE,
        when=when,
    )


def record_engine(rules: list[Rule], frame: pl.DataFrame, work: Path) -> Evaluation:
    evaluate = batch_evaluator(rules, SCHEMA, PRESENT, AS_OF)
    batches = [evaluate(part) for part in frame.iter_slices(4)] or [evaluate(frame)]
    table = findings.concat([batch.findings.collect() for batch in batches])
    return Evaluation(merge_results([batch.results for batch in batches]), table.lazy())


def stage(frame: pl.DataFrame, work: Path) -> dict[str, duck.View]:
    writer = PartsWriter(work / "canonical")
    for part in frame.iter_slices(4):
        writer.write(part)
    if not frame.height:
        writer.write(frame)
    return {"toy.thing": duck.View(writer.glob, tuple(frame.columns))}


def dataset_engine(rules: list[Rule], frame: pl.DataFrame, work: Path) -> Evaluation:
    duck.write_views(work / "stage.duckdb", stage(frame, work))
    settings = [*duck.limit_statements(LIMITS, work / "spill"), *duck.lock_statements([work])]
    return expect(
        work / "stage.duckdb",
        rules,
        schema=SCHEMA,
        present=PRESENT,
        as_of=AS_OF,
        out=work / "findings",
        settings=settings,
    )


def cross_engine(rules: list[Rule], frame: pl.DataFrame, work: Path) -> Evaluation:
    views = stage(frame, work)
    with duck.connect_locked(LIMITS, work / "spill", views=views, folders=[work]) as connection:
        return query(connection, rules, schema=SCHEMA, present=PRESENT, as_of=AS_OF, out=work / "findings")


def as_assert(condition: str) -> Body:
    return Assert(f"NOT ({condition})")


def as_expectation(condition: str) -> Body:
    sql = f"SELECT record_id FROM {{batch}} WHERE {condition}"
    return Expectation("unexpected_rows_expectation", {"unexpected_rows_query": sql})


def as_query(condition: str) -> Body:
    return Query(f"SELECT record_id FROM toy.thing WHERE {condition}", {}, "sql/toy.sql")


Engine = Callable[[list[Rule], pl.DataFrame, Path], Evaluation]
ENGINES = pytest.mark.parametrize(
    ("engine", "violating"),
    [
        pytest.param(record_engine, as_assert, id="pandera"),
        pytest.param(dataset_engine, as_expectation, id="great_expectations"),
        pytest.param(cross_engine, as_query, id="duckdb"),
    ],
)


@ENGINES
def test_contract(engine: Engine, violating: Callable[[str], Body], tmp_path: Path) -> None:
    rules = [
        rule("T-FAILS", violating("amount < 0"), ("amount",)),
        rule("T-BREAKS", violating("CAST(kind AS INTEGER) > 0"), ("kind",)),
        rule("T-PASSES", violating("amount > 100"), ("amount",)),
        rule("T-ABSENT", violating("optional = 'x'"), ("optional",)),
        rule("T-WHEN", violating("amount < 0"), ("amount", "kind"), when="kind = 'a'"),
        rule("T-NOBODY", violating("amount < 0"), ("amount", "kind"), when="kind = 'z'"),
    ]

    evaluation = engine(rules, FRAME, tmp_path)

    results = {result.rule_id: result for result in evaluation.results}
    found = evaluation.findings.collect()
    assert [result.rule_id for result in evaluation.results] == [item.id for item in rules]
    assert {rule_id: result.status for rule_id, result in results.items()} == {
        "T-FAILS": Status.FAILED,
        "T-BREAKS": Status.ERROR,
        "T-PASSES": Status.PASSED,
        "T-ABSENT": Status.NOT_APPLICABLE,
        "T-WHEN": Status.FAILED,
        "T-NOBODY": Status.NOT_APPLICABLE,
    }
    assert results["T-ABSENT"].reason == "column_absent: optional"
    assert results["T-NOBODY"].reason == "nothing_to_check"
    assert results["T-BREAKS"].reason.isidentifier()
    assert found.schema == findings.SCHEMA
    assert set(found.filter(rule_id="T-FAILS")["record_id"]) == {2, 4}
    assert set(found.filter(rule_id="T-FAILS")["source_row"]) == {3, 5}
    assert set(found.filter(rule_id="T-FAILS")["column"]) == {"amount"}
    assert set(found.filter(rule_id="T-WHEN")["record_id"]) == {2}
    for rule_id, result in results.items():
        assert result.n_failed == found.filter(rule_id=rule_id).unique().height
    assert all(result.evidence for result in evaluation.results)


@ENGINES
def test_a_condition_takes_rows_out_of_the_denominator(
    engine: Engine, violating: Callable[[str], Body], tmp_path: Path
) -> None:
    body = violating("kind = 'never'")
    inside, everywhere = rule("T-IN", body, ("kind",), when="amount < 6"), rule("T-ALL", body, ("kind",))

    results = {result.rule_id: result for result in engine([inside, everywhere], FRAME, tmp_path).results}

    assert results["T-IN"].n_checked < results["T-ALL"].n_checked
    assert results["T-IN"].status is results["T-ALL"].status is Status.PASSED


@ENGINES
def test_a_table_without_rows_checks_nothing(engine: Engine, violating: Callable[[str], Body], tmp_path: Path) -> None:
    evaluation = engine([rule("T-EMPTY", violating("amount < 0"), ("amount",))], FRAME.clear(), tmp_path)

    assert [result.status for result in evaluation.results] == [Status.NOT_APPLICABLE]
    assert evaluation.findings.collect().height == 0


def test_an_unreadable_cell_takes_the_record_out_of_the_rules_that_read_it(tmp_path: Path) -> None:
    body = Assert("coalesce(amount, -1) >= 0")

    evaluation = record_engine([rule("T-GUARD", body, ("amount",))], FRAME, tmp_path)

    assert set(evaluation.findings.collect()["record_id"]) == {2, 4}
    assert evaluation.results[0].n_checked == 5


def test_an_engine_error_keeps_its_class_and_never_its_words(tmp_path: Path) -> None:
    secret = FRAME.with_columns(kind=pl.lit("Nguyễn Văn Bí Mật"))

    for engine, violating in ((record_engine, as_assert), (cross_engine, as_query), (dataset_engine, as_expectation)):
        broken = rule("T-BREAKS", violating("CAST(kind AS INTEGER) > 0"), ("kind",))
        (result,) = engine([broken], secret, tmp_path / engine.__name__).results
        assert result.status is Status.ERROR
        assert "Bí Mật" not in str(result)


def test_the_day_of_the_run_is_known_to_every_engine(tmp_path: Path) -> None:
    in_batch = "SELECT record_id FROM {batch} WHERE amount < 0 AND $as_of = DATE '2026-11-01'"
    in_table = "SELECT record_id FROM toy.thing WHERE amount < 0 AND $as_of = DATE '2026-11-01'"
    bodies = {
        record_engine: Assert("NOT (amount < 0 AND as_of = DATE '2026-11-01')"),
        dataset_engine: Expectation("unexpected_rows_expectation", {"unexpected_rows_query": in_batch}),
        cross_engine: Query(in_table, {}, "sql/toy.sql"),
    }

    for engine, body in bodies.items():
        evaluation = engine([rule("T-DAY", body, ("amount",))], FRAME, tmp_path / engine.__name__)
        assert set(evaluation.findings.collect()["record_id"]) == {2, 4}, engine.__name__


def test_great_expectations_is_not_made_to_fetch_what_a_query_found(tmp_path: Path) -> None:
    fetched: list[int] = []

    def count(_connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
        rows = getattr(context.cursor_fetch_strategy, "_rowbuffer", ())
        fetched.append(len(rows))

    import_engine()  # its own listener comes first
    sa.event.listen(sa.engine.Engine, "after_cursor_execute", count)
    try:
        frame = pl.select(record_id=pl.int_range(1, 1001), source_row=pl.int_range(2, 1002)).with_columns(
            amount=pl.lit(-1, dtype=pl.Int64), amount__unreadable=pl.lit(value=False), kind=pl.lit("a")
        )
        found = dataset_engine([rule("TOY-1", as_expectation("amount < 0"), ("amount",))], frame, tmp_path)
    finally:
        sa.event.remove(sa.engine.Engine, "after_cursor_execute", count)
    assert (found.results[0].status, found.results[0].n_failed) == (Status.FAILED, 1000)
    assert found.findings.collect().height == 1000
    assert 0 < max(fetched) <= 10
