"""What a job says of itself on its way from its process to the batch."""

import json
import time

import pytest

from dq.batch.telling import FileProgress, Told, last_told, progress_file
from dq.progress import Unit


@pytest.fixture
def path(tmp_path):
    return progress_file(tmp_path / "xã.a.json")


def test_the_last_word_is_read_back(path):
    tell = FileProgress(path)
    assert last_told(path) is None
    tell.spilled(700)
    tell("check", 5, 9)
    assert last_told(path) == Told("check", 5, 9, Unit.ROWS, 700)
    tell("reconcile", 12.5, 100, Unit.SHARE)
    assert last_told(path) == Told("reconcile", 12.5, 100, Unit.SHARE, 700)
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_stage_is_written_once_a_second_and_not_for_each_batch(path):
    tell = FileProgress(path)
    for done in range(1_000):
        tell("check", done, 1_000)
    assert last_told(path) == Told("check", 0, 1_000)
    time.sleep(1.05)
    tell("check", 1_000, 1_000)
    assert last_told(path) == Told("check", 1_000, 1_000)


def test_a_job_does_not_fail_because_it_cannot_be_heard(tmp_path):
    FileProgress(tmp_path / "gone" / "a.progress")("check", 1, 2)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"stage": "check", "unit": "miles"})])
def test_a_word_that_cannot_be_read_is_none(path, text):
    path.write_text(text, encoding="utf-8")
    assert last_told(path) is None
