"""A batch from the first call to the last: what ends how, what is skipped, what happens when something breaks."""

import json
import os
import signal
import stat
import time
from xml.etree import ElementTree as ET

import psutil
import pytest
from pets import BAD, GOOD

from dq.audit import verify
from dq.batch.state import Digests
from dq.errors import LoadError

OURS = ("batch.json", "batch.html", "logs", ".batch.lock")


def jobs(desk):
    content = json.loads((desk.out / "batch.json").read_text(encoding="utf-8"))
    return {job["name"]: job for job in content["jobs"]}


def statuses(desk):
    return {name: (job["status"], job["decision"]) for name, job in jobs(desk).items()}


def wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    return pytest.fail("it did not happen in time")


def worker_of(process):
    """Return the process of the job that is running, once it has begun to read."""
    for child in psutil.Process(process.pid).children():
        if "dq.batch.worker" in child.cmdline() and child.cpu_times().user > 0.5:
            return child
    return None


def test_each_job_ends_for_itself_and_a_second_call_does_what_is_left(desk):
    desk.write("exports/a.csv", GOOD)
    desk.write("exports/b.csv", BAD)
    desk.plan({"tổ a": "exports/a.csv", "b": "exports/b.csv", "broken": "exports/none.csv", "none": "x-*.csv"})

    code, out, err = desk.call("--junit", "junit.xml")
    assert code == 2
    suites = ET.parse(desk.folder / "junit.xml").getroot()  # noqa: S314 - our own file
    found = {suite.get("name"): (suite.get("failures"), suite.get("errors")) for suite in suites}
    assert found == {
        "tổ a": ("0", "0"),
        "b": ("2", "0"),
        "broken": ("0", "1"),
        "none": ("0", "1"),
    }  # the rule, the gate
    assert statuses(desk) == {
        "tổ a": ("passed", "passed"),
        "b": ("failed", "failed"),
        "broken": ("error", None),
        "none": ("error", None),
    }
    assert "Fewer than 100 pets" in jobs(desk)["b"]["reason"]
    assert "none.csv" in jobs(desk)["broken"]["reason"]
    assert sorted(line.split("]")[0] for line in err.splitlines()) == ["[1/4", "[2/4", "[3/4", "[4/4"]
    assert "passed 1 · failed 1 · error 2" in out
    assert {path.name for path in desk.out.iterdir()} == {
        "tổ a",
        "b",
        "batch.json",
        "batch.html",
        "logs",
        ".batch.lock",
    }
    assert list((desk.out / "logs").iterdir()) == []
    assert stat.S_IMODE((desk.out / "batch.json").stat().st_mode) == 0o600
    assert "Bình" not in (desk.out / "batch.html").read_text(encoding="utf-8")
    assert verify(desk.folder / "audit.jsonl").whole

    desk.write("exports/none.csv", GOOD)
    seconds = {name: (desk.out / name / "run.json").stat().st_mtime_ns for name in ("tổ a", "b")}
    code, _, _ = desk.call()
    assert code == 2
    assert statuses(desk) == {
        "tổ a": ("skipped", "passed"),
        "b": ("skipped", "failed"),
        "broken": ("passed", "passed"),
        "none": ("error", None),
    }
    assert {name: (desk.out / name / "run.json").stat().st_mtime_ns for name in seconds} == seconds


@pytest.mark.parametrize(
    ("inputs", "expected"), [({"a": "a.csv"}, 0), ({"a": "a.csv", "b": "b.csv"}, 1)], ids=["passed", "failed"]
)
def test_the_exit_code_is_that_of_the_worst_job(desk, inputs, expected):
    desk.write("a.csv", GOOD)
    desk.write("b.csv", BAD)
    desk.plan(inputs)
    assert desk.call()[0] == expected


def test_what_changed_is_run_again(desk):
    for name in "abcd":
        desk.write(f"{name}.csv", GOOD)
    desk.plan({name: f"{name}.csv" for name in "abcd"})
    assert desk.call()[0] == 0

    desk.write("a.csv", BAD)
    (desk.out / "b" / "clean.parquet").unlink()
    (desk.out / "c" / "findings.parquet").write_bytes(b"")
    assert desk.call()[0] == 1
    ended = {name: status for name, (status, _) in statuses(desk).items()}
    assert ended == {"a": "failed", "b": "passed", "c": "passed", "d": "skipped"}

    desk.plan({"d": "d.csv"})
    desk.write("catalog/checks/pets/sector.yaml", 'title: {vi: "Thú nuôi", en: "Pets"}\n')
    assert desk.call()[0] == 0
    assert statuses(desk) == {"d": ("passed", "passed")}
    assert desk.call("--force")[0] == 0
    assert statuses(desk) == {"d": ("passed", "passed")}


def test_a_job_that_is_killed_does_not_stop_the_others(desk, large):
    large("a.csv")
    desk.write("b.csv", GOOD)
    desk.plan({"a": "a.csv", "b": "b.csv"}, workers=1)
    batch = desk.start()
    wait_for(lambda: worker_of(batch)).kill()
    batch.communicate(timeout=300)
    assert batch.returncode == 2
    assert statuses(desk) == {"a": ("error", None), "b": ("passed", "passed")}
    assert "killed" in jobs(desk)["a"]["reason"]
    assert not (desk.out / "a").exists()


@pytest.mark.parametrize(
    ("number", "deaf"),
    [(signal.SIGINT, False), (signal.SIGTERM, True), (signal.SIGKILL, False), (signal.SIGKILL, True)],
    ids=["ctrl-c", "ended in the background", "killed", "killed in the background"],
)
def test_a_batch_that_is_stopped_leaves_no_process_and_goes_on_later(desk, large, number, deaf):
    desk.write("a.csv", GOOD)
    large("b.csv")
    desk.plan({"a": "a.csv", "b": "b.csv"}, workers=1)
    batch = desk.start(deaf=deaf)
    wait_for((desk.out / "batch.json").exists)
    worker = wait_for(lambda: worker_of(batch))
    os.kill(batch.pid, number)
    _, said = batch.communicate(timeout=300)
    assert batch.returncode == (-number if number == signal.SIGKILL else 130), said
    wait_for(lambda: not worker.is_running())
    assert not (desk.out / "b").exists()
    assert statuses(desk) == {"a": ("passed", "passed")}

    desk.write("b.csv", GOOD)
    assert desk.call()[0] == 0
    assert statuses(desk) == {"a": ("skipped", "passed"), "b": ("passed", "passed")}
    assert {path.name for path in desk.out.iterdir()} == {"a", "b", *OURS}


def test_one_batch_at_a_time_writes_to_a_folder(desk, large):
    large("a.csv")
    desk.plan({"a": "a.csv"})
    first = desk.start()
    wait_for(lambda: worker_of(first))
    code, _, said = desk.call()
    first.terminate()
    first.communicate(timeout=300)
    assert first.returncode == 130
    assert code == 2
    assert "Another batch is writing" in said


def test_the_workers_share_the_memory(desk):
    desk.write("a.csv", GOOD)
    desk.plan({"a": "a.csv"}, workers=5)
    code, _, said = desk.call()
    assert code == 2
    assert "5 jobs at a time" in said
    assert not desk.out.exists()


def test_a_pipe_is_not_waited_for_where_files_of_a_batch_are_hashed(tmp_path):
    os.mkfifo(tmp_path / "ong.csv")
    with pytest.raises(LoadError):
        Digests().of(tmp_path / "ong.csv")
