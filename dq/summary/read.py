"""The run folders of a period: each input once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dq.errors import OutputError, UsageError
from dq.report.counts import commune_counts
from dq.runs import CLEAN, QUARANTINE, read_summary

FORMAT = 1
_KEYS = frozenset({"format", "period", "datasets", "owners", "total"})


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder as far as a summary reads it; `communes` are `(code, clean, held)`."""

    folder: Path
    run: Mapping[str, Any]
    communes: tuple[tuple[str, int, int], ...]

    @property
    def input(self) -> str:
        """The name of the input and its dataset: what stands once in a period."""
        return f"{self.run['dataset']}: {self.run['input']['name']}"


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that count, and the inputs of which an earlier run was left out."""

    runs: tuple[Run, ...]
    superseded: tuple[str, ...]


def read_runs(folders: Sequence[Path], *, latest: bool) -> Runs:
    """Return the runs in `folders`, each input of a dataset once.

    One input twice would count its records twice. It is known by its hash or by its file name: a file that was
    corrected and exported again has another hash.

    Args:
        folders: Run folders.
        latest: Of several runs of one input the one started last counts, instead of an error.

    Raises:
        OutputError: A folder is no run folder, or is damaged.
        UsageError: There are several runs of one input, and `latest` is not set.
    """
    chosen: list[Run] = []
    superseded: list[str] = []
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        run = _read(folder)
        twin = next((other for other in chosen if _same_input(other.run, run.run)), None)
        if twin is None:
            chosen.append(run)
            continue
        if not latest:
            raise UsageError("summary.input_twice", input=run.input, first=str(twin.folder), second=str(folder))
        older, newer = sorted((twin, run), key=lambda item: str(item.run["started"]))
        chosen[chosen.index(twin)] = newer
        superseded.append(f"{older.input} ({older.folder.name})")
    return Runs(tuple(chosen), tuple(superseded))


def previous_summary(path: Path) -> Mapping[str, Any]:
    """Return a `summary.json` of an earlier month.

    Raises:
        OutputError: It is none, or one of a newer format.
    """
    try:
        summary: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        is_summary = isinstance(summary, dict) and set(summary) >= _KEYS
    except (ValueError, OSError):
        is_summary = False
    if not is_summary:
        raise OutputError("summary.not_a_summary", path=str(path))
    if summary["format"] != FORMAT:
        raise OutputError("output.unknown_format", path=str(path), format=str(summary["format"]))
    return summary


def _read(folder: Path) -> Run:
    run = read_summary(folder)
    for name in (CLEAN, QUARANTINE):
        if not (folder / name).is_file():
            raise OutputError("output.damaged", path=str(folder / name))
    return Run(folder, run, tuple(commune_counts(folder, run["commune_column"]).iter_rows()))


def _same_input(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = one["input"]["sha256"] == other["input"]["sha256"] or one["input"]["name"] == other["input"]["name"]
    return bool(one["dataset"] == other["dataset"] and same)
