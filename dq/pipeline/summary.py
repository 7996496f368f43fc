"""The summary of a run, as `run.json` keeps it. No value from the data."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dq import __version__
from dq.audit import file_facts
from dq.catalog import Catalog
from dq.catalog.evidence import definition
from dq.catalog.schemas import DatasetSchema, Storage
from dq.memory import peak_memory
from dq.model import (
    Decision,
    Loaded,
    Outcome,
    ReferenceInfo,
    Register,
    Rule,
    RuleResult,
    Scorecard,
)
from dq.normalize import Readings
from dq.pipeline.batches import ColumnCounts, Pass
from dq.pipeline.clock import Clock
from dq.pipeline.companions import Companion
from dq.pipeline.request import RunRequest
from dq.provenance import InputInfo
from dq.reconcile import ReconcileResult
from dq.runs import TableCounts
from dq.waive import Waived

_PACKAGES = ("polars", "pandera", "great-expectations", "duckdb")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the stages found, to be summed up."""

    started: datetime
    loaded: Loaded
    readings: Readings
    register: Register | None
    companions: Mapping[str, Companion]
    rows: Pass
    reconciled: ReconcileResult | None
    counts: TableCounts
    results: Sequence[RuleResult]
    waived: Waived
    scorecard: Scorecard
    decision: Decision


def summarize(request: RunRequest, catalog: Catalog, figures: Figures, clock: Clock) -> dict[str, Any]:
    """Return the content of `run.json`."""
    schema = catalog.schema(request.dataset)
    reconciled = figures.reconciled
    return {
        "dataset": request.dataset,
        "dataset_title": asdict(schema.title),
        "sector_title": asdict(catalog.sector(request.dataset).title),
        "commune_column": schema.commune,
        "input": _input(figures.loaded.info),
        "sheet": request.sheet,
        "mapping": dict(request.mapping),
        "reference": _reference(figures.register.info) if figures.register else None,
        "register_used": figures.register is not None,
        "with": [_companion(catalog.schema(name), item) for name, item in figures.companions.items()],
        "as_of": request.as_of.isoformat(),
        "lang": request.language,
        "started": figures.started.isoformat(timespec="seconds"),
        "versions": _versions(),
        "catalog_hash": catalog.hash,
        "catalog_origin": catalog.location.origin,
        "rows": {
            "total": figures.loaded.info.rows,
            "clean": figures.counts.clean,
            "quarantine": figures.counts.quarantine,
            "malformed": figures.loaded.malformed.n_rows,
        },
        "rules": _rules(catalog.rules[request.dataset], figures.results, figures.waived.rules),
        "scorecard": _scorecard(figures.scorecard),
        "reconciliation": {outcome: reconciled.outcomes[outcome] if reconciled else 0 for outcome in Outcome},
        "roles": _roles(catalog, request.dataset, reconciled),
        "register_still_alive": reconciled.register_still_alive if reconciled else 0,
        "decision": asdict(figures.decision),
        "repairs": [
            {"column": column, "repair": repair, "count": count}
            for column, item in figures.rows.columns.items()
            for repair, count in sorted(item.repairs.items())
        ],
        "columns": _columns(schema, figures),
        "memory_limit": request.limits.memory,
        **took(clock),
    }


def audit_facts(folder: Path, summary: Mapping[str, Any]) -> dict[str, object]:
    """Return what the audit trail says of a run that is written: what went in, what came out, by hash and row count."""
    read = {"input": summary["input"], "reference": summary["reference"]}
    return {
        **{name: {key: item[key] for key in ("name", "sha256", "rows")} for name, item in read.items() if item},
        "catalog": summary["catalog_hash"],
        "outputs": {path.name: file_facts(path) for path in sorted(folder.iterdir())},
        "passed": summary["decision"]["passed"],
    }


def took(clock: Clock) -> dict[str, Any]:
    """Return what the run has taken so far: seconds a stage, memory, and disk for a while."""
    memory = max(peak_memory() or 0, clock.beside) or None
    return {"timings": dict(clock.timings), "peak_memory": memory, "peak_spill": clock.spill.peak}


def _input(info: InputInfo) -> dict[str, Any]:
    return asdict(info)


def _reference(info: ReferenceInfo) -> dict[str, Any]:
    return asdict(info)


def _companion(schema: DatasetSchema, companion: Companion) -> dict[str, Any]:
    info = companion.info
    return {
        "dataset": schema.dataset,
        "dataset_title": asdict(schema.title),
        "name": info.name,
        "sha256": info.sha256,
        "size": info.size,
        "format": info.format,
        "rows": info.rows,
        "malformed": companion.malformed,
    }


def _versions() -> dict[str, str]:
    versions = {"dq": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "unknown"
    return versions


def _rules(rules: Sequence[Rule], results: Sequence[RuleResult], waived: Mapping[str, int]) -> list[dict[str, Any]]:
    entries = []
    for rule, result in zip(rules, results, strict=True):
        entries.append(
            {
                "id": rule.id,
                "status": result.status,
                "n_checked": result.n_checked,
                "n_failed": result.n_failed,
                "n_records": result.n_failing,
                "n_waived": waived.get(rule.id, 0),
                "reason": result.reason,
                "evidence": result.evidence,
                "kind": rule.kind,
                "dimension": rule.dimension,
                "severity": rule.severity,
                "owner": rule.owner,
                "columns": rule.columns,
                "title": asdict(rule.title),
                "remedy": asdict(rule.remedy),
                "legal_basis": rule.legal_basis,
                "derived": rule.derived,
                "when": rule.when,
                "aliases": rule.aliases,
                "definition": definition(rule),
            }
        )
    return entries


def _scorecard(scorecard: Scorecard) -> dict[str, Any]:
    words = {word: asdict(item) for word, item in scorecard.words.items()}
    return {"overall": scorecard.overall, "coverage": scorecard.coverage, "words": words}


def _roles(catalog: Catalog, dataset: str, reconciled: ReconcileResult | None) -> list[dict[str, Any]]:
    return [
        {
            "role": role.role,
            "title": asdict(role.title),
            "identifier": role.identifier,
            "name": role.name,
            "outcomes": dict(reconciled.roles[role.role]) if reconciled else {},
        }
        for role in catalog.roles(dataset)
    ]


def _columns(schema: DatasetSchema, figures: Figures) -> list[dict[str, Any]]:
    counts, readings = figures.rows.columns, figures.readings
    headers: dict[str, list[str]] = {}
    for header in figures.loaded.info.headers:
        for name in {header.column, *(header.implies or ())[:1]} - {None}:
            headers.setdefault(name or "", []).append(header.header)
    entries = []
    for field in schema.fields:
        item, reading = counts.get(field.name, ColumnCounts()), readings.get(field.name)
        is_date = reading is not None and field.type.storage in {Storage.DATE, Storage.PARTIAL_DATE}
        entries.append(
            {
                "name": field.name,
                "title": asdict(field.title),
                "present": field.name in counts,
                "header": "; ".join(headers.get(field.name, ())) or None,
                "type": field.type.name,
                "mask": field.type.mask,
                "sensitive": field.sensitive,
                "required": field.required,
                "filled": item.filled,
                "unreadable": item.unreadable,
                "changed": item.changed,
                "date_order": reading.date_order if reading and is_date else None,
                "lunar_dates": reading.lunar_dates if reading else 0,
                "encoding": reading.encoding if reading else None,
            }
        )
    return entries
