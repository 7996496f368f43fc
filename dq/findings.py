"""The columnar findings table: one row a record and rule that it fails. It carries no value from the data."""

from collections.abc import Iterable

import polars as pl

from dq.model import RECORD_ID, SOURCE_ROW, Rule

SCHEMA = pl.Schema(
    {
        "rule_id": pl.String,
        "dataset": pl.String,
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "column": pl.String,
    }
)


def empty() -> pl.DataFrame:
    """Return a findings table without rows."""
    return SCHEMA.to_frame()


def build(rows: pl.DataFrame, *, rule_id: str, dataset: str, column: str | None) -> pl.DataFrame:
    """Return findings of one rule for `rows`, a frame with `record_id` and `source_row`.

    What repeats in every row, all text, is categorical: it takes a fifth of the time to make and a half to write.
    """
    return rows.select(
        pl.lit(rule_id, dtype=pl.Categorical).alias("rule_id"),
        pl.lit(dataset, dtype=pl.Categorical).alias("dataset"),
        pl.col(RECORD_ID).cast(pl.Int64),
        pl.col(SOURCE_ROW).cast(pl.Int64),
        pl.lit(column, dtype=pl.Categorical).alias("column"),
    )


def concat(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return all findings of `tables` in their order, as they are to be kept (`SCHEMA`)."""
    return pl.concat([empty(), *(table.cast(SCHEMA) for table in tables)])


def select_sql(rule: Rule, violating: str, checked: str, column: str | None = None) -> str:
    """Return the SELECT of findings of the rows that a SELECT calls violating.

    Args:
        rule: The rule they violate.
        violating: A SELECT whose `record_id` names them.
        checked: The rows in the denominator: a table, a view or a SELECT in parentheses.
        column: The SQL of where they point, by default the first column that the rule reads.
    """
    default = f"'{rule.columns[0]}'" if rule.columns else "NULL"
    return (
        f"SELECT DISTINCT '{rule.id}' AS rule_id, '{rule.dataset}' AS dataset, t.record_id, t.source_row, "
        f'CAST({column or default} AS VARCHAR) AS "column" '
        f"FROM (\n{violating}\n) v JOIN {checked} t ON t.record_id = v.record_id"
    )
