"""The whole job beside the sum of its floors: what bare engines take for what cannot be left out."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.scale.harness import Contestant, Outcome, best_of, require_agreement, run, say
from benchmarks.scale.model import Entry, Table
from benchmarks.scale.sections.reconcile import prepared
from benchmarks.scale.settings import Settings
from dq.catalog import load_catalog
from dq.engine.limits import limits
from dq.model import RuleKind

FLOOR, DQ = "sum of the floors", "dq run"
_ABOUT = (
    "The job is the process that a user starts, without candidates (`--no-link`), its reference prepared before.",
    "The floors are processes of their own, their imports not in the time; they find what the job finds.",
)


def measure(settings: Settings) -> Iterator[Table]:
    """Yield a table a size."""
    for rows, persons in settings.sizes.job:
        export, register = settings.export(rows, persons), settings.register(persons)
        out = settings.work / f"job-{rows}-of-{persons}"
        done = best_of(settings.bounds.repeat, partial(settings.dq_run, export, register, out), lambda one: one.seconds)
        summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
        job = Entry(DQ, done.seconds, max(done.peak, summary["peak_memory"] or 0), rows)
        say(f"  {DQ}: {done.seconds:.1f} s, {(job.peak or 0) / 1e6:,.0f} MB")
        floors = _floors(settings, rows, persons, export=export, register=register, out=out)
        require_agreement([Outcome(job, _found(summary)), *floors])
        parts = [floor.entry for floor in floors]
        total = Entry(FLOOR, sum(p.seconds or 0 for p in parts), max(p.peak or 0 for p in parts), rows, floor=True)
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary["timings"].items())
        yield Table(
            f"job/{rows}-of-{persons}",
            f"The whole job, {rows:,} CSV rows against {persons:,} persons",
            (total, job, *parts),
            {"--memory (bytes)": limits(settings.memory).memory},
            (*_ABOUT, f"Seconds a stage of the job: {stages}."),
        )


def _floors(settings: Settings, rows: int, persons: int, *, export: Path, register: Path, out: Path) -> list[Outcome]:
    stage = settings.staged(rows, persons)
    arguments = {
        "export": export,
        "canonical": stage / "canonical" / "part-*.parquet",
        "persons": stage / "persons" / "part-*.parquet",
        "register": prepared(register, settings),
        "quarantine": out / "quarantine.parquet",
        "work": settings.work,
        "settings": settings.duckdb,
    }
    floors = {
        "floor: CSV to Parquet": "floor_csv",
        "floor: record rules": "floor_flags",
        "floor: dataset rules": "floor_dataset",
        "floor: cross rules": "floor_cross",
        "floor: register": "reconcile_join",
        "floor: clean and quarantine": "floor_split",
    }
    return [run(Contestant(name, module, arguments), rows, settings.bounds) for name, module in floors.items()]


def _found(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the floors find, too: failures a record and cross rule, verdicts of the dataset rules, rows."""
    kinds = {rule.id: rule.kind for rule in load_catalog().rules[summary["dataset"]]}
    found: dict[str, Any] = {"rows": summary["rows"]["total"]}
    found |= {name: summary["rows"][name] for name in ("clean", "quarantine")}
    for rule in summary["rules"]:
        if rule["status"] not in {"passed", "failed"}:
            continue
        if kinds[rule["id"]] in {RuleKind.RECORD, RuleKind.CROSS}:
            found[rule["id"]] = rule["n_failed"]
        elif kinds[rule["id"]] is RuleKind.DATASET:
            found[rule["id"]] = rule["status"] == "passed"
    return found
