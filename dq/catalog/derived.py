"""Derived rules: of schemas (`<dataset>.<column>.<constraint>`), of roles (`<dataset>.register.<outcome>`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, ConfigDict

from dq.catalog.parse import Document, parse, section, validate
from dq.catalog.schemas import Constraint, DatasetSchema, Field, Storage, TextEntry
from dq.catalog.sectors import Role
from dq.errors import CatalogError
from dq.model import (
    UNREADABLE,
    Assert,
    Body,
    Dimension,
    Outcome,
    Owner,
    Predicate,
    Query,
    RegisterOutcome,
    Rule,
    Severity,
    Text,
)

_PLACEHOLDERS = frozenset({"field", "value"})
_DIMENSION = {
    "required": Dimension.COMPLETE,
    "type": Dimension.CORRECT,
    "unique": Dimension.CLEAN,
    "pattern": Dimension.CORRECT,
    "enum": Dimension.CORRECT,
    "minimum": Dimension.CORRECT,
    "maximum": Dimension.CORRECT,
}

# The outcomes that are findings, with their word, severity and who acts (DESIGN §5).
OUTCOME_RULES: Mapping[Outcome, tuple[Dimension, Severity, Owner]] = {
    Outcome.MISSING_ID: (Dimension.COMPLETE, Severity.CRITICAL, Owner.SECTOR),
    Outcome.INVALID_ID: (Dimension.CORRECT, Severity.CRITICAL, Owner.SECTOR),
    Outcome.DUPLICATE_ID: (Dimension.CLEAN, Severity.CRITICAL, Owner.SECTOR),
    Outcome.SUPERSEDED: (Dimension.LIVE, Severity.CRITICAL, Owner.SECTOR),
    Outcome.NOT_FOUND: (Dimension.CORRECT, Severity.CRITICAL, Owner.POLICE),
    Outcome.DECEASED: (Dimension.LIVE, Severity.CRITICAL, Owner.SECTOR),
    Outcome.MISMATCHED: (Dimension.CORRECT, Severity.CRITICAL, Owner.SECTOR),
    Outcome.MATCHED_SPELLING: (Dimension.CLEAN, Severity.INFO, Owner.SECTOR),
}


class _TextsEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    title: TextEntry
    remedy: TextEntry


TextsFile = dict[str, _TextsEntry]  # by kind of derived rule


def load_texts(root: Path) -> Document:
    """Return the texts of derived rules, `schemas/common/derived.yaml`.

    Raises:
        CatalogError: A text is missing, or has another placeholder than `{field}` and `{value}`.
    """
    document = parse(root / "schemas" / "common" / "derived.yaml", root)
    for kind in (*_DIMENSION, *OUTCOME_RULES):
        section(dict, document, kind)
        entry = validate(_TextsEntry, document, kind)
        for text in (entry.title.vi, entry.title.en, entry.remedy.vi, entry.remedy.en):
            if not _PLACEHOLDERS.issuperset(name for _, name, _, _ in Formatter().parse(text) if name is not None):
                where = str(document.at(kind))
                raise CatalogError("catalog.invalid", where=where, problem=f"unknown placeholder in '{kind}'")
    return document


def derive_rules(schema: DatasetSchema, roles: Sequence[Role], texts: Document) -> list[Rule]:
    """Return the rules that follow from the schema's fields and the dataset's roles, in field order.

    An identifier of a role has no `required` rule: an empty cell is the outcome `missing_id`.
    """
    identifiers = {role.identifier for role in roles}
    rules = []
    for field in schema.fields:
        if field.required and field.name not in identifiers:
            rules.append(_rule(schema, field, "required", Assert(_required(field)), Severity.CRITICAL, texts))
        if field.type.storage is not Storage.TEXT:
            rules.append(_rule(schema, field, "type", Assert(_readable(field)), Severity.CRITICAL, texts))
        rules += [
            _rule(schema, field, item.kind, _constraint(schema, field, item), item.severity, texts, item)
            for item in field.constraints
        ]
    if roles:
        rules += [_outcome_rule(schema, roles, outcome, texts) for outcome in OUTCOME_RULES]
    return rules


def _required(field: Field) -> str:
    if field.type.storage is Storage.TEXT:
        return f"{field.name} IS NOT NULL"
    return f"CASE WHEN {field.name}{UNREADABLE} THEN NULL ELSE {field.name} IS NOT NULL END"


def _readable(field: Field) -> str:
    flag = field.name + UNREADABLE
    return f"CASE WHEN {field.name} IS NULL AND NOT {flag} THEN NULL ELSE NOT {flag} END"


def _constraint(schema: DatasetSchema, field: Field, constraint: Constraint) -> Body:
    name, value = field.name, constraint.value
    match constraint.kind:
        case "unique":
            # A text that is no such value (6.61E+10 of many numbers) is the pattern's business, not a repeated value.
            pattern = next(
                (str(item.value).replace("'", "''") for item in field.constraints if item.kind == "pattern"), ""
            )
            judged = f" WHERE regexp_full_match(\"{name}\", '{pattern}')" if pattern else ""
            return Query(
                f'SELECT record_id FROM {schema.dataset} WHERE "{name}" IN '
                f'(SELECT "{name}" FROM {schema.dataset}{judged} GROUP BY 1 HAVING count(*) > 1)',
                {},
            )
        case "pattern":
            return Predicate("matches_pattern", (name,), {"pattern": value})
        case "enum":
            return Predicate("is_one_of", (name,), {"values": value})
        case "minimum":
            return Assert(f"{name} >= {_literal(value)}")
        case "maximum":
            return Assert(f"{name} <= {_literal(value)}")


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int | float) else f"DATE '{value}'"


def _fill(texts: Document, key: str, part: str, **values: str) -> Text:
    entry = texts.data[key][part]
    return Text(vi=entry["vi"].format(**values), en=entry["en"].format(**values))


def _rule(
    schema: DatasetSchema,
    field: Field,
    kind: str,
    body: Body,
    severity: Severity,
    texts: Document,
    constraint: Constraint | None = None,
) -> Rule:
    value = "" if constraint is None else str(constraint.value)
    if constraint is not None and isinstance(constraint.value, list):
        value = ", ".join(map(str, constraint.value))
    titles = {
        part: Text(
            vi=_fill(texts, kind, part, field=field.title.vi, value=value).vi,
            en=_fill(texts, kind, part, field=field.title.en, value=value).en,
        )
        for part in ("title", "remedy")
    }
    return Rule(
        id=f"{schema.dataset}.{field.name}.{kind}",
        dataset=schema.dataset,
        body=body,
        columns=(field.name,),
        dimension=_DIMENSION[kind],
        severity=severity,
        owner=Owner.SECTOR,
        title=titles["title"],
        remedy=titles["remedy"],
        source=constraint.source if constraint else field.source,
        derived=True,
    )


def _outcome_rule(schema: DatasetSchema, roles: Sequence[Role], outcome: Outcome, texts: Document) -> Rule:
    dimension, severity, owner = OUTCOME_RULES[outcome]
    if outcome is Outcome.DECEASED and not any(role.living and role.blocks_deceased for role in roles):
        severity = Severity.WARNING
    return Rule(
        id=f"{schema.dataset}.register.{outcome}",
        dataset=schema.dataset,
        body=RegisterOutcome(outcome),
        columns=tuple(dict.fromkeys(role.identifier for role in roles)),
        dimension=dimension,
        severity=severity,
        owner=owner,
        title=_fill(texts, outcome, "title"),
        remedy=_fill(texts, outcome, "remedy"),
        source=roles[0].source,
        derived=True,
    )
