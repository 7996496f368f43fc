"""No contestant, but what they read: the canonical parts and the persons of an export, as a run of dq stages them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.scale.rules import AS_OF, DATASET
from dq.catalog import load_catalog
from dq.engine.limits import limits
from dq.pipeline.clock import Clock
from dq.pipeline.readings import decided_readings
from dq.pipeline.request import RunRequest
from dq.pipeline.stages import Stages
from dq.progress import silent
from dq.runs import RunWriter


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work of staging `export` below the new folder `folder`."""
    catalog = load_catalog()
    folder = Path(arguments["folder"])
    writer = RunWriter(folder / "run", folder / "stage")
    request = RunRequest(DATASET, Path(arguments["export"]), folder / "run", AS_OF, limits(arguments["memory"]))
    stages = Stages(request, catalog, catalog.schema(DATASET), catalog.roles(DATASET), writer, Clock(silent), None)

    def work() -> dict[str, int]:
        writer.folder.mkdir(parents=True)
        writer.work.mkdir()
        loaded = stages.load()
        readings = decided_readings(loaded, stages.schema, AS_OF)
        rows = stages.check(loaded, readings, catalog.rules[DATASET])
        return {result.rule_id: result.n_failed for result in rows.results}

    return work
