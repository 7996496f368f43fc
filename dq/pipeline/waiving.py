"""Waivers in a run: which records they cover, which findings they excuse, what run.json says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.engine import duck
from dq.engine.limits import Limits
from dq.errors import CatalogError, UsageError
from dq.model import RECORD_ID, SOURCE_ROW, Assert, Rule, RuleResult, Table
from dq.normalize import normalize_batch
from dq.pipeline.request import RunRequest
from dq.runs import FINDINGS, WAIVED, RunWriter
from dq.staging import FileWriter, read_parts
from dq.validate import compile_rule, complete
from dq.waive import Waived, Waiver, load_waivers, waive, waive_nothing
from dq.waive.findings import SCOPE_SCHEMA, scope_of


@dataclass(frozen=True, slots=True)
class WaiverFile:
    """The waivers of a run, each with the filter of the records that it covers, and where they come from."""

    name: str
    sha256: str
    waivers: tuple[Waiver, ...]
    filters: Mapping[str, pl.Expr]


def read_waivers(request: RunRequest, catalog: Catalog, schema: DatasetSchema) -> WaiverFile | None:
    """Return the waivers that the run was given; said before the input is read if they are wrong.

    Raises:
        UsageError: There is no such file.
        CatalogError: It is wrong; names file and line.
        RuleError: A `where` cannot be used.
    """
    path = request.waivers
    if path is None:
        return None
    if not path.is_file():
        raise UsageError("waivers.no_file", file=str(path))
    waivers = load_waivers(path, catalog.rules, schema)
    filters = {w.id: _filter(w, schema) for w in waivers if not w.all_records}
    return WaiverFile(path.name, sha256(path.read_bytes()).hexdigest(), waivers, filters)


def waive_findings(
    file: WaiverFile | None,
    canonical: Table,
    results: Sequence[RuleResult],
    *,
    writer: RunWriter,
    schema: DatasetSchema,
    limits: Limits,
    as_of: date,
) -> Waived:
    """Write `waived.parquet` of the run that is being written, and return what is waived."""
    if file is None:
        return waive_nothing(writer.folder / WAIVED)
    scope = writer.work / "waiver-scope.parquet"
    with FileWriter(scope, SCOPE_SCHEMA) as target:
        for part in read_parts(canonical.folder):
            for rows in scope_of(file.waivers, complete(part, schema, as_of), file.filters):
                target.write(rows)
    with duck.connect(limits, writer.work / "spill") as connection:
        return waive(
            connection,
            file.waivers,
            results,
            found=writer.folder / FINDINGS,
            scope=scope,
            as_of=as_of,
            out=writer.folder / WAIVED,
        )


def waiver_facts(file: WaiverFile | None, waived: Waived, as_of: date) -> dict[str, Any] | None:
    """Return `waivers` of run.json: each waiver with its state; never which records it names."""
    if file is None:
        return None
    entries = [
        {
            "id": waiver.id,
            "rule_id": waiver.rule.id,
            "scope": waiver.scope,
            "reason": waiver.reason,
            "by": waiver.by,
            "expires": waiver.expires.isoformat(),
            "state": _state(waiver, waived, as_of),
            "n_findings": waived.covered.get(waiver.id, 0),
            "line": waiver.source.line,
        }
        for waiver in file.waivers
    ]
    return {"file": file.name, "sha256": file.sha256, "entries": entries}


def _state(waiver: Waiver, waived: Waived, as_of: date) -> str:
    if not waiver.in_force(as_of):
        return "expired"
    return "in_force" if waived.covered.get(waiver.id) else "unused"


def _filter(waiver: Waiver, schema: DatasetSchema) -> pl.Expr:
    """Return whether a canonical record is one that the waiver covers."""
    if waiver.where is not None:
        return compile_rule(_as_rule(waiver, waiver.where), schema).flag.fill_null(value=False)
    return pl.any_horizontal(
        pl.all_horizontal(pl.col(name).eq(value).fill_null(value=False) for name, value in record.items())
        for record in _canonical(waiver, schema)
    )


def _canonical(waiver: Waiver, schema: DatasetSchema) -> list[dict[str, Any]]:
    """Return the keys of the records as they stand in canonical tables, however they are written in the file.

    Raises:
        CatalogError: A value cannot be one of its column; the value is not named.
    """
    records = []
    for record in waiver.records:
        raw = pl.DataFrame({RECORD_ID: [1], SOURCE_ROW: [1], **{name: [value] for name, value in record.items()}})
        canonical = normalize_batch(raw, schema).frame.select(*record).row(0, named=True)
        if unread := [name for name, value in canonical.items() if value is None]:
            raise CatalogError("waivers.unreadable_key", where=str(waiver.source), name=unread[0])
        records.append(canonical)
    return records


def _as_rule(waiver: Waiver, where: str) -> Rule:
    rule = waiver.rule
    return Rule(
        id=waiver.id,
        dataset=rule.dataset,
        body=Assert(where),
        columns=(),
        dimension=rule.dimension,
        severity=rule.severity,
        owner=rule.owner,
        title=rule.title,
        remedy=rule.remedy,
        source=waiver.source,
    )
