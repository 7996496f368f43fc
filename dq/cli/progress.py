"""Progress on stderr: the stage with a bar on a terminal, plain lines otherwise, nothing if quiet."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from dq.cli.progress_stage import BETWEEN, WORTH_TELLING, Stage, Watch, ended_facts, seconds, stage_facts
from dq.locale import Locale, load_locale
from dq.progress import Progress, silent

_DUMB = frozenset({"dumb", "unknown"})  # values of TERM
_EVERY = 10.0  # seconds between two lines of a long stage


@contextmanager
def progress(language: str, *, quiet: bool) -> Iterator[Progress]:
    """Give what the pipeline tells of its progress to; the last stage ends with the `with` block."""
    locale = load_locale(language)
    if quiet:
        yield silent
    elif on_terminal():
        from dq.cli.progress_bar import progress_bar

        with progress_bar(locale) as watch:
            yield watch
    else:
        with progress_lines(locale, say=lambda line: click.echo(line, err=True)) as watch:
            yield watch


def on_terminal() -> bool:
    """Return whether somebody watches, on a terminal that can move its cursor."""
    return sys.stderr.isatty() and os.environ.get("TERM") not in _DUMB


@contextmanager
def progress_lines(locale: Locale, *, say: Callable[[str], None], every: float = _EVERY) -> Iterator[Watch]:
    """Say a line when a stage begins, one `every` so many seconds of a long one, one when a long one ends.

    They stand in the logs of scheduled jobs, where scripts look for them: `[seconds since the start] stage: facts`.
    """
    start = time.monotonic()

    def line(stage: Stage, facts: str = "") -> None:
        label = locale.say(f"stage.{stage.name}")
        say(f"[{time.monotonic() - start:7.1f} s] {label}{': ' if facts else ''}{facts}")

    def ended(stage: Stage) -> None:
        now = time.monotonic()
        if now - stage.began >= WORTH_TELLING:
            line(stage, locale.say("progress.ended", facts=BETWEEN.join(ended_facts(stage, locale, now))))

    watch, over = Watch(began=line, ended=ended), threading.Event()

    def tick() -> None:
        while not over.wait(every):
            with watch.lock:
                stage, now = watch.stage, time.monotonic()
                if stage is not None and now - stage.began >= every / 2:
                    running = locale.say("progress.running", seconds=seconds(now - stage.began, locale))
                    line(stage, BETWEEN.join([running, *stage_facts(stage, locale, now)]))

    timer = threading.Thread(target=tick, name="tell-progress", daemon=True)
    timer.start()
    try:
        yield watch
    finally:
        over.set()
        timer.join()
    watch.end()
