"""Check the sample exports as a user would, and say where the reports are: `make demo`.

Every sample has planted defects, so that each run says “not passed” (exit code 1): that is what there is to see.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = {
    "land.holder": "land/holder.csv",
    "civil_registry.birth": "civil_registry/birth.csv",
    "civil_registry.death": "civil_registry/death.csv",
    "civil_registry.marriage": "civil_registry/marriage.csv",
    "welfare.beneficiary": "welfare/beneficiary.csv",
    "health_insurance.participant": "health_insurance/participant.csv",
}
REFERENCE = "register/dan_cu.csv"
AS_OF = "2026-11-01"
PASSED, NOT_PASSED, INTERRUPTED = 0, 1, 130
REPORTS = """
Tệp mẫu có lỗi gài sẵn nên «không đạt» là đúng. Mở các báo cáo bằng trình duyệt:
The samples have planted defects, so “not passed” is right. Open the reports in a browser:
"""
PROBLEM = """
Có lệnh không chạy được, xem thông báo ở trên:
A command could not be run, see its message above:
"""


def check(dataset: str, out: Path) -> int:
    """Run `dq run` on the sample of `dataset` into `out`, show what it says, and return its exit code."""
    samples = ROOT / "sample_data"
    command = ["run", dataset, str(samples / SAMPLES[dataset]), "--reference", str(samples / REFERENCE)]
    command += ["--as-of", AS_OF, "--out", str(out), "--force"]
    print(f"\n$ dq {' '.join(_short(word) for word in command)}", flush=True)
    # The prepared register stays beside the runs: what the demonstration leaves behind can be deleted with it.
    environment = {"DQ_CACHE": str(out.parent / ".cache"), **os.environ}
    return subprocess.run([sys.executable, "-m", "dq", *command], check=False, cwd=ROOT, env=environment).returncode  # noqa: S603


def main() -> int:
    """Check the samples that are asked for; return 0 unless one could not be checked at all."""
    parser = argparse.ArgumentParser(description="Check the sample exports and say where the reports are.")
    parser.add_argument("datasets", nargs="*", metavar="DATASET", help=f"default: {' '.join(SAMPLES)}")
    parser.add_argument("--out", type=Path, default=ROOT / "demo-runs", help="folder of the runs")
    options = parser.parse_args()
    if unknown := set(options.datasets) - SAMPLES.keys():
        parser.error(f"no sample of {', '.join(sorted(unknown))}; choose from {', '.join(SAMPLES)}")
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    codes = {}
    for dataset in options.datasets or SAMPLES:
        codes[dataset] = check(dataset, out / dataset)
        if codes[dataset] == INTERRUPTED:
            return INTERRUPTED
    done = [dataset for dataset, code in codes.items() if code in {PASSED, NOT_PASSED}]
    broken = [dataset for dataset in codes if dataset not in done]
    if done:
        print(REPORTS + "\n".join(f"  {_short(str(out / dataset / 'report.html'))}" for dataset in done))
    if broken:
        print(PROBLEM + "\n".join(f"  {dataset} ({codes[dataset]})" for dataset in broken))
    return 2 if broken else 0


def _short(word: str) -> str:
    path = Path(word)
    return str(path.relative_to(ROOT)) if path.is_absolute() and path.is_relative_to(ROOT) else word


if __name__ == "__main__":
    sys.exit(main())
