"""The floor of the comparison with the register: one DuckDB join, three comparisons on prepared keys."""

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.scale.contestants.bare_duckdb import connect
from dq.engine.duck import literal

# No bound parameter: with the first one duckdb imports pandas.
_SQL = """
    SELECT count(*), count(*) FILTER (same_name), count(*) FILTER (same_birth), count(*) FILTER (same_sex) FROM (
        SELECT p.name_key = r.name_key AS same_name,
               p.birth_tu <= r.ngay_sinh_den AND r.ngay_sinh_tu <= p.birth_den AS same_birth,
               p.sex = r.gioi_tinh AS same_sex
        FROM read_parquet({persons}) p JOIN read_parquet({register}) r ON p.identifier = r.so_dinh_danh)
"""


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the parts of `persons` and the prepared `register`, within `settings`."""

    def work() -> dict[str, int]:
        with connect(arguments["settings"]) as connection:
            files = {name: literal(arguments[name]) for name in ("persons", "register")}
            row = connection.execute(_SQL.format(**files)).fetchone() or ()
        return dict(zip(("found", "same_name", "same_birth", "same_sex"), row, strict=True))

    return work
