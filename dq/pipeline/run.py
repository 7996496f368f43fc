"""`run`: load → normalize and record rules → dataset rules → cross rules → register → score → gate → write → report."""

import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import UTC, datetime
from typing import Any

from dq.audit import audited
from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.compare import RunTables
from dq.database import deliver
from dq.engine import duck
from dq.errors import LoadError
from dq.gate import decide
from dq.load import LoadOptions
from dq.model import Evaluation, Loaded, Register, Rule, RuleKind, RuleResult
from dq.normalize import Readings
from dq.pipeline.batches import Pass, query_view, run_batches, visible_columns
from dq.pipeline.companions import Companion, load_companions
from dq.pipeline.comparison import compare_with, open_previous
from dq.pipeline.contradictions import refuse_contradictions
from dq.pipeline.held import write_findings, write_held
from dq.pipeline.linking import link_run, linking_for, linking_summary
from dq.pipeline.readings import decided_readings
from dq.pipeline.reference import opened_register
from dq.pipeline.request import Progress, RunOutcome, RunRequest, silent
from dq.pipeline.source import load_place
from dq.pipeline.summary import Figures, audit_facts, summarize, took
from dq.pipeline.waiving import read_waivers, waive_findings, waiver_facts
from dq.query import query
from dq.reconcile import ReconcileResult, reconcile
from dq.runs import (
    CHANGES,
    CLEAN,
    FINDINGS,
    RECONCILIATION,
    RECONCILIATION_SCHEMA,
    REPORT,
    WAIVED,
    RunWriter,
    TableCounts,
    open_run,
    write_summary,
    write_tables,
)
from dq.score import score
from dq.staging import FileWriter, read_parts
from dq.validate import batch_evaluator


@dataclass(slots=True)
class _Clock:
    """Seconds a stage."""

    progress: Progress
    timings: dict[str, float] = attribute(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        self.progress(stage)
        started = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - started, 3)


def run(request: RunRequest, catalog: Catalog, *, progress: Progress = silent) -> RunOutcome:
    """Check one export and write its run folder, whole or not at all.

    Args:
        request: What to check, against what, and where the results go.
        catalog: The schemas and rules.
        progress: Told of stages and rows.

    Returns:
        The run folder and its summary; whether the gate passed is in it.

    Raises:
        DQError: The input, the reference or the run folder cannot be used; nothing is left behind.
    """
    refuse_contradictions(request, catalog)
    with audited("run", dataset=request.dataset, input=request.source.name, out=request.out.name) as event:
        with open_run(request.out, force=request.force) as writer:
            summary = run_into(writer, request, catalog, progress=progress)
        event.update(audit_facts(request.out, summary))
    return RunOutcome(request.out, summary)


def run_into(
    writer: RunWriter, request: RunRequest, catalog: Catalog, *, progress: Progress = silent
) -> dict[str, Any]:
    """Check one export and write the files of the run into a folder that becomes a run folder; return its run.json.

    Args:
        writer: The folder; it may hold further files, such as the answers that led to this input.
        request: As for `run`; `out` and `force` are the business of who opened the folder.
        catalog: The schemas and rules.
        progress: Told of stages and rows.

    Raises:
        DQError: The input or the reference cannot be used.
    """
    refuse_contradictions(request, catalog)
    schema, roles = catalog.schema(request.dataset), catalog.roles(request.dataset)
    return _Run(request, catalog, schema, roles, writer, _Clock(progress)).write()


@dataclass(frozen=True, slots=True)
class _Run:
    """The stages in their order; each hands its values on to the next."""

    request: RunRequest
    catalog: Catalog
    schema: DatasetSchema
    roles: Sequence[Role]
    writer: RunWriter
    clock: _Clock

    def write(self) -> dict[str, Any]:
        """Run all stages, write every file, and return the summary."""
        started = datetime.now(UTC)
        rules = self.catalog.rules[self.schema.dataset]
        previous = open_previous(self.request)
        waivers = read_waivers(self.request, self.catalog, self.schema)
        self._import_expectations_early(rules)
        with self.clock("load"):
            loaded = self._load()
        register = self._register()
        linking = linking_for(self.request, self.catalog, register)
        companions = self._companions()
        with self.clock("check"):
            readings = decided_readings(loaded, self.schema, self.request.as_of)
            rows = self._check(loaded, readings, rules)
        present = [name for name in self.schema.names if name in rows.canonical.columns]
        with self.clock("expect"):
            expected = self._expect(rows, rules, present)
        with self.clock("query"):
            queried = self._query(rows, rules, present, companions)
        reconciled = self._reconcile(rows, register)
        results = self._in_order(rules, rows.results, expected.results, queried.results, reconciled)
        with self.clock("write"):
            self._write_findings(reconciled)
            waived = waive_findings(
                waivers,
                rows.canonical,
                results,
                writer=self.writer,
                schema=self.schema,
                limits=self.request.limits,
                as_of=self.request.as_of,
            )
            counts = self._write_tables(loaded, rows, rules, reconciled)
        with self.clock("link"):
            linked = link_run(
                read_parts(rows.canonical.folder),
                self.writer,
                linking,
                self.request,
                schema=self.schema,
                roles=self.roles,
            )
        scorecard = score(rules, results, self.catalog.sector(self.schema.dataset).weights)
        decision = decide(
            self.catalog.sector(self.schema.dataset).gate,
            rules,
            results,
            coverage=scorecard.coverage,
            malformed=loaded.malformed.n_rows,
            register_missing=bool(self.roles) and register is None and not self.request.no_register,
            waived=waived.rules,
        )
        figures = Figures(
            started,
            loaded,
            readings,
            register,
            companions,
            rows,
            reconciled,
            counts,
            results,
            waived,
            scorecard,
            decision,
        )
        summary = summarize(self.request, self.catalog, figures, self.clock.timings)
        summary["waivers"] = waiver_facts(waivers, waived, self.request.as_of)
        summary["linking"] = linking_summary(linking, linked)
        if previous is not None:
            with self.clock("compare"):
                summary["comparison"] = self._compare(previous, summary)
        write_summary(self.writer.folder, summary)
        with self.clock("report"):
            self._report()
        with self.clock("review"):
            reviewed, found = self._review()
        summary["review"] = {"rows": reviewed, "total": found}
        if self.request.target is not None:  # last, as nothing here can undo it
            with self.clock("deliver"):
                n_rows = deliver(self.writer.folder / CLEAN, self.request.target, replace=self.request.force)
            summary["delivered"] = {"table": self.request.target.name, "rows": n_rows}
        summary |= took(self.clock.timings)
        write_summary(self.writer.folder, summary)
        return summary

    def _import_expectations_early(self, rules: Sequence[Rule]) -> None:
        """Import Great Expectations while the data loads: it takes seconds."""
        if any(rule.kind is RuleKind.DATASET for rule in rules):
            threading.Thread(target=_import_expectations, name="import-great-expectations", daemon=True).start()

    def _load(self) -> Loaded:
        options = LoadOptions(
            sheet=self.request.sheet,
            encoding=self.request.encoding,
            mapping=self.request.mapping,
            batch_rows=self.request.limits.batch_rows,
        )
        loaded = load_place(self.request.source, self.schema, self.writer.work / "input", options=options)
        if loaded.raw.n_rows == 0:
            raise LoadError("load.no_rows", file=self.request.source.name)
        return loaded

    def _register(self) -> Register | None:
        if self.request.reference is None:
            return None
        with self.clock("reference"):
            return opened_register(
                self.request.reference,
                self.request.key,
                self.catalog,
                limits=self.request.limits,
                as_of=self.request.as_of,
                work=self.writer.work,
                progress=self.clock.progress,
            )

    def _companions(self) -> Mapping[str, Companion]:
        if not self.request.companions:
            return {}
        with self.clock("companions"):
            return load_companions(self.request, self.catalog, self.writer.work / "companions", self.clock.progress)

    def _check(self, loaded: Loaded, readings: Readings, rules: Sequence[Rule]) -> Pass:
        record = [rule for rule in rules if rule.kind is RuleKind.RECORD]
        present = [name for name in self.schema.names if name in loaded.raw.columns]
        return run_batches(
            loaded.raw,
            schema=self.schema,
            readings=readings,
            roles=self.roles,
            evaluate=batch_evaluator(record, self.schema, present, self.request.as_of),
            stage=self.writer.work,
            changes=self.writer.folder / CHANGES,
            progress=self.clock.progress,
        )

    def _expect(self, rows: Pass, rules: Sequence[Rule], present: Sequence[str]) -> Evaluation:
        from dq.expect import expect

        work, limits = self.writer.work, self.request.limits
        # A name of its own: Great Expectations may keep a database of an earlier run of this process open.
        database = work / f"stage-{secrets.token_hex(8)}.duckdb"
        view = duck.View(rows.canonical.glob, visible_columns(rows.canonical))
        duck.write_views(database, {self.schema.dataset: view})
        return expect(
            database,
            [rule for rule in rules if rule.kind is RuleKind.DATASET],
            schema=self.schema,
            present=present,
            as_of=self.request.as_of,
            out=work / "findings" / "dataset",
            settings=[*duck.limit_statements(limits, work / "spill"), *duck.lock_statements([work])],
        )

    def _query(
        self, rows: Pass, rules: Sequence[Rule], present: Sequence[str], companions: Mapping[str, Companion]
    ) -> Evaluation:
        work = self.writer.work
        tables = {name: companion.canonical for name, companion in companions.items()}
        views = {
            name: query_view(self.catalog.schema(name), table)
            for name, table in {self.schema.dataset: rows.canonical, **tables}.items()
        }
        connection = duck.connect_locked(self.request.limits, work / "spill", views=views, folders=[work])
        with connection:
            return query(
                connection,
                [rule for rule in rules if rule.kind is RuleKind.CROSS],
                schema=self.schema,
                present=present,
                as_of=self.request.as_of,
                out=work / "findings" / "cross",
                companions={name: table.columns for name, table in tables.items()},
            )

    def _reconcile(self, rows: Pass, register: Register | None) -> ReconcileResult | None:
        if not self.roles:
            return None
        with self.clock("reconcile"), duck.connect(self.request.limits, self.writer.work / "spill") as connection:
            return reconcile(
                connection,
                rows.persons,
                register,
                roles=self.roles,
                dataset=self.schema.dataset,
                out=self.writer.work / "reconciled",
            )

    def _in_order(
        self,
        rules: Sequence[Rule],
        record: Sequence[RuleResult],
        dataset: Sequence[RuleResult],
        cross: Sequence[RuleResult],
        reconciled: ReconcileResult | None,
    ) -> list[RuleResult]:
        """Return one result a planned rule, in rule order; a rule without one would be a bug, never a silent skip."""
        register = reconciled.evaluation.results if reconciled else ()
        by_id = {result.rule_id: result for result in (*record, *dataset, *cross, *register)}
        return [by_id[rule.id] for rule in rules]

    def _write_findings(self, reconciled: ReconcileResult | None) -> None:
        work = self.writer.work
        parts = sorted((work / "findings").rglob("part-*.parquet"))
        parts += [reconciled.findings] if reconciled else []
        with duck.connect(self.request.limits, work / "spill") as connection:
            write_findings(connection, parts, self.writer.folder / FINDINGS)

    def _write_tables(
        self, loaded: Loaded, rows: Pass, rules: Sequence[Rule], reconciled: ReconcileResult | None
    ) -> TableCounts:
        """Write reconciliation, clean and quarantine; make sure that no row is lost or doubled."""
        folder, work = self.writer.folder, self.writer.work
        with duck.connect(self.request.limits, work / "spill") as connection:
            write_held(
                connection,
                rules,
                found=folder / FINDINGS,
                register=reconciled.held if reconciled else None,
                waived=folder / WAIVED,
                out=work / "held.parquet",
            )
        if reconciled:
            reconciled.reconciliation.rename(folder / RECONCILIATION)
        else:
            with FileWriter(folder / RECONCILIATION, RECONCILIATION_SCHEMA):
                pass
        counts = write_tables(
            folder,
            loaded=loaded,
            canonical=rows.canonical,
            held=work / "held.parquet",
            schema=self.schema,
            formats=self.request.formats,
        )
        if counts.clean + counts.quarantine != loaded.info.rows:
            raise AssertionError("a row is missing from clean and quarantine, or is in both")
        return counts

    def _compare(self, previous: RunTables, summary: dict[str, object]) -> Mapping[str, object]:
        with duck.connect(self.request.limits, self.writer.work / "spill") as connection:
            return compare_with(
                connection, previous, summary, folder=self.writer.folder, name=self.request.out.name, schema=self.schema
            )

    def _report(self) -> None:
        from dq.report import write_report

        write_report(self.writer.folder, self.writer.folder / REPORT, language=self.request.language)

    def _review(self) -> tuple[int, int]:
        from dq.report.workbook import write_run_review

        return write_run_review(self.writer.folder, language=self.request.language)


def _import_expectations() -> None:
    """Import Great Expectations; should that fail, the stage that needs it fails by itself and says so."""
    with suppress(Exception):
        from dq.expect import engine

        engine()
