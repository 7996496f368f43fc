"""The view model: everything a report says, as plain frozen values, decided before any HTML is written.

Pure functions of a `Source`. Figures are numbers and `Share`s, sentences are `Phrase`s and `Text`s, so that a template
only has to say them in both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dq.model import Status, Text
from dq.report.candidates import Candidates, candidates
from dq.report.source import Limits, Source
from dq.report.view_card import Card, card_of
from dq.report.view_comparison import ComparisonView, comparison_view
from dq.report.view_flow import Flow, Register, flow_of, register_of
from dq.report.view_rules import FailedRule, RuleList, Task, failed_rules, rule_communes, rule_list, tasks
from dq.report.view_tables import Columns, Communes, Repairs, columns_table, communes_table, repairs_table
from dq.report.view_verdict import Verdict, verdict_of
from dq.report.view_waivers import Waivers, waivers_view

OLD_REFERENCE_DAYS = 30  # an older extract lacks newborns and movers, and makes false `not_found`


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the file that are no records: left out (titles, totals …) in blocks, and malformed."""

    left_out: tuple[Mapping[str, Any], ...]
    n_blocks: int
    n_left_out: int
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    notices: tuple[Mapping[str, Any], ...]
    malformed: tuple[tuple[int, str | None], ...]
    n_malformed: int


@dataclass(frozen=True, slots=True)
class View:
    """A report."""

    language: str
    public: bool
    dataset: str
    dataset_title: Text
    sector_title: Text
    titles: Mapping[str, Text]  # of canonical columns, by name
    as_of: date
    started: datetime
    rows: Mapping[str, int]
    input: Mapping[str, Any]
    reference: Mapping[str, Any] | None
    reference_as_of: date | None
    old_reference: bool
    reference_missing: str | None
    companions: tuple[Mapping[str, Any], ...]
    verdict: Verdict
    card: Card
    flow: Flow
    register: Register
    candidates: Candidates
    failed: tuple[FailedRule, ...]
    n_failed: int
    rule_communes: tuple[tuple[str, str], ...]
    tasks: tuple[Task, ...]
    errors: RuleList
    not_applicable: RuleList
    passed: RuleList
    communes: Communes
    repairs: Repairs
    columns: Columns
    lines: Lines
    comparison: ComparisonView | None
    waivers: Waivers | None
    provenance: Mapping[str, Any]


def build_view(source: Source, *, limits: Limits) -> View:
    """Return the view model of a run: what the report shows, cut to `limits`, with nothing that it must not show."""
    run = source.run
    reference = run["reference"]
    age = reference["age_days"] if reference else None
    failed = failed_rules(source, limits)
    return View(
        language=run["lang"],
        public=source.public,
        dataset=run["dataset"],
        dataset_title=Text(**run["dataset_title"]),
        sector_title=Text(**run["sector_title"]),
        titles={column["name"]: Text(**column["title"]) for column in run["columns"]},
        as_of=date.fromisoformat(run["as_of"]),
        started=datetime.fromisoformat(run["started"]),
        rows=run["rows"],
        input={name: run["input"][name] for name in _INPUT},
        reference=reference,
        reference_as_of=date.fromisoformat(reference["as_of"]) if reference and reference["as_of"] else None,
        old_reference=age is not None and age > OLD_REFERENCE_DAYS,
        reference_missing=_reference_missing(run),
        companions=tuple({**item, "dataset_title": Text(**item["dataset_title"])} for item in run["with"]),
        verdict=verdict_of(run, failed),
        card=card_of(run),
        flow=flow_of(source),
        register=register_of(source),
        candidates=candidates(run, source.examples),
        failed=failed[: limits.rules],
        n_failed=len(failed),
        rule_communes=rule_communes(failed[: limits.rules], source.commune_names),
        tasks=tasks(failed),
        errors=rule_list(run, Status.ERROR, most=limits.rules),
        not_applicable=rule_list(run, Status.NOT_APPLICABLE, most=limits.rules),
        passed=rule_list(run, Status.PASSED, most=limits.rules),
        communes=communes_table(source, most=limits.communes),
        repairs=repairs_table(run, most=limits.repairs),
        columns=columns_table(run, public=source.public),
        lines=_lines(source, limits),
        comparison=comparison_view(run["comparison"], limits=limits, public=source.public)
        if run.get("comparison")
        else None,
        waivers=waivers_view(run, public=source.public),
        provenance={name: run[name] for name in _PROVENANCE} | {"peak_spill": run.get("peak_spill")},
    )


# Not the headers: those of columns that pass through are none of the report's business.
_INPUT = ("name", "sha256", "size", "format", "rows", "encoding", "delimiter", "sheet", "header_row")
_PROVENANCE = ("versions", "catalog_hash", "catalog_origin", "timings", "memory_limit", "peak_memory")


def _reference_missing(run: Mapping[str, Any]) -> str | None:
    """Return `none` where a reference was due, `not_wanted` where its absence is meant, None where all is well."""
    if run["reference"] is not None or not run["roles"]:
        return None
    return "none" if any(reason["code"] == "no_reference" for reason in run["decision"]["reasons"]) else "not_wanted"


def _lines(source: Source, limits: Limits) -> Lines:
    left_out = source.run["input"]["left_out"]
    return Lines(
        left_out=tuple(left_out[: limits.lines]),
        n_blocks=len(left_out),
        n_left_out=sum(line["last"] - line["first"] + 1 for line in left_out),
        sheets=tuple(sheet["name"] for sheet in source.run["input"].get("sheets", ())),
        other_sheets=tuple(source.run["input"].get("other_sheets", ())),
        notices=tuple(source.run["input"].get("notices", ())),
        malformed=source.malformed[: limits.lines],
        n_malformed=source.run["rows"]["malformed"],
    )
