"""The run folder: its file names, how it appears whole or not at all, who may read it."""

from dq.runs.files import make_private_folder, write_private
from dq.runs.folder import RunWriter, open_run
from dq.runs.names import (
    APPLIED,
    APPLIED_SCHEMA,
    CANDIDATES,
    CANDIDATES_SCHEMA,
    CHANGES,
    CLEAN,
    DUPLICATES,
    FINDINGS,
    NAME_SPLIT,
    PROPOSALS,
    PROPOSALS_SCHEMA,
    QUARANTINE,
    RECONCILIATION,
    RECONCILIATION_SCHEMA,
    REJECTED,
    REPORT,
    REVIEW,
    SUMMARY,
    WAIVED,
)
from dq.runs.summary import read_summary, run_id, write_summary
from dq.runs.tables import TableCounts, write_tables

__all__ = [
    "APPLIED",
    "APPLIED_SCHEMA",
    "CANDIDATES",
    "CANDIDATES_SCHEMA",
    "CHANGES",
    "CLEAN",
    "DUPLICATES",
    "FINDINGS",
    "NAME_SPLIT",
    "PROPOSALS",
    "PROPOSALS_SCHEMA",
    "QUARANTINE",
    "RECONCILIATION",
    "RECONCILIATION_SCHEMA",
    "REJECTED",
    "REPORT",
    "REVIEW",
    "SUMMARY",
    "WAIVED",
    "RunWriter",
    "TableCounts",
    "make_private_folder",
    "open_run",
    "read_summary",
    "run_id",
    "write_private",
    "write_summary",
    "write_tables",
]
