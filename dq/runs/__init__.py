"""The run folder: its file names, how it appears whole or not at all, who may read it."""

from dq.runs.files import make_private_folder, write_private
from dq.runs.folder import RunWriter, open_run
from dq.runs.names import (
    CHANGES,
    CLEAN,
    FINDINGS,
    QUARANTINE,
    RECONCILIATION,
    RECONCILIATION_SCHEMA,
    REPORT,
    SUMMARY,
    WAIVED,
)
from dq.runs.summary import read_summary, write_summary
from dq.runs.tables import TableCounts, write_tables

__all__ = [
    "CHANGES",
    "CLEAN",
    "FINDINGS",
    "QUARANTINE",
    "RECONCILIATION",
    "RECONCILIATION_SCHEMA",
    "REPORT",
    "SUMMARY",
    "WAIVED",
    "RunWriter",
    "TableCounts",
    "make_private_folder",
    "open_run",
    "read_summary",
    "write_private",
    "write_summary",
    "write_tables",
]
