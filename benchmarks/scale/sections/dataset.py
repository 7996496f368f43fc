"""Rules over the whole table: Great Expectations on DuckDB, on pandas, and a query written by hand."""

from collections.abc import Iterator

from benchmarks.scale.agency import write_catalog
from benchmarks.scale.harness import Contestant, compete
from benchmarks.scale.model import Table
from benchmarks.scale.rules import DATASET_RULES
from benchmarks.scale.settings import Settings

FLOOR, DQ, PANDAS = "one DuckDB query", "dq", "GX on pandas"
_ABOUT = (
    f"{len(DATASET_RULES)} expectations, the same verdict a rule for everybody; dq: Great Expectations on DuckDB.",
    "The import of Great Expectations is not in the time: a run of dq imports it while the data loads.",
)


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a table a size."""
    catalog = write_catalog(settings.work / "catalog-dataset")
    for rows in settings.sizes.dataset:
        canonical = settings.staged(rows, max(rows, settings.sizes.persons)) / "canonical"
        files = {"canonical": canonical / "part-*.parquet", "folder": canonical}
        ours = {"catalog": catalog, "work": settings.work, "memory": settings.memory}
        contestants = [
            Contestant(FLOOR, "dataset_duckdb", {**files, "settings": settings.duckdb}, floor=True),
            Contestant(DQ, "dataset_dq", {**files, **ours}),
        ]
        if settings.peers:
            contestants.append(Contestant(PANDAS, "dataset_gx", files, settings.peer("great_expectations"), peer=True))
        outcomes = compete(contestants, rows, settings.bounds)
        yield Table(f"dataset/{rows}", f"Dataset rules, {rows:,} rows", tuple(o.entry for o in outcomes), about=_ABOUT)
