"""What a person at a terminal sees of a long run, and what stands in a log."""

import io
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager

import pytest
from rich.console import Console

from dq.cli.progress import progress, progress_lines
from dq.cli.progress_bar import LABEL_WIDTH, progress_bar
from dq.cli.progress_stage import Stage, Watch, ended_facts, stage_facts
from dq.locale import load_locale
from dq.progress import Unit, silent

LOCALES = {language: load_locale(language) for language in ("vi", "en")}
STAGES = sorted(key.removeprefix("stage.") for key in LOCALES["vi"].sentences if key.startswith("stage."))
PLAIN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def counted(unit: Unit, *, done: float, total: int | None, seconds: float, spilled: int = 0) -> Stage:
    """A stage that has counted from 0 for so many seconds."""
    stage = Stage("check", 0.0)
    stage.tell(0.0, 0, total, unit)
    stage.tell(seconds, done, total, unit)
    stage.spill(spilled)
    return stage


def test_the_rate_is_that_since_the_count_began_and_the_rest_follows_from_it():
    stage = counted(Unit.ROWS, done=2_000_000, total=5_000_000, seconds=20)
    assert (stage.fraction, stage.rate, stage.remaining(20), stage.remaining(25)) == (0.4, 100_000, 30, 25)


def test_a_stage_that_counts_something_else_begins_a_rate_of_its_own():
    stage = counted(Unit.BYTES, done=900, total=900, seconds=10)
    stage.tell(20, 100, 1_000, Unit.ROWS)
    assert stage.rate is None
    stage.tell(21, 300, 1_000, Unit.ROWS)  # two batches at once say nothing
    assert stage.rate is None
    stage.tell(24, 900, 1_000, Unit.ROWS)
    assert (stage.rate, stage.remaining(24)) == (200, 0.5)


@pytest.mark.parametrize(
    "stage",
    [
        Stage("check", 0.0),
        counted(Unit.ROWS, done=0, total=10, seconds=5),
        counted(Unit.ROWS, done=5, total=10, seconds=0),
        counted(Unit.ROWS, done=5, total=None, seconds=5),
        counted(Unit.STEPS, done=2, total=9, seconds=5),
    ],
)
def test_nobody_says_how_long_it_will_take_who_cannot_know(stage):
    assert stage.remaining(5) is None


@pytest.mark.parametrize(
    ("stage", "facts"),
    [
        (
            counted(Unit.ROWS, done=12_300_000, total=30_000_000, seconds=144, spilled=1_240_000_000),
            ["12.300.000/30.000.000 dòng", "85.400/s", "còn 0:03:27", "đĩa tạm 1,2 GB"],
        ),
        (
            counted(Unit.BYTES, done=400_000_000, total=1_000_000_000, seconds=8),
            ["400 MB trên 1 GB", "50 MB/s", "còn 0:00:12"],
        ),
        (counted(Unit.PERSONS, done=5_000, total=None, seconds=5), ["5.000 người"]),
        (counted(Unit.STEPS, done=2, total=9, seconds=5), ["2/9"]),
        (counted(Unit.SHARE, done=25, total=100, seconds=5), ["còn 0:00:15"]),
        (Stage("check", 0.0), []),
    ],
)
def test_a_stage_says_what_is_known_of_it_and_no_more(stage, facts):
    assert list(stage_facts(stage, LOCALES["vi"], stage._told)) == facts


def test_an_ended_stage_says_its_time_its_rows_and_the_most_that_it_put_aside():
    stage = counted(Unit.ROWS, done=30_000_000, total=30_000_000, seconds=8, spilled=7_000_000_000)
    stage.spill(0)
    assert list(ended_facts(stage, LOCALES["en"], 8.04)) == ["8 s", "30,000,000 rows", "7 GB spilled"]
    assert next(ended_facts(stage, LOCALES["en"], 3_723.0)) == "1:02:03"


def shown(language: str, name: str, *, width: int = 80, **environment: str) -> list[str]:
    """The screen while a stage with the longest figures is shown, and after it."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None, _environ=environment)
    with progress_bar(LOCALES[language], console) as watch:
        watch("load")
        watch(name, 0, 100_000_000)
        watch.stage.began -= 40_000
        watch.stage._first = (watch.stage._first[0] - 40_000, 0)
        watch(name, 99_999_999, 100_000_000)
        watch.spilled(123_400_000_000)
        time.sleep(0.3)
    return re.split(r"[\r\n]+", PLAIN.sub("", console.file.getvalue()))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_stage_with_the_longest_figures_fits_eighty_columns(language):
    label, name = max(
        ((LOCALES[language].say(f"stage.{name}"), name) for name in STAGES), key=lambda item: len(item[0])
    )
    screen = shown(language, name)
    assert all(len(line) < 80 for line in screen)
    assert any(label in line and "99 %" in line and "11:06:40" in line for line in screen)
    assert any("/100" in line and "/s" in line and "123" in line and "GB" in line for line in screen)
    assert any(label in line and "100" not in line.split(label)[0] and "11:06:40" in line for line in screen[-3:])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_name_of_every_stage_has_room(language):
    assert len(STAGES) > 15
    assert max(len(LOCALES[language].say(f"stage.{name}")) for name in STAGES) <= LABEL_WIDTH


@pytest.mark.parametrize("width", [40, 60])
def test_a_narrow_terminal_cuts_the_name_and_does_not_wrap(width):
    screen = shown("vi", "check", width=width)
    assert all(len(line) <= width for line in screen)
    assert any(re.search(r"^\S Chuẩn hóa .*99 % 11:06:40", line) for line in screen)


def test_no_colour_is_no_colour():
    console = Console(file=io.StringIO(), force_terminal=True, width=80, _environ={"NO_COLOR": "1", "TERM": "xterm"})
    with progress_bar(LOCALES["en"], console) as watch:
        watch("check", 1, 2)
        time.sleep(0.3)
    assert not re.search(r"\x1b\[[0-9;]*3\dm", console.file.getvalue())


def work_and_break(shown_by: AbstractContextManager[Watch], error: BaseException) -> None:
    """A stage that took long and never ended."""
    with shown_by as watch:
        watch("check", 5, 9)
        watch.stage.began -= 9
        raise error


def test_what_is_stopped_says_nothing_of_the_stage_that_did_not_end():
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with pytest.raises(KeyboardInterrupt):
        work_and_break(progress_bar(LOCALES["en"], console), KeyboardInterrupt())
    assert "✓" not in console.file.getvalue()
    assert console.file.getvalue().rstrip("\r\n").endswith("\x1b[1A\x1b[2K\x1b[1A\x1b[2K")  # its two lines are gone


def test_a_log_has_a_line_when_a_stage_begins_goes_on_and_ends():
    said = []
    with progress_lines(LOCALES["en"], say=said.append, every=0.2) as watch:
        watch("load")
        watch("check", 0, 1_000)
        watch.stage._first = (watch.stage._first[0] - 5, 0)
        time.sleep(0.1)
        watch("check", 500, 1_000)
        watch.spilled(2_000_000)
        time.sleep(0.25)
        watch.stage.began -= 60
        watch("check", 1_000, 1_000)
        watch("expect")
        time.sleep(0.3)
    facts = [line.split("] ")[1] for line in said]
    assert all(re.match(r"\[ {3,6}0\.\d s\] ", line) for line in said)
    assert facts[:2] == ["Read the file", "Normalize and check the rows"]
    going_on = r"Normalize and check the rows: 0\.\d s so far · 500/1,000 rows · \d+/s · 0:00:0\d left · 2 MB spilled"
    assert re.fullmatch(going_on, facts[2])
    assert facts[-3] == "Normalize and check the rows: done in 0:01:00 · 1,000 rows · 2 MB spilled"
    assert facts[-2] == "Check the dataset"
    assert re.fullmatch(r"Check the dataset: 0\.\d s so far · 2 MB spilled", facts[-1])
    assert "tell-progress" not in {thread.name for thread in threading.enumerate()}


def test_a_log_of_what_breaks_has_no_end_of_its_stage():
    said = []
    with pytest.raises(OSError, match="full"):
        work_and_break(progress_lines(LOCALES["en"], say=said.append), OSError("full"))
    assert len(said) == 1
    assert "tell-progress" not in {thread.name for thread in threading.enumerate()}


def test_quiet_says_nothing(capsys):
    with progress("vi", quiet=True) as show:
        show("check", 1, 2)
    assert show is silent
    assert capsys.readouterr() == ("", "")


SHORT_JOB = """
import time
from dq.cli.progress import progress
with progress("en", quiet=False) as show:
    show("load", 1, 2)
    time.sleep(0.5)
"""


@pytest.mark.parametrize(("terminal", "moves"), [("xterm", True), ("dumb", False)])
def test_only_a_terminal_that_can_move_its_cursor_is_asked_to(terminal, moves):
    import pty

    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": terminal}
    subprocess.run([sys.executable, "-c", SHORT_JOB], stderr=theirs, env=environment, check=True)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Read the file" in said
    assert ("\x1b" in said) is moves
