"""No contestant, but what the peers compare: both sides as files of the same four columns, normalized."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.scale.contestants.bare_duckdb import connect

_PERSONS = """
    SELECT identifier, name_key, birth_tu AS birth, sex FROM read_parquet($source) WHERE id_class = 'personal_id'
"""
_REGISTER = """
    SELECT so_dinh_danh AS identifier, name_key, ngay_sinh_tu AS birth, gioi_tinh AS sex FROM read_parquet($source)
    WHERE so_dinh_danh IS NOT NULL
"""


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work that writes `persons.parquet` and `register.parquet` to `folder`."""
    folder = Path(arguments["folder"])

    def work() -> dict[str, int]:
        folder.mkdir(parents=True)
        with connect(arguments["settings"]) as connection:
            for name, select in (("persons", _PERSONS), ("register", _REGISTER)):
                connection.execute(f"COPY ({select}) TO '{folder / name}.parquet'", {"source": arguments[name]})
        return {}

    return work
