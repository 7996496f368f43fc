"""The view of a comparison: what the section of a report and the page of `dq compare` say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dq.gazetteer import commune_names
from dq.model import Dimension, Text
from dq.report.counts import NO_CODE, NOT_A_CODE
from dq.report.format import Delta, Score
from dq.report.source import Limits

_CHANGES = ("fixed", "new", "in_added")  # a rule without any of them is as it was
_COUNTS = ("fixed", "still_open", "new", "in_added", "in_removed")


@dataclass(frozen=True, slots=True)
class Run:
    """One of the two runs."""

    folder: str
    input: str
    as_of: date
    passed: bool
    records: int
    clean: int


@dataclass(frozen=True, slots=True)
class WordChange:
    """A score then and now; `word` is a dimension or `overall`."""

    word: str
    old: Score
    new: Score
    delta: Delta


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """The findings of a rule, an owner or a commune: where they went. `kind` is that of `CommuneLine` for communes."""

    id: str
    title: Text | str | None
    severity: str | None
    owner: str | None
    kind: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Apart:
    """A rule that is not compared, and why."""

    id: str
    title: Text
    reason: str
    n_old: int
    n_new: int


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison, cut to the limits of a report. `caveats` are codes of what else differs between the runs."""

    dataset: str
    dataset_title: Text
    old: Run
    new: Run
    scores: tuple[WordChange, ...]
    total: Mapping[str, int]
    new_critical: int
    records: Mapping[str, int]
    keys: tuple[tuple[tuple[str, ...], int], ...]
    rules: tuple[ChangeLine, ...]
    n_rules: int
    owners: tuple[ChangeLine, ...]
    communes: tuple[ChangeLine, ...]
    n_communes: int
    apart: tuple[Apart, ...]
    n_apart: int
    renamed: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]


def comparison_view(comparison: Mapping[str, Any], *, limits: Limits, public: bool = False) -> ComparisonView:
    """Return what is shown of a comparison, by `comparison` of a run.json; published, no line that counts few."""
    changed = [rule for rule in comparison["rules"] if any(rule["change"][name] for name in _CHANGES)]
    rules = () if public else tuple(map(_rule, changed))
    as_of = date.fromisoformat(comparison["new"]["as_of"])
    communes = () if public else _communes(comparison["communes"], as_of)
    apart = tuple(
        Apart(item["id"], Text(**item["title"]), item["reason"], item["n_old"], item["n_new"])
        for item in comparison["not_compared"]
        if not public
    )
    return ComparisonView(
        dataset=comparison["dataset"],
        dataset_title=Text(**comparison["dataset_title"]),
        old=_run(comparison["old"]),
        new=_run(comparison["new"]),
        scores=_scores(comparison["old"], comparison["new"]),
        total=comparison["total"],
        new_critical=comparison["new_critical"],
        records=_records(comparison["records"]),
        keys=tuple((tuple(item["columns"]), item["records"]) for item in comparison["records"]["matched"]),
        rules=rules[: limits.rules],
        n_rules=len(rules),
        owners=tuple(
            ChangeLine(item["name"], None, None, item["name"], "owner", item["change"])
            for item in comparison["owners"]
            if not public
        ),
        communes=communes[: limits.communes],
        n_communes=len(communes),
        apart=apart[: limits.rules],
        n_apart=len(apart),
        renamed=tuple((item["old"], item["new"]) for item in comparison["renamed"]),
        caveats=tuple(_caveats(comparison)),
    )


def _run(side: Mapping[str, Any]) -> Run:
    rows = side["rows"]
    day = date.fromisoformat(side["as_of"])
    return Run(side["folder"], side["input"], day, side["passed"], rows["total"], rows["clean"])


def _scores(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[WordChange, ...]:
    pairs = [(str(word), old["words"].get(word), new["words"].get(word)) for word in Dimension]
    pairs.append(("overall", old["overall"], new["overall"]))
    return tuple(
        WordChange(word, Score(then), Score(now), Delta(None if then is None or now is None else now - then))
        for word, then, now in pairs
    )


def _records(records: Mapping[str, Any]) -> dict[str, int]:
    unmatched = {
        f"{side}_{reason}": records[f"{side}_unmatched"][reason]
        for reason in ("without_key", "ambiguous", "malformed")
        for side in ("old", "new")
    }
    return {
        "matched": sum(item["records"] for item in records["matched"]),
        "not_told_apart": records["not_told_apart"],
        "removed": records["removed"],
        "added": records["added"],
        **unmatched,
    }


def _rule(rule: Mapping[str, Any]) -> ChangeLine:
    return ChangeLine(rule["id"], Text(**rule["title"]), rule["severity"], rule["owner"], "rule", rule["change"])


def _communes(units: Sequence[Mapping[str, Any]], as_of: date) -> tuple[ChangeLine, ...]:
    """Return the communes, those with the most findings that stand or came first."""
    names, kinds = commune_names(as_of), {NO_CODE: "no_code", NOT_A_CODE: "not_a_code"}
    lines = [
        ChangeLine(
            id=unit["name"],
            title=names.get(unit["name"]),
            severity=None,
            owner=None,
            kind=kinds.get(unit["name"], "commune"),
            counts=unit["change"],
        )
        for unit in units
        if any(unit["change"][name] for name in _COUNTS)
    ]
    return tuple(sorted(lines, key=lambda line: (-_open(line.counts), -line.counts["fixed"], line.id)))


def _open(counts: Mapping[str, int]) -> int:
    return counts["still_open"] + counts["new"] + counts["in_added"]


def _caveats(comparison: Mapping[str, Any]) -> list[str]:
    old, new = comparison["old"], comparison["new"]
    differs = {
        "same_input": old["sha256"] == new["sha256"],
        "rules": old["catalog_hash"] != new["catalog_hash"],
        "version": old["version"] != new["version"],
        "reference": old["reference"] != new["reference"],
        "order": new["as_of"] < old["as_of"],
    }
    return [code for code, holds in differs.items() if holds]
