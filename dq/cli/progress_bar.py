"""The stage that is going on as two lines at the foot of a terminal; one short line stays of each that took long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from dq.cli.progress_stage import BETWEEN, WORTH_TELLING, Stage, Watch, clock_time, ended_facts, percent, stage_facts
from dq.locale import Locale

LABEL_WIDTH, _BAR = 31, 24  # columns of 80: the name of every stage has room, and all look alike
_REST = 18  # columns of the spinner, the percentage, the time, and the spaces between
_SHORTEST = 4  # bar on a narrow terminal
_REFRESHES = 5  # a second


@contextmanager
def progress_bar(locale: Locale, console: Console | None = None) -> Iterator[Watch]:
    """Show a stage with a bar, its percentage and time; below, its count, rate, remaining time and spill.

    On an error the two lines go, and nothing is said of the stage that did not end.
    """
    console = console or Console(stderr=True, highlight=False, markup=False, emoji=False)
    plain = console.options.ascii_only
    spinner = Spinner("line" if plain else "dots")

    def label(stage: Stage) -> Text:
        return Text(locale.say(f"stage.{stage.name}"))

    def grid() -> Table:
        width = max(1, min(LABEL_WIDTH, console.width - _SHORTEST - _REST))
        table = Table.grid(padding=(0, 1))
        table.add_column()
        table.add_column(no_wrap=True, overflow="ellipsis", min_width=width, max_width=width)
        table.add_column(no_wrap=True, overflow="ellipsis")
        return table

    def ended(stage: Stage) -> None:
        now = time.monotonic()
        if now - stage.began >= WORTH_TELLING:
            facts = BETWEEN.join(ended_facts(stage, locale, now))
            line = grid()
            line.add_row(Text("*" if plain else "✓", "green"), label(stage), Text(facts, "dim"))
            console.print(line)

    watch = Watch(began=lambda _: None, ended=ended)

    def show() -> RenderableType:
        stage, now = watch.stage, time.monotonic()
        if stage is None:
            return Text()
        fraction, facts = stage.fraction, BETWEEN.join(stage_facts(stage, locale, now))
        width = max(_SHORTEST, min(_BAR, console.width - LABEL_WIDTH - _REST))
        bar = ProgressBar(total=None if fraction is None else 1.0, completed=fraction or 0.0, width=width)
        line = grid()
        line.add_row(
            spinner,
            label(stage),
            bar,
            Text("" if fraction is None else f"{percent(fraction):>5}"),
            clock_time(now - stage.began),
        )
        return Group(line, Text(f"  {facts}", "dim", no_wrap=True, overflow="ellipsis"))

    with Live(console=console, get_renderable=show, refresh_per_second=_REFRESHES, transient=True):
        yield watch
        watch.end()
