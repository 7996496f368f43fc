"""What is known of a batch, kept in `batch.json` from the first job on, so that a killed batch can go on."""

import json
import os
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from dq.batch.plan import Job
from dq.database import Address
from dq.errors import LoadError
from dq.places import refuse_irregular
from dq.runs import BATCH, SUMMARY

FORMAT = 1


class JobStatus(StrEnum):
    """Where a job ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"  # done by an earlier call, and nothing it depends on has changed


@dataclass(frozen=True, slots=True)
class JobResult:
    """The end of one job.

    Attributes:
        decision: `passed` or `failed`; a skipped job keeps its old one, a job in error has none.
        reason: Why it ended so, in the language of the batch; no value from the data.
        run_folder: Its name in the folder of the batch; none of a job in error.
        fingerprint: The hash of all that the result depends on.
        seal: The hash of the names and sizes of the run folder's files, and of `run.json`.
    """

    name: str
    dataset: str
    input: str
    status: JobStatus
    decision: str | None
    reason: str
    run_folder: str | None
    seconds: float
    fingerprint: str | None
    seal: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """All jobs of a batch that have ended, in the order of the plan."""

    out: Path
    planned: int
    started: str
    jobs: tuple[JobResult, ...]

    @property
    def counts(self) -> dict[JobStatus, int]:
        """How many jobs ended in each status."""
        return {status: sum(job.status is status for job in self.jobs) for status in JobStatus}

    @property
    def exit_code(self) -> int:
        """2 if any job is in error, else 1 if any decision is failed, else 0."""
        if any(job.status is JobStatus.ERROR for job in self.jobs):
            return 2
        return int(any(job.decision == JobStatus.FAILED for job in self.jobs))


def as_data(batch: Batch) -> dict[str, Any]:
    """Return the content of `batch.json`."""
    return {
        "format": FORMAT,
        "started": batch.started,
        "planned": batch.planned,
        "complete": len(batch.jobs) == batch.planned,
        "exit_code": batch.exit_code,
        "jobs": [asdict(job) for job in batch.jobs],
    }


def read_state(out: Path) -> dict[str, JobResult]:
    """Return the jobs of an earlier call by name; none where there is no readable `batch.json`."""
    try:
        content = json.loads((out / BATCH).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            return {}
        return {job["name"]: JobResult(**job | {"status": JobStatus(job["status"])}) for job in content["jobs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


class Digests:
    """Hashes of files, each file read once in a batch."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """Return the SHA-256 of the file at `path`.

        Raises:
            OSError: It cannot be read.
            LoadError: It is no file.
        """
        if path not in self._known:
            refuse_irregular(path)
            with path.open("rb") as file:
                self._known[path] = file_digest(file, "sha256").hexdigest()
        return self._known[path]


def fingerprint(job: Job, digests: Digests, *facts: str) -> str | None:
    """Return the hash of all that the result of `job` depends on; None where its files cannot be read.

    Args:
        job: The job.
        digests: The hashes of its files.
        *facts: What holds for all jobs: the catalog's hash, the version of dq, the language.
    """
    if isinstance(job.source, Address) or isinstance(job.reference, Address):
        return None  # what stands in a database now is known only by reading it
    own = {
        "source": job.source,
        "reference": job.reference,
        "waivers": job.waivers,
        "key": job.key,
        "weights": job.weights,
    }
    files = {**own, **dict(job.companions)}
    try:
        # The name as well: it stands in the report.
        known = {role: [path.name, digests.of(path)] for role, path in files.items() if path is not None}
    except (OSError, LoadError):
        return None
    options = asdict(replace(job, source=None, reference=None, waivers=None, key=None, weights=None, companions=())) | {
        "files": known
    }
    text = json.dumps([options, *facts], default=str, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def seal(folder: Path) -> str | None:
    """Return a hash that changes when a file of a run folder is gone, cut or added; None where there is no run."""
    try:
        sizes = sorted((path.name, os.path.getsize(path)) for path in folder.iterdir())  # noqa: PTH202 - as short
        summary = sha256((folder / SUMMARY).read_bytes()).hexdigest()
    except OSError:
        return None
    return sha256(json.dumps([sizes, summary]).encode()).hexdigest()
