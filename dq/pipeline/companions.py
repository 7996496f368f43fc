"""The files of `--with`: exports of other datasets, read and normalized by their own schemas, for rules to query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.catalog import Catalog
from dq.errors import LoadError, UsageError
from dq.load import LoadOptions, load
from dq.model import Query, Table
from dq.normalize import Known, normalize_batch
from dq.pipeline.advice import OF_THE_INPUT
from dq.pipeline.readings import decided_readings
from dq.pipeline.request import RunRequest
from dq.progress import Progress, Unit, within
from dq.provenance import InputInfo
from dq.staging import PartsWriter


@dataclass(frozen=True, slots=True)
class Companion:
    """The export of another dataset that the run's rules may query: canonical table, malformed lines, provenance."""

    canonical: Table
    malformed: int
    info: InputInfo


def refuse_wrong_companions(request: RunRequest, catalog: Catalog) -> None:
    """Refuse, before anything is read, a dataset that no rule of the run asks for.

    Raises:
        UsageError: A dataset is named twice, is the run's own, does not exist, or no rule of the run reads it.
    """
    wanted = tuple(dict.fromkeys(_wanted(request.dataset, catalog)))
    seen: set[str] = set()
    for dataset, _ in request.companions:
        if dataset in seen:
            raise UsageError("usage.with_twice", dataset=dataset)
        if dataset == request.dataset:
            raise UsageError("usage.with_itself", dataset=dataset)
        if catalog.schema(dataset).dataset not in wanted:
            key = "usage.with_unused" if wanted else "usage.with_none_used"
            raise UsageError(key, dataset=request.dataset, given=dataset, known=", ".join(wanted))
        seen.add(dataset)


def load_companions(request: RunRequest, catalog: Catalog, folder: Path, progress: Progress) -> dict[str, Companion]:
    """Return the canonical tables of the files of `--with` by dataset, staged below `folder`.

    Their own rules are not evaluated: a file is checked by a run of its own. Lines that are no record are counted.

    Raises:
        LoadError: A file cannot be read as its dataset.
    """
    return {dataset: _load(path, dataset, catalog, request, folder, progress) for dataset, path in request.companions}


def _wanted(dataset: str, catalog: Catalog) -> Iterator[str]:
    for rule in catalog.rules[dataset]:
        if isinstance(rule.body, Query):
            yield from rule.body.companions


def _load(
    path: Path, dataset: str, catalog: Catalog, request: RunRequest, folder: Path, progress: Progress
) -> Companion:
    schema = catalog.schema(dataset)
    place = folder / dataset
    try:
        options = LoadOptions(batch_rows=request.limits.batch_rows)
        loaded = load(path, schema, place, options=options, advance=within(progress, "companions", Unit.BYTES))
    except LoadError as error:
        if error.key in OF_THE_INPUT:
            raise LoadError("load.companion", file=path.name, dataset=dataset) from None
        raise
    readings = decided_readings(loaded, schema, request.as_of, threads=request.limits.batches)
    writer = PartsWriter(place / "canonical")
    columns: Mapping[str, object] = {}
    known = Known()
    for part in loaded.raw.parts():
        frame = normalize_batch(pl.read_parquet(part, glob=False), schema, readings, known).frame
        writer.write(frame)
        columns = frame.schema
        part.unlink()  # its canonical form is all that is needed
        progress("companions", writer.n_rows, loaded.raw.n_rows)
    table = Table(dataset, writer.folder, tuple(columns), writer.n_rows)
    return Companion(table, loaded.malformed.n_rows, loaded.info)
