"""`relink`: candidates looked for again in a run folder, with other weights or ones learnt from its own data."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dq.audit import audited
from dq.catalog import Catalog
from dq.catalog.linking import LinkModel
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import OutputError, UsageError
from dq.link import Weights, read_weights, train, weights_text
from dq.model import PreparedRegister
from dq.pipeline.linking import Linking, linking_summary, pick_persons, write_links
from dq.pipeline.proposals import write_proposals
from dq.pipeline.reference import prepared_register
from dq.pipeline.rows import canonical_rows
from dq.progress import Progress, Unit, silent, within
from dq.runs import (
    CANDIDATES,
    PROPOSALS,
    REPORT,
    REVIEW,
    SUMMARY,
    RunWriter,
    check_target,
    open_run,
    read_summary,
    write_private,
    write_summary,
)

_REWRITTEN = (CANDIDATES, PROPOSALS, REPORT, REVIEW, SUMMARY)


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A `dq link` as data."""

    folder: Path
    reference: Path
    limits: Limits
    weights: Path | None = None
    train: bool = False


def relink(request: LinkRequest, catalog: Catalog, *, progress: Progress = silent) -> Mapping[str, Any] | None:
    """Look for candidates again and rewrite what they change in the run folder, whole or not at all.

    Args:
        request: Which run, against what.
        catalog: The schemas, and how candidates are looked for.
        progress: Told of stages and rows.

    Returns:
        What `run.json` says of linking now; None where nobody was to be linked.

    Raises:
        DQError: The folder is no run folder, the reference is not the run's, the weights cannot be used.
    """
    summary = read_summary(request.folder)
    dataset = summary["dataset"]
    schema, model = catalog.schema(dataset), catalog.linking(dataset)
    if model is None:
        raise UsageError("link.no_model", dataset=dataset)
    if request.train and request.weights is None:
        raise UsageError("link.train_where")
    if request.train and request.weights is not None and request.weights.exists():
        raise UsageError("link.weights_exist", path=str(request.weights))
    if request.train and request.weights is not None:
        check_target(request.weights, option="--weights", read=[request.reference], runs=[request.folder])
        if request.folder.resolve() in request.weights.resolve().parents:  # it is replaced by the new one
            raise OutputError("output.of_a_run", option="--weights", path=str(request.weights))
    with (
        audited("link", run=request.folder.name, train=request.train) as event,
        open_run(request.folder, force=True) as writer,
        watched_spill(writer.work / "spill", progress.spilled),
    ):
        _copy(request.folder, writer.folder)
        register = _register(request, catalog, summary, writer, progress)
        progress("link")
        given = None if request.train else request.weights
        linking = Linking(model, read_weights(given or model.weights, model), register)
        roles = catalog.roles(dataset)
        canonical = canonical_rows(request.folder, schema, request.limits.batch_rows)
        persons = pick_persons(canonical, writer, model, schema=schema, roles=roles)
        if request.train and request.weights is not None and persons.n_rows:
            linking = replace(linking, weights=_learn(request, model, linking, persons.glob, writer))
            write_private(weights_text(linking.weights).encode(), request.weights)
        told = within(progress, "link", Unit.PERSONS)
        result = write_links(writer, linking, persons, roles=roles, limits=request.limits, advance=told)
        as_of = date.fromisoformat(summary["as_of"])
        write_proposals(writer.folder, schema, roles, as_of, result.linked if result else None)
        summary["linking"] = linking_summary(linking, result)
        write_summary(writer.folder, {name: value for name, value in summary.items() if name != "format"})
        progress("report")
        _report(writer.folder, summary["lang"])
        event.update(confidences=dict(result.confidences) if result else {})
    found: Mapping[str, Any] | None = summary["linking"]
    return found


def _register(
    request: LinkRequest, catalog: Catalog, summary: Mapping[str, Any], writer: RunWriter, progress: Progress
) -> PreparedRegister:
    progress("reference")
    register = prepared_register(
        request.reference,
        catalog,
        limits=request.limits,
        as_of=date.fromisoformat(summary["as_of"]),
        work=writer.work,
        progress=progress,
    )
    used = summary["reference"]
    if used is None or used["sha256"] != register.info.sha256:
        key = "link.no_reference" if used is None else "link.other_reference"
        raise UsageError(key, given=request.reference.name, used=used["name"] if used else "")
    return register


def _learn(request: LinkRequest, model: LinkModel, linking: Linking, persons: str, writer: RunWriter) -> Weights:
    with duck.connect(request.limits, writer.work / "spill") as connection:
        return train(connection, persons, linking.register.linkable(model.name), model=model, start=linking.weights)


def _copy(folder: Path, target: Path) -> None:
    """Put all files of a run folder into `target` but those that are written again; as links where that can be."""
    for path in sorted(folder.rglob("*")):
        place = target / path.relative_to(folder)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        elif place.parent != target or place.name not in _REWRITTEN:
            with suppress(OSError):
                os.link(path, place)
            if not place.exists():
                shutil.copy2(path, place)


def _report(folder: Path, language: str) -> None:
    """Write the report and the review workbook again: both show candidates."""
    from dq.report import write_report
    from dq.report.workbook import write_run_review

    write_report(folder, folder / REPORT, language=language)
    write_run_review(folder, language=language)
