"""Linking inside a run: the persons without a usable number picked out, linked, and what was found written down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from dq.catalog import Catalog
from dq.catalog.linking import LinkModel
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.engine import duck
from dq.engine.limits import Limits
from dq.link import LinkResult, Weights, link, persons_batch, read_weights
from dq.model import RECORD_ID, PreparedRegister, Register
from dq.pipeline.proposals import write_proposals
from dq.pipeline.request import RunRequest
from dq.progress import Advance
from dq.reconcile import LINKED, with_candidates_sql
from dq.runs import CANDIDATES, CANDIDATES_SCHEMA, CLEAN, QUARANTINE, RECONCILIATION, RunWriter
from dq.staging import FileWriter, PartsWriter, file_sql, path_sql


@dataclass(frozen=True, slots=True)
class Linking:
    """How candidates are looked for in a run: the model, what it has learnt, and where."""

    model: LinkModel
    weights: Weights
    register: PreparedRegister


def linking_for(request: RunRequest, catalog: Catalog, register: Register | None) -> Linking | None:
    """Return how a run looks for candidates, None where it does not; wrong weights are said before anything is done.

    A reference of keyed hashes has no names to look for.

    Raises:
        CatalogError: The weights cannot be used.
    """
    model = catalog.linking(request.dataset)
    if not isinstance(register, PreparedRegister) or model is None or request.no_link:
        return None
    return Linking(model, read_weights(request.weights or model.weights, model), register)


def link_run(
    canonical: Iterable[pl.DataFrame],
    writer: RunWriter,
    linking: Linking | None,
    request: RunRequest,
    *,
    schema: DatasetSchema,
    roles: Sequence[Role],
    advance: Advance,
) -> LinkResult | None:
    """Write `CANDIDATES` and `PROPOSALS`, complete `RECONCILIATION` of the run that is being written.

    Args:
        canonical: The canonical rows in batches.
        writer: The run folder has its reconciliation.
        linking: How candidates are looked for; None where they are not.
        request: Of the run.
        schema: Of the dataset.
        roles: Of the dataset.
        advance: Told of the persons who are done.

    Returns:
        What linking found; None where nobody is linked.
    """
    persons = None
    if linking is not None:
        persons = pick_persons(canonical, writer, linking.model, schema=schema, roles=roles)
    result = write_links(writer, linking, persons, roles=roles, limits=request.limits, advance=advance)
    linked = result.linked if result else None
    write_proposals(writer.folder, schema, roles, request.as_of, linked)
    return result


def pick_persons(
    canonical: Iterable[pl.DataFrame],
    writer: RunWriter,
    model: LinkModel,
    *,
    schema: DatasetSchema,
    roles: Sequence[Role],
) -> PartsWriter:
    """Return staged parts of the persons for whom candidates are looked for, by their outcomes."""
    picked = PartsWriter(writer.work / "link" / "persons")
    outcomes = pl.scan_parquet(writer.folder / RECONCILIATION, glob=False).select(RECORD_ID, "role", "outcome")
    outcomes = outcomes.filter(pl.col("outcome").is_in(LINKED))
    for frame in canonical:
        ids = frame[RECORD_ID]
        mine = outcomes.filter(pl.col(RECORD_ID).is_between(ids.min(), ids.max())).collect()
        if mine.height:
            rows = frame.join(mine, on=RECORD_ID, how="semi", maintain_order="left")
            persons = persons_batch(rows, schema, roles, model)
            picked.write(persons.join(mine, on=[RECORD_ID, "role"], how="semi", maintain_order="left"))
    return picked


def write_links(
    writer: RunWriter,
    linking: Linking | None,
    persons: PartsWriter | None,
    *,
    roles: Sequence[Role],
    limits: Limits,
    advance: Advance,
) -> LinkResult | None:
    """Write `CANDIDATES`, empty where nobody is linked, and complete `RECONCILIATION`; see `link_run`."""
    folder, work = writer.folder, writer.work
    if linking is None or persons is None or not persons.n_rows:
        with FileWriter(folder / CANDIDATES, CANDIDATES_SCHEMA):
            return None
    with duck.connect(limits, work / "spill") as connection:
        result = link(
            connection,
            persons.glob,
            linking.register.linkable(linking.model.name),
            model=linking.model,
            weights=linking.weights,
            out=work / "linked",
            numbers=_numbers_sql(folder, roles),
            advance=advance,
        )
        completed = work / RECONCILIATION
        select = with_candidates_sql(_read(folder / RECONCILIATION), _read(result.linked))
        connection.execute(f"COPY ({select}) TO {path_sql(completed)} (FORMAT parquet, COMPRESSION zstd)")
    result.candidates.replace(folder / CANDIDATES)
    completed.replace(folder / RECONCILIATION)
    return result


def linking_summary(linking: Linking | None, result: LinkResult | None) -> Mapping[str, Any] | None:
    """Return what `run.json` says of linking: counts, thresholds, what was compared; None where nobody was linked."""
    if linking is None or result is None:
        return None
    return {
        "confidences": dict(result.confidences),
        **result.counts,
        "thresholds": asdict(linking.weights.thresholds),
        "max_block": linking.model.max_block,
        "max_candidates": linking.model.max_candidates,
        "comparisons": [
            {"name": item.name, "kind": item.kind, "title": asdict(item.title)} for item in linking.model.comparisons
        ],
    }


def _numbers_sql(folder: Path, roles: Sequence[Role]) -> str | None:
    """Return a SELECT of the numbers that persons of the run have: `record_id`, `role`, `identifier`."""
    selects = [
        f"SELECT {RECORD_ID}, {duck.literal(role.role)} AS role, {duck.quote(role.identifier)} AS identifier "
        f"FROM {_read(folder / name)} WHERE {duck.quote(role.identifier)} IS NOT NULL"
        for name in (CLEAN, QUARANTINE)
        for role in roles
        if role.identifier in pq.read_schema(folder / name).names
    ]
    return f"({' UNION ALL '.join(selects)})" if selects else None


def _read(path: Path) -> str:
    return f"read_parquet({file_sql(path)})"
