"""`run_batch`: jobs side by side, each in a process of its own; what an earlier call has done is not done again."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from dq import __version__
from dq.audit import audited
from dq.batch.plan import Job, Plan
from dq.batch.processes import Work, end, start
from dq.batch.state import Batch, Digests, JobResult, JobStatus, as_data, fingerprint, read_state, seal
from dq.batch.telling import Told
from dq.catalog import Catalog
from dq.database import Address
from dq.engine.limits import SMALLEST, Limits
from dq.errors import OutputError, UsageError
from dq.locks import lock
from dq.places import private
from dq.report.batch_page import say_end, write_batch_page
from dq.runs import BATCH, BATCH_PAGE, read_summary, write_private

_PAUSE = 0.05  # seconds between two looks at the processes
_LOCK, _LOGS, _WORK = ".batch.lock", "logs", ".batch-"

_EVERY = 1.0  # seconds between two words on the jobs that are running


@dataclass(frozen=True, slots=True)
class Going:
    """A job on its way, or a reference that is being prepared: its seconds, and what it says of itself."""

    name: str
    seconds: float
    told: Told | None


class Listener(Protocol):
    """Told how a batch goes on."""

    def ended(self, job: JobResult, ended: int, planned: int) -> None:
        """Hear of a job that has ended, how many have, and how many there are."""

    def going(self, jobs: Sequence[Going]) -> None:
        """Hear, every second, of those that are running."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A `dq batch` as data; `limits` are those of all jobs together."""

    plan: Plan
    limits: Limits
    language: str = "vi"
    force: bool = False
    catalog: Path | None = None


def run_batch(request: BatchRequest, catalog: Catalog, *, listener: Listener) -> Batch:
    """Run the jobs of a plan, and keep `batch.json` and `batch.html` in its folder up to date.

    A job that breaks does not stop the others. A job whose input, reference, catalog and options are as in an earlier
    call, and whose run folder is whole, is skipped.

    Args:
        request: The plan and its limits.
        catalog: The schemas and rules, loaded already, so that a broken catalog stops the batch before any job.
        listener: Told of the jobs that are running, and of each that ends.

    Raises:
        OutputError: The folder cannot be written, or another batch is writing it.
        UsageError: The memory is too small for so many workers.
    """
    plan = request.plan
    if request.limits.memory // plan.workers < SMALLEST:
        raise UsageError("batch.too_many_workers", workers=plan.workers, smallest="500MB")
    with audited("batch", out=plan.out.name, jobs=len(plan.jobs)) as event, _claimed(plan.out):
        with TemporaryDirectory(prefix=_WORK, dir=plan.out) as work:
            batch = _Schedule(request, catalog, Path(work), listener).work_off()
        event["ended"] = batch.counts
    return batch


@contextmanager
def _claimed(out: Path) -> Iterator[None]:
    """Make the folder of the batch, and keep other batches out of it."""
    try:
        for folder in (out, out / _LOGS):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = open(out / _LOCK, "ab", opener=private)  # noqa: SIM115 - the `with` below, outside the `try`
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
    with key:
        if not lock(key):
            raise OutputError("batch.busy", path=str(out))
        for left in out.glob(f"{_WORK}*"):  # by a batch that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield


@dataclass(frozen=True, slots=True)
class _Running:
    job: Job
    work: Work
    began: float
    fingerprint: str | None


class _Schedule:
    """The jobs on their way: what has ended, what is running, what comes next."""

    def __init__(self, request: BatchRequest, catalog: Catalog, work: Path, listener: Listener) -> None:
        plan, limits = request.plan, request.limits
        self._request, self._plan, self._work, self._listener = request, plan, work, listener
        self._share = Limits(limits.memory // plan.workers, max(1, limits.threads // plan.workers))
        self._facts = (catalog.hash, __version__, request.language)
        self._digests = Digests()
        self._earlier = {} if request.force else read_state(plan.out)
        self._running: list[_Running] = []
        self._ended: dict[str, JobResult] = {}
        self._references: dict[Path | Address, dict[str, Any]] = {}  # what came of preparing each
        self._said = 0.0  # when the listener was told last
        self._started = datetime.now(UTC).isoformat(timespec="seconds")

    def work_off(self) -> Batch:
        """Run all jobs and return what came of them; on an interrupt, end those that are running."""
        try:
            for job in self._plan.jobs:
                self._begin(job)
                while len(self._running) >= self._plan.workers:
                    self._collect()
            while self._running:
                self._collect()
        finally:
            end([running.work for running in self._running])
        return self._keep()

    def _begin(self, job: Job) -> None:
        if job.source is None:
            self._end(job, {"error": "batch.no_match", "parameters": {"pattern": job.pattern}}, 0.0)
            return
        mark = fingerprint(job, self._digests, *self._facts)
        earlier = self._earlier.get(job.name)
        folder = self._plan.out / job.name
        if earlier and mark and (earlier.fingerprint, earlier.seal) == (mark, seal(folder)) and earlier.decision:
            self._record(replace(earlier, status=JobStatus.SKIPPED, seconds=0.0))
            return
        broken = self._prepare(job.reference) if job.reference and not (job.no_register or job.key) else {}
        if broken:
            self._end(job, broken, 0.0)
            return
        request = {"task": "run", "options": asdict(job) | {"out": folder, "language": self._request.language}}
        self._running.append(_Running(job, self._start(request, job.name), time.monotonic(), mark))

    def _prepare(self, reference: Path | Address) -> dict[str, Any]:
        """Prepare a reference once, so that no two jobs do; return why that failed, nothing where it did not."""
        if reference not in self._references:
            place = asdict(reference) if isinstance(reference, Address) else reference
            work = self._start({"task": "prepare", "reference": place}, ".reference")
            began = time.monotonic()
            try:
                while (answer := work.answer()) is None:
                    time.sleep(_PAUSE)
                    self._tell(Going(reference.name, time.monotonic() - began, work.told()))
            finally:
                end([work])
            self._references[reference] = answer
        return self._references[reference]

    def _start(self, request: dict[str, Any], name: str) -> Work:
        shared = {"limits": asdict(self._share), "catalog": self._request.catalog}
        result = self._work / f"{name}.json"
        return start(request | shared, result, threads=self._share.threads, log=self._log(name))

    def _log(self, name: str) -> Path:
        return self._plan.out / _LOGS / f"{name}.log"

    def _collect(self) -> None:
        """Wait a moment, and take the jobs that have ended by then."""
        time.sleep(_PAUSE)
        self._tell()
        for running in list(self._running):
            answer = running.work.answer()
            if answer is not None:
                self._running.remove(running)
                self._end(running.job, answer, time.monotonic() - running.began, running.fingerprint)

    def _tell(self, *others: Going) -> None:
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            jobs = (Going(item.job.name, now - item.began, item.work.told()) for item in self._running)
            self._listener.going([*others, *jobs])

    def _end(self, job: Job, answer: dict[str, Any], seconds: float, mark: str | None = None) -> None:
        folder, language = self._plan.out / job.name, self._request.language
        log = self._log(job.name)
        if log.is_file() and log.stat().st_size == 0:
            log.unlink()
        error = answer.get("error")
        passed = JobStatus.PASSED if answer.get("passed") else JobStatus.FAILED
        result = JobResult(
            name=job.name,
            dataset=job.dataset,
            input=job.pattern if job.source is None else job.source.name,
            status=JobStatus.ERROR if error else passed,
            decision=None if error else passed,
            reason=say_end(answer, None if error else read_summary(folder), language),
            run_folder=None if error else job.name,
            seconds=round(seconds, 1),
            fingerprint=None if error else mark,
            seal=None if error else seal(folder),
        )
        self._record(result)

    def _record(self, result: JobResult) -> None:
        self._ended[result.name] = result
        self._keep()
        self._listener.ended(result, len(self._ended), len(self._plan.jobs))

    def _keep(self) -> Batch:
        ended = tuple(self._ended[job.name] for job in self._plan.jobs if job.name in self._ended)
        batch = Batch(self._plan.out, len(self._plan.jobs), self._started, ended)
        content = as_data(batch)
        write_private((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), batch.out / BATCH)
        write_batch_page(content, batch.out / BATCH_PAGE, language=self._request.language)
        return batch
