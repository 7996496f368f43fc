"""The view of a batch: its jobs in the order of the plan, with links to their reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job; `report` is the link to its report, relative to the page."""

    name: str
    dataset: str
    input: str
    status: str
    decision: str | None
    reason: str
    seconds: int
    report: str | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch so far."""

    started: datetime
    planned: int
    counts: Mapping[str, int]
    jobs: tuple[JobLine, ...]

    @property
    def complete(self) -> bool:
        """Whether all jobs have ended."""
        return len(self.jobs) == self.planned


def batch_view(content: Mapping[str, Any]) -> BatchView:
    """Return the view of `content`, that of `batch.json`."""
    counts: dict[str, int] = {}
    lines = []
    for job in content["jobs"]:
        counts[job["status"]] = counts.get(job["status"], 0) + 1
        folder = job["run_folder"]
        lines.append(
            JobLine(
                name=job["name"],
                dataset=job["dataset"],
                input=job["input"],
                status=job["status"],
                decision=job["decision"],
                reason=job["reason"],
                seconds=round(job["seconds"]),
                report=f"{quote(folder)}/report.html" if folder else None,
            )
        )
    return BatchView(datetime.fromisoformat(content["started"]), content["planned"], counts, tuple(lines))
