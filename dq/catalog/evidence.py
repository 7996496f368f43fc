"""What a rule tests, as a person reads it: the expression, the predicate or expectation with its arguments, the SQL."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from dq.model import Assert, Expectation, Predicate, Query, RegisterOutcome, Rule


def text_of(rule: Rule) -> str:
    """Return the expression, predicate, expectation or SQL of `rule`, without its `when`."""
    match rule.body:
        case Assert(expression=expression):
            return expression
        case Predicate(name=name, columns=columns, arguments=arguments):
            return _call(name, columns, arguments)
        case Expectation(name=name, arguments=arguments):
            return _call(name, (), arguments)
        case Query(sql=sql):
            return sql.strip()
        case RegisterOutcome(outcome=outcome):
            return str(outcome)


def evidence(rule: Rule) -> str:
    """Return the test of `rule` as its result shows it; a query keeps its SQL as it can be run."""
    if rule.when is None or isinstance(rule.body, Query):
        return text_of(rule)
    return f"{text_of(rule)}  |  when: {rule.when}"


def definition(rule: Rule) -> str:
    """Return a fingerprint of what `rule` tests: two runs can be compared on it where it is the same in both."""
    return sha256(f"{rule.body!r} when {rule.when!r}".encode()).hexdigest()[:16]


def _call(name: str, columns: Iterable[str], arguments: Mapping[str, Any]) -> str:
    return f"{name}({', '.join([*columns, *(f'{key}={value!r}' for key, value in arguments.items())])})"
