"""Great Expectations in a process of its own: the same verdicts, and an end whatever happens to either side."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date

import polars as pl
import pytest

from dq.apart import EXPECTATIONS, Apart, apart
from dq.canonical import with_absent
from dq.engine import duck
from dq.expect import expect, written_findings
from dq.model import RuleKind
from dq.staging import PartsWriter

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.fixture
def arguments(catalog, tmp_path):
    schema = catalog.schema("population.person")
    rows = {"record_id": [1, 2], "source_row": [2, 3], "so_dinh_danh": ["001085990001", None], "ho_ten": ["An", "Hà"]}
    frame = with_absent(pl.DataFrame(rows), schema)
    writer = PartsWriter(tmp_path / "canonical")
    writer.write(frame)
    views = {schema.dataset: duck.View(writer.glob, tuple(frame.columns))}
    duck.write_views(tmp_path / "stage.duckdb", views)
    return {
        "database": tmp_path / "stage.duckdb",
        "rules": [rule for rule in catalog.rules[schema.dataset] if rule.kind is RuleKind.DATASET],
        "schema": schema,
        "present": schema.names,
        "as_of": date(2026, 11, 1),
        "out": tmp_path / "findings",
    }


def ended(pid):
    with suppress(ProcessLookupError):
        for _ in range(200):
            os.kill(pid, 0)
            time.sleep(0.05)
        return False
    return True


def test_it_says_what_is_said_here(arguments):
    told = []
    with Apart(EXPECTATIONS) as process:
        answer = process.ask(arguments, lambda done, total: told.append((done, total)))
    found = written_findings(arguments["out"]).collect()
    here = expect(**{**arguments, "database": arguments["database"].rename(arguments["database"].with_stem("here"))})
    results, peak_memory = answer
    assert results == here.results
    assert found.equals(here.findings.collect())
    assert peak_memory > 50_000_000
    assert told[-1][0] == told[-1][1] > 0


def test_without_an_answer_nothing_is_said(arguments):
    with Apart(EXPECTATIONS) as process:
        assert process.ask({**arguments, "rules": None}, lambda *_: None) is None
        assert process.ask(arguments, lambda *_: None) is None  # it is gone


def test_it_ends_with_the_block():
    with Apart(EXPECTATIONS) as process:
        pid = process._process.pid
    assert ended(pid)


def test_it_never_outlives_who_started_it():
    script = (
        "import time; from dq.apart import *; a = Apart(EXPECTATIONS); print(a._process.pid, flush=1); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as owner:
        pid = int(owner.stdout.readline())
        owner.kill()
    assert ended(pid)


def test_none_is_started_where_nothing_is_won(monkeypatch):
    with apart(EXPECTATIONS, threads=8) as process:
        assert process is None  # this process has imported it
    monkeypatch.delitem(sys.modules, "great_expectations")
    with apart(EXPECTATIONS, threads=1) as process:
        assert process is None
    with apart(EXPECTATIONS, threads=2) as process:
        assert process is not None
