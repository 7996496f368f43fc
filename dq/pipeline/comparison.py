"""Comparing: two run folders, or a run with the one before."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.compare import Comparison, RunTables, as_json, compare, open_tables
from dq.compare.runs import tables_of
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import UsageError
from dq.pipeline.request import RunRequest
from dq.places import explained_full_disk
from dq.progress import Progress, silent


def compare_runs(old: Path, new: Path, catalog: Catalog, *, limits: Limits, progress: Progress = silent) -> Comparison:
    """Return what changed from the run folder `old` to `new`.

    Raises:
        OutputError: One of them is no run folder, is damaged, or is of a newer format.
        UsageError: They are of two datasets, or their records have no key to be known by.
    """
    before, after = open_tables(old), open_tables(new)
    schema = catalog.schema(after.run["dataset"])
    progress("compare")
    with (
        explained_full_disk(Path(tempfile.gettempdir())),
        tempfile.TemporaryDirectory(prefix="dq-compare-") as spill,
        watched_spill(Path(spill), progress.spilled),
        duck.connect(limits, Path(spill)) as connection,
    ):
        return compare(connection, before, after, schema=schema)


def open_previous(request: RunRequest) -> RunTables | None:
    """Return the run that this one shall be compared with; said before anything is read if it cannot be.

    Raises:
        OutputError: It is no run folder, is damaged, or is of a newer format.
        UsageError: It is of another dataset.
    """
    if request.previous is None:
        return None
    previous = open_tables(request.previous)
    if previous.run["dataset"] != request.dataset:
        raise UsageError("compare.two_datasets", old=previous.run["dataset"], new=request.dataset)
    return previous


def compare_with(
    connection: duckdb.DuckDBPyConnection,
    previous: RunTables,
    summary: Mapping[str, Any],
    *,
    folder: Path,
    name: str,
    schema: DatasetSchema,
) -> Mapping[str, Any]:
    """Return the comparison of the run that stands in `folder` for now, and will be called `name`, with `previous`."""
    tables = replace(tables_of(summary, folder), name=name)
    return as_json(compare(connection, previous, tables, schema=schema))
