"""Benchmarks: contestants are watched and held to the same findings; a small benchmark as a user runs it."""

import json
import subprocess
import sys

import pytest

from benchmarks.scale.harness import BenchmarkError, Contestant, Outcome, best_of, require_agreement, run
from benchmarks.scale.model import Entry
from benchmarks.scale.peers import REQUIREMENTS
from benchmarks.scale.processes import ROOT, Bounds, watch
from benchmarks.scale.results import read
from benchmarks.scale.rules import DATASET_RULES, RECORD_RULES

pytestmark = pytest.mark.xdist_group("great_expectations")


def python(code):
    return [sys.executable, "-c", code]


def outcome(name, found):
    return Outcome(Entry(name, 1.0), found)


def test_contestants_that_found_the_same_agree_as_far_as_they_can_say():
    require_agreement([outcome("a", {"x": 1, "y": 2}), outcome("b", {"x": 1}), outcome("c", {})])


def test_contestants_that_found_different_things_end_the_benchmark():
    with pytest.raises(BenchmarkError, match="x: a found 1, c found 2"):
        require_agreement([outcome("a", {"x": 1}), outcome("b", {}), outcome("c", {"x": 2})])


@pytest.mark.parametrize(
    ("code", "bounds", "failure"),
    [
        ("import time; time.sleep(60)", Bounds(seconds=1), "longer than 1 s"),
        (
            "import time; x = bytearray(300_000_000); time.sleep(60)",
            Bounds(memory=200_000_000),
            "out of memory: more than 0.2 GB",
        ),
        ("raise ValueError('a value')", Bounds(), "exit code 1: ValueError"),
        ("raise MemoryError", Bounds(), "out of memory: the process ended by itself"),
    ],
)
def test_a_process_that_takes_too_much_is_ended_and_told(code, bounds, failure):
    assert watch(python(code), bounds).failure == failure


def test_a_process_that_ends_well_is_told_with_its_output():
    done = watch(python("print('here')"), Bounds())
    assert (done.output, done.failure) == ("here\n", "")
    assert watch(python("raise SystemExit(1)"), Bounds(), accept=(0, 1)).failure == ""


def test_a_peer_may_fail_and_we_may_not():
    peer = Contestant("a peer", "validate_polars", {"canonical": "nowhere.parquet"}, peer=True)
    entry = run(peer, 10, Bounds()).entry
    assert (entry.seconds, entry.note) == (None, "exit code 1: FileNotFoundError")
    with pytest.raises(BenchmarkError, match="ours: exit code 1"):
        run(Contestant("ours", "validate_polars", {"canonical": "nowhere.parquet"}), 10, Bounds())


@pytest.mark.parametrize(
    ("seconds", "best", "measured"), [([3, 1, 2], 1, 3), ([30, 1], 30, 1), ([None, 1], None, 1), ([2, None, 1], 1, 3)]
)
def test_the_best_of_the_short_runs_counts_and_a_long_one_is_not_repeated(seconds, best, measured):
    runs = iter(seconds)
    assert best_of(3, lambda: next(runs), lambda one: one) == best
    assert len(seconds) - len(list(runs)) == measured


def test_twelve_rules_each_and_every_requirement_is_pinned():
    assert len({rule.name for rule in RECORD_RULES}) == len({rule.name for rule in DATASET_RULES}) == 12
    lines = [line for file in REQUIREMENTS.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines
    assert all("==" in line for line in lines)


@pytest.mark.slow
def test_a_small_benchmark_writes_tables_that_a_check_compares_with(tmp_path):
    command = [
        sys.executable,
        "-m",
        "benchmarks.scale",
        "--no-peers",
        "--rows",
        "2000",
        "--persons",
        "4000",
        "--repeat",
        "1",
    ]
    command += ["--data", str(tmp_path / "data"), "--out", str(tmp_path)]
    first = subprocess.run([*command, "--sections", "validate,job"], cwd=ROOT, capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    found = read(tmp_path / "results.json")
    assert set(found.tables) == {"validate/2000", "job/2000-of-4000"}
    assert "Record rules, 2,000 rows" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert {file.name for file in (tmp_path / "charts").iterdir()} == {"validate.svg", "job.svg"}
    assert str(tmp_path) not in (tmp_path / "results.json").read_text(encoding="utf-8")

    stored = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    for entry in stored["tables"]["validate/2000"]["entries"]:
        entry["seconds"] = 1.0 if entry["floor"] else 0.001
    (tmp_path / "results.json").write_text(json.dumps(stored), encoding="utf-8")
    check = subprocess.run([*command, "--sections", "validate", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert check.returncode == 1
    assert "dq: time  WORSE" in check.stdout
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == stored
