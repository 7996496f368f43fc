"""`run`: load → normalize and record rules → dataset rules → cross rules → register → score → gate → write → report."""

from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from typing import Any

from dq.apart import EXPECTATIONS, Apart, apart
from dq.aside import Aside
from dq.audit import audited
from dq.catalog import Catalog
from dq.compare import RunTables
from dq.database import deliver
from dq.engine import duck
from dq.engine.spill import watched_spill
from dq.gate import decide
from dq.model import RuleKind
from dq.pipeline.batches import Pass
from dq.pipeline.clock import Clock
from dq.pipeline.comparison import compare_with, open_previous
from dq.pipeline.contradictions import refuse_contradictions
from dq.pipeline.linking import link_run, linking_for, linking_summary
from dq.pipeline.outputs import write_all_findings, write_pages, write_review, write_rows
from dq.pipeline.profile import add_profile
from dq.pipeline.readings import decided_readings
from dq.pipeline.reference import digest_aside
from dq.pipeline.request import RunOutcome, RunRequest
from dq.pipeline.stages import Stages, in_order
from dq.pipeline.summary import Figures, audit_facts, summarize, took
from dq.pipeline.waiving import read_waivers, waive_findings, waiver_facts
from dq.progress import Progress, Unit, silent, within
from dq.runs import CLEAN, RunWriter, open_run, refuse_replacing, write_summary
from dq.score import score
from dq.staging import read_parts


def run(
    request: RunRequest, catalog: Catalog, *, progress: Progress = silent, expectations: Apart | None = None
) -> RunOutcome:
    """Check one export and write its run folder, whole or not at all.

    Args:
        request: What to check, against what, and where the results go.
        catalog: The schemas and rules.
        progress: Told of stages and rows.
        expectations: The process where the dataset rules are judged, if it was started already.

    Returns:
        The run folder and its summary; whether the gate passed is in it.

    Raises:
        DQError: The input, the reference or the run folder cannot be used; nothing is left behind.
    """
    refuse_contradictions(request, catalog)
    refuse_replacing(request.out, request.files)
    with audited("run", dataset=request.dataset, input=request.source.name, out=request.out.name) as event:
        with open_run(request.out, force=request.force) as writer:
            summary = run_into(writer, request, catalog, progress=progress, expectations=expectations)
            progress("audit")
            facts = audit_facts(writer.folder, summary)  # before the folder is there: a stop leaves none without them
        event.update(facts)
    return RunOutcome(request.out, summary)


def run_into(
    writer: RunWriter,
    request: RunRequest,
    catalog: Catalog,
    *,
    progress: Progress = silent,
    expectations: Apart | None = None,
) -> dict[str, Any]:
    """Check one export and write the files of the run into a folder that becomes a run folder; return its run.json.

    Args:
        writer: The folder; it may hold further files, such as the answers that led to this input.
        request: As for `run`; `out` and `force` are the business of who opened the folder.
        catalog: The schemas and rules.
        progress: Told of stages and rows.
        expectations: As for `run`.

    Raises:
        DQError: The input or the reference cannot be used.
    """
    refuse_contradictions(request, catalog)
    schema, roles = catalog.schema(request.dataset), catalog.roles(request.dataset)
    needed = any(rule.kind is RuleKind.DATASET for rule in catalog.rules[request.dataset])
    started = apart(EXPECTATIONS, threads=request.limits.threads) if needed and not expectations else None
    with (
        started or nullcontext(expectations) as expecting,
        watched_spill(writer.work / "spill", progress.spilled) as spill,
    ):
        return _run_stages(Stages(request, catalog, schema, roles, writer, Clock(progress, spill), expecting))


def _run_stages(stages: Stages) -> dict[str, Any]:
    """Run all stages in their order, write every file, and return the summary."""
    started = datetime.now(UTC)
    request, catalog, schema, roles = stages.request, stages.catalog, stages.schema, stages.roles
    writer, clock, sector = stages.writer, stages.clock, catalog.sector(schema.dataset)
    rules = catalog.rules[schema.dataset]
    previous = open_previous(request)
    waivers = read_waivers(request, catalog, schema)
    digest = digest_aside(request)
    with clock("load"):
        loaded = stages.load()
    register = stages.register(digest)
    linking = linking_for(request, catalog, register)
    companions = stages.companions()
    with clock("check"):
        readings = decided_readings(loaded, schema, request.as_of, threads=request.limits.batches)
        rows = stages.check(loaded, readings, rules)
    present = [name for name in schema.names if name in rows.canonical.columns]
    with clock("expect"):
        expected = stages.expect(rows, rules, present)
    with clock("query"):
        queried = stages.query(rows, rules, present, companions)
    reconciled = stages.reconcile(rows, register)
    results = in_order(rules, rows.results, expected.results, queried.results, reconciled)
    with clock("write"):
        write_all_findings(writer, request, reconciled)
        waived = waive_findings(
            waivers,
            rows.canonical,
            results,
            writer=writer,
            schema=schema,
            limits=request.limits,
            as_of=request.as_of,
        )
        counts = write_rows(
            writer,
            request,
            loaded=loaded,
            canonical=rows.canonical,
            rules=rules,
            reconciled=reconciled,
            schema=schema,
            advance=within(clock.progress, "write", Unit.ROWS),
        )
    with clock("link"):
        linked = link_run(
            read_parts(rows.canonical.folder),
            writer,
            linking,
            request,
            schema=schema,
            roles=roles,
            advance=within(clock.progress, "link", Unit.PERSONS),
        )
    scorecard = score(rules, results, sector.weights)
    decision = decide(
        sector.gate,
        rules,
        results,
        coverage=scorecard.coverage,
        malformed=loaded.malformed.n_rows,
        register_missing=bool(roles) and register is None and not request.no_register,
        waived=waived.rules,
    )
    figures = Figures(
        started=started,
        loaded=loaded,
        readings=readings,
        register=register,
        companions=companions,
        rows=rows,
        reconciled=reconciled,
        counts=counts,
        results=results,
        waived=waived,
        scorecard=scorecard,
        decision=decision,
    )
    summary = summarize(request, catalog, figures, clock)
    summary |= {"waivers": waiver_facts(waivers, waived, request.as_of), "linking": linking_summary(linking, linked)}
    _describe(stages, summary, rows, previous)
    if request.target is not None:  # last, as nothing here can undo it
        with clock("deliver"):
            n_rows = deliver(
                writer.folder / CLEAN,
                request.target,
                replace=request.force,
                advance=within(clock.progress, "deliver", Unit.ROWS),
            )
        summary["delivered"] = {"table": request.target.name, "rows": n_rows}
    summary |= took(clock)
    write_summary(writer.folder, summary)
    return summary


def _describe(stages: Stages, summary: dict[str, Any], rows: Pass, previous: RunTables | None) -> None:
    """Complete the summary, and write the report and the review workbook."""
    request, writer, clock, schema = stages.request, stages.writer, stages.clock, stages.schema
    write_summary(writer.folder, summary)
    # Writing a workbook takes one processor, and nothing of what is still missing in the summary.
    with Aside(partial(write_review, writer, request), threads=request.limits.threads) as review:
        with clock("profile"):
            add_profile(
                summary,
                rows.canonical,
                schema=schema,
                writer=writer,
                limits=request.limits,
                advance=within(clock.progress, "profile", Unit.SHARE),
            )
        if previous is not None:
            with clock("compare"), duck.connect(request.limits, writer.work / "spill") as connection:
                summary["comparison"] = compare_with(
                    connection, previous, summary, folder=writer.folder, name=request.out.name, schema=schema
                )
        write_summary(writer.folder, summary)
        with clock("report"):
            write_pages(writer, request)
        with clock("review"):
            summary["review"] = review.result(within(clock.progress, "review", Unit.ROWS))
