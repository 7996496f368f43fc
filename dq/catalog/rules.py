"""Hand-written rules: `checks/<sector>/{record,dataset,cross}.yaml` and the SQL files beside them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Key

from dq.catalog.parse import Document, parse, section, validate
from dq.catalog.problems import did_you_mean
from dq.catalog.schemas import DatasetSchema, TextEntry
from dq.errors import CatalogError
from dq.model import (
    AS_OF,
    RECORD_ID,
    Assert,
    Body,
    Cases,
    Dimension,
    Expectation,
    Owner,
    Predicate,
    Query,
    Rule,
    Severity,
)

FILES = ("record.yaml", "dataset.yaml", "cross.yaml")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STRING = re.compile(r"'(?:[^']|'')*'")


_Scalar = str | int | float | bool
_Row = dict[str, _Scalar | None]
_Case = _Row | list[_Row] | dict[str, list[_Row]]


class _CasesEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    passing: list[_Case] = Key(default_factory=list, alias="pass")
    failing: list[_Case] = Key(default_factory=list, alias="fail")
    not_checked: list[_Case] = Key(default_factory=list)


_BODIES = ("assert", "predicate", "expectation", "query")


def _say_one_body(schema: dict[str, Any]) -> None:
    """Write into the JSON Schema of a rule what `_one_body` judges."""
    schema["oneOf"] = [{"required": [body]} for body in _BODIES]
    schema["dependentRequired"] = {"with": ["query"]}


class _RuleEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_say_one_body)
    id: str = Key(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    dataset: str
    assertion: str | None = Key(default=None, alias="assert")
    predicate: str | None = None
    expectation: str | None = None
    query: str | None = None
    columns: list[str] = Key(default_factory=list)
    arguments: dict[str, Any] = Key(default_factory=dict)
    parameters: dict[str, _Scalar | list[_Scalar]] = Key(default_factory=dict)
    companions: dict[str, list[str]] | None = Key(default=None, alias="with")
    when: str | None = None
    dimension: Dimension
    severity: Severity
    owner: Owner
    title: TextEntry
    remedy: TextEntry
    legal_basis: list[str] = Key(default_factory=list)
    aliases: list[str] = Key(default_factory=list)
    cases: _CasesEntry = Key(default_factory=_CasesEntry)

    @model_validator(mode="after")
    def _one_body(self) -> "_RuleEntry":
        bodies = [self.assertion, self.predicate, self.expectation, self.query]
        if sum(body is not None for body in bodies) != 1:
            raise ValueError(f"a rule has exactly one of {', '.join(_BODIES)}")
        if self.companions is not None and self.query is None:
            raise ValueError("only a query has 'with'")
        return self


RulesFile = list[_RuleEntry]


def load_rules(root: Path, sector: str, schemas: Mapping[str, DatasetSchema]) -> list[Rule]:
    """Return the hand-written rules of `sector` in file order.

    Raises:
        CatalogError: A rule is wrong, or names a dataset, column or SQL file that does not exist.
    """
    rules = []
    for name in FILES:
        path = root / "checks" / sector / name
        if path.is_file():
            document = parse(path, root)
            rules += [_rule(document, index, root, schemas) for index in range(len(section(list, document)))]
    return rules


def referenced(sql: str, schema: DatasetSchema) -> tuple[str, ...]:
    """Return the fields of `schema` that an expression or query names, by its words, in the schema's order.

    What stands in quoted text is no name, nor is the dataset's own name, whose words may be those of a field.
    """
    words = set(_WORD.findall(_STRING.sub("", sql).replace(schema.dataset, "")))
    return tuple(field.name for field in schema.fields if words.intersection(field.physical))


def _rule(document: Document, index: int, root: Path, schemas: Mapping[str, DatasetSchema]) -> Rule:
    entry = validate(_RuleEntry, document, index)
    source = document.at(index)
    if entry.dataset not in schemas:
        raise CatalogError(
            "catalog.invalid",
            where=str(source),
            problem=f"no dataset '{entry.dataset}'{did_you_mean(entry.dataset, schemas)}",
        )
    schema = schemas[entry.dataset]
    _refuse_wrong_companions(entry, document, index, schemas)
    body = _body(entry, document, index, root)
    columns = _columns(entry, body, schema, str(source))
    return Rule(
        id=entry.id,
        dataset=entry.dataset,
        body=body,
        columns=columns,
        dimension=entry.dimension,
        severity=entry.severity,
        owner=entry.owner,
        title=entry.title.text(),
        remedy=entry.remedy.text(),
        source=source,
        when=entry.when,
        legal_basis=tuple(entry.legal_basis),
        aliases=tuple(entry.aliases),
        cases=Cases(tuple(entry.cases.passing), tuple(entry.cases.failing), tuple(entry.cases.not_checked)),
    )


def _body(entry: _RuleEntry, document: Document, index: int, root: Path) -> Body:
    if entry.assertion is not None:
        return Assert(entry.assertion)
    if entry.predicate is not None:
        return Predicate(entry.predicate, tuple(entry.columns), entry.arguments)
    if entry.expectation is not None:
        return Expectation(entry.expectation, entry.arguments)
    assert entry.query is not None  # noqa: S101 - the model allows exactly one body
    path = root / Path(document.file).parent / entry.query
    if not path.is_file():
        where = str(document.at(index, "query"))
        raise CatalogError("catalog.invalid", where=where, problem=f"no file '{entry.query}'")
    return Query(
        path.read_text(encoding="utf-8"),
        entry.parameters,
        path.relative_to(root).as_posix(),
        {dataset: tuple(columns) for dataset, columns in (entry.companions or {}).items()},
    )


def _refuse_wrong_companions(
    entry: _RuleEntry, document: Document, index: int, schemas: Mapping[str, DatasetSchema]
) -> None:
    """Refuse a `with` that names the rule's own dataset, one that is not there, or a column that it does not have."""
    for dataset, columns in (entry.companions or {}).items():
        where = str(document.at(index, "with", dataset))
        if dataset == entry.dataset:
            raise CatalogError("catalog.invalid", where=where, problem=f"'{dataset}' is the rule's own dataset")
        if dataset not in schemas:
            raise CatalogError(
                "catalog.invalid", where=where, problem=f"no dataset '{dataset}'{did_you_mean(dataset, schemas)}"
            )
        if not columns:
            raise CatalogError("catalog.invalid", where=where, problem=f"the columns of '{dataset}' are missing")
        for column in columns:
            if column not in schemas[dataset].names:
                problem = f"{dataset} has no column '{column}'{did_you_mean(column, schemas[dataset].names)}"
                raise CatalogError("catalog.invalid", where=where, problem=problem)


def _columns(entry: _RuleEntry, body: Body, schema: DatasetSchema, where: str) -> tuple[str, ...]:
    physical = schema.physical()
    match body:
        case Predicate(columns=names):
            unknown = [name for name in names if name not in physical and name != AS_OF]
            if unknown:
                problem = f"{schema.dataset} has no column '{unknown[0]}'{did_you_mean(unknown[0], physical)}"
                raise CatalogError("catalog.invalid", where=where, problem=problem)
            text = " ".join(names)
        case Expectation(arguments=arguments):
            unknown = [name for name in _named_columns(arguments) if name not in physical and name != RECORD_ID]
            if unknown:
                problem = f"{schema.dataset} has no column '{unknown[0]}'{did_you_mean(unknown[0], physical)}"
                raise CatalogError("catalog.invalid", where=where, problem=problem)
            text = " ".join([*_named_columns(arguments), str(arguments.get("unexpected_rows_query", ""))])
        case Query(sql=sql):
            text = re.sub(r"--[^\n]*", "", sql)
        case Assert(expression=expression):
            text = expression
        case _:
            text = ""
    if entry.columns and not isinstance(body, Predicate):
        return tuple(entry.columns)
    return referenced(f"{text} {entry.when or ''}", schema)


def _named_columns(arguments: Mapping[str, Any]) -> list[str]:
    names = [arguments[key] for key in ("column", "column_A", "column_B") if key in arguments]
    return [*names, *arguments.get("column_list", [])]
