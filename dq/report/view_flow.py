"""The flow of a view: from records in to records ready to sync, and what the register said of their persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dq.model import MALFORMED, Outcome, Owner, Status, Text
from dq.report.format import Share
from dq.report.source import Source
from dq.report.view_rules import anchor

AGREES = (Outcome.MATCHED, Outcome.MATCHED_SPELLING)


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


def flow_of(source: Source) -> Flow:
    """Return where the records went: ready to sync, or held back, each by its first reason."""
    rows, rules = source.run["rows"], _register_rules(source.run)
    total = rows["total"]
    held = []
    for code, n in source.held.items():
        rule = rules.get(code)
        owner = rule["owner"] if rule else (Owner.SECTOR if code == MALFORMED else None)
        remedy = Text(**rule["remedy"]) if rule else None
        held.append(HeldBack(code, Share(n, total), owner, remedy, _link(rule)))
    return Flow(total, Share(rows["clean"], total), tuple(held), rows["quarantine"], Share(rows["quarantine"], total))


def register_of(source: Source) -> Register:
    """Return the outcomes of the persons, those who agree first; outcomes that nobody has are left out."""
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
