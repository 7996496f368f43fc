"""Values that a run proposes for cells: a person confirms each of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.gazetteer import proposed_commune
from dq.model import RECORD_ID, SOURCE_ROW, Outcome
from dq.predicates.proposed_names import SEPARATOR, proposed_names
from dq.runs import CLEAN, FINDINGS, NAME_SPLIT, PROPOSALS, PROPOSALS_SCHEMA, QUARANTINE, RECONCILIATION, SURE, UNSURE
from dq.staging import FileWriter, read_batches

MERGED, CANDIDATE = "commune_merged", "candidate"
NAME_ONLY = "name_only"
_COMMUNE, _NAME = "commune_code", "person_name"
_BATCH = 50_000


def write_proposals(
    folder: Path, schema: DatasetSchema, roles: Sequence[Role], as_of: date, linked: Path | None = None
) -> None:
    """Write `PROPOSALS` of a run whose other tables stand in `folder`.

    The number in force for one that was cancelled (`superseded`); the commune that an abolished one went into as a
    whole (`commune_merged`). A commune that was divided has no proposal: the address decides. Of persons for whom
    candidates were looked for, the first one's number (`candidate`), with how sure that is; not where it stands there
    already, because of two persons with one number that is the right one. The name without title and note
    (`name_only`), and the names of two persons in one cell (`name_split`), which need a record each.

    Args:
        folder: The run's.
        schema: Of the dataset.
        roles: Of the dataset.
        as_of: The day of the run.
        linked: What linking says of each person (`dq.link.LinkResult`), None where nobody was linked.
    """
    with FileWriter(folder / PROPOSALS, PROPOSALS_SCHEMA) as writer:
        for frames in (
            _superseded(folder, roles),
            _merged(folder, schema, as_of),
            _names(folder, schema),
            _candidates(linked, roles),
        ):
            for frame in frames:
                writer.write(frame)


def _superseded(folder: Path, roles: Sequence[Role]) -> Iterator[pl.DataFrame]:
    columns = {role.role: role.identifier for role in roles}
    superseded = (pl.col("outcome") == str(Outcome.SUPERSEDED)) & pl.col("proposed_id").is_not_null()
    columns_read = (RECORD_ID, SOURCE_ROW, "role", "proposed_id")
    for found in _filtered(folder / RECONCILIATION, superseded, columns_read):
        column = pl.col("role").replace_strict(columns, default=None, return_dtype=pl.String)
        for frame in found.with_columns(column=column).partition_by("column"):
            cells = _with_values(folder, frame.select(RECORD_ID, SOURCE_ROW, "column", proposed="proposed_id"))
            yield _finished(cells, Outcome.SUPERSEDED)


def _merged(folder: Path, schema: DatasetSchema, as_of: date) -> Iterator[pl.DataFrame]:
    for cells in _found_cells(folder, schema, _COMMUNE):
        proposed = cells.with_columns(proposed=proposed_commune(pl.col("before"), pl.lit(as_of)))
        yield _finished(proposed.filter(pl.col("proposed").is_not_null()), MERGED)


def _names(folder: Path, schema: DatasetSchema) -> Iterator[pl.DataFrame]:
    for cells in _found_cells(folder, schema, _NAME):
        proposed = cells.with_columns(proposed=proposed_names(pl.col("before")))
        is_split = pl.col("proposed").str.contains(SEPARATOR, literal=True)
        yield _finished(proposed.filter(~is_split), NAME_ONLY)
        yield _finished(proposed.filter(is_split), NAME_SPLIT, UNSURE)


def _found_cells(folder: Path, schema: DatasetSchema, kind: str) -> Iterator[pl.DataFrame]:
    """Yield the cells with findings in columns of a type, a column at a time, with their values as `before`."""
    columns = [field.name for field in schema.fields if field.type.name == kind]
    waiting = pl.DataFrame()
    for found in _filtered(folder / FINDINGS, pl.col("column").is_in(columns), (RECORD_ID, SOURCE_ROW, "column")):
        waiting = pl.concat([waiting, found]) if waiting.height else found
        if waiting.height >= _BATCH:  # findings are by record: of the last one there may be more
            of_last = pl.col(RECORD_ID) == waiting[RECORD_ID][-1]
            yield from _with_values_by_column(folder, waiting.filter(~of_last))
            waiting = waiting.filter(of_last)
    yield from _with_values_by_column(folder, waiting)


def _filtered(path: Path, wanted: pl.Expr, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file that are `wanted`, in its order."""
    scan = pl.scan_parquet(path, glob=False).filter(wanted).select(columns)
    yield from scan.collect_batches(chunk_size=_BATCH, maintain_order=True)


def _with_values_by_column(folder: Path, cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if cells.height:
        for frame in cells.unique().sort(RECORD_ID).partition_by("column"):
            yield _with_values(folder, frame)


def _candidates(linked: Path | None, roles: Sequence[Role]) -> Iterator[pl.DataFrame]:
    columns = {role.role: role.identifier for role in roles}
    if linked is None:
        return
    names = (RECORD_ID, SOURCE_ROW, "role", "identifier", "candidate_id", "confidence")
    for batch in read_batches(linked, names, _BATCH):
        found = batch.filter(
            pl.col("candidate_id").is_not_null(), pl.col("candidate_id").ne_missing(pl.col("identifier"))
        )
        yield found.select(
            RECORD_ID,
            SOURCE_ROW,
            pl.col("role").replace_strict(columns, return_dtype=pl.String).alias("column"),
            before="identifier",
            proposed="candidate_id",
            reason=pl.lit(CANDIDATE),
            confidence="confidence",
        )


def _finished(frame: pl.DataFrame, reason: str, confidence: str = SURE) -> pl.DataFrame:
    return frame.with_columns(reason=pl.lit(reason), confidence=pl.lit(confidence)).select(PROPOSALS_SCHEMA.names())


def _with_values(folder: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame`, cells of one column, with their canonical values as `before`."""
    column, ids = frame["column"][0], frame[RECORD_ID]
    values = [
        pl.scan_parquet(folder / name, glob=False)
        .filter(pl.col(RECORD_ID).is_between(ids.min(), ids.max()))
        .select(RECORD_ID, pl.col(column).cast(pl.String).alias("before"))
        .collect()
        .join(frame, on=RECORD_ID, how="semi")
        for name in (CLEAN, QUARANTINE)
    ]
    return frame.join(pl.concat(values), on=RECORD_ID, how="left", maintain_order="left")
