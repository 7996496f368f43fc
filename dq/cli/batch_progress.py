"""Progress of a batch on stderr: each job that ends, and meanwhile those that are running."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from dq.batch import Going, JobResult
from dq.cli.progress import on_terminal
from dq.cli.progress_stage import BETWEEN, clock_time, percent
from dq.locale import Locale, load_locale
from dq.report.format import Size, size

_EVERY = 60.0  # seconds between two lines of a log on a job that is running


class BatchShow:
    """Says a line for each job that ends, and hands on what the running ones say."""

    def __init__(
        self, locale: Locale, *, say: Callable[[str], None], show: Callable[[Sequence[Going]], None] | None = None
    ) -> None:
        self._locale, self._say = locale, say
        self._show = show or self._say_now_and_then
        self._said = time.monotonic()

    def ended(self, job: JobResult, ended: int, planned: int) -> None:
        """Say that a job has ended, how, and after how long."""
        status = self._locale.say(f"batch.status.{job.status}")
        said = f"[{ended}/{planned}] {job.name}: {status} ({job.seconds:.1f} s)"
        self._say(f"{said} {job.reason}" if job.status == "error" else said)

    def going(self, jobs: Sequence[Going]) -> None:
        """Show the jobs that are running."""
        self._show(jobs)

    def _say_now_and_then(self, jobs: Sequence[Going]) -> None:
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            for job in jobs:
                self._say(f"{job.name}: {BETWEEN.join(job_facts(job, self._locale))}")


class _Unheard:
    def ended(self, job: JobResult, ended: int, planned: int) -> None:
        pass

    def going(self, jobs: Sequence[Going]) -> None:
        pass


@contextmanager
def batch_progress(language: str, *, quiet: bool) -> "Iterator[BatchShow | _Unheard]":
    """Give what a batch tells of its jobs to."""
    locale = load_locale(language)
    if quiet:
        yield _Unheard()
    elif on_terminal():
        from dq.cli.batch_bars import job_bars

        with job_bars(lambda job: BETWEEN.join(job_facts(job, locale))) as (show, say):
            yield BatchShow(locale, say=say, show=show)
    else:
        yield BatchShow(locale, say=lambda line: click.echo(line, err=True))


def job_facts(job: Going, locale: Locale) -> Iterator[str]:
    """Yield what there is to say of a job: its stage, how much of it is done, its time, its spill."""
    if job.told is not None:
        yield locale.say(f"stage.{job.told.stage}")
        if job.told.total:
            yield percent(job.told.done / job.told.total)
    yield clock_time(job.seconds)
    if job.told is not None and job.told.spilled:
        yield locale.say("progress.spilled", size=size(Size(job.told.spilled), locale.language))
