"""Record rules with row-level findings, on the same canonical Parquet files."""

from collections.abc import Iterator

from benchmarks.scale.agency import write_catalog
from benchmarks.scale.harness import Contestant, compete
from benchmarks.scale.model import Table
from benchmarks.scale.rules import RECORD_RULES
from benchmarks.scale.settings import Settings

FLOOR, DQ = "bare Polars flags", "dq"
_NOTES = {"pointblank": "has no rule for lengths: a pattern"}
_ABOUT = (
    f"{len(RECORD_RULES)} rules, the same failures a rule for everybody, from Parquet files to the rows that fail.",
    "dq: rules of a YAML catalog, ten staged parts streamed at a time, findings written; peers judge a whole frame.",
    "A run flags its batches of 100,000 rows in memory as it normalizes them: 1.8 × the floor (docs/performance.md).",
    "Only `COMPLETE` of Great Expectations names the failing rows; `SUMMARY` counts them and gives examples.",
)


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a table a size."""
    catalog = write_catalog(settings.work / "catalog-validate")
    for rows in settings.sizes.validate:
        canonical = settings.staged(rows, max(rows, settings.sizes.persons)) / "canonical"
        files = {"canonical": canonical / "part-*.parquet", "folder": canonical}
        ours = {"catalog": catalog, "work": settings.work, "memory": settings.memory}
        contestants = [
            Contestant(FLOOR, "validate_polars", files, floor=True),
            Contestant(DQ, "validate_dq", {**files, **ours}),
        ]
        if settings.peers:
            contestants += [
                Contestant(name, f"validate_{name}", files, settings.peer(name), peer=True, note=_NOTES.get(name, ""))
                for name in ("pandera", "dataframely", "pointblank")
            ]
            contestants += [
                Contestant(
                    f"GX on pandas, {form}",
                    "validate_gx",
                    {**files, "with_rows": with_rows},
                    settings.peer("great_expectations"),
                    peer=True,
                    note="" if with_rows else "counts only, no row-level findings",
                )
                for form, with_rows in (("SUMMARY", False), ("COMPLETE", True))
            ]
        outcomes = compete(contestants, rows, settings.bounds)
        yield Table(f"validate/{rows}", f"Record rules, {rows:,} rows", tuple(o.entry for o in outcomes), about=_ABOUT)
