"""The jobs of a batch that are running, as a line each at the foot of a terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from dq.batch import Going

_NAME = 20  # columns of 80


@contextmanager
def job_bars(
    facts: Callable[[Going], str], console: Console | None = None
) -> Iterator[tuple[Callable[[Sequence[Going]], None], Callable[[str], None]]]:
    """Give what shows the running jobs with their `facts`, and what says a line above them that stays."""
    console = console or Console(stderr=True, highlight=False, markup=False, emoji=False)

    with Live(console=console, auto_refresh=False, transient=True) as live:

        def show(jobs: Sequence[Going]) -> None:
            grid = Table.grid(padding=(0, 1))
            grid.add_column(no_wrap=True, overflow="ellipsis", min_width=_NAME, max_width=_NAME)
            grid.add_column(no_wrap=True, overflow="ellipsis")
            for job in jobs:
                grid.add_row(Text(job.name, "bold"), Text(facts(job), "dim"))
            live.update(grid, refresh=True)

        yield show, lambda line: console.print(line, soft_wrap=True)
