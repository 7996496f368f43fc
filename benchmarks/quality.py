"""Recall of planted defects and precision of critical findings, by dataset and kind: `make quality`.

Every dataset is sampled with every kind of defect, run as a user would, and compared with its labels. The result is
printed and written to `docs/quality.md`. Exit code 1: a dataset misses a target.

To measure something else, add a part: a function of the settings that returns a section of the page in Markdown, and
whether its targets are met.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import dq
from dq.catalog import load_catalog
from dq.engine.limits import limits
from dq.pipeline import RunRequest, run
from dq.sample import RECIPES, SampleRequest, sample
from dq.sample.defects import defects_of
from dq.sample.measure import CLEAN, Measured, measure, total

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "quality.md"
AS_OF = date(2026, 11, 1)
RECALL = PRECISION = 0.995
_FIGURES = "đã gài · planted | recall | nghiêm trọng · critical | precision"
ENGINES = ("polars", "duckdb", "pandera", "great-expectations")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is measured: rows a dataset, the seed, the datasets, and a folder for what is made on the way."""

    rows: int
    seed: int
    datasets: tuple[str, ...]
    memory: str
    folder: Path


Part = Callable[[Settings], tuple[str, bool]]


def findings(settings: Settings) -> tuple[str, bool]:
    """Return the section on findings, outcomes and repairs, and whether every dataset meets both targets."""
    measured = {dataset: _measured(dataset, settings) for dataset in settings.datasets}
    lines = [
        "## Phát hiện · Findings",
        "",
        f"| bộ dữ liệu · dataset | dòng · rows | loại lỗi · kinds | {_FIGURES} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    met = True
    for dataset, figures in measured.items():
        whole = total(figures)
        kinds = sum(item.defect != CLEAN for item in figures)
        met &= whole.recall >= RECALL and whole.precision >= PRECISION
        lines.append(
            f"| `{dataset}` | {whole.rows:,} | {kinds} | {whole.planted:,} | {whole.recall:.4f} "
            f"| {whole.critical:,} | {whole.precision:.4f} |"
        )
    for dataset, figures in measured.items():
        lines += ["", f"### {dataset}", "", *_by_kind(dataset, figures)]
    return "\n".join(lines), met


PARTS: tuple[Part, ...] = (findings,)


def _measured(dataset: str, settings: Settings) -> list[Measured]:
    print(f"{dataset} …", file=sys.stderr, flush=True)
    catalog = load_catalog()
    folder = settings.folder / dataset
    request = SampleRequest(
        dataset, settings.rows, folder / "sample", AS_OF, seed=settings.seed, defects="all", format="parquet"
    )
    made = sample(request)
    run(
        RunRequest(dataset, made.export, folder / "run", AS_OF, limits(settings.memory, None), reference=made.register),
        catalog,
    )
    return measure(made.labels, folder / "run", catalog.rules[dataset], rows=settings.rows)


def _by_kind(dataset: str, figures: Sequence[Measured]) -> list[str]:
    known = {defect.name: defect for defect in defects_of(dataset)}
    lines = [
        f"| lỗi · defect | cột · column | dòng · rows | {_FIGURES} |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for item in figures:
        name = "_không có lỗi · none_" if item.defect == CLEAN else f"`{item.defect}`"
        column = "" if item.defect == CLEAN else f"`{known[item.defect].column.split(' ')[0]}`".replace("``", "")
        recall = f"{item.recall:.4f}" if item.planted else "–"
        precision = f"{item.precision:.4f}" if item.critical else "–"
        lines.append(
            f"| {name} | {column} | {item.rows:,} | {item.planted:,} | {recall} | {item.critical:,} | {precision} |"
        )
    if never := sorted(known.keys() - {item.defect for item in figures}):
        lines += ["", f"Không dòng nào phù hợp · no row fitted: {', '.join(f'`{name}`' for name in never)}"]
    return lines


_HEAD = """<!-- Made by benchmarks/quality.py (`make quality`); do not edit. -->

# Chất lượng phát hiện · Quality of what is found

Đo ngày · measured on {day}; {rows:,} dòng mỗi bộ dữ liệu · rows a dataset; `--seed {seed} --defects all`,
mốc kiểm tra · as of {as_of}; {engines}.

`dq sample` gài mọi loại lỗi vào dữ liệu giả định và ghi nhãn; `dq run` kiểm tra; bảng so kết quả với nhãn. ·
`dq sample` plants every kind of defect into synthetic data and labels it; `dq run` checks it; the table compares both.

* **recall**: tỷ lệ nhãn (quy tắc, kết quả đối soát, chuẩn hóa) mà lần chạy nói đúng · share of the labels (rules,
  register outcomes, repairs) that the run has. Mục tiêu · target ≥ {recall}.
* **precision**: tỷ lệ phát hiện nghiêm trọng mà nhãn đòi hỏi · share of the critical findings that a label asks for.
  Mục tiêu · target ≥ {precision}.

Nhãn viết tay theo ý nghĩa của quy tắc, ở [`defects.csv`](../dq/sample/data/defects.csv): lỗi thuộc những
loại đã biết, không phải mọi lỗi có ngoài đời. · Labels are written by hand from what a rule means, in
[`defects.csv`](../dq/sample/data/defects.csv): kinds of defects that we know, not all that there are.
"""


def _head(settings: Settings) -> str:
    return _HEAD.format(
        day=datetime.now(UTC).date(),
        rows=settings.rows,
        seed=settings.seed,
        as_of=AS_OF,
        engines=", ".join([f"dq {dq.__version__}", *(f"{name} {version(name)}" for name in ENGINES)]),
        recall=RECALL,
        precision=PRECISION,
    )


def main() -> int:
    """Measure, print, write the page; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("datasets", nargs="*", metavar="DATASET", help="default: all")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", default="3GB")
    parser.add_argument("--folder", type=Path, help="keep samples and runs here")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dq-quality-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(given.rows, given.seed, tuple(given.datasets) or tuple(RECIPES), given.memory, folder)
        sections, met = zip(*(part(settings) for part in PARTS), strict=True)
    page = "\n".join([_head(settings), *sections]) + "\n"
    print(page)
    given.out.write_text(page, encoding="utf-8")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
