"""A run that is killed or stopped: its folder is absent or whole, and the next run clears up and succeeds."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from importlib import import_module

import pytest

from dq.runs import read_summary

MOMENTS = int(os.environ.get("DQ_FAULT_MOMENTS", "6"))  # 50 by `make faults`
STAGES = ("Read the file", "Normalize", "Check the dataset", "Check across", "Write the results", "Render")


def stop_at(process, stage: str, number: int, delay: float = 0.0) -> None:
    """Wait until the run says that it is at `stage`, and a moment more, and send the signal."""
    for line in process.stderr:
        if stage in line:
            break
    time.sleep(delay)
    process.send_signal(number)


def test_a_run_killed_at_any_moment_leaves_a_whole_folder_or_none(desk):
    chance = random.Random(20261101)  # noqa: S311 - moments, not secrets
    for _ in range(MOMENTS):
        with desk.start(desk.run("large.csv", "--force")) as process:
            stop_at(process, chance.choice(STAGES), signal.SIGKILL, chance.random() / 2)
        if desk.out.exists():
            assert read_summary(desk.out)["rows"]["total"] == 150_000
    assert desk.call(desk.run("large.csv", "--force")).code == 0
    assert desk.left() == ["out"]
    assert read_summary(desk.out)["rows"]["clean"] == 150_000


@pytest.mark.parametrize(("stage", "number"), list(zip(STAGES, [signal.SIGTERM, signal.SIGINT] * 3, strict=True)))
def test_a_run_stopped_at_any_stage_says_so_and_leaves_nothing(desk, stage, number):
    with desk.start(desk.run("large.csv")) as process:
        stop_at(process, stage, number)
        err = process.stderr.read()
    assert "Traceback" not in err
    assert err.count("Interrupted; nothing half-done is left.") == 1
    assert process.returncode == 130
    assert desk.left() == []


STOPPED_WHILE_IMPORTING = """
from dq.cli import main

@main.cli.command("stop")
def stop():
    exec("import signal; signal.raise_signal(signal.SIGTERM)")

main.main(["stop"])
"""


def test_a_run_stopped_inside_an_import_exits_as_any_other(tmp_path):
    (tmp_path / "stopped.py").write_text(STOPPED_WHILE_IMPORTING, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 130


STOPPED_IN_A_GENERATOR = """
import os, signal, time
from dq.cli import main

def stopped_at_its_end():
    try:
        yield
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)

@main.cli.command("stop")
def stop():
    next(stopped_at_its_end())
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)

main.main(["stop"])
"""


def test_a_stop_that_is_lost_in_a_generator_is_not_told_and_the_next_is_heard(tmp_path):
    (tmp_path / "stopped.py").write_text(STOPPED_IN_A_GENERATOR, encoding="utf-8")
    command = [sys.executable, "-m", "stopped"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"DQ_LANG": "en"}, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "Error: Interrupted; nothing half-done is left."
    assert done.returncode == 130


def test_a_run_that_is_stopped_before_the_trail_can_tell_of_it_leaves_no_folder(here, desk, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("dq.pipeline.run"), "audit_facts", stopped)
    monkeypatch.setenv("DQ_AUDIT", str(desk.folder / "state" / "audit.jsonl"))
    assert here(desk.run()).code == 130
    assert desk.left() == []
    events = [json.loads(line) for line in (desk.folder / "state" / "audit.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == ["begin", "interrupted"]


def test_two_runs_to_one_folder_do_not_disturb_each_other(desk):
    processes = [desk.start(desk.run("large.csv")) for _ in range(2)]
    said = [process.communicate(timeout=200)[1] for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 2]
    refused = said[0] if processes[0].returncode == 2 else said[1]
    assert "is writing" in refused or "exists" in refused
    assert desk.left() == ["out"]
    assert read_summary(desk.out)["rows"]["clean"] == 150_000
