"""Which rules of two runs test the same, so that a change of the rules is not shown as a change of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dq.compare.model import NotCompared, Renamed, Run
from dq.model import NOTHING_TO_CHECK, Status

RunRule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleSets:
    """The rules of two runs: `compared` by their new id as (old, new), the others with why they are not."""

    compared: Mapping[str, tuple[RunRule, RunRule]]
    not_compared: tuple[NotCompared, ...]
    renamed: tuple[Renamed, ...]


def pair_rules(old: Run, new: Run) -> RuleSets:
    """Return the rules of both runs, paired by id or former id."""
    before = {rule["id"]: rule for rule in old["rules"]}
    renamed = tuple(
        Renamed(alias, rule["id"])
        for rule in new["rules"]
        for alias in rule.get("aliases", ())
        if alias in before and rule["id"] not in before
    )
    former = {item.new: item.old for item in renamed}
    same_catalog = old["catalog_hash"] == new["catalog_hash"]
    compared: dict[str, tuple[RunRule, RunRule]] = {}
    apart = []
    for rule in new["rules"]:
        earlier = before.pop(former.get(rule["id"], rule["id"]), None)
        reason = _reason(earlier, rule, same_catalog=same_catalog)
        if earlier is not None and reason is None:
            compared[rule["id"]] = (earlier, rule)
        else:
            n_old = earlier["n_failed"] if earlier is not None else 0
            apart.append(_apart(rule, reason or "added", n_old=n_old, n_new=rule["n_failed"]))
    apart += [_apart(rule, "removed", n_old=rule["n_failed"], n_new=0) for rule in before.values()]
    return RuleSets(compared, tuple(apart), renamed)


def _reason(old: RunRule | None, new: RunRule, *, same_catalog: bool) -> str | None:
    if old is None:
        return "added"
    if not same_catalog and not _same_test(old, new):
        return "changed"
    return None if _evaluated(old) and _evaluated(new) else "not_evaluated"


def _same_test(old: RunRule, new: RunRule) -> bool:
    """Whether two rules test the same; a run of an earlier version says what it tested by its evidence only."""
    names = ("definition",) if "definition" in old and "definition" in new else ("kind", "when", "evidence")
    return all(old[name] == new[name] for name in names)


def _evaluated(rule: RunRule) -> bool:
    """Whether the rule says something of the data: also that there was nothing to check."""
    return rule["status"] in {Status.PASSED, Status.FAILED} or rule["reason"] == NOTHING_TO_CHECK


def _apart(rule: RunRule, reason: str, *, n_old: int, n_new: int) -> NotCompared:
    return NotCompared(rule["id"], reason, rule["severity"], rule["title"], n_old, n_new)
