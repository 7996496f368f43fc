"""What a report is made from: run.json and, from the Parquet files beside it, masked samples and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dq.errors import OutputError
from dq.gazetteer import commune_names
from dq.report.candidates import Example, read_examples
from dq.report.counts import commune_counts, differing_fields, held_back, malformed_rows
from dq.report.samples import SampleTable, sample_tables
from dq.runs import CLEAN, FINDINGS, QUARANTINE, read_summary


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a long list the report shows, so that it stays small whatever the input; it says what it cut."""

    samples: int = 5
    candidates: int = 10
    communes: int = 50
    lines: int = 100
    repairs: int = 60
    rules: int = 300
    evidence: int = 3000


# From generous to bare: the first whose report is small enough is written.
LIMITS = (
    Limits(),
    Limits(samples=2, candidates=4, evidence=600, rules=150),
    Limits(samples=0, candidates=0, evidence=0, rules=60, lines=20),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The facts of one run. `held`, `differing`: see `dq.report.counts`; `communes`: `(code, clean, held)` rows."""

    run: Mapping[str, Any]
    samples: Mapping[str, SampleTable]
    communes: tuple[tuple[str, int, int], ...]
    commune_names: Mapping[str, str]
    held: Mapping[str, int]
    malformed: tuple[tuple[int, str | None], ...]
    differing: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...] = ()
    public: bool = False


def read_source(folder: Path, *, public: bool = False, limits: Limits = LIMITS[0]) -> Source:
    """Return what the run folder says, masked.

    Raises:
        OutputError: The folder is no complete run folder, or one of another version.
    """
    run = read_summary(folder)
    for name in (FINDINGS, CLEAN, QUARANTINE):
        if not (folder / name).is_file():
            raise OutputError("output.damaged", path=str(folder / name))
    return Source(
        run=run,
        samples=sample_tables(folder, run, per_rule=limits.samples, public=public),
        communes=tuple(commune_counts(folder, run["commune_column"]).iter_rows()),
        commune_names=commune_names(date.fromisoformat(run["as_of"])),
        held=held_back(folder, run["rules"]),
        malformed=tuple(malformed_rows(folder, most=limits.lines)),
        differing=tuple(differing_fields(folder)),
        examples=() if public else read_examples(folder, run, most=limits.candidates),
        public=public,
    )
