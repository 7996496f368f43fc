"""Floor of writing: clean and quarantine as Parquet from the canonical parts, by the numbers of the rows held back."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.scale.contestants.bare_duckdb import connect
from dq.engine.duck import literal


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the parts `canonical` and the `quarantine` of a run, within `settings`."""

    def work() -> dict[str, int]:
        found = {}
        with tempfile.TemporaryDirectory(dir=arguments["work"]) as folder, connect(arguments["settings"]) as connection:
            rows, held = (f"read_parquet({literal(arguments[name])})" for name in ("canonical", "quarantine"))
            for name, join in (("clean", "ANTI"), ("quarantine", "SEMI")):
                select = f"SELECT r.* FROM {rows} r {join} JOIN {held} q ON q.record_id = r.record_id"
                copy = f"COPY ({select}) TO '{Path(folder) / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
                row = connection.execute(copy).fetchone()
                found[name] = row[0] if row else 0
        return found

    return work
