"""The candidates of persons without a number, as the report shows them: counts, and a few masked examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from dq.model import RECORD_ID, SOURCE_ROW, Text
from dq.report.format import Score, Share
from dq.report.shown import last4
from dq.runs import CANDIDATES


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one field of a person and a candidate agree: the level's code, and what the field is called."""

    level: str
    title: Text


@dataclass(frozen=True, slots=True)
class Example:
    """The first candidate of a person, masked."""

    source_row: int
    number: str
    probability: Score
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What linking found. `confidences` is empty where nobody was looked for; a public report has no examples."""

    n: int
    confidences: Mapping[str, Share]
    persons_cut: int
    persons_unblocked: int
    max_block: int
    examples: tuple[Example, ...]


def candidates(run: Mapping[str, Any], examples: tuple[Example, ...]) -> Candidates:
    """Return what the report says of linking, from `run.json` and the examples."""
    linking = run.get("linking")
    if not linking:
        return Candidates(0, {}, 0, 0, 0, ())
    counts = linking["confidences"]
    total = sum(counts.values())
    return Candidates(
        n=total,
        confidences={name: Share(count, total) for name, count in counts.items()},
        persons_cut=linking["persons_cut"],
        persons_unblocked=linking["persons_unblocked"],
        max_block=linking["max_block"],
        examples=examples,
    )


def read_examples(folder: Path, run: Mapping[str, Any], *, most: int) -> tuple[Example, ...]:
    """Return the first candidates of the first `most` persons, in words; nothing where the run has no candidates."""
    linking, path = run.get("linking"), folder / CANDIDATES
    if not linking or not path.is_file() or most <= 0:
        return ()
    titles = {item["name"]: Text(**item["title"]) for item in linking["comparisons"]}
    first = (
        pl.scan_parquet(path, glob=False)
        .filter(pl.col("rank") == 1)
        .select(RECORD_ID, "role", SOURCE_ROW, "candidate_id", "match_probability", "comparison")
        .bottom_k(most, by=[RECORD_ID, "role"])
        .sort(RECORD_ID, "role")
        .collect()
    )
    return tuple(
        Example(
            row[SOURCE_ROW],
            last4(row["candidate_id"]),
            Score(100 * row["match_probability"], flawed=True),
            _agreements(row, titles),
        )
        for row in first.iter_rows(named=True)
    )


def _agreements(row: Mapping[str, Any], titles: Mapping[str, Text]) -> tuple[Agreement, ...]:
    said = (entry.partition(":") for entry in row["comparison"])
    return tuple(Agreement(level, titles.get(name, Text(name, name))) for name, _, level in said)
