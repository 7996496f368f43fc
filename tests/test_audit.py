"""The audit trail: one line an event, whole under concurrent commands, and every change of it found."""

import json
import stat
import subprocess
import sys
from hashlib import sha256

import pytest

from dq.audit import Fault, Problem, append, audited, entries, verify
from dq.errors import LoadError, OutputError

WRITER = """
import sys
from pathlib import Path
from dq.audit import append
for index in range(40):
    append({"event": "done", "command": sys.argv[2], "index": index}, path=Path(sys.argv[1]))
"""


@pytest.fixture
def trail(tmp_path):
    path = tmp_path / "state" / "audit.jsonl"
    for index in range(6):
        append({"event": "done", "command": "run", "index": index}, path=path)
    return path


@pytest.fixture
def own_trail(tmp_path, monkeypatch):
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path / "audit.jsonl"))
    return tmp_path / "audit.jsonl"


def test_each_line_has_the_hash_of_the_line_before(trail):
    lines = trail.read_bytes().splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3, 4, 5, 6]
    before = ["0" * 64, *(sha256(line).hexdigest() for line in lines[:-1])]
    assert [json.loads(line)["previous"] for line in lines] == before
    found = verify(trail)
    assert found.whole
    assert (found.lines, found.last) == (6, sha256(lines[-1]).hexdigest())


def change(lines):
    lines[2] = lines[2].replace(b'"index": 2', b'"index": 9')


def change_the_last(lines):
    lines[5] = lines[5].replace(b'"index": 5', b'"index": 9')


def remove(lines):
    del lines[2]


def remove_the_last(lines):
    del lines[5]


def remove_the_first(lines):
    del lines[0]


def swap(lines):
    lines[2], lines[3] = lines[3], lines[2]


def copy(lines):
    lines.insert(3, lines[2])


def spoil(lines):
    lines[2] = b"{"


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (change, Problem(3, Fault.CHANGED)),
        (change_the_last, Problem(6, Fault.CHANGED)),
        (remove, Problem(3, Fault.MISSING)),
        (remove_the_first, Problem(1, Fault.MISSING)),
        (remove_the_last, Problem(5, Fault.CUT_OFF)),
        (swap, Problem(4, Fault.MOVED)),
        (copy, Problem(4, Fault.MOVED)),
        (spoil, Problem(3, Fault.UNREADABLE)),
    ],
    ids=lambda item: getattr(item, "__name__", ""),
)
def test_tampering_is_found_where_it_is(trail, tamper, expected):
    lines = trail.read_bytes().splitlines()
    tamper(lines)
    trail.write_bytes(b"\n".join(lines) + b"\n")
    found = verify(trail)
    assert not found.whole
    assert expected in found.problems


@pytest.mark.parametrize("index", range(6))
def test_no_line_can_be_made_anew_without_the_end_telling(trail, index):
    """Somebody who changes a line and mends every hash after it is found by what remembers the last line."""
    lines = [json.loads(line) for line in trail.read_bytes().splitlines()]
    lines[index]["user"] = "somebody"
    last, forged = "0" * 64, b""
    for entry in lines:
        line = json.dumps(entry | {"previous": last}, ensure_ascii=False).encode()
        last, forged = sha256(line).hexdigest(), forged + line + b"\n"
    trail.write_bytes(forged)
    assert verify(trail).problems == (Problem(6, Fault.CHANGED),)


def test_the_loss_of_what_remembers_the_end_is_told(trail):
    trail.with_name("audit.jsonl.head").unlink()
    assert verify(trail).problems == (Problem(6, Fault.NO_END),)


def test_a_line_that_was_cut_off_while_it_was_written_stays_and_is_told(trail):
    with trail.open("ab") as file:
        file.write(b'{"n": 7, "prev')
    append({"event": "done", "command": "run"}, path=trail)
    assert verify(trail).problems == (Problem(7, Fault.UNREADABLE),)
    assert [entry["n"] for entry in entries(trail)] == [1, 2, 3, 4, 5, 6, 7]


def test_concurrent_commands_do_not_tear_it(tmp_path):
    path = tmp_path / "audit.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "abcd"]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    found = verify(path)
    assert (found.lines, found.problems) == (160, ())


def test_it_is_private(trail):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (trail.parent, *trail.parent.iterdir())}
    assert modes == {"state": 0o700, "audit.jsonl": 0o600, "audit.jsonl.head": 0o600, "audit.jsonl.lock": 0o600}


def test_a_command_has_a_beginning_and_an_end(own_trail):
    with audited("run", input="a.csv") as line:
        line["rows"] = 3
    begin, done = entries()
    assert (begin["event"], begin["command"], begin["input"]) == ("begin", "run", "a.csv")
    assert (done["event"], done["job"], done["rows"]) == ("done", begin["job"], 3)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (LoadError("load.empty", file="a.csv"), {"event": "error", "error": "load.empty"}),
        (ValueError("Nguyễn Văn An 001085990001"), {"event": "error", "error": "ValueError"}),
        (KeyboardInterrupt(), {"event": "interrupted"}),
    ],
    ids=["expected", "bug", "interrupt"],
)
def test_a_command_that_fails_says_how_and_no_value(own_trail, error, expected):
    with pytest.raises(type(error)), audited("run"):
        raise error
    assert list(entries())[-1].items() >= expected.items()
    assert "001085990001" not in own_trail.read_text(encoding="utf-8")


def test_a_command_does_not_begin_where_no_trail_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path / "file" / "audit.jsonl"))
    with pytest.raises(OutputError) as caught, audited("run"):
        pytest.fail("it began")
    assert caught.value.key == "audit.not_writable"


def test_there_may_be_no_trail(tmp_path):
    with pytest.raises(OutputError) as caught:
        verify(tmp_path / "none.jsonl")
    assert caught.value.key == "audit.unreadable"
