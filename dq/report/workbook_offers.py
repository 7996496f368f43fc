"""What a run folder offers for a finding: a proposed value, candidates, and the answer that an earlier round gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from dq.model import RECORD_ID
from dq.runs import APPLIED, APPLIED_SCHEMA, CANDIDATES, PROPOSALS, PROPOSALS_SCHEMA, SURE

_SHOWN = 3  # candidates of a person
Earlier = tuple[str, str | None, date | None, str | None]  # decision, by, date, note


@dataclass(frozen=True, slots=True)
class Offers:
    """Proposals by record and column, candidates by record and role, earlier answers by record, rule and column.

    `unsure` are the cells whose proposal is no value to take over as it is: a name for each of two persons, a candidate
    of several, or one who is not likely enough.
    """

    proposals: Mapping[tuple[int, str], str]
    unsure: frozenset[tuple[int, str]]
    persons: Mapping[tuple[int, str], Sequence[tuple[str, float]]]
    answers: Mapping[tuple[int, str, str], Earlier]

    def proposal(self, record: int, column: str) -> str | None:
        """Return the value that is proposed for a cell."""
        return self.proposals.get((record, column))

    def may_accept(self, record: int, column: str) -> bool:
        """Return whether the proposed value can be taken over as it is."""
        return (record, column) in self.proposals and (record, column) not in self.unsure

    def candidates(self, record: int, role: str) -> Sequence[tuple[str, float]]:
        """Return the likeliest persons for a role without a usable identifier: number, probability."""
        return self.persons.get((record, role), ())

    def earlier(self, record: int, rule_id: str, column: str) -> Earlier | None:
        """Return what was decided about the finding in an earlier round."""
        return self.answers.get((record, rule_id, column))


def read_offers(folder: Path, records: pl.Series) -> Offers:
    """Return what the run in `folder` offers for `records`, sorted ids."""
    proposals = _near(folder / PROPOSALS, records).select(RECORD_ID, "column", "proposed", "confidence")
    candidates = _near(folder / CANDIDATES, records).filter(pl.col("rank") <= _SHOWN).sort("rank")
    persons: dict[tuple[int, str], list[tuple[str, float]]] = {}
    for record, role, number, probability in candidates.select(
        RECORD_ID, "role", "candidate_id", "match_probability"
    ).iter_rows():
        persons.setdefault((record, role), []).append((number, probability))
    answers = _near(folder / APPLIED, records, "record_id_now")
    return Offers(
        {(record, column): value for record, column, value, _ in proposals.iter_rows()},
        frozenset((record, column) for record, column, _, sure in proposals.iter_rows() if sure != SURE),
        persons,
        {
            (record, rule, column): (decision, by, day, note)
            for record, rule, column, decision, by, day, note in answers.select(
                "record_id_now", "rule_id", "column", "decision", "by", "date", "note"
            ).iter_rows()
        },
    )


_CANDIDATES = pl.Schema(
    {
        RECORD_ID: pl.Int64,
        "role": pl.String,
        "candidate_id": pl.String,
        "match_probability": pl.Float64,
        "rank": pl.Int64,
    }
)
_SCHEMAS = {PROPOSALS: PROPOSALS_SCHEMA, CANDIDATES: _CANDIDATES, APPLIED: APPLIED_SCHEMA}


def _near(path: Path, records: pl.Series, key: str = RECORD_ID) -> pl.DataFrame:
    """Return the rows of `records`; none where the run folder does not have the file."""
    if not path.is_file():
        return _SCHEMAS[path.name].to_frame()
    rows = pl.scan_parquet(path, glob=False).filter(pl.col(key).is_between(records[0], records[-1]))
    return rows.collect().join(records.alias(key).to_frame(), on=key, how="semi")
