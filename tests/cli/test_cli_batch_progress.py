"""What is seen of a batch while its jobs are running."""

import io
import re

import pytest
from rich.console import Console

from dq.batch import Going, JobResult, JobStatus
from dq.batch.telling import Told
from dq.cli.batch_bars import job_bars
from dq.cli.batch_progress import BatchShow, batch_progress, job_facts
from dq.locale import load_locale
from dq.progress import Unit

VI = load_locale("vi")
LONG = Going("so-dia-chinh-xa-rat-dai-2026-11", 40_000, Told("check", 3, 9, Unit.ROWS, 123_400_000_000))
NEW = Going("b", 0.4, None)
ENDED = JobResult("b", "pets.owner", "b.csv", JobStatus.ERROR, None, "No such file.", None, 3.21, None, None)


@pytest.mark.parametrize(
    ("job", "facts"),
    [
        (LONG, ["Chuẩn hóa và kiểm tra từng dòng", "33 %", "11:06:40", "đĩa tạm 123,4 GB"]),
        (NEW, ["0:00:00"]),
        (Going("c", 61, Told("review")), ["Lập phiếu rà soát", "0:01:01"]),
    ],
)
def test_a_job_says_its_stage_its_share_and_its_time(job, facts):
    assert list(job_facts(job, VI)) == facts


def test_running_jobs_stand_below_those_that_have_ended_and_go_at_the_end():
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    with job_bars(lambda job: " · ".join(job_facts(job, VI)), console) as (show, say):
        listener = BatchShow(VI, say=say, show=show)
        listener.going([LONG, NEW])
        listener.ended(ENDED, 1, 2)
    written = console.file.getvalue()
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written))
    assert "[1/2] b: lỗi (3.2 s) No such file." in lines
    shown = "so-dia-chinh-xa-rat… Chuẩn hóa và kiểm tra từng dòng · 33 % · 11:06:40"
    assert any(line.startswith(shown) for line in lines)
    assert all(len(line) <= 80 for line in lines)
    assert written.rstrip("\r\n").endswith("\x1b[1A\x1b[2K\x1b[1A\x1b[2K")


def test_a_log_has_a_line_a_job_that_ends_and_one_a_minute_of_those_that_run():
    said = []
    listener = BatchShow(VI, say=said.append)
    listener.going([LONG, NEW])
    assert said == []
    listener._said -= 61
    listener.going([LONG, NEW])
    listener.ended(ENDED, 1, 2)
    assert said == [
        "so-dia-chinh-xa-rat-dai-2026-11: Chuẩn hóa và kiểm tra từng dòng · 33 % · 11:06:40 · đĩa tạm 123,4 GB",
        "b: 0:00:00",
        "[1/2] b: lỗi (3.2 s) No such file.",
    ]


def test_a_quiet_batch_says_nothing(capsys):
    with batch_progress("vi", quiet=True) as listener:
        listener.going([LONG])
        listener.ended(ENDED, 1, 2)
    assert capsys.readouterr() == ("", "")
