"""Where a finding of a record rule points."""

from dataclasses import replace

from dq.catalog import load_catalog
from dq.model import Assert, Predicate
from dq.validate import compile_rule


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
