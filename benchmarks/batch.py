"""A night of 30 exports over all datasets, one broken, one failing its gate: what is whole, what a worker brings.

    python benchmarks/batch.py [--rows 1000] [--folder DIR]

Asserts that 29 results are whole, that the exit code is 2, and that a second call skips the 29; then prints the seconds
with one worker and with two. Seconds of a busy machine say little, their ratio says more.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

AS_OF = "2026-11-01"
DATASETS = (
    "land.holder",
    "civil_registry.birth",
    "civil_registry.death",
    "civil_registry.marriage",
    "welfare.beneficiary",
    "health_insurance.participant",
)
EACH = 5  # exports of a dataset
BROKEN, FAILING = "land.holder-0", "welfare.beneficiary-0"


def dq(folder: Path, *arguments: str) -> int:
    """Run dq with a cache and a trail of its own; return its exit code."""
    own = {"DQ_CACHE": str(folder / "cache"), "DQ_AUDIT": str(folder / "audit.jsonl"), "DQ_LANG": "en"}
    with (folder / "log.txt").open("ab") as log:
        command = [sys.executable, "-m", "dq", *arguments]
        return subprocess.run(command, env=os.environ | own, stdout=log, stderr=log, check=False).returncode


def make_exports(folder: Path, rows: int) -> None:
    """Make a register and five exports a dataset, by cutting one sample without defects."""
    for dataset in DATASETS:
        sample = folder / "samples" / dataset
        wanted = ["--rows", str(rows * EACH), "--format", "parquet", "--as-of", AS_OF]
        if dq(folder, "sample", dataset, "--out", str(sample), "--defects", "0", *wanted):
            sys.exit(f"no sample of {dataset}: see {folder / 'log.txt'}")
        table = pl.read_parquet(sample / f"{dataset}.parquet")
        for index in range(EACH):
            part = table.slice(index * rows, rows)
            if f"{dataset}-{index}" == FAILING:
                part = part.with_columns(so_dinh_danh=pl.lit(""))
            part.write_parquet(folder / f"{dataset}-{index}.parquet")
    whole = (folder / f"{BROKEN}.parquet").read_bytes()
    (folder / f"{BROKEN}.parquet").write_bytes(whole[: len(whole) // 2])


def write_plan(folder: Path, workers: int) -> Path:
    """Write the plan of a night and return it."""
    jobs = [
        {
            "name": f"{dataset}-{index}",
            "dataset": dataset,
            "input": f"{dataset}-{index}.parquet",
            "reference": f"samples/{dataset}/register.parquet",
        }
        for dataset in DATASETS
        for index in range(EACH)
    ]
    plan = {"as_of": AS_OF, "out": f"out-{workers}", "workers": workers, "jobs": jobs}
    path = folder / f"plan-{workers}.yaml"
    path.write_text(json.dumps(plan, indent=1), encoding="utf-8")  # JSON is YAML
    return path


def night(folder: Path, workers: int) -> float:
    """Run the plan, make sure of its results, and return its seconds."""
    plan, state = write_plan(folder, workers), folder / f"out-{workers}" / "batch.json"
    started = time.perf_counter()
    code = dq(folder, "batch", str(plan), "--memory", f"{workers * 2}GB", "--threads", str(workers))
    seconds = time.perf_counter() - started
    jobs = {job["name"]: job for job in json.loads(state.read_text(encoding="utf-8"))["jobs"]}
    for name, job in jobs.items():
        expected = {BROKEN: "error", FAILING: "failed"}.get(name, "passed")
        if job["status"] != expected:
            sys.exit(f"{name} is {job['status']}, not {expected}: {job['reason']}")
    whole = [name for name in jobs if (state.parent / name / "run.json").is_file()]
    assert (code, len(jobs), len(whole)) == (2, len(DATASETS) * EACH, len(jobs) - 1), (code, len(jobs), len(whole))  # noqa: S101
    assert dq(folder, "batch", str(plan), "--memory", f"{workers * 2}GB", "--threads", str(workers)) == 2  # noqa: S101
    again = json.loads(state.read_text(encoding="utf-8"))["jobs"]
    assert sum(job["status"] == "skipped" for job in again) == len(jobs) - 1  # noqa: S101
    return seconds


def main() -> None:
    """Make the exports, run the night with one worker and with two, print the seconds."""
    parser = argparse.ArgumentParser(description="A night of 30 exports over all datasets.")
    parser.add_argument("--rows", type=int, default=1000, help="rows of an export")
    parser.add_argument("--folder", type=Path, help="where to work (default: a folder that is deleted)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        make_exports(folder, options.rows)
        two, one = night(folder, 2), night(folder, 1)
    jobs = len(DATASETS) * EACH
    print(f"{jobs} exports of {options.rows:,} rows: 29 whole, exit 2, 29 skipped by the second call")
    print(f"1 worker {one:.0f} s, 2 workers {two:.0f} s: throughput {one / two:.2f} times")


if __name__ == "__main__":
    main()
