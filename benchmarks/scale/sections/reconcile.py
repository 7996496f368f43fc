"""Persons against the register, prepared, by identifier."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.scale.harness import Contestant, compete, run
from benchmarks.scale.model import Table
from benchmarks.scale.rules import AS_OF
from benchmarks.scale.settings import UNBOUND, Settings
from dq.catalog import load_catalog
from dq.engine.limits import limits
from dq.pipeline import prepare_reference

_PARTITION = 10_000_000  # persons of a pass of pointblank, which bounds its memory so
FLOOR, DQ = "bare DuckDB join", "dq"
DATACOMPY = ("datacompy (pandas)", "datacompy (Polars)")
_ABOUT = (
    "The floor joins on the identifier and counts three comparisons on the keys that dq has prepared.",
    "dq gives each person one of ten outcomes, verdicts, proposed numbers and findings, and writes them.",
    "The peers get both sides as files of four columns, values already normalized. datacompy has no DuckDB engine.",
    "All find the same number of persons, and of equal names, birth dates and sexes.",
)


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a table a size."""
    for rows, persons in settings.sizes.reconcile:
        reference = settings.register(persons)
        files = {
            "persons": settings.staged(rows, persons) / "persons" / "part-*.parquet",
            "register": prepared(reference, settings),
            "settings": settings.duckdb,
        }
        ours = {"reference": reference, "work": settings.work, "memory": settings.memory}
        contestants = [
            Contestant(FLOOR, "reconcile_join", files, floor=True),
            Contestant(DQ, "reconcile_dq", {**files, **ours}),
        ]
        if settings.peers:
            folder = settings.work / f"peers-{rows}-of-{persons}"
            run(Contestant("files of the peers", "reconcile_peer_data", {**files, "folder": folder}), rows, UNBOUND)
            contestants += _peers(settings, folder, persons)
        outcomes = compete(contestants, rows, settings.bounds)
        yield Table(
            f"reconcile/{rows}-of-{persons}",
            f"Register, {rows:,} records against {persons:,} persons",
            tuple(outcome.entry for outcome in outcomes),
            about=_ABOUT,
        )


def _peers(settings: Settings, folder: Path, persons: int) -> list[Contestant]:
    pointblank, partitions = settings.peer("pointblank"), max(1, persons // _PARTITION)
    arguments = {"folder": folder, "settings": settings.duckdb, "partitions": partitions}
    note = f"{partitions} partitions" if partitions > 1 else ""
    return [
        *(
            Contestant(
                name, "reconcile_datacompy", {**arguments, "engine": engine}, settings.peer("datacompy"), peer=True
            )
            for name, engine in zip(DATACOMPY, ("pandas", "polars"), strict=True)
        ),
        *(
            Contestant(
                f"pointblank.compare ({label})",
                "reconcile_pointblank",
                {**arguments, "engine": engine},
                pointblank,
                peer=True,
                note=note,
            )
            for label, engine in (("Polars", "polars"), ("DuckDB", "duckdb"))
        ),
    ]


def prepared(reference: Path, settings: Settings) -> str:
    """Return the pattern of the prepared persons of `reference`, which `settings.register` has prepared."""
    return prepare_reference(reference, load_catalog(), limits=limits(settings.memory), as_of=AS_OF).persons
