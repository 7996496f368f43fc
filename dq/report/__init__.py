"""The report: one self-contained HTML file for the people who sign, made from a run folder and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dq.report.html import render, render_comparison, render_summary
from dq.report.source import LIMITS, read_source
from dq.report.summary_workbook import summary_workbook
from dq.report.view import build_view
from dq.report.view_comparison import comparison_view
from dq.report.view_summary import Heading, summary_view
from dq.runs import write_private

__all__ = ["write_comparison", "write_report", "write_summary_page", "write_summary_workbook"]

LARGEST = 1_500_000  # bytes: it must open on an old laptop and pass through a mail system


def write_report(run_dir: Path, out: Path, *, public: bool = False, language: str | None = None) -> None:
    """Write the report of the run in `run_dir` to `out`, readable by its owner only, under 1.5 MB whatever the input.

    It opens in the language of the run and holds both. Where all there is to say would be too large, lists are cut
    shorter, and it says so.

    Args:
        run_dir: The run folder: run.json and the Parquet files.
        out: The HTML file; replaced as a whole.
        public: The report leaves the agency: no name, no value, no small count of a sensitive group.
        language: The language it opens in, `vi` or `en`; None: the run's.

    Raises:
        OutputError: `run_dir` is no complete run folder, or `out` cannot be written.
    """
    for limits in LIMITS:
        view = build_view(read_source(run_dir, public=public, limits=limits), limits=limits)
        page = render(view, language or view.language).encode()
        if len(page) < LARGEST:
            break
    write_private(page, out)


def write_comparison(comparison: Mapping[str, Any], out: Path, *, language: str) -> None:
    """Write the page of a comparison (`comparison.json`, docs/run-folder.md) to `out`, readable by its owner only.

    Raises:
        OutputError: `out` cannot be written.
    """
    write_private(render_comparison(comparison_view(comparison, limits=LIMITS[0]), language).encode(), out)


def write_summary_page(summary: Mapping[str, Any], out: Path, *, heading: Heading, language: str) -> None:
    """Write the monthly summary (`summary.json`) to `out` as an annex that can be printed and signed.

    Raises:
        OutputError: `out` cannot be written.
    """
    write_private(render_summary(summary_view(summary, heading), language).encode(), out)


def write_summary_workbook(summary: Mapping[str, Any], out: Path, *, heading: Heading, language: str) -> None:
    """Write the monthly summary to `out` as a workbook in one language.

    Raises:
        OutputError: `out` cannot be written.
    """
    write_private(summary_workbook(summary_view(summary, heading), language), out)
