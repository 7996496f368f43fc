"""The rules of a view: those that failed with what an official needs to act, the others as lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq.model import COLUMN_ABSENT, Dimension, Owner, Severity, Status, Text
from dq.report.format import SMALL, Count, Share
from dq.report.samples import Sample
from dq.report.source import Limits, Source
from dq.text.fold import fold_text

_ORDER = {severity: place for place, severity in enumerate(Severity)}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column of a samples table."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class FailedRule:
    """A rule that failed. `whole_table`: it judges the table, not its records; `communes`: `(code, findings)`."""

    id: str
    anchor: str
    severity: str
    dimension: str
    owner: str
    kind: str
    title: Text
    remedy: Text
    n_failed: Count
    n_checked: int
    share: Share
    whole_table: bool
    when: str | None
    evidence: str
    evidence_length: int
    legal_basis: tuple[str, ...]
    columns: tuple[SampleColumn, ...]
    sample_columns: tuple[SampleColumn, ...]
    samples: tuple[Sample, ...]
    communes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What one owner has to put right: rules that failed, and their findings by severity."""

    owner: str
    n_rules: int
    critical: int
    other: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that did not fail, in a line.

    `reason` and `detail` say why it was not evaluated: a code or error class, and what follows it; `missing` are the
    columns that the file lacks.
    """

    id: str
    title: Text
    dimension: str
    severity: str
    n_checked: int
    reason: str
    detail: str
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RuleList:
    """The rules that ended in one status: the first of them, and how many there are."""

    lines: tuple[RuleLine, ...]
    n: int


def anchor(rule_id: str) -> str:
    """Return the fragment under which a rule stands in the page."""
    return "rule-" + _UNSAFE.sub("_", rule_id)


def failed_rules(source: Source, limits: Limits) -> tuple[FailedRule, ...]:
    """Return the failed rules, the most severe and then the most frequent first.

    In a report that is published, the count of a rule on a sensitive column is hidden when it is below five.
    """
    run = source.run
    titles = _titles(run)
    failed = [rule for rule in run["rules"] if rule["status"] == Status.FAILED]
    failed.sort(key=lambda rule: (_ORDER[Severity(rule["severity"])], -rule["n_failed"], rule["id"]))
    counts = _counts(failed, run["columns"], public=source.public)
    return tuple(_failed(rule, counts[rule["id"]], source, titles, limits) for rule in failed)


def rule_communes(rules: Sequence[FailedRule], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return code and name of the communes that rules can be filtered by, in the order of their names."""
    codes = {code for rule in rules for code, _ in rule.communes}
    named = [(code, names.get(code, "")) for code in codes]
    return tuple(sorted(named, key=lambda item: (not item[1], fold_text(item[1]), item[0])))


def tasks(rules: Sequence[FailedRule]) -> tuple[Task, ...]:
    """Return what each owner has to put right, in the order of `Owner`; nothing where a sum would reveal a count."""
    if any(rule.n_failed.withheld for rule in rules):
        return ()
    result = []
    for owner in Owner:
        mine = [rule for rule in rules if rule.owner == owner]
        critical = sum(rule.n_failed.value for rule in mine if rule.severity == Severity.CRITICAL)
        if mine:
            result.append(Task(owner, len(mine), critical, sum(rule.n_failed.value for rule in mine) - critical))
    return tuple(result)


def rule_list(run: Mapping[str, Any], status: Status, *, most: int) -> RuleList:
    """Return the rules that ended in `status`, in the catalog's order."""
    titles = _titles(run)
    rules = [rule for rule in run["rules"] if rule["status"] == status]
    return RuleList(tuple(_line(rule, titles) for rule in rules[:most]), len(rules))


def _line(rule: Mapping[str, Any], titles: Mapping[str, Text]) -> RuleLine:
    reason, _, detail = rule["reason"].partition(": ")
    absent = reason == COLUMN_ABSENT
    return RuleLine(
        id=rule["id"],
        title=Text(**rule["title"]),
        dimension=rule["dimension"],
        severity=rule["severity"],
        n_checked=rule["n_checked"],
        reason=reason,
        detail="" if absent else detail,
        missing=tuple(titles.get(name, Text(name, name)) for name in detail.split(", ")) if absent else (),
    )


def _counts(
    failed: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]], *, public: bool
) -> dict[str, Count]:
    """Return what may be said of each rule's findings.

    The scorecard gives the sum of a word, so where one rule of a word is hidden, the next smallest goes with it.
    """
    sensitive = {column["name"] for column in columns if column["sensitive"]} if public else set()
    counts = {rule["id"]: Count(rule["n_failed"]) for rule in failed}
    for word in Dimension:
        mine = sorted((rule for rule in failed if rule["dimension"] == word), key=lambda rule: rule["n_failed"])
        few = [rule for rule in mine if rule["n_failed"] < SMALL and sensitive.intersection(rule["columns"])]
        others = [rule for rule in mine if rule not in few]
        counts |= {rule["id"]: Count(rule["n_failed"], small=True) for rule in few}
        counts |= {rule["id"]: Count(rule["n_failed"], hidden=True) for rule in others[:1] if len(few) == 1}
    return counts


def _failed(
    rule: Mapping[str, Any], n_failed: Count, source: Source, titles: Mapping[str, Text], limits: Limits
) -> FailedRule:
    samples = None if n_failed.withheld else source.samples.get(rule["id"])
    return FailedRule(
        id=rule["id"],
        anchor=anchor(rule["id"]),
        severity=rule["severity"],
        dimension=rule["dimension"],
        owner=rule["owner"],
        kind=rule["kind"],
        title=Text(**rule["title"]),
        remedy=Text(**rule["remedy"]),
        n_failed=n_failed,
        n_checked=rule["n_checked"],
        share=Share(None if n_failed.withheld else rule.get("n_records", rule["n_failed"]), rule["n_checked"]),
        whole_table=rule["kind"] == "dataset" and rule["n_checked"] == 1,
        when=rule["when"],
        evidence=rule["evidence"][: limits.evidence],
        evidence_length=len(rule["evidence"]),
        legal_basis=tuple(rule["legal_basis"]),
        columns=_columns(rule["columns"], titles),
        sample_columns=_columns(samples.columns, titles) if samples else (),
        samples=samples.rows if samples else (),
        # Counts of a rule in a commune are small ones, so a report that is published has none.
        communes=() if source.public else tuple(rule.get("communes", {}).items())[: limits.communes],
    )


def _titles(run: Mapping[str, Any]) -> dict[str, Text]:
    return {column["name"]: Text(**column["title"]) for column in run["columns"]}


def _columns(names: tuple[str, ...] | list[str], titles: Mapping[str, Text]) -> tuple[SampleColumn, ...]:
    return tuple(SampleColumn(name, titles.get(name, Text(name, name))) for name in names)
