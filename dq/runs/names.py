"""File names and columns of a run folder: a contract that scripts rely on (DESIGN §4, CHANGELOG on every change)."""

import polars as pl

from dq.model import RECORD_ID, SOURCE_ROW

SUMMARY = "run.json"
FINDINGS = "findings.parquet"
RECONCILIATION = "reconciliation.parquet"
CLEAN = "clean.parquet"
QUARANTINE = "quarantine.parquet"
CHANGES = "changes.parquet"
WAIVED = "waived.parquet"
REPORT = "report.html"
REVIEW = "review.xlsx"
PROPOSALS = "proposals.parquet"
DUPLICATES = "duplicates.parquet"
CANDIDATES = "candidates.parquet"
APPLIED = "applied.parquet"
REJECTED = "rejected.xlsx"
PUBLIC_REPORT = "report-public.html"
REVIEW_FULL = "review-full"  # .xlsx, .csv or .zip
CORRECTED = "corrected"  # the folder of the corrected export
BATCH, BATCH_PAGE = "batch.json", "batch.html"  # of the folder of a batch

PAGES = frozenset({REPORT, PUBLIC_REPORT})
REVIEWS = frozenset(f"{REVIEW_FULL}.{kind}" for kind in ("xlsx", "csv", "zip"))
FILES = frozenset(
    {
        SUMMARY,
        FINDINGS,
        RECONCILIATION,
        CLEAN,
        QUARANTINE,
        CHANGES,
        WAIVED,
        REVIEW,
        PROPOSALS,
        DUPLICATES,
        CANDIDATES,
        APPLIED,
        REJECTED,
        BATCH,
        BATCH_PAGE,
        *PAGES,
        *REVIEWS,
        *(f"{table}.{kind}" for table in ("clean", "quarantine") for kind in ("csv", "xlsx")),
    }
)
"""What may stand in a folder of results by a name of ours."""

REASONS = "reasons"
NAME_SPLIT = "name_split"  # a reason of a proposal: two persons in one cell, which no single value puts right
SURE, UNSURE = "single", "review"  # how sure a proposal is: only the first may be accepted as it stands
MALFORMED_TEXT = "malformed_text"

CHANGES_SCHEMA = pl.Schema(
    {
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "column": pl.String,
        "before": pl.String,
        "after": pl.String,
        "repair": pl.String,
    }
)

PROPOSALS_SCHEMA = pl.Schema(
    {
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "column": pl.String,
        "before": pl.String,
        "proposed": pl.String,
        "reason": pl.String,
        "confidence": pl.String,
    }
)

APPLIED_SCHEMA = pl.Schema(
    {
        "run_id": pl.String,
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "rule_id": pl.String,
        "column": pl.String,
        "decision": pl.String,
        "before": pl.String,
        "after": pl.String,
        "by": pl.String,
        "date": pl.Date,
        "note": pl.String,
        "source_file": pl.String,
        "record_id_now": pl.Int64,
    }
)

_RECONCILIATION: dict[str, pl.DataType | type[pl.DataType]] = {
    RECORD_ID: pl.Int64,
    "role": pl.String,
    SOURCE_ROW: pl.Int64,
    "outcome": pl.String,
    "register_status": pl.String,
    "fields_differing": pl.List(pl.String),
    "same_person_likely": pl.Boolean,
    "name": pl.String,
    "birth_date": pl.String,
    "sex": pl.String,
    "proposed_id": pl.String,
    "n_candidates": pl.Int64,
    "confidence": pl.String,
    "owner": pl.String,
    "action": pl.String,
}
_CANDIDATES: dict[str, pl.DataType | type[pl.DataType]] = {
    RECORD_ID: pl.Int64,
    "role": pl.String,
    SOURCE_ROW: pl.Int64,
    "candidate_id": pl.String,
    "match_probability": pl.Float64,
    "rank": pl.Int64,
    "comparison": pl.List(pl.String),
}
CANDIDATES_SCHEMA = pl.Schema(_CANDIDATES)
RECONCILIATION_SCHEMA = pl.Schema(_RECONCILIATION)
