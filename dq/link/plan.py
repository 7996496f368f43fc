"""What of a model can be compared on these two sides, and the tables that Splink reads."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dq.catalog.linking import BlockPart, Comparison, LinkModel
from dq.link.blocks import keys_sql
from dq.link.fields import CANDIDATE_ID, KINDS, compared_columns
from dq.link.settings import UNIQUE_ID, frequency_columns
from dq.staging import path_sql


@dataclass(frozen=True, slots=True)
class Plan:
    """The fields that both sides hold, and the blocking rules that name nothing else.

    Attributes:
        comparisons: The fields to compare.
        keys: The columns of block keys, one a rule.
        columns: The columns that the comparisons read.
        reference_rows: Persons in the reference; of a plan for one dataset, the different persons there.
    """

    comparisons: tuple[Comparison, ...]
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    reference_rows: int

    @property
    def frequencies(self) -> tuple[str, ...]:
        """The columns whose frequencies in the reference count."""
        return frequency_columns(self.comparisons)


def read_sql(pattern: str) -> str:
    """Return SQL that reads the Parquet parts matching `pattern`."""
    return f"read_parquet({path_sql(Path(pattern))})"


def make_plan(connection: duckdb.DuckDBPyConnection, persons: str, reference: str, model: LinkModel) -> Plan:
    """Create `person`, `keyed_person` and `keyed_reference`, and return what can be compared of them.

    Args:
        connection: Gets the table and the views.
        persons: SQL of the persons (`fields.persons_batch`); `person` numbers them.
        reference: SQL of the candidates (`fields.register_batch`).
        model: What could be compared.
    """
    connection.execute(
        f"CREATE TABLE person AS SELECT row_number() OVER (ORDER BY record_id, role) AS person, * FROM {persons}"
    )
    held = _held(connection, model, "person") & _held(connection, model, reference)
    comparisons, columns, keys = _compared(model, held)
    for side, source, unique in (
        ("person", "person", "person"),
        ("reference", reference, f"{CANDIDATE_ID}::BIGINT"),
    ):
        read = [f"{unique} AS {UNIQUE_ID}", *columns, *(f"{sql} AS {key}" for key, sql in keys.items())]
        connection.execute(f"CREATE VIEW keyed_{side} AS SELECT {', '.join(read)} FROM {source}")
    return Plan(comparisons, tuple(keys), columns, number(connection, f"SELECT count(*) FROM {reference}"))


def make_own_plan(connection: duckdb.DuckDBPyConnection, persons: str, model: LinkModel) -> Plan:
    """Create `keyed_own`, the different persons of one dataset, and return what can be compared of them.

    Whoever stands there several times in the same way, with the same well-formed number or without one, is one row:
    that of the first record. Persons of different roles share no block.

    Args:
        connection: Gets the table.
        persons: SQL of the persons (`fields.persons_batch`), with null for a number that is not well-formed.
        model: What could be compared.
    """
    comparisons, columns, keys = _compared(model, _held(connection, model, persons))
    listed = "".join(f", {column}" for column in columns)
    hashed = "".join(
        f", CASE WHEN ({sql}) IS NOT NULL THEN hash(role, {sql}) END AS {key}" for key, sql in keys.items()
    )
    connection.execute(f"""
        CREATE TABLE keyed_own AS
        SELECT row_number() OVER (ORDER BY record_id, role) AS {UNIQUE_ID}, *{hashed}
        FROM (SELECT min(record_id) AS record_id, role, identifier{listed} FROM {persons} GROUP BY ALL)
    """)
    return Plan(comparisons, tuple(keys), columns, number(connection, "SELECT count(*) FROM keyed_own"))


def make_frequencies(connection: duckdb.DuckDBPyConnection, plan: Plan, *, own: bool = False) -> None:
    """Create `tf_<column>` for each column whose frequency counts: the share of the reference with each value.

    Of one dataset (`own`) it is the share of the others: a value that two persons have, who may be one, is as rare as
    one that a single person has.
    """
    table, others = ("keyed_own", "greatest(count(*) - 1, 1)") if own else ("keyed_reference", "count(*)")
    for column in plan.frequencies:
        connection.execute(
            f"CREATE TABLE tf_{column} AS "
            f"SELECT {column}, {others} / sum(count(*)) OVER () AS tf_{column} "
            f"FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}"
        )


def number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the number that `sql` selects."""
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _compared(
    model: LinkModel, held: Collection[str]
) -> tuple[tuple[Comparison, ...], tuple[str, ...], dict[str, str]]:
    """Return the comparisons of fields that are held, their columns, and the block keys that need nothing else."""
    rules: list[tuple[BlockPart, ...]] = [
        rule for rule in model.blocking if all(part.comparison in held for part in rule)
    ]
    comparisons = tuple(comparison for comparison in model.comparisons if comparison.name in held)
    columns = tuple(column for comparison in comparisons for column in compared_columns(comparison))
    return comparisons, columns, keys_sql(rules, model)


def _held(connection: duckdb.DuckDBPyConnection, model: LinkModel, table: str) -> set[str]:
    columns = {comparison.name: comparison.name + KINDS[comparison.kind].held for comparison in model.comparisons}
    row = connection.execute(f"SELECT {', '.join(f'count({column})' for column in columns.values())} FROM {table}")
    return {name for name, count in zip(columns, row.fetchone() or (), strict=True) if count}
