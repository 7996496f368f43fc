"""Where a finding of a record rule points."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from dq.catalog import load_catalog
from dq.model import Assert, Predicate, Status
from dq.validate import BatchEvaluator, batch_evaluator, compile_rule


def test_a_finding_of_a_predicate_points_to_the_first_column_that_the_rule_names() -> None:
    catalog = load_catalog()
    checked = 0

    for dataset, rules in catalog.rules.items():
        schema = catalog.schemas[dataset]
        for rule in rules:
            if isinstance(rule.body, Predicate):
                first = schema.physical()[rule.body.columns[0]].name
                assert compile_rule(rule, schema).column == first, rule.id
                checked += 1

    assert checked


def test_a_finding_of_an_expression_points_to_the_first_column_that_it_names() -> None:
    catalog = load_catalog()
    schema = catalog.schema("population.person")
    template = next(rule for rule in catalog.rules["population.person"] if isinstance(rule.body, Assert))
    rule = replace(template, body=Assert("so_dinh_danh_cu IS NULL OR so_dinh_danh <> so_dinh_danh_cu"), when=None)

    assert compile_rule(rule, schema).column == "so_dinh_danh_cu"


ROWS = pl.DataFrame(
    {
        "record_id": [1, 2, 3, 4],
        "source_row": [2, 3, 4, 5],
        "dien_tich": [120.5, 0.0, None, -1.0],
        "loai_chu": ["ca_nhan", "ca_nhan", "to_chuc", None],
    }
)


def evaluator() -> BatchEvaluator:
    catalog = load_catalog()
    shipped = catalog.rule("LAND-HOLDER-003")
    bodies = {"T-AREA": "dien_tich > 0", "T-KIND": "loai_chu = 'ca_nhan'", "T-NOBODY": "dien_tich < 1000"}
    rules = [replace(shipped, id=name, body=Assert(text), when=None) for name, text in bodies.items()]
    return batch_evaluator(rules, catalog.schema("land.holder"), ["dien_tich", "loai_chu"], date(2026, 11, 1))


def test_flags_are_kept_of_the_rows_that_violate_something_and_counted_of_all() -> None:
    flags = evaluator().flag(ROWS)

    assert flags.frame["record_id"].to_list() == [2, 3, 4]
    assert flags.n_checked == {"T-AREA": 3, "T-KIND": 3, "T-NOBODY": 3}
    assert not flags.broken


def test_a_batch_that_is_read_as_it_is_flagged_gives_the_same(tmp_path: Path) -> None:
    for place, part in enumerate(ROWS.iter_slices(2)):
        part.write_parquet(tmp_path / f"part-{place}.parquet")

    streamed, at_hand = (evaluator().flag(rows) for rows in (pl.scan_parquet(tmp_path / "part-*.parquet"), ROWS))

    assert streamed.frame.sort("record_id").equals(at_hand.frame)
    assert streamed.n_checked == at_hand.n_checked


def test_findings_of_several_batches_are_those_of_one() -> None:
    evaluate = evaluator()
    together, found = evaluate.judge([evaluate.flag(part) for part in ROWS.iter_slices(1)])
    alone = evaluate(ROWS)

    assert together == alone.results
    assert sorted(pl.concat(found).rows()) == sorted(alone.findings.collect().rows())


def test_a_rule_that_breaks_in_one_batch_has_no_findings_in_another() -> None:
    catalog = load_catalog()
    rule = replace(catalog.rule("LAND-HOLDER-003"), body=Assert("CAST(loai_chu AS INTEGER) < 5"), when=None)
    evaluate = batch_evaluator([rule], catalog.schema("land.holder"), ["loai_chu"], date(2026, 11, 1))
    judged = ROWS.with_columns(loai_chu=pl.lit("7"))
    batches = [evaluate.flag(judged), evaluate.flag(ROWS)]
    assert batches[0].frame.height == 4
    assert batches[1].broken

    results, found = evaluate.judge(batches)

    assert [result.status for result in results] == [Status.ERROR]
    assert list(found) == []
