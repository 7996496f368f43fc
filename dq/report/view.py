"""The view model: everything a report says, as plain frozen values, decided before any HTML is written.

Pure functions of a `Source`. Figures are numbers and `Share`s, sentences are `Phrase`s and `Text`s, so that a template
only has to say them in both languages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dq.model import MALFORMED, Dimension, Outcome, Owner, Status, Text
from dq.report.candidates import Candidates, candidates
from dq.report.format import Count, Score, Share
from dq.report.source import Limits, Source
from dq.report.view_comparison import ComparisonView, comparison_view
from dq.report.view_rules import FailedRule, RuleList, Task, anchor, failed_rules, rule_list, tasks
from dq.report.view_tables import Columns, Communes, Repairs, columns_table, communes_table, repairs_table
from dq.report.view_waivers import Waivers, waivers_view

OLD_REFERENCE_DAYS = 30  # an older extract lacks newborns and movers, and makes false `not_found`
AGREES = (Outcome.MATCHED, Outcome.MATCHED_SPELLING)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the locale files with its parameters, in no language yet."""

    key: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that is a reason, with its figure: findings, or the share of records that fail it."""

    title: Text
    anchor: str | None
    value: object


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of reason why the gate failed, with its rules."""

    phrase: Phrase
    rules: tuple[BrokenRule, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this file be synced? `sentence` answers with the first reason, `reasons` lists all."""

    passed: bool
    sentence: Phrase
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One of the four words: score, checks, and how many of its rules ended in which status."""

    dimension: str
    score: Score
    checks: Share
    n_rules: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard."""

    overall: Score
    coverage: Score
    words: tuple[Word, ...]
    statuses: Mapping[str, int]
    n_rules: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Records held back for one reason, each record counted once; who acts and how."""

    code: str
    records: Share
    owner: str | None
    remedy: Text | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """From records in to records ready to sync; `ready` and `held` add up to `total`."""

    total: int
    ready: Share
    held: tuple[HeldBack, ...]
    n_held: int
    held_share: Share


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """Persons with one outcome, in all and by role."""

    outcome: str
    persons: Share
    by_role: tuple[int, ...]
    owner: str | None
    remedy: Text | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Register:
    """What the register said. `asked` is false without a reference."""

    asked: bool
    roles: tuple[Text, ...]
    outcomes: tuple[OutcomeLine, ...]
    n_persons: int
    differing: tuple[tuple[Text, Share], ...]
    not_checked: int
    still_alive: int


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
        verdict=_verdict(run, failed),
        card=_card(run),
        flow=_flow(source),
        register=_register(source),
        candidates=candidates(run, source.examples),
        failed=failed[: limits.rules],
        n_failed=len(failed),
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
        provenance={name: run[name] for name in _PROVENANCE},
    )


# The kinds of reasons in the order in which they matter to who signs.
_REASONS = ("empty", "no_reference", "critical", "malformed", "error", "coverage", "warning")
# Not the headers: those of columns that pass through are none of the report's business.
_INPUT = ("name", "sha256", "size", "format", "rows", "encoding", "delimiter", "sheet", "header_row")
_PROVENANCE = ("versions", "catalog_hash", "catalog_origin", "timings", "memory_limit", "peak_memory")


def _reference_missing(run: Mapping[str, Any]) -> str | None:
    """Return `none` where a reference was due, `not_wanted` where its absence is meant, None where all is well."""
    if run["reference"] is not None or not run["roles"]:
        return None
    return "none" if any(reason["code"] == "no_reference" for reason in run["decision"]["reasons"]) else "not_wanted"


def _verdict(run: Mapping[str, Any], failed: Sequence[FailedRule]) -> Verdict:
    decision, rows = run["decision"], run["rows"]
    groups: dict[str, list[Mapping[str, Any]]] = {code: [] for code in _REASONS}
    for entry in decision["reasons"]:
        groups.setdefault(entry["code"], []).append(entry)
    reasons = tuple(_reason(code, entries, run["rules"], failed) for code, entries in groups.items() if entries)
    if decision["passed"] or not reasons:
        waived = decision.get("waived_critical", 0)
        key = "report.verdict.failed"
        if decision["passed"]:
            key = "report.verdict.passed_waived" if waived else "report.verdict.passed"
        figures = {"ready": rows["clean"], "total": rows["total"], "waived": waived}
        return Verdict(decision["passed"], Phrase(key, figures), reasons)
    key = "report.verdict.failed_because" if len(reasons) == 1 else "report.verdict.failed_because_and"
    sentence = Phrase(key, {"reason": reasons[0].phrase, "more": len(reasons) - 1})
    return Verdict(passed=False, sentence=sentence, reasons=reasons)


def _reason(
    code: str, entries: Sequence[Mapping[str, Any]], rules: Sequence[Mapping[str, Any]], failed: Sequence[FailedRule]
) -> Reason:
    figures = {rule.id: rule.share if code == "warning" else rule.n_failed for rule in failed}
    titles = {rule["id"]: Text(**rule["title"]) for rule in rules}
    worst_first = sorted(entries, key=lambda entry: -entry["value"])
    ids = [entry["rule_id"] for entry in worst_first if entry["rule_id"] in titles]
    broken = tuple(
        BrokenRule(titles[rule_id], anchor(rule_id) if rule_id in figures else None, figures.get(rule_id))
        for rule_id in ids
    )
    value, limit = sum(entry["value"] for entry in entries), entries[0]["limit"]
    if code in {"warning", "coverage"}:  # shares of 1
        value, limit = Score(value * 100, flawed=True), Score(limit * 100)
    # A sum would give away the one count in it that may not be published.
    suppressed = code == "critical" and any(figure.withheld for figure in figures.values() if isinstance(figure, Count))
    key = f"report.reason.{code}_uncounted" if suppressed else f"report.reason.{code}"
    return Reason(Phrase(key, {"value": value, "limit": limit, "rules": len(broken)}), broken)


def _card(run: Mapping[str, Any]) -> Card:
    card = run["scorecard"]
    words = tuple(_word(name, card["words"][name], run["rules"]) for name in map(str, Dimension))
    flawed = any(word.score.flawed for word in words)
    evaluated = all(rule["status"] in {Status.PASSED, Status.FAILED} for rule in run["rules"])
    return Card(
        overall=Score(card["overall"], flawed=flawed),
        coverage=Score(card["coverage"] * 100, flawed=not evaluated),
        words=words,
        statuses=_statuses(run["rules"]),
        n_rules=len(run["rules"]),
    )


def _word(name: str, word: Mapping[str, Any], rules: list[Mapping[str, Any]]) -> Word:
    return Word(
        dimension=name,
        score=Score(word["score"], flawed=word["n_passed"] != word["n_checked"] or word["n_error"] > 0),
        checks=Share(word["n_passed"], word["n_checked"]),
        n_rules=word["n_rules"],
        statuses=_statuses([rule for rule in rules if rule["dimension"] == name]),
    )


def _statuses(rules: list[Mapping[str, Any]]) -> dict[str, int]:
    return {str(status): sum(rule["status"] == status for rule in rules) for status in Status}


def _flow(source: Source) -> Flow:
    rows, rules = source.run["rows"], _register_rules(source.run)
    total = rows["total"]
    held = []
    for code, n in source.held.items():
        rule = rules.get(code)
        owner = rule["owner"] if rule else (Owner.SECTOR if code == MALFORMED else None)
        remedy = Text(**rule["remedy"]) if rule else None
        held.append(HeldBack(code, Share(n, total), owner, remedy, _link(rule)))
    return Flow(total, Share(rows["clean"], total), tuple(held), rows["quarantine"], Share(rows["quarantine"], total))


def _register(source: Source) -> Register:
    run, rules = source.run, _register_rules(source.run)
    counts = run["reconciliation"]
    persons = sum(counts.values())
    lines = []
    for outcome in (*AGREES, *(outcome for outcome in Outcome if outcome not in AGREES)):
        n = counts.get(outcome, 0)
        if n == 0 and outcome is not Outcome.MATCHED:
            continue
        rule = rules.get(outcome)
        by_role = tuple(role["outcomes"].get(outcome, 0) for role in run["roles"])
        owner, remedy = (rule["owner"], Text(**rule["remedy"])) if rule else (None, None)
        lines.append(OutcomeLine(outcome, Share(n, persons), by_role, owner, remedy, _link(rule)))
    titles = {column["name"]: Text(**column["title"]) for column in run["columns"]}
    return Register(
        asked=run["reference"] is not None,
        roles=tuple(Text(**role["title"]) for role in run["roles"]),
        outcomes=tuple(lines) if persons else (),
        n_persons=persons,
        differing=tuple(
            (titles.get(name, Text(name, name)), Share(n, counts.get(Outcome.MISMATCHED, 0)))
            for name, n in source.differing
        ),
        not_checked=counts.get(Outcome.NOT_CHECKED, 0),
        still_alive=run["register_still_alive"],
    )


def _register_rules(run: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {rule["id"].rpartition(".")[2]: rule for rule in run["rules"] if rule["kind"] == "register"}


def _link(rule: Mapping[str, Any] | None) -> str | None:
    return anchor(rule["id"]) if rule and rule["status"] == Status.FAILED else None


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
