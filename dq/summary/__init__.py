"""The monthly summary over sectors and communes: who, what, how far, with what result. No value from the data."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dq.summary.build import summarize_period
from dq.summary.figures import FIGURES_SCHEMA, figures
from dq.summary.model import Summary
from dq.summary.read import previous_summary, read_runs

__all__ = ["FIGURES_SCHEMA", "Summary", "as_json", "figures", "previous_summary", "read_runs", "summarize_period"]


def as_json(summary: Summary) -> Mapping[str, Any]:
    """Return the summary as `summary.json` holds it (docs/how-to/monthly-summary.md)."""
    return {"format": 1, **asdict(summary)}
