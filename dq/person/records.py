"""What the records of a run folder say of their persons: a row a person with a number, a column a fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from dq.canonical import date_bounds, with_absent
from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.errors import UsageError
from dq.gazetteer import present_unit
from dq.identifiers import personal_id
from dq.model import RECORD_ID, SOURCE_ROW
from dq.pipeline.rows import canonical_rows
from dq.reconcile import persons_batch
from dq.runs import CLEAN, read_summary

RUN = "run"
RECORD_COLUMNS = (
    RUN, "dataset", "role", RECORD_ID, SOURCE_ROW, "identifier", "name", "birth_date", "sex", "residence", "death_date",
    "dead", "living",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run folder to read; `name` is unique among those that are read together."""

    path: Path
    name: str
    dataset: str


def open_folders(paths: tuple[Path, ...], catalog: Catalog) -> tuple[RunFolder, ...]:
    """Return the run folders at `paths`.

    Raises:
        OutputError: One is no run folder.
        UsageError: One is given twice, or is of a dataset that is of no persons.
    """
    folders: list[RunFolder] = []
    seen: set[Path] = set()
    for path in paths:
        dataset = read_summary(path)["dataset"]
        if not catalog.roles(dataset):
            raise UsageError("person.no_persons", path=str(path), dataset=dataset)
        if path.resolve() in seen:
            raise UsageError("person.twice", path=str(path))
        seen.add(path.resolve())
        taken = {folder.name for folder in folders}
        folders.append(RunFolder(path, str(path) if path.name in taken else path.name, dataset))
    return tuple(folders)


def person_rows(
    folder: RunFolder, catalog: Catalog, *, batch_rows: int, identifier: str | None = None
) -> Iterator[pl.DataFrame]:
    """Yield the persons of a run folder who have a well-formed number, in batches.

    Each row has `RECORD_COLUMNS`: the facts as text as they stand, `dead` and `living` (what the record takes the
    person for), and behind them what is compared: `name_key`, `birth_tu`, `birth_den`, `place` (the commune that the
    residence is part of today), `death_tu`, `death_den`.

    Args:
        folder: See `open_folders`.
        catalog: The schemas and roles.
        batch_rows: Rows at once.
        identifier: Only those of this number.
    """
    schema, roles = catalog.schema(folder.dataset), catalog.roles(folder.dataset)
    present = pq.read_schema(folder.path / CLEAN).names
    roles = tuple(role for role in roles if role.identifier in present)
    if not roles:
        return
    keep = None
    if identifier is not None:
        keep = pl.any_horizontal([pl.col(role.identifier) == identifier for role in roles])
    for canonical in canonical_rows(folder.path, schema, batch_rows, keep):
        frame = with_absent(canonical, schema)
        persons = persons_batch(frame, schema, roles)
        told = pl.concat([_told(frame, schema, role) for role in roles])
        rows = persons.join(told, on=[RECORD_ID, "role"], how="left", maintain_order="left")
        mine = rows.filter("applicable", personal_id.is_valid(pl.col("identifier")))
        if identifier is not None:
            mine = mine.filter(pl.col("identifier") == identifier)
        named = mine.with_columns(pl.lit(folder.name).alias(RUN), pl.lit(folder.dataset).alias("dataset"))
        compared = ("name_key", "birth_tu", "birth_den", "place", "death_tu", "death_den")
        yield named.select(*RECORD_COLUMNS, *compared)


def _told(frame: pl.DataFrame, schema: DatasetSchema, role: Role) -> pl.DataFrame:
    texts = {
        fact: pl.col(column).cast(pl.String) if (column := role.column(fact)) else pl.lit(None, dtype=pl.String)
        for fact in ("name", "birth_date", "residence", "death_date")
    }
    death_tu, death_den = date_bounds(schema, role.column("death_date"))
    dead = death_tu.is_not_null() | role.deceased_expected
    return frame.select(
        RECORD_ID,
        pl.lit(role.role).alias("role"),
        *(text.alias(fact) for fact, text in texts.items()),
        present_unit(texts["residence"]).alias("place"),
        death_tu.alias("death_tu"),
        death_den.alias("death_den"),
        dead.alias("dead"),
        (pl.lit(role.living) & ~dead).alias("living"),
    )
