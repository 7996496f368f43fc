"""What a run writes into its folder: findings, reconciliation, the two tables, the report, the review workbook."""

import time
from collections.abc import Sequence

from dq.catalog.schemas import DatasetSchema
from dq.engine import duck
from dq.model import Loaded, Rule, Table
from dq.pipeline.held import write_findings, write_held
from dq.pipeline.request import RunRequest
from dq.progress import Advance
from dq.reconcile import ReconcileResult
from dq.runs import (
    FINDINGS,
    RECONCILIATION,
    RECONCILIATION_SCHEMA,
    REPORT,
    WAIVED,
    RunWriter,
    TableCounts,
    write_tables,
)
from dq.staging import FileWriter


def write_all_findings(writer: RunWriter, request: RunRequest, reconciled: ReconcileResult | None) -> None:
    """Write `findings.parquet`: those of the rules, and those of the register."""
    parts = sorted((writer.work / "findings").rglob("part-*.parquet"))
    parts += [reconciled.findings] if reconciled else []
    with duck.connect(request.limits, writer.work / "spill") as connection:
        write_findings(connection, parts, writer.folder / FINDINGS)


def write_rows(
    writer: RunWriter,
    request: RunRequest,
    *,
    loaded: Loaded,
    canonical: Table,
    rules: Sequence[Rule],
    reconciled: ReconcileResult | None,
    schema: DatasetSchema,
    advance: Advance,
) -> TableCounts:
    """Write reconciliation, clean and quarantine; make sure that no row is lost or doubled.

    Findings and waived findings must be written already: they decide which rows are held back. `advance` is told of
    the rows that are written.
    """
    folder, work = writer.folder, writer.work
    with duck.connect(request.limits, work / "spill") as connection:
        write_held(
            connection,
            rules,
            found=folder / FINDINGS,
            register=reconciled.held if reconciled else None,
            waived=folder / WAIVED,
            rows=loaded.info.rows,
            out=work / "held.parquet",
        )
    if reconciled:
        reconciled.reconciliation.rename(folder / RECONCILIATION)
    else:
        with FileWriter(folder / RECONCILIATION, RECONCILIATION_SCHEMA):
            pass
    counts = write_tables(
        folder,
        loaded=loaded,
        canonical=canonical,
        held=work / "held.parquet",
        schema=schema,
        threads=request.limits.batches,
        formats=request.formats,
        advance=advance,
    )
    if counts.clean + counts.quarantine != loaded.info.rows:
        raise AssertionError("a row is missing from clean and quarantine, or is in both")
    return counts


def write_pages(writer: RunWriter, request: RunRequest) -> None:
    """Write `report.html` from what stands in the folder."""
    from dq.report import write_report

    write_report(writer.folder, writer.folder / REPORT, language=request.language)


def write_review(writer: RunWriter, request: RunRequest, advance: Advance) -> dict[str, float]:
    """Write `review.xlsx` from what stands in the folder; return how many rows it has, of how many, and its seconds.

    `advance` is told of the rows that are written.
    """
    from dq.report.workbook import write_run_review

    started = time.perf_counter()
    rows, total = write_run_review(writer.folder, language=request.language, advance=advance)
    return {"rows": rows, "total": total, "seconds": round(time.perf_counter() - started, 3)}
