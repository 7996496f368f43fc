"""What `dq apply` is asked, and the run that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dq.catalog import Catalog
from dq.database import Address
from dq.database.address import SCHEMES
from dq.engine.limits import Limits
from dq.errors import UsageError
from dq.load import LoadOptions
from dq.pipeline import RunRequest


@dataclass(frozen=True, slots=True)
class ApplyRequest:
    """A `dq apply` as data.

    Attributes:
        run_dir: The run whose findings were answered.
        filled: The filled workbooks, CSV files, ZIP archives of them.
        source: The input of that run; its hash must be that of run.json.
        out: The run folder that shall appear.
        limits: Memory and threads.
        reference: The reference extract for the run on the corrected file; None with `no_register`.
        key: Of a pseudonymized reference.
        no_register: The run is meant to be without a reference.
        companions: Other datasets with their files, for the rules of the new run that need them.
        waivers: The waivers of the new run.
        previous: The run that the new one is compared with; None: the one that was answered.
        no_link: The new run looks for no candidates.
        weights: Of the new run's linking.
        as_of: Day of the new run; None: that of the run that was answered.
        language: Of the report and the workbooks.
        formats: Of clean and quarantine.
        force: Replace an existing run folder.
    """

    run_dir: Path
    filled: tuple[Path, ...]
    source: Path
    out: Path
    limits: Limits
    reference: Path | Address | None = None
    key: Path | None = None
    no_register: bool = False
    companions: tuple[tuple[str, Path], ...] = ()
    waivers: Path | None = None
    previous: Path | None = None
    no_link: bool = False
    weights: Path | None = None
    as_of: date | None = None
    language: str = "vi"
    formats: tuple[str, ...] = ("parquet",)
    force: bool = False


def refuse_less(request: ApplyRequest, run: Mapping[str, Any]) -> None:
    """Refuse a table of a database, the folder of the answered run, and a new run that would check less than that one.

    Raises:
        UsageError: It is one of them.
    """
    if run["input"]["format"] in SCHEMES:
        raise UsageError("apply.database_input", name=run["input"]["name"])
    if request.out.resolve() == request.run_dir.resolve():
        raise UsageError("apply.out_is_run")
    if run["register_used"] and request.reference is None and not request.no_register:
        raise UsageError("apply.reference_missing", name=run["reference"]["name"])
    given = {dataset for dataset, _ in request.companions}
    for companion in run["with"]:
        if companion["dataset"] not in given:
            raise UsageError("apply.with_missing", dataset=companion["dataset"], name=companion["name"])


def load_options(run: Mapping[str, Any], batch_rows: int) -> LoadOptions:
    """Return how the input of `run` was read."""
    source = run["input"]
    encoding = source["encoding"] if source["format"] in {"csv", "tsv", "txt", "json", "jsonl", "ndjson"} else None
    return LoadOptions(sheet=run["sheet"], encoding=encoding, mapping=run["mapping"], batch_rows=batch_rows)


def next_run(request: ApplyRequest, run: Mapping[str, Any], catalog: Catalog) -> RunRequest:
    """Return the run on the corrected export, which is not there yet: its input is that of the run before."""
    options = load_options(run, request.limits.batch_rows)
    return RunRequest(
        dataset=run["dataset"],
        source=request.source,
        out=request.out,
        as_of=request.as_of or date.fromisoformat(run["as_of"]),
        limits=request.limits,
        reference=request.reference,
        key=request.key,
        no_register=request.no_register,
        language=request.language,
        sheet=options.sheet,
        encoding=options.encoding,
        mapping=options.mapping,
        formats=request.formats,
        companions=request.companions,
        waivers=request.waivers,
        previous=request.previous or (request.run_dir if _comparable(run, catalog) else None),
        no_link=request.no_link,
        weights=request.weights,
    )


def _comparable(run: Mapping[str, Any], catalog: Catalog) -> bool:
    """Whether the records of a run can be known again: a key of the schema is in the file."""
    schema = catalog.schema(run["dataset"])
    present = {column["name"] for column in run["columns"] if column["present"]}
    return bool(schema.key) and any(present.issuperset(key) for key in (schema.key, *schema.alternate_keys))
