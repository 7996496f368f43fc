"""Every hand-written rule of the catalog, run over its own cases through the engine that runs it in production."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from dq.catalog import load_catalog
from dq.catalog.cases import Rows, case_tables
from dq.engine import duck
from dq.engine.limits import Limits
from dq.expect import expect
from dq.lint import lint
from dq.model import RECORD_ID, SOURCE_ROW, Query, Rule, RuleKind, Status
from dq.normalize import normalize_batch
from dq.query import query
from dq.staging import PartsWriter
from dq.validate import compile_rule, complete

pytestmark = pytest.mark.xdist_group("great_expectations")

CATALOG = load_catalog()
LIMITS = Limits(memory=1_000_000_000, threads=2)
CASE = "case_number"
HAND_WRITTEN = [rule for rules in CATALOG.rules.values() for rule in rules if not rule.derived]
EXPECTED = {"pass": Status.PASSED, "fail": Status.FAILED}


def of_kind(kind: RuleKind) -> pytest.MarkDecorator:
    rules = [rule for rule in HAND_WRITTEN if rule.kind is kind]
    return pytest.mark.parametrize("rule", rules, ids=lambda rule: rule.id)


def case_rows(rule: Rule) -> Iterator[Mapping[str, Any]]:
    for case in (*rule.cases.passing, *rule.cases.failing, *rule.cases.not_checked):
        yield from case_tables(rule, case)[rule.dataset]


def case_of(rule: Rule) -> Iterator[tuple[str, int, Mapping[str, Rows]]]:
    for name, cases in (("pass", rule.cases.passing), ("fail", rule.cases.failing)):
        for index, case in enumerate(cases):
            yield name, index, case_tables(rule, case)


def as_in_a_file(rows: Sequence[Mapping[str, Any]], dataset: str) -> pl.DataFrame:
    """Return `rows` as the loader gives a file that has all columns of `dataset`."""
    names = CATALOG.schema(dataset).names
    numbers = pl.Series(range(1, len(rows) + 1), dtype=pl.Int64)
    columns = {
        name: pl.Series(name, [None if row.get(name) is None else str(row[name]) for row in rows], dtype=pl.String)
        for name in names
    }
    return pl.DataFrame({RECORD_ID: numbers, SOURCE_ROW: numbers + 1, **columns})


def canonical(rows: Sequence[Mapping[str, Any]], dataset: str) -> pl.DataFrame:
    return normalize_batch(as_in_a_file(rows, dataset), CATALOG.schema(dataset)).frame


def companions(rule: Rule) -> Mapping[str, Sequence[str]]:
    return rule.body.companions if isinstance(rule.body, Query) else {}


def test_every_rule_compiles():
    assert [str(error) for error in lint(CATALOG)] == []


@pytest.mark.parametrize("rule", HAND_WRITTEN, ids=lambda rule: rule.id)
def test_a_rule_has_cases_of_both_kinds_over_columns_of_its_dataset(rule):
    assert rule.cases.passing
    assert rule.cases.failing
    for case in (*rule.cases.passing, *rule.cases.failing, *rule.cases.not_checked):
        tables = case_tables(rule, case)
        assert set(tables) == {rule.dataset, *companions(rule)}
        for dataset, rows in tables.items():
            assert {name for row in rows for name in row} <= set(CATALOG.schema(dataset).names)


@pytest.mark.parametrize("dataset", CATALOG.schemas)
def test_no_failing_case_is_repaired_before_its_rule_sees_it(dataset):
    rows = [
        (rule.id, row)
        for rule in HAND_WRITTEN
        for case in rule.cases.failing
        for row in case_tables(rule, case).get(dataset, ())
    ]
    changes = normalize_batch(as_in_a_file([row for _, row in rows], dataset), CATALOG.schema(dataset)).changes
    changed = {(rows[number - 1][0], column) for number, column in changes.select(RECORD_ID, "column").iter_rows()}
    assert changed == set()


@pytest.fixture(scope="module")
def record_cases(as_of) -> dict[str, pl.DataFrame]:
    """The canonical rows of each record rule's cases; a dataset's are normalized in one go, because that is slow."""
    frames = {}
    for dataset, schema in CATALOG.schemas.items():
        rules = [rule for rule in HAND_WRITTEN if rule.dataset == dataset and rule.kind is RuleKind.RECORD]
        frame = complete(canonical([row for rule in rules for row in case_rows(rule)], dataset), schema, as_of)
        start = 0
        for rule in rules:
            length = len(list(case_rows(rule)))
            frames[rule.id] = frame.slice(start, length)
            start += length
    return frames


@of_kind(RuleKind.RECORD)
def test_a_record_rule_judges_its_cases(rule, record_cases):
    cases = rule.cases
    flag = compile_rule(rule, CATALOG.schema(rule.dataset)).flag
    verdicts = record_cases[rule.id].select(flag).to_series().to_list()
    assert verdicts == [True] * len(cases.passing) + [False] * len(cases.failing) + [None] * len(cases.not_checked)


@of_kind(RuleKind.CROSS)
def test_a_query_judges_its_cases(rule, as_of, tmp_path):
    schema = CATALOG.schema(rule.dataset)
    others = {dataset: CATALOG.schema(dataset).names for dataset in companions(rule)}
    for name, index, tables in case_of(rule):
        work = tmp_path / f"{name}{index}"
        views = {}
        for dataset, rows in tables.items():
            writer = PartsWriter(work / dataset)
            frame = canonical(rows, dataset)
            writer.write(frame)
            views[dataset] = duck.View(writer.glob, tuple(frame.columns))
        out = work / "findings"
        with duck.connect_locked(LIMITS, work / "spill", views=views, folders=[work]) as connection:
            done = query(
                connection, [rule], schema=schema, present=schema.names, as_of=as_of, out=out, companions=others
            )
        (result,) = done.results
        found = done.findings.collect()
        assert (name, index, result.status, result.reason) == (name, index, EXPECTED[name], "")
        assert found.height == result.n_failed
        assert set(found["column"]) <= set(schema.names)


@pytest.fixture(scope="module")
def expectation_statuses(tmp_path_factory, as_of) -> dict[tuple[str, str, int], Status]:
    """The status of each expectation over each of its case tables.

    Great Expectations is slow to start, so that all tables of a dataset are one, and each case a rule with a `when`.
    """
    statuses = {}
    for dataset, schema in CATALOG.schemas.items():
        rules = [rule for rule in HAND_WRITTEN if rule.dataset == dataset and rule.kind is RuleKind.DATASET]
        keys = [(rule, name, index, tables[dataset]) for rule in rules for name, index, tables in case_of(rule)]
        if not keys:
            continue
        rows = [row for *_, table in keys for row in table]
        numbers = [number for number, (*_, table) in enumerate(keys) for _ in table]
        work = tmp_path_factory.mktemp(dataset)
        writer = PartsWriter(work / "canonical")
        frame = canonical(rows, dataset).with_columns(pl.Series(CASE, numbers))
        writer.write(frame)
        duck.write_views(work / "stage.duckdb", {dataset: duck.View(writer.glob, tuple(frame.columns))})
        done = expect(
            work / "stage.duckdb",
            [
                replace(rule, id=str(number), when=f"{CASE} = {number} AND ({rule.when or 'true'})")
                for number, (rule, *_) in enumerate(keys)
            ],
            schema=schema,
            present=schema.names,
            as_of=as_of,
            out=work / "findings",
            settings=[*duck.limit_statements(LIMITS, work / "spill"), *duck.lock_statements([work])],
        )
        for (rule, name, index, _), result in zip(keys, done.results, strict=True):
            statuses[rule.id, name, index] = result.status
    return statuses


@of_kind(RuleKind.DATASET)
def test_an_expectation_judges_its_cases(rule, expectation_statuses):
    for name, index, _ in case_of(rule):
        assert (name, index, expectation_statuses[rule.id, name, index]) == (name, index, EXPECTED[name])
