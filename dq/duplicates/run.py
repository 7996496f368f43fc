"""Reads a run folder, groups its duplicates, writes `duplicates.parquet`."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

from dq.audit import audited, file_facts
from dq.canonical import with_absent
from dq.catalog import Catalog
from dq.catalog.linking import LinkModel
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.duplicates.clusters import duplicates_sql, label_clusters
from dq.duplicates.edges import SIMILAR_PERSON, key_edges_sql, person_edges_sql
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import UsageError
from dq.identifiers import personal_id
from dq.link import ALIKE_TABLE, read_weights, similar_persons
from dq.link import persons_batch as linkable_persons
from dq.model import RECORD_ID, SOURCE_ROW
from dq.pipeline.rows import canonical_rows
from dq.places import explained_full_disk
from dq.progress import Progress, Tally, Unit, silent, within
from dq.reconcile import Verdict, persons_batch
from dq.reconcile.sql import enum_type_sql
from dq.runs import CLEAN, DUPLICATES, QUARANTINE, check_target, read_summary
from dq.staging import PartsWriter, file_sql, path_sql

_PREVIEW: Mapping[str, type[pl.DataType]] = {
    "column": pl.String,
    "value": pl.String,
    RECORD_ID: pl.Int64,
    "n_values": pl.Int64,
}
_DUPLICATES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "cluster_id": pl.Int64,
    RECORD_ID: pl.Int64,
    SOURCE_ROW: pl.Int64,
    "reasons": pl.List(pl.String),
    "match_probability": pl.Float64,
    "comparison": pl.List(pl.String),
    "survivor": pl.Boolean,
    "preview": pl.List(pl.Struct(_PREVIEW)),
}
DUPLICATES_SCHEMA = pl.Schema(_DUPLICATES)
_UPDATED = "ngay_cap_nhat"


@dataclass(frozen=True, slots=True)
class DuplicatesFound:
    """What was found: `clusters`, the records in them, and the records with each reason; and where it was written.

    `likeness` counts what `dq.link.similar_persons` compared and left out; it is empty where nothing was compared.
    """

    dataset: str
    clusters: int
    records: int
    reasons: Mapping[str, int]
    likeness: Mapping[str, int]
    path: Path


def find_duplicates(
    folder: Path, catalog: Catalog, *, out: Path, limits: Limits, progress: Progress = silent
) -> DuplicatesFound:
    """Write the groups of records of a run that are the same thing twice (`DUPLICATES_SCHEMA`), out of core.

    Nothing is merged. Of a key whose columns the file does not have, nothing is found.

    Args:
        folder: A run folder.
        catalog: The schemas, roles and keys.
        out: A Parquet file; one that stands there is replaced.
        limits: The bounds of memory and threads.
        progress: Told of stages and rows.

    Raises:
        OutputError: It is no run folder, or `out` cannot be written.
        UsageError: The dataset names no keys.
    """
    summary = read_summary(folder)
    dataset = summary["dataset"]
    keys = catalog.duplicate_keys(dataset)
    if not keys:
        raise UsageError("duplicates.no_keys", dataset=dataset)
    check_target(out, runs=[folder], own=[DUPLICATES])
    schema, roles = catalog.schema(dataset), catalog.roles(dataset)
    present = pq.read_schema(folder / CLEAN).names
    columns = [name for name in schema.names if name in present]
    with (
        audited("duplicates", dataset=dataset, run=folder.name) as event,
        explained_full_disk(out.parent),
        tempfile.TemporaryDirectory(prefix=".dq-duplicates-", dir=out.parent) as work,  # of mode 0700
        watched_spill(Path(work) / "spill", progress.spilled),
        duck.connect(limits, Path(work) / "spill") as connection,
    ):
        progress("records")
        model = catalog.linking(dataset)
        tally = Tally(summary["rows"]["total"], within(progress, "records", Unit.ROWS))
        canonical = tally.count(canonical_rows(folder, schema, limits.batch_rows))
        persons, alike = _stage_persons(canonical, schema, roles, model, out=Path(work))
        progress("duplicate_keys")
        files = ", ".join(file_sql(folder / name) for name in (CLEAN, QUARANTINE))
        listed = ", ".join([RECORD_ID, SOURCE_ROW, *map(duck.quote, columns)])
        connection.execute(f"CREATE VIEW row AS SELECT {listed} FROM read_parquet([{files}], union_by_name = true)")
        edges = [key_edges_sql("row", key) for key in keys if set(key.columns) <= set(columns)]
        if persons is not None:
            connection.execute(enum_type_sql(Verdict))
            edges.append(person_edges_sql(f"(SELECT * FROM read_parquet({path_sql(Path(persons))}))"))
        connection.execute(f"CREATE TABLE edge AS {' UNION ALL '.join(f'SELECT * FROM ({edge})' for edge in edges)}")
        label_clusters(connection)
        progress("alike")
        likeness = _find_alike(connection, alike, model)
        label_clusters(connection)
        progress("write")
        made = Path(work) / "duplicates.parquet"
        updated = _UPDATED if _UPDATED in columns else None
        connection.execute(f"COPY ({duplicates_sql('row', columns, updated)}) TO {path_sql(made)} (FORMAT parquet)")
        found = _counted(connection, made, dataset, likeness, out)
        made.chmod(0o600)
        made.replace(out)
        event["output"] = file_facts(out)
    return found


def _stage_persons(
    canonical: Iterable[pl.DataFrame],
    schema: DatasetSchema,
    roles: Sequence[Role],
    model: LinkModel | None,
    *,
    out: Path,
) -> tuple[str | None, str | None]:
    """Write the persons part by part, and return the patterns of two forms of them; a number not well-formed is null.

    The first has the commune of the record, for `person_edges_sql`: None where the dataset has no commune. The second
    is what `similar_persons` reads: None where `model` does not dedupe.
    """
    near, alike = PartsWriter(out / "persons"), PartsWriter(out / "alike")
    number = pl.col("identifier")
    well_formed = pl.when(personal_id.is_valid(number)).then(number)
    for batch in canonical:
        frame = with_absent(batch, schema)
        persons = persons_batch(frame, schema, roles).filter("applicable")
        if schema.commune is not None:
            communes = frame.select(RECORD_ID, pl.col(schema.commune).cast(pl.String).alias("commune"))
            near.write(persons.with_columns(well_formed).join(communes, on=RECORD_ID, maintain_order="left"))
        if model is not None and model.dedupe is not None:
            described = linkable_persons(frame, schema, roles, model).with_columns(well_formed)
            alike.write(described.join(persons, on=[RECORD_ID, "role"], how="semi", maintain_order="left"))
    return near.glob if near.n_parts else None, alike.glob if alike.n_parts else None


def _find_alike(connection: duckdb.DuckDBPyConnection, alike: str | None, model: LinkModel | None) -> Mapping[str, int]:
    """Create `alike`, add its pairs to `edge`, and return what was compared; nothing where `model` does not dedupe."""
    connection.execute(f"CREATE TABLE alike ({ALIKE_TABLE})")
    if alike is None or model is None or model.dedupe is None:
        return {}
    weights = read_weights(model.weights, model)
    counts = similar_persons(connection, alike, "label", model=model, weights=weights)
    connection.execute(f"INSERT INTO edge SELECT DISTINCT left_id, right_id, '{SIMILAR_PERSON}' FROM alike")
    return counts


def _counted(
    connection: duckdb.DuckDBPyConnection, made: Path, dataset: str, likeness: Mapping[str, int], out: Path
) -> DuplicatesFound:
    source = f"read_parquet({file_sql(made)})"
    row = connection.execute(f"SELECT count(DISTINCT cluster_id), count(*) FROM {source}").fetchone()
    reasons = connection.execute(
        f"SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM {source}) GROUP BY reason ORDER BY reason"
    ).fetchall()
    clusters, records = row or (0, 0)
    return DuplicatesFound(dataset, clusters, records, dict(reasons), likeness, out)
