"""`waivers.yaml`: who excuses which findings, why, and until when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import Document, did_you_mean, parse, section, validate
from dq.catalog.schemas import DatasetSchema
from dq.errors import CatalogError
from dq.model import MALFORMED, Rule, SourceRef

# A reason is shown in every report, so no number of a person may stand in it.
_NUMBER = re.compile(r"\d(?:[\s.\-_/]{0,2}\d){8,}")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry. Exactly one of `records` (keys of records), `where` (SQL over a record) and `all_records` says which.

    `expires` is its last day in force.
    """

    id: str
    rule: Rule
    reason: str
    by: str
    expires: date
    source: SourceRef
    records: tuple[Mapping[str, str], ...] = ()
    where: str | None = None
    all_records: bool = False

    @property
    def scope(self) -> str:
        """What it covers: `all`, `where` or `records`."""
        return "all" if self.all_records else "where" if self.where else "records"

    def in_force(self, as_of: date) -> bool:
        """Whether it holds on the day of a run."""
        return as_of <= self.expires


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Key(pattern=r"^[\w./-]+$")
    rule: str
    reason: str = Key(min_length=10)
    by: str = Key(min_length=3)
    expires: date
    records: list[dict[str, Any]] = Key(default_factory=list)
    where: str | None = Key(default=None, min_length=1)
    all_records: bool = False


def load_waivers(path: Path, rules: Mapping[str, Sequence[Rule]], schema: DatasetSchema) -> tuple[Waiver, ...]:
    """Return the waivers of the file that are about rules of the dataset of `schema`; others are for other runs.

    Args:
        path: The YAML file.
        rules: All rules of the catalog by dataset.
        schema: The dataset of the run: its keys name records.

    Raises:
        CatalogError: The file is wrong; names file and line, and never a value.
    """
    document = parse(path, path.parent)
    if unknown := set(section(dict, document)) - {"waivers"}:
        name = min(unknown)
        raise _error(document, f"unknown key '{name}'{did_you_mean(name, ['waivers'])}", name)
    known = {name: rule for group in rules.values() for rule in group for name in (rule.id, *rule.aliases)}
    waivers: dict[str, Waiver] = {}
    for place in range(len(section(list, document, "waivers"))):
        entry = validate(_Entry, document, "waivers", place)
        if entry.id in waivers:
            raise _error(document, f"waiver '{entry.id}' stands twice", "waivers", place, "id")
        _check(entry, document, place, known)
        rule = known[entry.rule]
        if rule.dataset == schema.dataset:
            waivers[entry.id] = Waiver(
                id=entry.id,
                rule=rule,
                reason=entry.reason.strip(),
                by=entry.by.strip(),
                expires=entry.expires,
                source=document.at("waivers", place),
                records=_records(entry, document, place, schema),
                where=entry.where,
                all_records=entry.all_records,
            )
    return tuple(waivers.values())


def _check(entry: _Entry, document: Document, place: int, known: Mapping[str, Rule]) -> None:
    at = ("waivers", place)
    if entry.rule == MALFORMED:
        raise _error(document, "malformed lines cannot be waived: put the line right in the file", *at, "rule")
    if entry.rule not in known:
        raise _error(document, f"no rule '{entry.rule}'{did_you_mean(entry.rule, known)}", *at, "rule")
    if [bool(entry.records), entry.where is not None, entry.all_records].count(True) != 1:
        raise _error(document, "exactly one of 'records', 'where' and 'all_records: true' says what is waived", *at)
    for name in ("reason", "by"):
        if _NUMBER.search(getattr(entry, name)):
            raise _error(document, f"'{name}' holds a long number: it is shown in reports, write it without", *at, name)


def _records(entry: _Entry, document: Document, place: int, schema: DatasetSchema) -> tuple[Mapping[str, str], ...]:
    keys = {frozenset(key): key for key in (schema.key, *schema.alternate_keys)}
    for index, record in enumerate(entry.records):
        if frozenset(record) not in keys:
            choices = " or ".join(f"[{', '.join(key)}]" for key in keys.values())
            raise _error(document, f"a record is named by {choices}", "waivers", place, "records", index)
        if odd := [name for name, value in record.items() if isinstance(value, list | dict)]:
            raise _error(document, f"'{odd[0]}' is no single value", "waivers", place, "records", index)
        if empty := [name for name, value in record.items() if value is None or value == ""]:
            problem = f"'{empty[0]}' is empty: such a record has no key, use 'where'"
            raise _error(document, problem, "waivers", place, "records", index)
    return tuple({name: str(value) for name, value in record.items()} for record in entry.records)


def _error(document: Document, problem: str, *path: str | int) -> CatalogError:
    return CatalogError("catalog.invalid", where=str(document.at(*path)), problem=problem)
