"""From pairs to groups, the record that would stay, and what a merge would take from the others."""

from collections.abc import Sequence

import duckdb

from dq.engine.duck import quote


def label_clusters(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `label` (`record_id`, `cluster_id`) from `edge`: connected records have the smallest record's number.

    Each round a record takes the smallest number among its neighbors, until nothing changes.
    """
    connection.execute(
        "CREATE OR REPLACE TABLE link AS "
        "SELECT left_id AS a, right_id AS b FROM edge UNION SELECT right_id, left_id FROM edge"
    )
    connection.execute("CREATE OR REPLACE TABLE label AS SELECT a AS record_id, a AS cluster_id FROM link GROUP BY a")
    changed = True
    while changed:
        connection.execute("""
            CREATE OR REPLACE TABLE lower AS
            SELECT mine.record_id, least(any_value(mine.cluster_id), min(other.cluster_id)) AS cluster_id
            FROM label mine JOIN link ON link.a = mine.record_id JOIN label other ON other.record_id = link.b
            GROUP BY mine.record_id
        """)
        row = connection.execute(
            "SELECT count(*) FROM lower JOIN label USING (record_id) WHERE lower.cluster_id <> label.cluster_id"
        ).fetchone()
        changed = bool(row and row[0])
        connection.execute("CREATE OR REPLACE TABLE label AS SELECT * FROM lower")


def duplicates_sql(rows: str, columns: Sequence[str], updated: str | None) -> str:
    """Return a SELECT of the columns of `duplicates.parquet`, by cluster, the suggested survivor first.

    The survivor is the record with most cells filled, of several the one updated last. `preview`, on its row,
    lists the columns in which the records are not the same: the value that a merge would take, and from which record:
    the survivor's own, or where it has none that of the next fullest. `match_probability` and
    `comparison` are those of the record's likeliest pair in `alike`.

    Args:
        rows: All records, with `record_id` and `source_row`.
        columns: The canonical columns.
        updated: The column of the last update, None where there is none.
    """
    filled = " + ".join(f"({quote(name)} IS NOT NULL)::INT" for name in columns)
    newest = f"{quote(updated)} DESC NULLS LAST, " if updated else ""
    texts = ", ".join(f"{quote(name)}::VARCHAR AS {quote(name)}" for name in columns)
    return f"""
        WITH member AS (
            SELECT
                *, row_number() OVER (PARTITION BY cluster_id ORDER BY {filled} DESC, {newest}record_id) AS place
            FROM {rows} JOIN label USING (record_id)
        ),
        cell AS (
            UNPIVOT (SELECT cluster_id, record_id, place, {texts} FROM member)
            ON {", ".join(map(quote, columns))} INTO NAME "column" VALUE value
        ),
        taken AS (
            SELECT
                cluster_id, "column", arg_min(value, place) AS value, arg_min(record_id, place) AS record_id,
                count(DISTINCT value) AS n_values, count(*) AS n_filled
            FROM cell GROUP BY cluster_id, "column"
        ),
        preview AS (
            SELECT
                cluster_id,
                list(struct_pack("column" := "column", value := value, record_id := taken.record_id,
                    n_values := n_values) ORDER BY "column") AS preview
            FROM taken JOIN (SELECT cluster_id, count(*) AS size FROM label GROUP BY cluster_id) USING (cluster_id)
            WHERE n_values > 1 OR n_filled < size
            GROUP BY cluster_id
        ),
        reason AS (
            SELECT record_id, list_sort(list(DISTINCT reason)) AS reasons
            FROM (SELECT left_id AS record_id, reason FROM edge UNION ALL SELECT right_id, reason FROM edge)
            GROUP BY record_id
        ),
        likeness AS (
            SELECT
                record_id, max(match_probability) AS match_probability,
                arg_max(comparison, match_probability) AS comparison
            FROM (
                SELECT left_id AS record_id, match_probability, comparison FROM alike
                UNION ALL SELECT right_id, match_probability, comparison FROM alike
            )
            GROUP BY record_id
        )
        SELECT
            cluster_id, record_id, source_row, reasons, match_probability, comparison, place = 1 AS survivor,
            CASE WHEN place = 1 THEN preview END AS preview
        FROM member JOIN reason USING (record_id) LEFT JOIN preview USING (cluster_id)
        LEFT JOIN likeness USING (record_id)
        ORDER BY cluster_id, place
    """
