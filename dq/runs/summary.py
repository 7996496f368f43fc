"""`run.json`: what a run did, decided and took, for scripts and the report. It carries no value from the data."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dq.errors import OutputError
from dq.runs.names import SUMMARY

FORMAT = 1


def write_summary(folder: Path, summary: dict[str, Any]) -> None:
    """Write `run.json`, in the place of an earlier one at once: somebody may be reading it."""
    text = json.dumps({"format": FORMAT, **summary}, ensure_ascii=False, indent=2, default=str)
    beside = folder / f".{SUMMARY}.part"
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(folder / SUMMARY)


def read_summary(folder: Path) -> dict[str, Any]:
    """Return `run.json` of a run folder.

    Raises:
        OutputError: `folder` is no run folder, or one of a format that this version does not know.
    """
    path = folder / SUMMARY
    if not path.is_file():
        raise OutputError("output.not_a_run_folder", path=str(folder))
    try:
        summary: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        known = summary["format"] == FORMAT
    except (ValueError, KeyError, TypeError, OSError):
        raise OutputError("output.damaged", path=str(path)) from None
    if not known:
        raise OutputError("output.unknown_format", path=str(path), format=str(summary["format"]))
    return summary


def run_id(summary: Mapping[str, Any]) -> str:
    """Return the 12 letters by which the papers of a run know it: another input, reference or start gives others."""
    reference = summary["reference"]
    facts = [
        summary["dataset"],
        summary["input"]["sha256"],
        reference["sha256"] if reference else None,
        summary["as_of"],
        summary["catalog_hash"],
        summary["started"],
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
