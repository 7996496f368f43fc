"""The run folder: its file names, how it appears whole or not at all, who may read it."""

from dq.runs.folder import RunWriter, open_run
from dq.runs.names import CHANGES, CLEAN, FINDINGS, QUARANTINE, RECONCILIATION, RECONCILIATION_SCHEMA, REPORT, SUMMARY
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
    "RunWriter",
    "TableCounts",
    "open_run",
    "read_summary",
    "write_summary",
    "write_tables",
]
