"""Two run folders in, a comparison out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.compare.findings import COUNTS, changes_sql, found_sql
from dq.compare.match import (
    AMBIGUOUS,
    BROKEN,
    GONE,
    SIDES,
    WITHOUT_KEY,
    group_sql,
    groups_sql,
    pass_sql,
    rows_sql,
    states_sql,
)
from dq.compare.model import Change, Comparison, Matched, Records, RuleChange, Run, Side, UnitChange, Unmatched
from dq.compare.rules import RuleSets, pair_rules
from dq.errors import OutputError, UsageError
from dq.findings import SCHEMA
from dq.model import MALFORMED, RECORD_ID, Dimension, Owner, RuleKind, Severity, Status
from dq.runs import CLEAN, FINDINGS, QUARANTINE, WAIVED, read_summary
from dq.staging import file_sql

_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class RunTables:
    """One run: its summary, and the files and columns of its records."""

    name: str
    run: Run
    findings: Path
    clean: Path
    quarantine: Path
    waived: Path | None
    columns: frozenset[str]


def open_tables(folder: Path) -> RunTables:
    """Return the run in `folder`.

    Raises:
        OutputError: It is no run folder, one of a newer format, or a file in it is missing or damaged.
    """
    return tables_of(read_summary(folder), folder)


def tables_of(run: Run, folder: Path) -> RunTables:
    """Return the run whose summary is `run` and whose tables stand in `folder`.

    Raises:
        OutputError: A table is missing or damaged.
    """
    missing = set(SCHEMA.names()) - set(_columns(folder / FINDINGS))
    columns = _columns(folder / CLEAN)
    if missing or RECORD_ID not in columns:
        raise OutputError("output.damaged", path=str(folder / (FINDINGS if missing else CLEAN)))
    waived = folder / WAIVED
    return RunTables(
        name=folder.resolve().name,
        run=run,
        findings=folder / FINDINGS,
        clean=folder / CLEAN,
        quarantine=folder / QUARANTINE,
        waived=waived if waived.is_file() else None,
        columns=frozenset(columns) & frozenset(_columns(folder / QUARANTINE)),
    )


def compare(
    connection: duckdb.DuckDBPyConnection, old: RunTables, new: RunTables, *, schema: DatasetSchema
) -> Comparison:
    """Return what changed from `old` to `new`, two runs of the dataset of `schema`.

    Args:
        connection: A database within the run's limits, of which tables are made and left.
        old: The earlier run.
        new: The later run.
        schema: Its keys say which record is which.

    Raises:
        UsageError: The runs are of two datasets, the schema has no key, or the files lack the columns of every key.
        OutputError: A table cannot be read.
    """
    keys = _keys(old, new, schema)
    rules = pair_rules(old.run, new.run)
    try:
        records = _match(connection, old, new, keys, schema.commune)
        changes = _changes(connection, old, new, rules)
    except duckdb.IOException:
        raise OutputError("compare.unreadable", old=old.name, new=new.name) from None
    lines = tuple(_rule_changes(rules, changes))
    return Comparison(
        dataset=new.run["dataset"],
        dataset_title=new.run["dataset_title"],
        old=_side(old),
        new=_side(new),
        records=records,
        total=_sum(line.change for line in lines),
        new_critical=sum(
            line.change.new + line.change.in_added - line.change.new_waived
            for line in lines
            if line.severity == Severity.CRITICAL
        ),
        rules=tuple(line for line in lines if any(asdict(line.change).values())),
        not_compared=rules.not_compared,
        renamed=rules.renamed,
        communes=_communes(rules, changes),
        owners=tuple(
            UnitChange(owner, _sum(line.change for line in lines if line.owner == owner))
            for owner in Owner
            if any(line.owner == owner for line in lines)
        ),
    )


def _columns(path: Path) -> Sequence[str]:
    try:
        return pl.scan_parquet(path, glob=False).collect_schema().names()
    except (OSError, pl.exceptions.PolarsError):
        raise OutputError("output.damaged", path=str(path)) from None


def _keys(old: RunTables, new: RunTables, schema: DatasetSchema) -> list[tuple[str, ...]]:
    if old.run["dataset"] != new.run["dataset"]:
        raise UsageError("compare.two_datasets", old=old.run["dataset"], new=new.run["dataset"])
    if not schema.key:
        raise UsageError("compare.no_key", dataset=schema.dataset, where=str(schema.source))
    there = old.columns & new.columns
    keys = [key for key in (schema.key, *schema.alternate_keys) if there.issuperset(key)]
    if not keys:
        raise UsageError("compare.key_absent", dataset=schema.dataset, columns=", ".join(schema.key))
    return keys


def _match(
    connection: duckdb.DuckDBPyConnection,
    old: RunTables,
    new: RunTables,
    keys: Sequence[tuple[str, ...]],
    commune: str | None,
) -> Records:
    known = commune if commune in old.columns & new.columns else None
    for side, tables in zip(SIDES, (old, new), strict=True):
        connection.execute(rows_sql(side, _records_sql(tables, keys, known), keys, known))
    statements = [sql for place in range(len(keys)) for sql in pass_sql(place)] + group_sql(len(keys))
    for sql in [*statements, *(states_sql(side, len(keys)) for side in SIDES), groups_sql()]:
        connection.execute(sql)
    both = "least(n_old, n_new)"
    by_pass = dict(connection.sql(f"SELECT pass, sum({both})::BIGINT FROM groups GROUP BY pass").fetchall())
    shared, extra_old, extra_new = connection.sql(
        f"SELECT coalesce(sum({both}) FILTER (n_old + n_new > 2), 0)::BIGINT, "
        f"coalesce(sum(n_old - {both}), 0)::BIGINT, coalesce(sum(n_new - {both}), 0)::BIGINT FROM groups"
    ).fetchall()[0]
    states = {
        side: Counter(dict(connection.sql(f"SELECT state, count(*) FROM states_{side} GROUP BY state").fetchall()))
        for side in SIDES
    }
    matched = [Matched(key, by_pass.get(place, 0)) for place, key in enumerate(keys)]
    matched[0] = Matched(keys[0], matched[0].records + by_pass.get(len(keys), 0))
    return Records(
        old=states["old"].total(),
        new=states["new"].total(),
        matched=tuple(matched),
        not_told_apart=shared,
        removed=states["old"][GONE] + extra_old,
        added=states["new"][GONE] + extra_new,
        old_unmatched=_unmatched(states["old"]),
        new_unmatched=_unmatched(states["new"]),
    )


def _records_sql(tables: RunTables, keys: Sequence[Sequence[str]], commune: str | None) -> str:
    columns = dict.fromkeys([*(name for key in keys for name in key), *([commune] if commune else [])])
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"SELECT {RECORD_ID}, false AS malformed, {names} FROM read_parquet({file_sql(tables.clean)}) UNION ALL "
        f"SELECT {RECORD_ID}, list_contains(reasons, '{MALFORMED}') AS malformed, {names} "
        f"FROM read_parquet({file_sql(tables.quarantine)})"
    )


def _unmatched(states: Counter[str]) -> Unmatched:
    return Unmatched(without_key=states[WITHOUT_KEY], ambiguous=states[AMBIGUOUS], malformed=states[BROKEN])


def _changes(
    connection: duckdb.DuckDBPyConnection, old: RunTables, new: RunTables, rules: RuleSets
) -> list[tuple[str, str, Change]]:
    connection.execute("CREATE TABLE renamed (old VARCHAR, new VARCHAR)")
    if rules.renamed:
        connection.executemany("INSERT INTO renamed VALUES (?, ?)", [[item.old, item.new] for item in rules.renamed])
    connection.execute(found_sql("old", file_sql(old.findings), None))
    connection.execute(found_sql("new", file_sql(new.findings), file_sql(new.waived) if new.waived else None))
    return [
        (rule_id, commune, Change(**dict(zip(COUNTS, counts, strict=True))))
        for rule_id, commune, *counts in connection.sql(changes_sql()).fetchall()
    ]


def _rule_changes(rules: RuleSets, changes: Sequence[tuple[str, str, Change]]) -> list[RuleChange]:
    by_rule: dict[str, list[Change]] = {}
    for rule_id, _, change in changes:
        by_rule.setdefault(rule_id, []).append(change)
    lines = []
    for rule_id, (old, new) in rules.compared.items():
        found = by_rule.get(rule_id, [])
        whole_table = not found and new["kind"] == RuleKind.DATASET
        lines.append(
            RuleChange(
                id=rule_id,
                severity=new["severity"],
                dimension=new["dimension"],
                owner=new["owner"],
                title=new["title"],
                whole_table=whole_table,
                change=_of_table(old, new) if whole_table else _sum(found),
            )
        )
    return sorted(lines, key=_worst_first)


def _worst_first(line: RuleChange) -> tuple[int, ...]:
    change = line.change
    return (_ORDER[Severity(line.severity)], -change.new - change.in_added, -change.still_open, -change.fixed)


def _of_table(old: Mapping[str, object], new: Mapping[str, object]) -> Change:
    """Return the change of a rule about the whole table: it has no findings, it fails or it does not."""
    before, now = old["status"] == Status.FAILED, new["status"] == Status.FAILED
    waived = now and not before and bool(new.get("n_waived"))
    return Change(
        fixed=int(before and not now),
        still_open=int(before and now),
        new=int(now and not before),
        new_waived=int(waived),
    )


def _communes(rules: RuleSets, changes: Sequence[tuple[str, str, Change]]) -> tuple[UnitChange, ...]:
    by_unit: dict[str, list[Change]] = {}
    for rule_id, commune, change in changes:
        if rule_id in rules.compared:
            by_unit.setdefault(commune, []).append(change)
    return tuple(UnitChange(name, _sum(by_unit[name])) for name in sorted(by_unit))


def _sum(changes: Iterable[Change]) -> Change:
    totals: Counter[str] = Counter()
    for change in changes:
        totals.update(asdict(change))
    return Change(**totals)


def _side(tables: RunTables) -> Side:
    run = tables.run
    words = run["scorecard"]["words"]
    return Side(
        folder=tables.name,
        input=run["input"]["name"],
        sha256=run["input"]["sha256"],
        rows=run["rows"],
        as_of=run["as_of"],
        started=run["started"],
        passed=run["decision"]["passed"],
        overall=run["scorecard"]["overall"],
        words={word: words[word]["score"] for word in Dimension},
        n_findings=sum(rule["n_failed"] for rule in run["rules"]),
        catalog_hash=run["catalog_hash"],
        version=run["versions"].get("dq", ""),
        reference=run["reference"]["sha256"] if run["reference"] else None,
    )
