"""dq: the outcome of each person, written with its findings, as in a run with a prepared register."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.scale.contestants.bare_duckdb import import_what_parameters_need
from benchmarks.scale.rules import AS_OF, DATASET
from dq.catalog import load_catalog
from dq.engine import duck
from dq.engine.limits import limits
from dq.pipeline import prepare_reference
from dq.reconcile import reconcile

_COUNTS = """
    SELECT count(name), count(*) FILTER (name = 'equal'), count(*) FILTER (birth_date IN ('equal', 'compatible')),
           count(*) FILTER (sex = 'equal')
    FROM read_parquet($file)
"""


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the parts of `persons` against `reference`, which `dq register prepare` has prepared."""
    import_what_parameters_need()
    catalog, bounds = load_catalog(), limits(arguments["memory"])
    register = prepare_reference(Path(arguments["reference"]), catalog, limits=bounds, as_of=AS_OF)
    found: dict[str, int] = {}

    def work() -> dict[str, int]:
        with tempfile.TemporaryDirectory(dir=arguments["work"]) as made:
            out = Path(made) / "reconciled"
            with duck.connect(bounds, Path(made) / "spill") as connection:
                done = reconcile(
                    connection, arguments["persons"], register, roles=catalog.roles(DATASET), dataset=DATASET, out=out
                )
            row = duckdb.execute(_COUNTS, {"file": str(done.reconciliation)}).fetchone() or ()
        found.update(zip(("found", "same_name", "same_birth", "same_sex"), row, strict=True))
        return found

    return work
