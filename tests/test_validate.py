"""Where a finding of a record rule points."""

from dq.catalog import load_catalog
from dq.model import Predicate
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
