"""The report: one self-contained HTML file for the people who sign, made from a run folder and nothing else."""

import os
from pathlib import Path

from dq.errors import OutputError
from dq.report.html import render
from dq.report.source import LIMITS, read_source
from dq.report.view import build_view

__all__ = ["write_report"]

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
    _write(page, out)


def _write(page: bytes, out: Path) -> None:
    beside = out.with_name(out.name + ".part")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(page)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
