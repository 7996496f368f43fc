"""The targets of scale and speed, each judged by the largest tables there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.scale.model import Entry, Table
from benchmarks.scale.results import Results
from benchmarks.scale.sections import dataset, job, reconcile, startup, validate

MEMORY_LIMIT = 3_000_000_000  # of the comparison with the register
REPORT_LIMIT = 1_500_000  # bytes of report.html


@dataclass(frozen=True, slots=True)
class Judged:
    """A target, what was measured, and whether that reaches it; None where nothing was."""

    work: str
    target: str
    measured: str
    reached: bool | None


def judge(results: Results) -> list[Judged]:
    """Return every target with what was measured."""
    return [judged for target in _TARGETS for judged in target(results)]


def _validate(results: Results) -> Iterator[Judged]:
    table = results.largest("validate")
    yield _ratio("record rules", table, validate.DQ, 1.5, "× bare Polars flags")
    yield _faster(table, validate.DQ, "record rules", 1, ("pandera", "dataframely", "pointblank", "GX"))
    yield _leaner(table, validate.DQ, "record rules", 1, ("pandera", "dataframely", "pointblank", "GX"))


def _dataset(results: Results) -> Iterator[Judged]:
    table = results.largest("dataset")
    yield _ratio("dataset rules", table, dataset.DQ, 2, "× one hand-written query")
    yield _faster(table, dataset.DQ, "dataset rules", 5, (dataset.PANDAS,))
    yield _leaner(table, dataset.DQ, "dataset rules", 3, (dataset.PANDAS,))


def _reconcile(results: Results) -> Iterator[Judged]:
    table = results.largest("reconcile")
    yield _ratio("register", table, reconcile.DQ, 2.5, "× the bare join")
    yield _memory("register", table, reconcile.DQ, MEMORY_LIMIT)
    for engine in reconcile.DATACOMPY:
        ended = [one for one in results.section("reconcile") if _has_ended(one, engine)]
        yield _faster(ended[-1] if ended else table, reconcile.DQ, "register", 5, (engine,))


def _has_ended(table: Table, name: str) -> bool:
    entry = table.entry(name)
    return entry is not None and entry.seconds is not None


def _job(results: Results) -> Iterator[Judged]:
    table = results.largest("job")
    yield _ratio("whole job", table, job.DQ, 3, "× the sum of the floors")
    yield _memory("whole job", table, job.DQ, table.figures["--memory (bytes)"] if table else 0)


def _growth(results: Results) -> Iterator[Judged]:
    table = results.largest("growth")
    target = "memory of the most rows ≤ 1.3 × that of 3 M"
    plain = [entry for entry in table.entries if "failing" not in entry.name] if table else []
    most = table.memory_ratio(plain[-1]) if table and plain and not plain[-1].floor else None
    text = f"{most or 0:.2f} × that of {table.floor.name if table and table.floor else ''}"
    yield _judged("growth", target, table, most, text, most is not None and most <= 1.3)
    size, ratio = _report(table) if table else (None, None)
    target = "report.html < 1.5 MB with 30 % of the rows failing"
    yield _judged("report", target, table, size, f"{(size or 0) / 1e6:.2f} MB", (size or 0) < REPORT_LIMIT)
    target = "report and workbook with 30 % more rows failing ≤ 1.5 × the time without"
    yield _judged("report", target, table, ratio, f"{ratio or 0:.2f} ×", ratio is not None and ratio <= 1.5)


def _report(table: Table) -> tuple[float | None, float | None]:
    """Return the bytes of the report with many rows failing, and how much longer it took than without."""
    size = next((value for name, value in table.figures.items() if "failing (bytes)" in name), None)
    if size is None:
        return None, None
    *_, without, failing = (value for name, value in table.figures.items() if "seconds" in name)
    return size, failing / without


def _startup(results: Results) -> Iterator[Judged]:
    yield _ratio("start-up", results.tables.get("startup/help"), startup.HELP, 2.5, "× importing click")
    small = results.tables.get("startup/small")
    for name in (startup.RUN, startup.RUN_WITH_REGISTER):
        yield _ratio(f"1,000 rows, {name}", small, name, 1.5, "× importing Great Expectations")


_TARGETS: tuple[Callable[[Results], Iterator[Judged]], ...] = (
    _validate, _dataset, _reconcile, _job, _growth, _startup,
)  # fmt: skip


def _ratio(work: str, table: Table | None, name: str, limit: float, unit: str) -> Judged:
    ours = table.entry(name) if table else None
    ratio = table.ratio(ours) if table and ours else None
    return _judged(
        work, f"≤ {limit:g} {unit}", table, ratio, f"{ratio or 0:.2f} ×", ratio is not None and ratio <= limit
    )


def _memory(work: str, table: Table | None, name: str, limit: float) -> Judged:
    ours = table.entry(name) if table else None
    peak = ours.peak if ours else None
    target = f"peak memory ≤ {limit / 1e9:g} GB" if limit else "peak memory ≤ --memory"
    return _judged(work, target, table, peak, f"{(peak or 0) / 1e9:.2f} GB", peak is not None and peak <= limit)


def _faster(table: Table | None, name: str, work: str, times: float, peers: Sequence[str]) -> Judged:
    target = "faster than every peer" if times == 1 else f"≥ {times:g} × faster than {', '.join(peers)}"
    return _beside(work, target, table, name, peers, times, lambda entry: entry.seconds)


def _leaner(table: Table | None, name: str, work: str, times: float, peers: Sequence[str]) -> Judged:
    target = "less memory than every peer" if times == 1 else f"≤ 1/{times:g} of the memory of {', '.join(peers)}"
    return _beside(work, target, table, name, peers, times, lambda entry: entry.peak)


def _beside(
    work: str,
    target: str,
    table: Table | None,
    name: str,
    peers: Sequence[str],
    times: float,
    figure: Callable[[Entry], float | None],
) -> Judged:
    """Judge our figure beside those of the peers whose names begin so; who did not end is beaten."""
    ours = table.entry(name) if table else None
    found = [entry for entry in table.entries if entry.name.startswith(tuple(peers))] if table else []
    mine = figure(ours) if ours else None
    if table is None or not mine or not found:
        return Judged(work, target, "not measured", None)
    told = {entry.name: (figure(entry) or 0) / mine if entry.seconds is not None else None for entry in found}
    text = ", ".join(
        f"{peer} {f'{ratio:.1f} ×' if ratio is not None else 'did not end'}" for peer, ratio in told.items()
    )
    reached = all(ratio is None or ratio >= times for ratio in told.values())
    return _judged(work, target, table, mine, text, reached)


def _judged(work: str, target: str, table: Table | None, value: float | None, text: str, reached: bool) -> Judged:  # noqa: FBT001 - the last of many, and private
    if table is None or value is None:
        return Judged(work, target, "not measured", None)
    return Judged(work, target, f"{text} ({table.title})", reached)
