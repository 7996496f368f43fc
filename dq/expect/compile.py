"""A rule as an expectation object, and the SELECT of its findings."""

import re
from datetime import date
from typing import Any

from dq import findings
from dq.catalog.schemas import DatasetSchema, Storage
from dq.errors import RuleError
from dq.expect.engine import engine
from dq.expect.session import View
from dq.model import Expectation, Rule

UNEXPECTED_ROWS = "unexpected_rows_expectation"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AS_OF = "$as_of"


def compile_expectation(rule: Rule, schema: DatasetSchema, as_of: date) -> Any:
    """Return `rule` as an expectation object, its arguments judged by Great Expectations itself.

    Raises:
        RuleError: There is no such expectation, or it does not take these arguments. Names file and line.
    """
    engine()
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.registry import get_expectation_impl

    if not isinstance(rule.body, Expectation):
        raise RuleError("rule.not_an_expectation", rule=rule.id, where=str(rule.source))
    name = rule.body.name
    try:
        kind = get_expectation_impl(name)
    except ExpectationNotFoundError:
        raise RuleError("rule.unknown_expectation", rule=rule.id, where=str(rule.source), name=name) from None
    try:
        return kind(**_arguments(rule.body, schema, as_of), meta={"rule_id": rule.id})
    except (ValueError, TypeError) as error:  # pydantic's errors are ValueErrors
        problem = str(error).splitlines()[-1].strip()
        raise RuleError("rule.bad_expectation", rule=rule.id, where=str(rule.source), problem=problem) from None


def findings_sql(rule: Rule, view: View, as_of: date) -> str:
    """Return the SELECT of findings of the rows that an `unexpected_rows_expectation` calls unexpected."""
    arguments = rule.body.arguments if isinstance(rule.body, Expectation) else {}
    select = _dated(str(arguments.get("unexpected_rows_query", "")), as_of).replace("{batch}", view.name)
    rows = select.rstrip().rstrip(";")
    return findings.select_sql(rule, rows, view.name)


def of_found_rows(expectation: Any, found: str) -> Any:
    """Return an `unexpected_rows_expectation` about the rows in the view `found`, in the place of `expectation`.

    Great Expectations would run its query twice more, and fetch all of its rows to look at 200 of them.
    """
    query = f"SELECT found.* FROM {found} AS found CROSS JOIN (SELECT 1 FROM {{batch}} LIMIT 1) LIMIT 1"
    return engine().expectations.UnexpectedRowsExpectation(unexpected_rows_query=query, meta=expectation.meta)


def _arguments(body: Expectation, schema: DatasetSchema, as_of: date) -> dict[str, Any]:
    """Return the arguments with `$as_of`, and ISO text as a date where the column is a date."""
    physical = schema.physical()
    column = str(body.arguments.get("column", ""))
    is_date = column in physical and (
        physical[column].type.storage is Storage.DATE
        or (physical[column].type.storage is Storage.PARTIAL_DATE and column != physical[column].name)
    )
    arguments: dict[str, Any] = {}
    for key, value in body.arguments.items():
        if isinstance(value, str) and value == _AS_OF:
            arguments[key] = as_of
        elif isinstance(value, str) and is_date and _ISO_DATE.fullmatch(value):
            arguments[key] = date.fromisoformat(value)
        elif key == "unexpected_rows_query":
            arguments[key] = _dated(value, as_of)
        else:
            arguments[key] = value
    return arguments


def _dated(sql: str, as_of: date) -> str:
    """Return `sql` with the day of the run: Great Expectations binds no parameters."""
    return sql.replace(_AS_OF, f"DATE '{as_of.isoformat()}'")
