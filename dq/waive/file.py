"""`waivers.yaml`: who excuses which findings, why, and until when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import Document, parse, section, validate
from dq.catalog.problems import unknown_key
from dq.catalog.schemas import DatasetSchema
from dq.errors import CatalogError
from dq.model import MALFORMED, Rule, SourceRef

# A reason is shown in every report, so no number of a person may stand in it.
_NUMBER = re.compile(r"\d(?:[\s.\-_/]{0,2}\d){8,}")

_ID = re.compile(r"[\w./-]+")


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

    id: str
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
        raise unknown_key(str(document.at(name)), name, ["waivers"])
    known = {name: rule for group in rules.values() for rule in group for name in (rule.id, *rule.aliases)}
    waivers: dict[str, Waiver] = {}
    for place in range(len(section(list, document, "waivers"))):
        entry = validate(_Entry, document, "waivers", place)
        if entry.id in waivers:
            where = str(document.at("waivers", place, "id"))
            raise CatalogError("waivers.twice", where=where, name=entry.id)
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
    def where(*key: str) -> str:
        return str(document.at("waivers", place, *key))

    if not _ID.fullmatch(entry.id):
        raise CatalogError("waivers.bad_id", where=where("id"))
    if entry.rule == MALFORMED:
        raise CatalogError("waivers.malformed", where=where("rule"))
    if entry.rule not in known:
        near = get_close_matches(entry.rule, list(known), n=1)
        if near:
            raise CatalogError("waivers.no_rule_near", where=where("rule"), rule=entry.rule, near=near[0])
        raise CatalogError("waivers.no_rule", where=where("rule"), rule=entry.rule)
    if [bool(entry.records), entry.where is not None, entry.all_records].count(True) != 1:
        raise CatalogError("waivers.scope", where=where())
    for name in ("reason", "by"):
        if _NUMBER.search(getattr(entry, name)):
            raise CatalogError("waivers.long_number", where=where(name), name=name)


def _records(entry: _Entry, document: Document, place: int, schema: DatasetSchema) -> tuple[Mapping[str, str], ...]:
    keys = {frozenset(key): key for key in (schema.key, *schema.alternate_keys)}
    for index, record in enumerate(entry.records):
        where = str(document.at("waivers", place, "records", index))
        if frozenset(record) not in keys:
            choices = " | ".join(f"[{', '.join(key)}]" for key in keys.values())
            raise CatalogError("waivers.no_key", where=where, keys=choices)
        if odd := [name for name, value in record.items() if isinstance(value, list | dict)]:
            raise CatalogError("waivers.no_single_value", where=where, name=odd[0])
        if empty := [name for name, value in record.items() if value is None or value == ""]:
            raise CatalogError("waivers.empty_key", where=where, name=empty[0])
    return tuple({name: str(value) for name, value in record.items()} for record in entry.records)
