"""Where the findings of two runs went, by rule and commune. SQL only, over the tables of `dq.compare.match`."""

from dq.compare.match import GONE, MATCHED, SIDES

COUNTS = (
    "fixed",
    "still_open",
    "new",
    "in_removed",
    "in_added",
    "old_unmatched",
    "new_unmatched",
    "new_waived",
)


def found_sql(side: str, findings: str, waived: str | None) -> str:
    """Return the statement that makes `found_<side>`: the findings, each with what became of its record.

    Args:
        side: `old` or `new`.
        findings: The SQL string of `findings.parquet`.
        waived: The SQL string of `waived.parquet`, where the run has one.
    """
    rule = "coalesce(renamed.new, f.rule_id)" if side == "old" else "f.rule_id"
    renamed = "LEFT JOIN renamed ON renamed.old = f.rule_id" if side == "old" else ""
    is_waived, join = "false", ""
    if waived is not None:
        is_waived = "w.rule_id IS NOT NULL"
        join = (
            f'LEFT JOIN (SELECT DISTINCT rule_id, record_id, "column" FROM read_parquet({waived})) w '
            'ON w.rule_id = f.rule_id AND w.record_id = f.record_id AND w."column" IS NOT DISTINCT FROM f."column"'
        )
    return (
        f'CREATE TABLE found_{side} AS SELECT {rule} AS rule_id, f."column", s.commune, s.state, s.matched, '
        f"{is_waived} AS waived FROM read_parquet({findings}) f JOIN states_{side} s USING (record_id) {renamed} {join}"
    )


def changes_sql() -> str:
    """Return the SELECT of the changes: `rule_id`, `commune` and `COUNTS`, over all rules, compared or not."""
    both = " UNION ALL ".join(
        f"SELECT '{side}' AS side, rule_id, \"column\", matched, waived FROM found_{side} WHERE state = '{MATCHED}'"
        for side in SIDES
    )
    alone = " UNION ALL ".join(
        f"SELECT rule_id, commune, 0 AS fixed, 0 AS still_open, 0 AS new, "
        f"{_if(side == 'old', gone)} AS in_removed, {_if(side == 'new', gone)} AS in_added, "
        f"{_if(side == 'old', lost)} AS old_unmatched, {_if(side == 'new', lost)} AS new_unmatched, "
        f"{_if(side == 'new', f'{gone} AND waived')} AS new_waived "
        f"FROM found_{side} WHERE state <> '{MATCHED}' GROUP BY rule_id, commune"
        for side in SIDES
        for gone, lost in [(f"state = '{GONE}'", f"state <> '{GONE}'")]
    )
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTS)
    return (
        "WITH counted AS (SELECT rule_id, \"column\", matched, count(*) FILTER (side = 'old') AS n_old, "
        "count(*) FILTER (side = 'new') AS n_new, count(*) FILTER (side = 'new' AND waived) AS n_waived "
        f'FROM ({both}) GROUP BY rule_id, "column", matched), '
        "known AS (SELECT rule_id, commune, sum(greatest(c.n_old - c.n_new, 0)) AS fixed, "
        "sum(least(c.n_old, c.n_new)) AS still_open, sum(greatest(c.n_new - c.n_old, 0)) AS new, "
        "0 AS in_removed, 0 AS in_added, 0 AS old_unmatched, 0 AS new_unmatched, "
        "sum(least(greatest(c.n_new - c.n_old, 0), c.n_waived)) AS new_waived "
        "FROM counted c JOIN groups USING (matched) GROUP BY rule_id, commune) "
        f"SELECT rule_id, commune, {sums} FROM (SELECT * FROM known UNION ALL {alone}) "
        "GROUP BY rule_id, commune ORDER BY rule_id, commune"
    )


def _if(applies: bool, condition: str) -> str:  # noqa: FBT001 - a private switch of one column
    return f"count(*) FILTER ({condition})" if applies else "0"
