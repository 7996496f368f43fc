"""The plan of a batch: which exports, as which datasets, against which reference, and where the results go."""

import glob
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import Document, parse, validate
from dq.database import Address, file_of, is_address, parse_address
from dq.errors import CatalogError, UsageError
from dq.runs import BATCH, BATCH_PAGE

_WILD = frozenset("*?[")
_NAME = re.compile(r"[^\\/:*?\"<>|.\x00-\x1f][^\\/:*?\"<>|\x00-\x1f]*")  # a folder name on every system
_OURS = frozenset({BATCH, BATCH_PAGE, "logs"})


@dataclass(frozen=True, slots=True)
class Job:
    """One export to check.

    Attributes:
        source: None where a pattern matched no file, which is the job's own error.
        pattern: What the plan says of the input.
        companions: Other datasets with their files, for rules over two datasets.
    """

    name: str
    dataset: str
    source: Path | Address | None
    pattern: str
    as_of: date
    reference: Path | Address | None
    no_register: bool
    sheet: str | None
    encoding: str | None
    mapping: Mapping[str, str]
    formats: tuple[str, ...]
    companions: tuple[tuple[str, Path], ...]
    waivers: Path | None
    key: Path | None
    no_link: bool
    weights: Path | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs in the order of the plan, the folder of their results, and how many run at a time."""

    out: Path
    workers: int
    jobs: tuple[Job, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that its jobs read, those of databases too, each once."""
        places = {place: None for job in self.jobs for place in (job.source, job.reference)}
        others = {file: None for job in self.jobs for file in (job.key, job.waivers, job.weights)}
        companions = {file: None for job in self.jobs for _, file in job.companions}
        found = (file_of(place) for place in (*places, *others, *companions))
        return tuple(file for file in found if file is not None)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Format = Literal["parquet", "csv", "xlsx"]


class _Shared(_Strict):
    """What a plan says for all its jobs, and a job for itself."""

    as_of: date | None = None
    reference: str | None = None
    no_register: bool | None = None
    formats: list[_Format] | None = None
    waivers: str | None = None
    key: str | None = None
    no_link: bool | None = None
    weights: str | None = None
    with_: dict[str, str] | None = Key(default=None, alias="with")


class _JobEntry(_Shared):
    name: str = Key(min_length=1, max_length=200)
    dataset: str
    input: str = Key(min_length=1)
    sheet: str | None = None
    encoding: str | None = None
    map: dict[str, str] = Key(default_factory=dict)


class _PlanEntry(_Shared):
    out: str = Key(min_length=1)
    workers: int = Key(default=1, ge=1, le=256)
    jobs: list[_JobEntry] = Key(min_length=1)


def read_plan(path: Path, *, today: date) -> Plan:
    """Return the plan at `path`; paths in it are relative to its own folder.

    A pattern (`exports/land-*.xlsx`) becomes one job a file in alphabetical order, named by the file's stem; what names
    a file as it stands is none.

    Args:
        path: The YAML file.
        today: The day of the check where the plan names none.

    Raises:
        CatalogError: It is no plan, or two jobs have one name; names the line.
        UsageError: There is no such file.
    """
    if not path.is_file():
        raise UsageError("batch.no_plan", path=str(path))
    document = parse(path, path.parent)
    if not isinstance(document.data, dict):
        raise CatalogError("batch.no_mapping", where=path.name)
    entry = validate(_PlanEntry, document)
    _refuse_both(entry, document)
    home = path.resolve().parent
    jobs: dict[str, Job] = {}
    for index, item in enumerate(entry.jobs):
        _refuse_wrong(item, document, index)
        for name, source in _sources(item, home):
            job = _job(name, source, item, entry, home, today)
            _refuse_twice(job, jobs, document, index)
            jobs[name.casefold()] = job
    return Plan(home / entry.out, entry.workers, tuple(jobs.values()))


def _sources(item: _JobEntry, home: Path) -> Iterator[tuple[str, Path | Address | None]]:
    if is_address(item.input) or not _WILD & set(item.input) or _names_file(item.input, home):
        yield item.name, _place(item.input, home)
        return
    # `glob`, as Path.glob takes no absolute pattern; the plan's own folder is no pattern.
    found = sorted(glob.glob(item.input, root_dir=home))  # noqa: PTH207
    if not found:
        yield item.name, None
    for match in found:
        yield Path(match).stem, home / match


def _names_file(text: str, home: Path) -> bool:
    """Whether there is a file of exactly this name, wildcards and all."""
    return bool(glob.glob(glob.escape(text), root_dir=home))  # noqa: PTH207


def _job(name: str, source: Path | Address | None, item: _JobEntry, plan: _PlanEntry, home: Path, today: date) -> Job:
    no_register = item.no_register if item.no_register is not None else bool(plan.no_register)
    # A job that says one of the two has said its own mind about the register.
    inherited = None if item.no_register else plan.reference
    reference = item.reference or inherited
    waivers, weights = item.waivers or plan.waivers, item.weights or plan.weights
    # The key belongs to the reference beside it.
    key = item.key or (plan.key if reference and not item.reference else None)
    companions = item.with_ if item.with_ is not None else plan.with_ or {}
    return Job(
        name=name,
        dataset=item.dataset,
        source=source,
        pattern=item.input,
        as_of=item.as_of or plan.as_of or today,
        reference=_place(reference, home) if reference else None,
        no_register=no_register and not item.reference,
        sheet=item.sheet,
        encoding=item.encoding,
        mapping=item.map,
        formats=tuple(item.formats or plan.formats or ("parquet",)),
        waivers=home / waivers if waivers else None,
        key=home / key if key else None,
        no_link=item.no_link if item.no_link is not None else bool(plan.no_link),
        weights=home / weights if weights else None,
        companions=tuple((dataset, home / file) for dataset, file in companions.items() if dataset != item.dataset),
    )


def _place(text: str, home: Path) -> Path | Address:
    return parse_address(text) if is_address(text) else home / text


def _refuse_both(entry: _Shared, document: Document, *path: str | int) -> None:
    if entry.reference and entry.no_register:
        raise CatalogError("batch.both", where=str(document.at(*path, "no_register")))


def _refuse_wrong(item: _JobEntry, document: Document, index: int) -> None:
    _refuse_both(item, document, "jobs", index)
    if not _NAME.fullmatch(item.name):
        raise CatalogError("batch.bad_name", where=str(document.at("jobs", index, "name")))


def _refuse_twice(job: Job, jobs: Mapping[str, Job], document: Document, index: int) -> None:
    where = str(document.at("jobs", index))
    if job.name.casefold() in jobs:
        raise CatalogError("batch.two_jobs", where=where, name=job.name)
    if job.name.casefold() in _OURS:
        raise CatalogError("batch.own_name", where=where, name=job.name)
