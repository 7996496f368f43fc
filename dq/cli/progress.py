"""Progress on stderr: bars on a terminal, one plain line a stage otherwise."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dq.locale import Locale, load_locale
from dq.pipeline.request import Progress


@contextmanager
def progress(language: str) -> Iterator[Progress]:
    """Give what the pipeline tells of its progress to."""
    locale = load_locale(language)
    if not sys.stderr.isatty():
        yield _Lines(locale)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int = 0, total: int | None = None) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    bars.update(earlier, total=1, completed=1, visible=False)
                tasks[stage] = bars.add_task(locale.say(f"stage.{stage}"), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


class _Lines:
    """One line when a stage begins, and one every few seconds in a long one."""

    interval = 10.0

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._stage = ""
        self._started = self._said = time.monotonic()

    def __call__(self, stage: str, done: int = 0, total: int | None = None) -> None:
        now = time.monotonic()
        if stage == self._stage and now - self._said < self.interval:
            return
        if stage != self._stage:
            self._stage = stage
        self._said = now
        rows = f" {done:,}/{total:,}" if done and total else ""
        line = f"[{now - self._started:7.1f} s] {self._locale.say(f'stage.{stage}')}{rows}"
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress is meant for stderr
