"""How time, memory and the report grow with the rows: the whole job within the same `--memory`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.scale.harness import say
from benchmarks.scale.model import Entry, Table
from benchmarks.scale.settings import Settings

FAILING = 0.3
BASE = 3_000_000  # rows that memory is compared with, where they are among the sizes


def measure(settings: Settings) -> Iterator[Table]:
    """Yield the table anew after each size, at last with the largest size and many more rows failing."""
    sizes, persons = settings.sizes.growth, max(settings.sizes.persons, *settings.sizes.growth)
    base = BASE if BASE in sizes else sizes[min(1, len(sizes) - 1)]
    about = (
        f"`dq run --no-link --memory {settings.memory}` against {persons:,} prepared persons, as a process.",
        "The report and the review workbook are in the time; what they take of it and their bytes stand below.",
    )
    register = settings.register(persons)
    entries: list[Entry] = []
    figures: dict[str, float] = {}
    for rows, defects in [*((rows, 0.0) for rows in sizes), (sizes[-1], FAILING)]:
        out = settings.work / "growth"
        name = f"{rows:,} rows" + (f", {defects:.0%} more failing" if defects else "")
        done = settings.dq_run(settings.export(rows, persons, defects=defects), register, out)
        summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
        peak = max(done.peak, summary["peak_memory"] or 0)
        is_base = rows == base and not defects
        entries.append(Entry(name, done.seconds, peak, rows, "what ratios are to" if is_base else "", floor=is_base))
        figures |= _figures(name, out, summary)
        say(f"  {name}: {done.seconds:.1f} s, {peak / 1e6:,.0f} MB")
        title = f"Growth: the whole job up to {rows:,} rows"
        yield Table(f"growth/{sizes[-1]}", title, tuple(entries), dict(figures), about)


def _figures(name: str, out: Path, summary: dict[str, Any]) -> dict[str, float]:
    return {
        f"report.html, {name} (bytes)": (out / "report.html").stat().st_size,
        f"report and workbook, {name} (seconds)": summary["timings"]["report"] + summary["review"]["seconds"],
    }
