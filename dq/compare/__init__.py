"""Two runs of one dataset: which findings are gone, which stand, which are new; records known again by their key."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dq.compare.model import Comparison
from dq.compare.runs import RunTables, compare, open_tables

__all__ = ["Comparison", "RunTables", "as_json", "compare", "open_tables"]


def as_json(comparison: Comparison) -> Mapping[str, Any]:
    """Return the comparison as `comparison` of run.json and `comparison.json` hold it (docs/run-folder.md)."""
    return {"format": 1, **asdict(comparison)}
