"""Floor of the cross rules: their SQL, bare, in one DuckDB."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.scale.contestants.bare_duckdb import connect, import_what_parameters_need
from benchmarks.scale.rules import AS_OF, DATASET
from dq.catalog import load_catalog
from dq.engine import duck
from dq.model import Query
from dq.query import column_types


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the parts `canonical`, within `settings`: findings a rule whose columns are there."""
    import_what_parameters_need()
    catalog = load_catalog()
    types = column_types(catalog.schema(DATASET))
    columns = tuple(pl.read_parquet_schema(next(Path(arguments["canonical"]).parent.glob("part-*.parquet"))))
    absent = {name: kind for name, kind in types.items() if name not in columns}
    queries = {
        rule.id: rule.body
        for rule in catalog.rules[DATASET]
        if isinstance(rule.body, Query) and not rule.body.companions and set(rule.columns) <= set(columns)
    }

    def work() -> dict[str, int]:
        found = {}
        with connect(arguments["settings"]) as connection:
            view = duck.View(arguments["canonical"], columns, absent)
            for statement in duck.view_statements({DATASET: view}):
                connection.execute(statement)
            for rule_id, query in queries.items():
                select = query.sql.rstrip().rstrip(";")
                named = connection.extract_statements(select)[0].named_parameters
                given = {name: value for name, value in {"as_of": AS_OF, **query.parameters}.items() if name in named}
                row = connection.execute(
                    f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({select}\n))", given
                ).fetchone()
                found[rule_id] = row[0] if row else 0
        return found

    return work
