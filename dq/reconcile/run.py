"""All persons of a dataset against the register, in DuckDB and out of core."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from dq.catalog.derived import OUTCOME_RULES
from dq.catalog.sectors import Role
from dq.model import Evaluation, Outcome, PseudonymizedRegister, Register
from dq.progress import TELLING_STATEMENTS, Advance, Queries, unheard
from dq.reconcile.actions import Action
from dq.reconcile.duplicates import duplicate_sql, repeated_sql
from dq.reconcile.form import PLAIN, PSEUDONYMOUS
from dq.reconcile.judged import judged_sql
from dq.reconcile.outcomes import reconciliation_sql
from dq.reconcile.pseudonymous import numbers_sql, pseudonymous_parts
from dq.reconcile.results import ReconcileResult, RoleCounts, rule_results
from dq.reconcile.sql import enum_type_sql, one_of_sql, text_sql
from dq.reconcile.superseded import proposal_sql
from dq.reconcile.verdicts import Verdict
from dq.staging import file_sql
from dq.stops import stoppable

# What the SQL reads of the register; without one, the tables are there and empty.
_REGISTERED = (
    "so_dinh_danh VARCHAR, name_key VARCHAR, ngay_sinh_tu DATE, ngay_sinh_den DATE, "
    "gioi_tinh VARCHAR, tinh_trang VARCHAR"
)
_SHARES = (20, 2, 50, 3, 20, 3, 2)  # of the time, measured: 1 M persons against 5 M
_OLD_NUMBER = f"old_number VARCHAR, kind VARCHAR, {_REGISTERED}"


def reconcile(
    connection: duckdb.DuckDBPyConnection,
    persons: str,
    register: Register | None,
    *,
    roles: Sequence[Role],
    dataset: str,
    out: Path,
    advance: Advance = unheard,
) -> ReconcileResult:
    """Write the outcome of every person, exactly one each, and return the counts and rule results.

    Without a register the tests that need none still hold rows back, and everybody else is `not_checked`.

    Args:
        connection: A database within the run's limits; it reads and writes files. Nothing is left in it.
        persons: The pattern of the parts that `persons_batch` made; at least one.
        register: The prepared reference, or one of keyed hashes; None if the run has none.
        roles: The roles that `persons` has.
        dataset: The dataset's name.
        out: A folder; gets `reconciliation.parquet`, `findings.parquet`, `held.parquet`.
        advance: Told of the share that is done.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = {name: out / f"{name}.parquet" for name in ("reconciliation", "findings", "held")}
    form = PSEUDONYMOUS if isinstance(register, PseudonymizedRegister) else PLAIN
    if isinstance(register, PseudonymizedRegister):
        persons = pseudonymous_parts(connection, persons, register.key, out / "persons")
    with stoppable(connection.cursor()) as cursor:  # its temporary tables go with it
        _create_inputs(cursor, persons, register, roles)
        unfound = Outcome.NOT_CHECKED if register is None else Outcome.NOT_FOUND
        judged = judged_sql("person", "duplicate", "registered", unfound=unfound, form=form)
        reconciliation = reconciliation_sql("judged", "proposal", "role", dataset=dataset, form=form)
        written = f"read_parquet({file_sql(files['reconciliation'])})"
        with Queries(cursor, _SHARES, advance) as queries:
            queries.execute(f"CREATE TEMP TABLE repeated AS {repeated_sql('person')}")
            queries.execute(f"CREATE TEMP TABLE duplicate AS {duplicate_sql('person', 'repeated')}")
            queries.execute(f"CREATE TEMP TABLE judged AS {judged}")
            queries.execute(f"CREATE TEMP TABLE proposal AS {proposal_sql('judged', 'old_number', form=form)}")
            queries.execute(_copy_sql(reconciliation, files["reconciliation"]))
            cursor.execute("DROP TABLE judged")
            queries.execute(_copy_sql(findings_sql(written, "role", dataset=dataset), files["findings"]))
            queries.execute(_copy_sql(held_sql(written, roles, dataset=dataset), files["held"]))
        counted = cursor.execute(counts_sql(written)).fetchall()
    counts = {role.role: _role_counts(role, counted) for role in roles}
    total = Counter[Outcome]()
    for item in counts.values():
        total.update(item.outcomes)
    return ReconcileResult(
        evaluation=Evaluation(
            rule_results(dataset, roles, counts, register), pl.scan_parquet(files["findings"], glob=False)
        ),
        reconciliation=files["reconciliation"],
        findings=files["findings"],
        held=files["held"],
        outcomes={outcome: total[outcome] for outcome in Outcome},
        roles={role: item.outcomes for role, item in counts.items()},
        register_still_alive=sum(row[3] for row in counted),
    )


def roles_sql(roles: Sequence[Role]) -> str:
    """Return a SELECT of one row a role: the columns that describe the person, and what its dataset is of."""
    rows = [
        ", ".join(
            [
                *(f"CAST({text_sql(name) if name else 'NULL'} AS VARCHAR)" for name in _described(role)),
                *("true" if flag else "false" for flag in (role.living, role.deceased_expected)),
            ]
        )
        for role in roles
    ]
    names = "role, identifier_column, name_column, birth_column, sex_column, living, deceased_expected"
    return f"SELECT * FROM (VALUES {', '.join(f'({row})' for row in rows)}) roles({names})"


def _described(role: Role) -> tuple[str | None, ...]:
    sex = role.sex or (role.identifier if role.sex_is else None)
    return (role.role, role.identifier, role.name, role.birth_date, sex)


def findings_sql(reconciliation: str, role: str, *, dataset: str) -> str:
    """Return a SELECT of findings: a person whose outcome is a rule's, at the identifier of the role."""
    return f"""
        SELECT
            {text_sql(f"{dataset}.register.")} || outcome AS rule_id, {text_sql(dataset)} AS dataset, record_id,
            source_row, identifier_column AS "column"
        FROM {reconciliation} JOIN {role} USING (role)
        WHERE {one_of_sql("outcome", map(text_sql, OUTCOME_RULES))}
        ORDER BY record_id, rule_id, "column"
    """


def held_sql(reconciliation: str, roles: Sequence[Role], *, dataset: str) -> str:
    """Return a SELECT of (record_id, rule_id) of the outcomes that hold a row back, which each role has its own."""
    blocking = " OR ".join(
        f"(role = {text_sql(role.role)} AND {one_of_sql('outcome', map(text_sql, outcomes))})"
        for role in roles
        if (outcomes := [outcome for outcome in OUTCOME_RULES if role.blocks(outcome)])
    )
    return f"""
        SELECT DISTINCT record_id, {text_sql(f"{dataset}.register.")} || outcome AS rule_id
        FROM {reconciliation}
        WHERE {blocking or "false"}
        ORDER BY record_id, rule_id
    """


def counts_sql(reconciliation: str) -> str:
    """Return a SELECT a role and outcome: persons, those with a status, those whom the register still has alive."""
    alive = f"action = {text_sql(Action.REGISTER_DEATH)}"
    return f"""
        SELECT role, outcome, count(*), count(*) FILTER ({alive}), count(register_status)
        FROM {reconciliation}
        GROUP BY role, outcome
    """


def _create_inputs(
    cursor: duckdb.DuckDBPyConnection,
    persons: str,
    register: Register | None,
    roles: Sequence[Role],
) -> None:
    for statement in (*TELLING_STATEMENTS, *map(enum_type_sql, (Verdict, Outcome))):
        cursor.execute(statement)
    cursor.execute(f"CREATE TEMP VIEW person AS SELECT * FROM read_parquet({text_sql(persons)})")
    if register is None:
        cursor.execute(f"CREATE TEMP TABLE registered ({_REGISTERED})")
        cursor.execute(f"CREATE TEMP TABLE old_number ({_OLD_NUMBER})")
    elif isinstance(register, PseudonymizedRegister):
        for name, select in numbers_sql(register.file).items():
            cursor.execute(f"CREATE TEMP VIEW {name} AS {select}")
    else:
        cursor.execute(f"CREATE TEMP VIEW registered AS SELECT * FROM read_parquet({text_sql(register.persons)})")
        cursor.execute(f"CREATE TEMP VIEW old_number AS SELECT * FROM read_parquet({text_sql(register.old_numbers)})")
    cursor.execute(f"CREATE TEMP TABLE role AS {roles_sql(roles)}")


def _copy_sql(select: str, path: Path) -> str:
    return f"COPY ({select}) TO {text_sql(str(path))} (FORMAT parquet, COMPRESSION zstd)"


_COMPARED = (Outcome.DECEASED, Outcome.MISMATCHED, Outcome.MATCHED_SPELLING, Outcome.MATCHED)


def _role_counts(role: Role, counted: Sequence[tuple[str, str, int, int, int]]) -> RoleCounts:
    mine: Mapping[Outcome, tuple[int, int]] = {
        Outcome(row[1]): (row[2], row[4]) for row in counted if row[0] == role.role
    }
    outcomes = {outcome: mine.get(outcome, (0, 0))[0] for outcome in Outcome}
    return RoleCounts(outcomes, with_status=sum(mine.get(outcome, (0, 0))[1] for outcome in _COMPARED))
