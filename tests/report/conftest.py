"""Run folders to report on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hand_made_run import build_run

from dq.report import write_report


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory) -> Path:
    return build_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory) -> Path:
    """A report with every section in it, but few rows: a check of each element takes its time."""
    folder = build_run(tmp_path_factory.mktemp("small"), records=200, communes=6, rules=5, findings=200)
    write_report(folder, folder / "report.html")
    return folder


@pytest.fixture
def make_run(tmp_path) -> Callable[..., Path]:
    """Build a run folder with other sizes or other facts in run.json."""

    def make(**changes) -> Path:
        return build_run(tmp_path / "run", **changes)

    return make


@pytest.fixture(scope="session")
def page(run_folder) -> str:
    out = run_folder / "report.html"
    write_report(run_folder, out)
    return out.read_text(encoding="utf-8")
