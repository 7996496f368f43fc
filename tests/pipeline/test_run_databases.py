"""A run from a table, against a table, to a table."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.fixture
def database(export: Path, reference: Path, tmp_path: Path) -> str:
    """The export and the register of these tests as tables of one file."""
    path = tmp_path / "dữ liệu.db"
    lines = pl.read_csv(export, infer_schema=False, truncate_ragged_lines=True)
    rows = lines.filter(pl.col("Số phát hành").is_not_null())
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, frame in (("dat", rows), ("dan_cu", pl.read_csv(reference, infer_schema=False))):
            columns = ", ".join(f'"{column}"' for column in frame.columns)
            connection.execute(f'CREATE TABLE {name} ("khoa" TEXT PRIMARY KEY, {columns})')
            marks = ", ".join("?" * (frame.width + 1))
            keyed = [(f"K{index}", *row) for index, row in enumerate(frame.rows())]
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", keyed)
    return f"sqlite:///{path}"


def dq(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dq", *arguments, "--lang", "en"],
        cwd=folder,
        env=os.environ | {"DQ_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_run_over_tables_finds_what_a_run_over_files_finds(database, export, reference, tmp_path):
    options = ("--as-of", "2026-11-01", "--out")
    files = dq(tmp_path, "run", "land.holder", str(export), "--reference", str(reference), *options, "files")
    tables = dq(
        tmp_path, "run", "land.holder", f"{database}?table=dat", "--reference", f"{database}?table=dan_cu",
        "--to", f"{database}?table=sach", *options, "tables",
    )  # fmt: skip
    assert (files.returncode, tables.returncode) == (1, 1), tables.stderr
    outcomes = [pl.read_parquet(tmp_path / name / "reconciliation.parquet")["outcome"] for name in ("files", "tables")]
    assert outcomes[0].to_list() == outcomes[1].to_list()

    clean = pl.read_parquet(tmp_path / "tables" / "clean.parquet")
    assert clean.columns[:3] == ["record_id", "source_row", "source_key"]
    assert clean["source_key"].to_list() == ["K0", "K1", "K4"]
    assert pl.read_parquet(tmp_path / "tables" / "quarantine.parquet")["source_key"].to_list() == ["K2", "K3", "K5"]
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        delivered = connection.execute("SELECT source_key, ho_ten FROM sach ORDER BY 1").fetchall()
    assert [key for key, _ in delivered] == ["K0", "K1", "K4"]
    summary = json.loads((tmp_path / "tables" / "run.json").read_text(encoding="utf-8"))
    assert (summary["input"]["name"], summary["input"]["format"]) == ("dat", "sqlite")
    assert summary["reference"]["name"] == "dan_cu"
    assert summary["delivered"] == {"table": "sach", "rows": 3}

    target = ("--to", f"{database}?table=sach")
    again = dq(tmp_path, "run", "land.holder", f"{database}?table=dat", "--no-register", *target)
    assert again.returncode == 2
    assert "sach exists" in again.stderr
    assert not list(tmp_path.glob("dq-runs/*/*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("postgresql://an:bimat@h/d?table=t",), "must hold no password"),
        (("oracle://h/d?table=t",), "Cannot read a database"),
        (("sqlite:///none.db?table=t",), "none.db"),
        (("a.csv", "--query", "q.sql"), "--query is for an INPUT"),
    ],
)
def test_a_wrong_address_is_one_clear_message(tmp_path, arguments, said):
    done = dq(tmp_path, "run", "land.holder", *arguments, "--no-register")
    assert done.returncode == 2
    assert said in done.stderr
    assert "bimat" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) <= 2
    assert "Traceback" not in done.stderr
