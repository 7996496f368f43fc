"""Streams that are closed, full or read by nobody, and consoles that know few letters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FAILED = 1  # what the run below decides, whoever listens


@pytest.fixture
def failing(desk):
    (desk.folder / "small.csv").write_text("name,pets\nAn,300\n", encoding="utf-8")
    return desk


def nobody() -> int:
    """Return a pipe whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def closed(desk, arguments, *numbers: int) -> int:
    """Run dq with these streams closed, as a service may start it."""
    shut = " ".join(f"{number}>&-" for number in numbers)
    command = f'exec "$0" -m dq "$@" {shut}'
    environment = os.environ | {"DQ_AUDIT": str(desk.folder / "state" / "audit.jsonl")}
    call = ["/bin/sh", "-c", command, sys.executable, *arguments]
    return subprocess.run(call, cwd=desk.folder, env=environment, timeout=200).returncode


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_goes_away_changes_nothing(failing, stream):
    ended = failing.call(failing.run(), **{stream: nobody()})
    assert ended.code == FAILED
    assert "Traceback" not in ended.err
    assert failing.left() == ["out"]


def test_a_list_that_is_cut_by_its_reader_is_no_error(desk):
    ended = desk.call(["rules", "list", "--lang", "en"], stdout=nobody())
    assert (ended.code, ended.err) == (0, "")


def test_closed_streams_change_nothing_and_get_into_no_file(failing):
    assert closed(failing, failing.run(), 0, 1, 2) == FAILED
    assert failing.left() == ["out"]
    assert (failing.out / "run.json").read_text(encoding="utf-8").startswith("{")


def test_an_output_on_a_full_disk_is_one_message(desk):
    with Path("/dev/full").open("w") as full:
        ended = desk.call(["rules", "list", "--lang", "en"], stdout=full)
    assert ended.says_one_error(), ended.err
    assert "No space left" in ended.err


def test_messages_on_a_full_disk_do_not_stop_a_run(failing):
    with Path("/dev/full").open("w") as full:
        assert failing.call(failing.run(), stderr=full).code == FAILED
    assert failing.left() == ["out"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1258"])
def test_a_console_that_lacks_letters_shows_what_it_can(failing, encoding):
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": encoding}
    ended = failing.call([*failing.run(), "--lang", "vi"], env=environment)
    assert ended.code == FAILED
    assert "PETS-OWNER-001" in ended.out
    assert "Error" not in ended.err
