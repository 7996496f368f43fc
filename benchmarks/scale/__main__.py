"""The command line of the benchmarks: `python -m benchmarks.scale --help`."""

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.scale import regression, results
from benchmarks.scale.charts import write_charts
from benchmarks.scale.harness import BenchmarkError, say
from benchmarks.scale.machine import describe_machine, versions
from benchmarks.scale.model import Table
from benchmarks.scale.page import render
from benchmarks.scale.peers import install_peers
from benchmarks.scale.processes import ROOT, Bounds
from benchmarks.scale.sections import dataset, growth, job, reconcile, startup, validate
from benchmarks.scale.settings import FULL, SMALL, Settings, Sizes

FOLDER = ROOT / "benchmarks"
SECTIONS: Mapping[str, Callable[[Settings], Iterator[Table]]] = {
    "validate": validate.measure,
    "dataset": dataset.measure,
    "reconcile": reconcile.measure,
    "job": job.measure,
    "startup": startup.measure,
    "growth": growth.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the results; return 1 if a section failed, or a ratio got worse (`--check`)."""
    given = _parser().parse_args(arguments)
    given.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="work-", dir=given.data) as temporary:
        work = Path(temporary).resolve()
        out = work if given.check else given.out
        settings = _settings(given, work)
        os.environ.update(settings.environment)  # also what is prepared in this process stands beside the data
        failed = _measure(settings, given.sections, out)
        if not given.check:
            return 1 if failed else 0
        changes = regression.compare(results.read(given.out / "results.json"), results.read(work / "results.json"))
    print(regression.describe(changes, given.tolerance))
    return 1 if failed or not changes or any(change.is_worse(given.tolerance) for change in changes) else 0


def _measure(settings: Settings, sections: Sequence[str], out: Path) -> list[str]:
    """Run `sections`, keep each table in `out` as it is done, and return the sections that failed."""
    out.mkdir(parents=True, exist_ok=True)
    machine, used, failed = describe_machine(), versions(settings.peers), []
    for name in sections:
        say(f"{name} …")
        try:
            for table in SECTIONS[name](settings):
                found = results.add(out / "results.json", table, machine=machine, versions=used)
                (out / "RESULTS.md").write_text(render(found), encoding="utf-8")
                write_charts(found, out / "charts")
                say(f"{table.title}: done")
        except Exception as error:  # noqa: BLE001 - hours of other sections must not be lost
            say(f"{name} failed: {error}" if isinstance(error, BenchmarkError) else traceback.format_exc())
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return failed


def _settings(given: argparse.Namespace, work: Path) -> Settings:
    peers = None
    if not given.no_peers and not given.check and {"validate", "dataset", "reconcile"} & set(given.sections):
        peers = given.peers.resolve() if given.peers else install_peers()
    return Settings(
        sizes=_sizes(given),
        memory=given.memory,
        data=given.data.resolve(),
        work=work,
        bounds=Bounds(given.repeat, int(given.most_memory * 1e9), given.most_seconds),
        peers=peers,
    )


def _sizes(given: argparse.Namespace) -> Sizes:
    sizes = FULL if given.full else SMALL
    persons = given.persons or sizes.persons
    if given.rows:
        both = ((given.rows, persons),)
        sizes = replace(sizes, validate=(given.rows,), dataset=(given.rows,), reconcile=both, job=both)
    growing = given.growth or sizes.growth
    return replace(sizes, growth=growing, persons=persons)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(SECTIONS) if text == "all" else tuple(text.split(","))
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    return names


def _millions(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(float(size) * 1_000_000) for size in text.split(",")))


def _most_memory() -> float:
    """Return what a contestant may take in GB: 12, or three quarters of a smaller machine."""
    return min(12.0, round(psutil.virtual_memory().total / 1e9 * 0.75, 1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="dq beside bare engines and peers.")
    option = parser.add_argument
    option("--sections", type=_names, default=tuple(SECTIONS), metavar="A,B", help=f"of {', '.join(SECTIONS)}")
    option("--full", action="store_true", help="the sizes of the targets: hours")
    option("--check", action="store_true", help="measure again without peers, compare ratios with the results in --out")
    option("--tolerance", type=float, default=0.25, help="by what share a ratio may grow (default: %(default)s)")
    option("--rows", type=int, help="rows of every section but startup and growth")
    option("--persons", type=int, help="persons of the register")
    option("--growth", type=_millions, metavar="1,3,10,30", help="sizes of growth in millions of rows")
    option("--memory", default="3GB", help="what dq may take (default: %(default)s)")
    option("--repeat", type=int, default=3, help="runs of a contestant that is done in seconds (default: %(default)s)")
    option(
        "--most-memory",
        type=float,
        default=_most_memory(),
        metavar="GB",
        help="what one may take (default: %(default)s)",
    )
    option("--most-seconds", type=float, default=1800, metavar="S", help="how long one may take (default: %(default)s)")
    option("--data", type=Path, default=ROOT / ".bench-data", help="where exports and registers are made and kept")
    option("--peers", type=Path, help="ready environments of the peers (default: .venv-peers, made where needed)")
    option("--no-peers", action="store_true", help="only dq and the floors")
    option("--out", type=Path, default=FOLDER, help="the folder of RESULTS.md, results.json, charts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
