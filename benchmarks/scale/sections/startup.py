"""What a user waits for before any work is done: the help, and a file of 1,000 rows."""

import statistics
import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks.scale.harness import BenchmarkError, say
from benchmarks.scale.model import Entry, Table
from benchmarks.scale.processes import Bounds, Done, watch
from benchmarks.scale.settings import Settings, dq_command

CLICK, HELP = "python -c 'import click'", "dq --help"
GX, RUN, RUN_WITH_REGISTER = "python -c 'import great_expectations'", "dq run", "dq run --reference"
_TIMES, _ROWS, _PERSONS = 5, 1_000, 10_000


def measure(settings: Settings) -> Iterator[Table]:
    """Yield the table of the help and that of a small run: medians of whole processes."""
    about = (f"Whole processes, the median of {_TIMES} after one that does not count.",)
    helped = (
        _median(CLICK, lambda: _process(_python("import click"), settings), floor=True),
        _median(HELP, lambda: _process(dq_command("--help"), settings)),
    )
    yield Table("startup/help", "Start-up: the help", helped, about=about)
    export, register = settings.export(_ROWS, _PERSONS), settings.register(_PERSONS)
    out = settings.work / "small"
    run = (
        _median(GX, lambda: _process(_python("import great_expectations"), settings), floor=True),
        _median(RUN, lambda: settings.dq_run(export, None, out), rows=_ROWS),
        _median(RUN_WITH_REGISTER, lambda: settings.dq_run(export, register, out), rows=_ROWS),
    )
    more = f"The reference has {_PERSONS:,} persons and is prepared."
    yield Table("startup/small", f"Start-up: {_ROWS:,} rows end to end", run, about=(*about, more))


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _process(command: Sequence[str], settings: Settings) -> Done:
    done = watch(command, Bounds(), settings.environment)
    if done.failure:
        raise BenchmarkError(f"{' '.join(command[1:])}: {done.failure}\n{done.output}")
    return done


def _median(name: str, process: Callable[[], Done], *, rows: int = 0, floor: bool = False) -> Entry:
    process()  # files and byte code come into the cache
    done = [process() for _ in range(_TIMES)]
    seconds = statistics.median(one.seconds for one in done)
    say(f"  {name}: {seconds:.2f} s")
    return Entry(name, seconds, max(one.peak for one in done), rows, floor=floor)
