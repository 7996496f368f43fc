"""What a run says of its columns beyond their counts: distinct values, how values are written; findings by commune."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dq.catalog.schemas import DatasetSchema, Field, Storage
from dq.engine import duck
from dq.engine.duck import literal, quote
from dq.engine.limits import Limits
from dq.model import RECORD_ID, Status, Table
from dq.progress import Advance, Queries
from dq.runs import CHANGES, FINDINGS, RunWriter
from dq.staging import file_sql

EXACT = 100_000  # records up to which distinct values are counted one by one; above, HyperLogLog within about 2 %
SAMPLED = 200_000  # about as many records are looked at for how values are written
MOST_FORMS = 3
MOST_COMMUNES = 50
_SHARES = (25, 5, 15, 5, 50)  # of the time of the queries on all records, measured
# What these normalizers take are words: their writing has no form worth counting.
_WORDS = frozenset({"text", "name", "choice", "ethnicity"})
_LONGEST = 40  # characters of a value that its form is taken from
_RUN = re.compile(r"(.)\1{4,}")


def add_profile(
    summary: dict[str, Any],
    canonical: Table,
    *,
    schema: DatasetSchema,
    writer: RunWriter,
    limits: Limits,
    advance: Advance,
) -> None:
    """Add to `columns` of a summary `distinct` and `forms`, and to its failed `rules` their findings by commune.

    No value goes in: a form has 9 for a digit and A for a letter. Columns of words and sensitive ones have no forms.
    `advance` is told of the share that is done.
    """
    fields = {field.name: field for field in schema.fields}
    step = max(1, canonical.n_rows // SAMPLED)
    with (
        duck.connect(limits, writer.work / "spill") as connection,
        Queries(connection, _SHARES, advance) as queries,
    ):
        distinct = _distinct(queries, canonical, list(fields))
        shaped = [name for name in distinct if _has_form(fields[name])]
        _take_sample(queries, canonical, shaped, changes=writer.folder / CHANGES, step=step)
        for column in summary["columns"]:
            name = column["name"]
            column["distinct"] = distinct.get(name, 0)
            column["distinct_exact"] = canonical.n_rows <= EXACT
            column["forms"] = {**_forms(connection, name), "step": step} if name in shaped else None
        by_commune = _findings_by_commune(queries, canonical, schema.commune, findings=writer.folder / FINDINGS)
    for rule in summary["rules"]:
        rule["communes"] = by_commune.get(rule["id"], {}) if rule["status"] == Status.FAILED else {}


def form_of(text: str) -> str:
    """Return how `text` is written: 9 a digit, A a letter, five or more alike in a row as `9{12}`; · any other sign."""
    signs = "".join(_sign(character) for character in text)
    return _RUN.sub(lambda found: f"{found[1]}{{{len(found[0])}}}", signs)


def _sign(character: str) -> str:
    if character.isalpha():
        return "A"
    if character.isdigit():
        return "9"
    return character if character.isascii() and character.isprintable() else "·"


def _has_form(field: Field) -> bool:
    # A decimal is not stored as it was written.
    return not field.sensitive and field.type.normalizer not in _WORDS and field.type.storage is not Storage.DECIMAL


def _distinct(queries: Queries, table: Table, names: list[str]) -> dict[str, int]:
    present = [name for name in names if name in table.columns]
    if not present:
        return {}
    count = "count(DISTINCT {})" if table.n_rows <= EXACT else "approx_count_distinct({})"
    selected = ", ".join(count.format(quote(name)) for name in present)
    row = queries.execute(f"SELECT {selected} FROM read_parquet({literal(table.glob)})").fetchone()
    return dict(zip(present, row or (), strict=True))


def _take_sample(queries: Queries, table: Table, names: list[str], *, changes: Path, step: int) -> None:
    """Make the tables `sampled`, one record in `step` with its cells in `names`, and `changed`, what changed there."""
    cells = "".join(f", CAST({quote(name)} AS VARCHAR) AS {quote(name)}" for name in names)
    queries.execute(
        f"CREATE TEMP TABLE sampled AS SELECT {RECORD_ID}{cells} "
        f"FROM read_parquet({literal(table.glob)}) WHERE {RECORD_ID} % {step} = 0"
    )
    queries.execute(
        f'CREATE TEMP TABLE changed AS SELECT {RECORD_ID}, "column", before '
        f"FROM read_parquet({file_sql(changes)}) WHERE {RECORD_ID} % {step} = 0"
    )


def _forms(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    """Return how the sampled cells of a column were written and are now: `before` and `after`, see `_most`.

    A cell that normalizing did not change was written as it is now. One that cannot be read is in neither.
    """
    sql = f"""
        SELECT left(coalesce(before, after), {_LONGEST}) AS before, left(after, {_LONGEST}) AS after, count(*) AS n
        FROM (SELECT {RECORD_ID}, {quote(name)} AS after FROM sampled)
        LEFT JOIN (SELECT {RECORD_ID}, before FROM changed WHERE "column" = {literal(name)}) USING ({RECORD_ID})
        GROUP BY ALL
    """
    cells = connection.execute(sql).pl()
    return {side: _most(_counted(cells, side)) for side in ("before", "after")}


def _counted(cells: pl.DataFrame, side: str) -> Counter[str]:
    """Return how many of `cells` have each form in the column `side`; their ASCII digits and letters go first, fast."""
    rough = pl.col(side).str.replace_all("[0-9]", "9").str.replace_all("[A-Za-z]", "A")
    forms: Counter[str] = Counter()
    for text, n in cells.drop_nulls(side).group_by(rough).agg(pl.col("n").sum()).iter_rows():
        forms[form_of(text)] += n
    return forms


def _most(forms: Mapping[str, int]) -> dict[str, Any]:
    """Return how many cells were `seen`, in how many forms, and the `most` frequent of these with their counts."""
    ordered = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    return {
        "seen": sum(forms.values()),
        "n_forms": len(forms),
        "most": [{"form": form, "count": n} for form, n in ordered[:MOST_FORMS]],
    }


def _findings_by_commune(
    queries: Queries,
    table: Table,
    commune: str | None,
    *,
    findings: Path,
) -> dict[str, dict[str, int]]:
    """Return the findings of each rule in the communes with the most of them; what is no code of five digits is out."""
    if commune is None or commune not in table.columns:
        return {}
    found = f"read_parquet({file_sql(findings)})"
    # A rule that points at one column finds a record once; to count distinct records costs three times as much.
    columns = "count(DISTINCT coalesce(\"column\", ''))"
    kinds = queries.execute(f"SELECT rule_id, {columns} = 1 FROM {found} GROUP BY rule_id").fetchall()
    counts = []
    for once, number in ((True, "count(*)"), (False, f"count(DISTINCT {RECORD_ID})")):
        rules = ", ".join(literal(rule_id) for rule_id, is_once in kinds if is_once is once)
        if rules:
            counts.append(f"""
            SELECT rule_id, code, {number} AS n
            FROM (SELECT rule_id, {RECORD_ID} FROM {found} WHERE rule_id IN ({rules}))
            JOIN (SELECT {RECORD_ID}, {quote(commune)} AS code FROM read_parquet({literal(table.glob)}))
            USING ({RECORD_ID})
            WHERE regexp_full_match(code, '[0-9]{{5}}')
            GROUP BY ALL
            """)
    if not counts:
        return {}
    sql = f"""
        WITH counted AS ({" UNION ALL ".join(counts)}),
        most AS (SELECT code FROM counted GROUP BY code ORDER BY sum(n) DESC, code LIMIT {MOST_COMMUNES})
        SELECT rule_id, code, n FROM counted SEMI JOIN most USING (code) ORDER BY rule_id, code
    """
    result: dict[str, dict[str, int]] = {}
    for rule_id, code, n in queries.execute(sql).fetchall():
        result.setdefault(rule_id, {})[code] = n
    return result
