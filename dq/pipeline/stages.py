"""The stages of one run, each on what this run was asked: from the export to results and outcomes."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq.apart import Apart
from dq.aside import Aside
from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.engine import duck
from dq.engine.limits import Limits
from dq.errors import LoadError
from dq.load import LoadOptions
from dq.memory import resident_memory
from dq.model import Evaluation, Loaded, Register, Rule, RuleKind, RuleResult
from dq.normalize import Readings
from dq.pipeline.batches import Pass, query_view, run_batches, visible_columns
from dq.pipeline.clock import Clock
from dq.pipeline.companions import Companion, load_companions
from dq.pipeline.reference import opened_register
from dq.pipeline.request import RunRequest
from dq.pipeline.source import load_place
from dq.progress import Unit, within
from dq.query import query
from dq.reconcile import ReconcileResult, reconcile
from dq.runs import CHANGES, RunWriter
from dq.validate import batch_evaluator


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that read and judge; each returns its values and writes to the work folder and the change log only."""

    request: RunRequest
    catalog: Catalog
    schema: DatasetSchema
    roles: Sequence[Role]
    writer: RunWriter
    clock: Clock
    apart: Apart | None  # where the dataset rules are judged; None for here

    def load(self) -> Loaded:
        """Return the input as staged tables.

        Raises:
            LoadError: It cannot be read as the dataset, or has no records.
        """
        options = LoadOptions(
            sheet=self.request.sheet,
            encoding=self.request.encoding,
            mapping=self.request.mapping,
            batch_rows=self.request.limits.batch_rows,
        )
        loaded = load_place(
            self.request.source,
            self.schema,
            self.writer.work / "input",
            options=options,
            progress=self.clock.progress,
        )
        self.clock.progress("load", loaded.info.rows, loaded.info.rows)
        if loaded.raw.n_rows == 0:
            raise LoadError("load.no_rows", file=self.request.source.name)
        return loaded

    def register(self, digest: Aside[str] | None) -> Register | None:
        """Return the reference made ready for joins; None where the run has none.

        Args:
            digest: The hash of its file, if it is being computed already.
        """
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
                digest=digest,
            )

    def companions(self) -> Mapping[str, Companion]:
        """Return the other datasets of `--with`, canonical, by name."""
        if not self.request.companions:
            return {}
        with self.clock("companions"):
            return load_companions(self.request, self.catalog, self.writer.work / "companions", self.clock.progress)

    def check(self, loaded: Loaded, readings: Readings, rules: Sequence[Rule]) -> Pass:
        """Return the canonical rows, and what the record rules say of them: one pass, part by part."""
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
            threads=self.request.limits.batches,
            progress=self.clock.progress,
        )

    def expect(self, rows: Pass, rules: Sequence[Rule], present: Sequence[str]) -> Evaluation:
        """Return what the dataset rules say; `present` are the fields that the file has."""
        from dq.expect import expect, written_findings

        work, limits = self.writer.work, self.request.limits
        # A name of its own: Great Expectations may keep a database of an earlier run of this process open.
        database = work / f"stage-{secrets.token_hex(8)}.duckdb"
        view = duck.View(rows.canonical.glob, visible_columns(rows.canonical))
        duck.write_views(database, {self.schema.dataset: view})
        out = work / "findings" / "dataset"
        arguments: dict[str, Any] = {
            "database": database,
            "rules": [rule for rule in rules if rule.kind is RuleKind.DATASET],
            "schema": self.schema,
            "present": present,
            "as_of": self.request.as_of,
            "out": out,
            "settings": self._settings(limits if self.apart is None else limits.beside(resident_memory() or 0)),
        }
        advance = within(self.clock.progress, "expect", Unit.STEPS)
        answer = self.apart.ask(arguments, advance) if self.apart else None
        if answer is None:
            return expect(**{**arguments, "settings": self._settings(limits)}, advance=advance)
        results, peak = answer
        self.clock.beside = (resident_memory() or 0) + (peak or 0)
        return Evaluation(results, written_findings(out))

    def _settings(self, limits: Limits) -> list[str]:
        work = self.writer.work
        return [*duck.limit_statements(limits, work / "spill"), *duck.lock_statements([work])]

    def query(
        self, rows: Pass, rules: Sequence[Rule], present: Sequence[str], companions: Mapping[str, Companion]
    ) -> Evaluation:
        """Return what the rules over several records, and over several datasets, say."""
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
                advance=within(self.clock.progress, "query", Unit.STEPS),
            )

    def reconcile(self, rows: Pass, register: Register | None) -> ReconcileResult | None:
        """Return the outcome of each person; None where records of this dataset are of no person."""
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
                advance=within(self.clock.progress, "reconcile", Unit.SHARE),
            )


def in_order(
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
