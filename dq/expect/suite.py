"""The rules that Great Expectations can judge by itself, as a suite in its own JSON."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dq.catalog.schemas import Constraint, DatasetSchema, Field, Storage
from dq.expect.compile import compile_expectation
from dq.expect.engine import engine
from dq.model import Expectation, Rule

_BETWEEN = {"minimum": "min_value", "maximum": "max_value"}


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite of Great Expectations.

    Attributes:
        content: Its JSON, as `ExpectationSuite` reads it.
        left_out: The ids of the rules that it has no words for: they run in dq only.
    """

    content: dict[str, Any]
    left_out: tuple[str, ...]


def export_suite(schema: DatasetSchema, rules: Sequence[Rule], as_of: date) -> Suite:
    """Return the dataset rules and the constraints of the schema as a suite, for a table of the canonical columns.

    Each expectation has the rule's id, severity and title in its `meta`. Record rules, queries over several records,
    register outcomes, and expectations about a part of the rows (`when`) or about a bound of a partial date stay out:
    they are named in `left_out`.

    Args:
        schema: The dataset's schema.
        rules: All rules of the dataset.
        as_of: The day that stands for `$as_of`.

    Raises:
        RuleError: A rule is no valid expectation.
    """
    gx = engine()
    constraints = dict(_constraints(schema))
    expectations, left_out = [], []
    for rule in rules:
        if isinstance(rule.body, Expectation) and not rule.when and not _needs_bounds(rule.body, schema):
            found = compile_expectation(rule, schema, as_of)
        elif rule.id in constraints:
            found = constraints[rule.id]
        else:
            left_out.append(rule.id)
            continue
        found.meta = {"rule_id": rule.id, "severity": str(rule.severity), "title": rule.title.en}
        expectations.append(found)
    suite = gx.ExpectationSuite(name=schema.dataset, expectations=expectations)
    return Suite(suite.to_json_dict(), tuple(left_out))


def _constraints(schema: DatasetSchema) -> Iterator[tuple[str, Any]]:
    """Yield the constraints of the schema as expectations, by the id of the rule that follows from each."""
    gx = engine()
    for field in schema.fields:
        prefix = f"{schema.dataset}.{field.name}"
        if field.required:
            yield f"{prefix}.required", gx.expectations.ExpectColumnValuesToNotBeNull(column=field.name)
        for constraint in field.constraints:
            yield f"{prefix}.{constraint.kind}", _constraint(field, constraint)


def _constraint(field: Field, constraint: Constraint) -> Any:
    kinds, value = engine().expectations, constraint.value
    match constraint.kind:
        case "unique":
            return kinds.ExpectColumnValuesToBeUnique(column=field.name)
        case "enum":
            return kinds.ExpectColumnValuesToBeInSet(column=field.name, value_set=list(value))
        case "pattern":
            return kinds.ExpectColumnValuesToMatchRegex(column=field.name, regex=f"^(?:{value})$")
        case _:
            bound = date.fromisoformat(str(value)) if field.type.storage is Storage.DATE else value
            return kinds.ExpectColumnValuesToBeBetween(column=field.name, **{_BETWEEN[constraint.kind]: bound})


def _needs_bounds(body: Expectation, schema: DatasetSchema) -> bool:
    """Whether an expectation is about a bound of a partial date, which only a run of dq computes."""
    computed = set(schema.physical()) - set(schema.names)
    words = {word for value in body.arguments.values() for word in re.findall(r"\w+", str(value))}
    return not computed.isdisjoint(words)
