"""`RESULTS.md`: all tables, the targets, the machine and the versions."""

from collections.abc import Iterator
from itertools import groupby

from benchmarks.scale.model import Entry, Table
from benchmarks.scale.results import Results
from benchmarks.scale.targets import judge

SECTIONS = ("validate", "dataset", "reconcile", "job", "startup", "growth")
CHARTS = ("validate", "dataset", "reconcile", "job", "growth")
_VERDICT = {True: "reached", False: "**not reached**", None: "not measured"}
_HEAD = """<!-- Made by `make bench` (benchmarks/scale/page.py); do not edit. -->

# Benchmarks

What dq takes beside the bare engines that it stands on, and beside its peers: the same rules, the same data, the same
run. Compare the ratios: seconds depend on the machine and on what else it does. Every contestant is a process of its
own; its peak memory is its own; the time is that of the work, imports left out, unless a table says otherwise. All
found the same, else there would be no table. Synthetic data of `benchmarks/data.py`.

`make bench` measures small sizes, `make bench-full` those of the targets (hours), `make bench-check` compares ratios
with this page.
"""


def render(results: Results) -> str:
    """Return the page in Markdown."""
    lines = [_HEAD, "## Targets", "", *_targets(results), "", "## Measured", ""]
    lines += _machines(results)
    for section in SECTIONS:
        tables = results.section(section)
        if not tables:
            continue
        if section in CHARTS:
            lines += [f"![{tables[-1].title}](charts/{section}.svg)", ""]
        for table in tables:
            lines += [*_table(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _targets(results: Results) -> Iterator[str]:
    yield "| work | target | measured | |"
    yield "| --- | --- | --- | --- |"
    for item in judge(results):
        yield f"| {item.work} | {item.target} | {item.measured} | {_VERDICT[item.reached]} |"


def _machines(results: Results) -> Iterator[str]:
    told = sorted((table.measured["machine"], table.measured["day"]) for table in results.tables.values())
    for machine, days in groupby(told, key=lambda item: item[0]):
        measured = sorted({day for _, day in days})
        yield f"* {machine}; {' to '.join(dict.fromkeys((measured[0], measured[-1])))}"
    for name, packages in results.versions.items():
        yield f"* {name}: {packages}"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.title}"
    yield ""
    yield f"Measured on {table.measured['day']}."
    yield ""
    yield "| | rows/s | seconds | peak MB | time ÷ floor | memory ÷ floor | |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for entry in table.entries:
        yield _row(table, entry)
    if table.figures:
        yield ""
        yield "| figure | |"
        yield "| --- | ---: |"
        for name, value in table.figures.items():
            yield f"| {name} | {value:,.0f} |" if value >= 100 else f"| {name} | {value:,.2f} |"
    for line in table.about:
        yield ""
        yield line


def _row(table: Table, entry: Entry) -> str:
    cells = [
        f"**{entry.name}**" if entry.name.startswith("dq") else entry.name,
        _number(entry.rows_per_second, ",.0f"),
        _number(entry.seconds, ",.2f"),
        _number(entry.peak / 1e6 if entry.peak else None, ",.0f"),
        _number(table.ratio(entry), ".2f"),
        _number(table.memory_ratio(entry), ".2f"),
        entry.note or ("the floor" if entry.floor else ""),
    ]
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
