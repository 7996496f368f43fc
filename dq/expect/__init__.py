"""Dataset rules: Great Expectations on DuckDB, out of core. The only room that knows Great Expectations.

`engine` imports it, `compile` makes a rule an expectation, `session` runs expectations on a database, `evaluate` runs
the rules of a dataset, `worker` does so in a process of its own (`dq.apart`), `suite` gives them to others in Great
Expectations' own JSON.
"""

from dq.expect.compile import compile_expectation
from dq.expect.engine import engine
from dq.expect.evaluate import expect, written_findings
from dq.expect.suite import Suite, export_suite

__all__ = ["Suite", "compile_expectation", "engine", "expect", "export_suite", "written_findings"]
