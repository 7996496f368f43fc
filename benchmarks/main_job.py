"""The main job beside the bare engines, in the same run: rows a second and peak memory a stage.

    python benchmarks/main_job.py [--rows 1000000] [--persons 5000000] [--memory 3GB] [--data DIR]

Each contestant runs in a process of its own, so that peak memory is its own. Compare the ratios: seconds depend on the
machine and on what else it does.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
AS_OF = date(2026, 11, 1)


class Sampler:
    """Peak resident memory of this process a stage, sampled every 20 ms."""

    def __init__(self) -> None:
        self.stage = "start"
        self.peaks: dict[str, int] = {}
        self._process = psutil.Process()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._stop.wait(0.02):
            used = self._process.memory_info().rss
            self.peaks[self.stage] = max(self.peaks.get(self.stage, 0), used)

    def stop(self) -> dict[str, int]:
        self._stop.set()
        self._thread.join()
        return self.peaks


def dq_run(export: Path, reference: Path, memory: str, out: Path) -> dict:
    """Run the whole job and return seconds and peak memory a stage."""
    from dq.catalog import load_catalog
    from dq.engine.limits import limits
    from dq.pipeline import RunRequest, run

    sampler = Sampler()

    def show(stage: str, done: int = 0, total: int | None = None) -> None:  # noqa: ARG001 - the pipeline's Progress
        sampler.stage = stage

    request = RunRequest(
        "welfare.beneficiary", export, out, AS_OF, limits(memory, None), reference=reference, force=True
    )
    started = time.perf_counter()
    outcome = run(request, load_catalog(), progress=show)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "timings": outcome.summary["timings"],
        "peaks": sampler.stop(),
        "peak": outcome.summary["peak_memory"],
        "rows": outcome.summary["rows"],
        "outcomes": outcome.summary["reconciliation"],
    }


def bare_polars(canonical: Path) -> dict:
    """One pass of the record rules as bare expressions over the canonical parts: the floor of `check`'s judging."""
    import polars as pl

    from dq.catalog import load_catalog
    from dq.engine.limits import peak_memory
    from dq.model import RuleKind
    from dq.validate import batch_evaluator, compile_rule, complete

    catalog = load_catalog()
    schema = catalog.schema("welfare.beneficiary")
    parts = sorted(canonical.glob("part-*.parquet"))
    present = [name for name in schema.names if name in pl.read_parquet_schema(parts[0])]
    rules = [rule for rule in catalog.rules[schema.dataset] if rule.kind is RuleKind.RECORD]
    compiled = [compile_rule(rule, schema) for rule in rules]
    flags = [item.flag for item in compiled if set(item.reads) <= set(present)]

    def floor() -> int:
        failed = 0
        for part in parts:
            frame = complete(pl.read_parquet(part), schema, AS_OF)
            failed += sum(frame.select(flags).select((~pl.all()).sum()).row(0))
        return failed

    def through_pandera() -> int:
        evaluate = batch_evaluator(rules, schema, present, AS_OF)
        return sum(r.n_failed for part in parts for r in evaluate(pl.read_parquet(part)).results)

    floor()  # the first pass compiles regular expressions for both
    started = time.perf_counter()
    failed = floor()
    bare = time.perf_counter() - started
    started = time.perf_counter()
    found = through_pandera()
    judged = time.perf_counter() - started
    if failed != found:
        raise SystemExit(f"bare flags and validate disagree: {failed} != {found}")
    peak = peak_memory()
    return {"rules": len(flags), "bare": bare, "validate": judged, "findings": failed, "peak": peak}


def bare_join(persons: str, register: str, memory: str) -> dict:
    """One DuckDB join on the identifier that computes the same three field comparisons on prepared keys."""
    import duckdb

    from dq.engine.limits import limits, peak_memory

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{limits(memory, None).duckdb_memory}B'")
    sql = f"""
        SELECT count(*), count(*) FILTER (same_name), count(*) FILTER (same_birth), count(*) FILTER (same_sex) FROM (
            SELECT p.name_key = r.name_key AS same_name,
                   p.birth_tu <= r.ngay_sinh_den AND r.ngay_sinh_tu <= p.birth_den AS same_birth,
                   p.sex = r.gioi_tinh AS same_sex
            FROM read_parquet('{persons}') p JOIN read_parquet('{register}') r ON p.identifier = r.so_dinh_danh)
    """
    started = time.perf_counter()
    found = connection.execute(sql).fetchone()
    return {"seconds": time.perf_counter() - started, "found": found[0], "peak": peak_memory()}


def child(name: str, **arguments: object) -> dict:
    """Run one contestant in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, json.dumps(arguments, default=str)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def run_child(name: str, arguments: dict) -> None:
    """Be one contestant."""
    paths = {key: Path(value) for key, value in arguments.items() if key in {"export", "reference", "out", "canonical"}}
    result = {"dq": dq_run, "polars": bare_polars, "join": bare_join}[name](**{**arguments, **paths})
    print(json.dumps(result, default=str))


def stage_again(export: Path, reference: Path, memory: str, folder: Path) -> tuple[Path, str, str]:
    """Return what the contestants read: the canonical parts, the persons' parts, the prepared register."""
    from dq.catalog import load_catalog
    from dq.engine.limits import limits
    from dq.load import LoadOptions, load
    from dq.model import RuleKind
    from dq.pipeline.batches import run_batches
    from dq.pipeline.reference import prepared_register
    from dq.pipeline.request import RunRequest, silent
    from dq.validate import batch_evaluator

    catalog = load_catalog()
    schema = catalog.schema("welfare.beneficiary")
    request = RunRequest(schema.dataset, export, folder, AS_OF, limits(memory, None), reference=reference)
    prepared = prepared_register(reference, catalog, request, folder, silent)
    loaded = load(export, schema, folder / "input", options=LoadOptions())
    rules = [rule for rule in catalog.rules[schema.dataset] if rule.kind is RuleKind.RECORD]
    rows = run_batches(
        loaded.raw,
        schema=schema,
        roles=catalog.roles(schema.dataset),
        evaluate=batch_evaluator(rules, schema, loaded.raw.columns, AS_OF),
        stage=folder,
        changes=folder / "changes.parquet",
        progress=silent,
    )
    return rows.canonical.folder, rows.persons, prepared.persons


def table(rows: int, persons: int, full: dict, polars: dict, join: dict) -> str:
    """Return the figures as text."""
    lines = [f"{'stage':<12}{'seconds':>9}{'rows/s':>12}{'peak MB':>9}"]
    for stage, seconds in full["timings"].items():
        speed = (persons if stage == "reference" else rows) / seconds if seconds else 0
        lines.append(f"{stage:<12}{seconds:>9.2f}{speed:>12,.0f}{full['peaks'].get(stage, 0) / 1e6:>9.0f}")
    lines.append(f"{'whole job':<12}{full['seconds']:>9.2f}{rows / full['seconds']:>12,.0f}{full['peak'] / 1e6:>9.0f}")
    ratio = polars["validate"] / polars["bare"]
    judged = full["timings"]["reconcile"]
    found = {outcome: count for outcome, count in full["outcomes"].items() if count}
    lines += [
        "",
        f"validate, {polars['rules']} record rules, {polars['findings']:,} findings:",
        f"  bare Polars flags {polars['bare']:.2f} s · through pandera {polars['validate']:.2f} s · ratio {ratio:.2f}",
        f"reconcile, {rows:,} against {persons:,} persons:",
        f"  bare join {join['seconds']:.2f} s · all outcomes {judged:.2f} s · ratio {judged / join['seconds']:.2f}",
        f"rows {full['rows']} · outcomes {found}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=5_000_000)
    parser.add_argument("--memory", default="3GB")
    parser.add_argument("--data", type=Path, help="keep the data here between calls")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        run_child(arguments.child[0], json.loads(arguments.child[1]))
        return
    import data

    with tempfile.TemporaryDirectory(prefix="dq-bench-") as temporary:
        folder = arguments.data or Path(temporary)
        export, reference = data.write(folder, rows=arguments.rows, persons=arguments.persons)
        memory, work = arguments.memory, Path(temporary)
        full = child("dq", export=export, reference=reference, memory=memory, out=work / "run")
        canonical, persons, register = stage_again(export, reference, memory, work / "stage")
        polars = child("polars", canonical=canonical)
        join = child("join", persons=persons, register=register, memory=memory)
    print(table(arguments.rows, arguments.persons, full, polars, join))


if __name__ == "__main__":
    main()
