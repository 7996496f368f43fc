import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from textwrap import dedent
from types import FrameType

import duckdb
import polars as pl
import pytest

from dq import stops
from dq.errors import OutputError
from dq.runs import folder, open_run, read_summary, write_summary
from dq.staging import FileWriter

HOLDER = """
    import sys
    from pathlib import Path
    from dq.runs import open_run
    with open_run(Path(sys.argv[1])) as writer:
        (writer.folder / "half.parquet").write_text("half")
        print("writing", flush=True)
        sys.stdin.read()
    """


def write_run(out: Path, *, force: bool = False, note: str = "") -> None:
    with open_run(out, force=force) as writer:
        write_summary(writer.folder, {"note": note})
        (writer.work / "part").mkdir()
        (writer.work / "part" / "part-00000.parquet").write_text("staged")


def break_off(out: Path, error: BaseException, *, force: bool = False, beside: str | None = None) -> None:
    with open_run(out, force=force) as writer:
        (writer.folder / "clean.parquet").write_text("half")
        (writer.work / "spill").mkdir()
        if beside is not None:
            (out.parent / beside).mkdir()
        raise error


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def other_process(tmp_path):
    """A process that is writing `tmp_path / "out"`."""
    command = [sys.executable, "-c", dedent(HOLDER), str(tmp_path / "out")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.communicate()


def test_a_run_appears_whole_and_nothing_else_stays(tmp_path):
    write_run(tmp_path / "out", note="one")
    assert everything(tmp_path) == ["out", "out/run.json"]
    assert read_summary(tmp_path / "out") == {"format": 1, "note": "one"}


def test_nothing_is_to_be_seen_before_it_is_whole(tmp_path):
    with open_run(tmp_path / "out") as writer:
        write_summary(writer.folder, {})
        assert not (tmp_path / "out").exists()
        assert writer.folder.parent.parent == tmp_path


@pytest.mark.parametrize("error", [ValueError, OutputError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_nothing_not_even_the_parents_it_made(tmp_path, error):
    with pytest.raises(error):
        break_off(tmp_path / "dq-runs" / "land.holder" / "out", error("stop"))
    assert everything(tmp_path) == []


def test_an_error_leaves_parents_that_were_there_or_hold_something_else(tmp_path):
    (tmp_path / "runs").mkdir()
    with pytest.raises(ValueError, match="stop"):
        break_off(tmp_path / "runs" / "new" / "out", ValueError("stop"), beside="other")
    assert everything(tmp_path) == ["runs", "runs/new", "runs/new/other"]


def test_an_existing_folder_is_refused_before_any_work(tmp_path):
    write_run(tmp_path / "out", note="old")
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "out", note="new")
    assert error.value.key == "output.exists"
    assert read_summary(tmp_path / "out")["note"] == "old"


@pytest.mark.parametrize("kind", ["file", "link to nothing"])
def test_whatever_stands_in_the_way_is_refused(tmp_path, kind):
    if kind == "file":
        (tmp_path / "out").write_text("mine")
    else:
        (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "out")
    assert error.value.key == "output.exists"


def test_force_replaces_a_run_folder(tmp_path):
    write_run(tmp_path / "out", note="old")
    (tmp_path / "out" / "review.txt").write_text("an older file")
    write_run(tmp_path / "out", force=True, note="new")
    assert everything(tmp_path) == ["out", "out/run.json"]
    assert read_summary(tmp_path / "out")["note"] == "new"


def test_force_makes_a_folder_that_is_not_there_and_fills_an_empty_one(tmp_path):
    write_run(tmp_path / "new", force=True)
    (tmp_path / "empty").mkdir()
    write_run(tmp_path / "empty", force=True)
    assert everything(tmp_path) == ["empty", "empty/run.json", "new", "new/run.json"]


def test_force_keeps_the_old_run_when_the_new_one_fails(tmp_path):
    write_run(tmp_path / "out", note="old")
    with pytest.raises(ValueError, match="stop"):
        break_off(tmp_path / "out", ValueError("stop"), force=True)
    assert read_summary(tmp_path / "out")["note"] == "old"
    assert everything(tmp_path) == ["out", "out/run.json"]


def test_force_replaces_nothing_but_a_run_folder(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    write_run(tmp_path / "run")
    (tmp_path / "link").symlink_to(tmp_path / "run")
    for name in ("papers", "file", "link"):
        with pytest.raises(OutputError) as error:
            write_run(tmp_path / name, force=True)
        assert error.value.key == "output.not_a_run_folder"
    assert (papers / "letter.txt").read_text() == "mine"
    assert (tmp_path / "link").is_symlink()


def test_a_folder_that_another_process_is_writing_is_refused(tmp_path, other_process):
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "out")
    assert error.value.key == "output.busy"
    other_process.communicate("")
    assert other_process.returncode == 0
    assert (tmp_path / "out" / "half.parquet").read_text() == "half"


def test_two_runs_into_different_folders_of_one_parent_do_not_meet(tmp_path):
    with open_run(tmp_path / "a") as first, open_run(tmp_path / "b") as second:
        assert first.folder != second.folder
    assert everything(tmp_path) == ["a", "b"]


def test_what_a_killed_process_left_is_cleared_by_the_next_run(tmp_path, other_process):
    other_process.send_signal(signal.SIGKILL)
    other_process.wait()
    assert [name for name in everything(tmp_path) if name.endswith("half.parquet")]
    write_run(tmp_path / "out", note="after")
    assert everything(tmp_path) == ["out", "out/run.json"]
    assert read_summary(tmp_path / "out")["note"] == "after"


def test_an_old_run_that_a_killed_process_was_replacing_is_not_lost(tmp_path):
    """It was killed between the two renames: the old folder stands in its work folder, the new one is not there yet."""
    write_run(tmp_path / "out", note="old")
    work = tmp_path / ".out.dq-work"
    work.mkdir()
    (work / "lock").touch()
    (tmp_path / "out").rename(work / "replaced")
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "out", note="new")
    assert error.value.key == "output.exists"
    assert read_summary(tmp_path / "out")["note"] == "old"
    assert everything(tmp_path) == ["out", "out/run.json"]


def test_what_was_left_of_a_run_into_another_folder_is_cleared_but_not_what_is_being_written(tmp_path, other_process):
    left = tmp_path / ".yesterday.dq-work"
    (left / "stage").mkdir(parents=True)
    (left / "lock").touch()
    (tmp_path / ".mine.dq-work").mkdir()
    write_run(tmp_path / "today")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.dq-work", ".out.dq-work", "today"]
    other_process.communicate("")
    assert (tmp_path / "out" / "half.parquet").is_file()


def test_folders_and_files_are_for_their_owner_only(tmp_path):
    frame = pl.DataFrame({"record_id": [1]})
    with open_run(tmp_path / "new" / "out") as writer:
        write_summary(writer.folder, {})
        frame.write_parquet(writer.folder / "polars.parquet")
        with FileWriter(writer.folder / "arrow.parquet", frame.schema) as file:
            file.write(frame)
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT 1 AS a) TO '{writer.folder}/duckdb.parquet' (FORMAT parquet)")
        (writer.work / "inner").mkdir()
        modes = {mode(writer.folder), mode(writer.work), mode(writer.work / "inner"), mode(writer.folder.parent)}
        assert modes == {0o700}
    assert mode(tmp_path / "new") == 0o700
    assert mode(tmp_path / "new" / "out") == 0o700
    assert {path.name: mode(path) for path in (tmp_path / "new" / "out").iterdir()} == {
        "run.json": 0o600,
        "polars.parquet": 0o600,
        "arrow.parquet": 0o600,
        "duckdb.parquet": 0o600,
    }


def current_umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def test_files_that_the_process_writes_elsewhere_afterwards_keep_their_usual_mode(tmp_path):
    before = current_umask()
    write_run(tmp_path / "out")
    with pytest.raises(OutputError):
        write_run(tmp_path / "out")
    assert current_umask() == before


@pytest.mark.parametrize("below", ["out", "deeper/out", "deeper/still/out"])
def test_a_place_that_cannot_be_written_is_said_so(tmp_path, below):
    (tmp_path / "file").write_text("not a folder")
    before = current_umask()
    with pytest.raises(OutputError) as error:
        write_run(tmp_path / "file" / below)
    assert current_umask() == before
    assert error.value.key == "output.not_writable"
    assert error.value.parameters["reason"]
    assert everything(tmp_path) == ["file"]


def test_a_relative_folder_stands_where_the_run_began(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_run(Path("a/b"))
    assert everything(tmp_path) == ["a", "a/b", "a/b/run.json"]


@pytest.mark.parametrize("name", ["hộ tịch (1)", "export [1]", "a'b", "-rf", "*"])
def test_any_name_will_do(tmp_path, name):
    write_run(tmp_path / name)
    assert everything(tmp_path) == [name, f"{name}/run.json"]


def test_a_summary_keeps_vietnamese_as_it_is_written(tmp_path):
    write_summary(tmp_path, {"title": "Đất đai"})
    assert "Đất đai" in (tmp_path / "run.json").read_text(encoding="utf-8")
    assert read_summary(tmp_path)["title"] == "Đất đai"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "output.not_a_run_folder"),
        (b"", "output.damaged"),
        (b"{", "output.damaged"),
        (b"[1]", "output.damaged"),
        (b"{}", "output.damaged"),
        (b"\xff\xfe", "output.damaged"),
        (b'{"format": 999}', "output.unknown_format"),
    ],
)
def test_a_summary_that_cannot_be_trusted_is_refused(tmp_path, content, key):
    if content is not None:
        (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(OutputError) as error:
        read_summary(tmp_path)
    assert error.value.key == key


class Moments:
    """Sends SIGTERM at the `moment`-th line that is run of the modules that a run folder is made by."""

    def __init__(self, moment: int) -> None:
        self._left = moment

    @property
    def came(self) -> bool:
        return self._left < 0

    def __call__(self, frame: FrameType, event: str, _: object) -> "Moments | None":
        if frame.f_code.co_filename not in {folder.__file__, stops.__file__, contextlib.__file__, shutil.__file__}:
            return None
        if event == "line" and not self.came:
            self._left -= 1
            if self.came:
                signal.raise_signal(signal.SIGTERM)
        return self


def stopped_at(moment: int, out: Path, *, force: bool) -> bool:
    """Write a run that is stopped at some moment; return whether it was not over by then."""
    moments = Moments(moment)
    with contextlib.suppress(KeyboardInterrupt), stops.stopped_once():
        before = sys.gettrace()
        sys.settrace(moments)
        try:
            write_run(out, force=force, note="new")
        finally:
            sys.settrace(before)
        time.sleep(0.01)  # a stop that was put off comes again meanwhile
    return moments.came


@pytest.mark.parametrize("force", [False, True], ids=["a new one", "one that is replaced"])
def test_a_run_that_is_stopped_at_any_line_leaves_a_whole_folder_or_what_was_there(tmp_path, monkeypatch, force):
    monkeypatch.setattr(stops, "_LATER", 0.002)
    out = tmp_path / "new" / "out"
    seen = set()
    for moment in count():
        if force:
            out.mkdir(parents=True, exist_ok=True)
            write_summary(out, {"note": "old"})
        came = stopped_at(moment, out, force=force)
        note = read_summary(out)["note"] if out.exists() else None
        assert everything(tmp_path) == (["new", "new/out", "new/out/run.json"] if note else []), moment
        seen.add(note)
        if not came:
            break
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
    assert moment > 100
    assert seen == {"old" if force else None, "new"}
