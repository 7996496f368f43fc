"""What the data is: value types and dataset schemas, from `schemas/**/*.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import Document, parse, section, validate
from dq.catalog.problems import did_you_mean
from dq.errors import CatalogError
from dq.model import AS_OF, LOWER, RESERVED, UNREADABLE, UPPER, Severity, SourceRef, Text


class Storage(StrEnum):
    """How a canonical value is stored: the Polars types String, Date, String with two Date bounds, Int64, Float64."""

    TEXT = "text"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    INTEGER = "integer"
    DECIMAL = "decimal"


class Masking(StrEnum):
    """What of a value a report may show."""

    NONE = "none"  # the whole value
    NAME = "name"  # whole inside the agency, nothing with --public
    LAST4 = "last4"  # the last four characters (NĐ 252/2026 Đ.4)
    YEAR = "year"  # the year of a birth date
    ALL = "all"  # nothing


@dataclass(frozen=True, slots=True)
class ValueType:
    """A kind of value: how it is normalized, stored, masked, and what counts as empty (folded text)."""

    name: str
    storage: Storage
    normalizer: str
    parameters: Mapping[str, Any]
    empty: tuple[str, ...]
    mask: Masking


@dataclass(frozen=True, slots=True)
class Constraint:
    """A schema constraint, in the words of Frictionless Table Schema."""

    kind: Literal["unique", "pattern", "enum", "minimum", "maximum"]
    value: Any
    severity: Severity
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical column.

    `authority` says whose value counts: register, civil_registry or sector. `split_by_header` are the columns that a
    form may split by this one's values: a birth date below the header “Nam” says the sex.
    """

    name: str
    type: ValueType
    title: Text
    required: bool
    aliases: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    sensitive: bool
    authority: str
    source: SourceRef
    split_by_header: tuple[str, ...] = ()

    @property
    def physical(self) -> tuple[str, ...]:
        """The columns of the canonical table that hold the field: itself, bounds of a partial date, unreadable flag."""
        match self.type.storage:
            case Storage.TEXT:
                return (self.name,)
            case Storage.PARTIAL_DATE:
                return (self.name, self.name + LOWER, self.name + UPPER, self.name + UNREADABLE)
            case _:
                return (self.name, self.name + UNREADABLE)


@dataclass(frozen=True, slots=True)
class DatasetSchema:
    """The fields of a dataset.

    `commune` is the column reports count by, `key` the business key of a record. `alternate_keys` are tried in their
    order where the key is empty or stands on several rows: what recognizes a record although its key was corrected.
    """

    dataset: str
    title: Text
    fields: tuple[Field, ...]
    commune: str | None
    key: tuple[str, ...]
    source: SourceRef
    alternate_keys: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical columns in order."""
        return tuple(field.name for field in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return tuple(field.name for field in self.fields if field.required)

    def field(self, name: str) -> Field:
        """Return the field `name`; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def physical(self) -> dict[str, Field]:
        """Return each column of the canonical table with the field that it belongs to."""
        return {column: field for field in self.fields for column in field.physical}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextEntry(_Strict):
    """A sentence in both languages, as written in YAML."""

    vi: str = Key(min_length=1)
    en: str = Key(min_length=1)

    def text(self) -> Text:
        """Return it as the model's Text."""
        return Text(vi=self.vi, en=self.en)


class _TypeEntry(_Strict):
    storage: Storage = Storage.TEXT
    normalizer: str
    parameters: dict[str, Any] = Key(default_factory=dict)
    empty: list[str] = Key(default_factory=list)
    mask: Masking = Masking.NONE


class _ConstraintEntry(_Strict):
    value: Any = True
    severity: Severity


class _FieldEntry(_Strict):
    name: str = Key(pattern=r"^[a-z][a-z0-9_]*$")
    type: str
    title: TextEntry
    required: bool = False
    aliases: list[str] = Key(default_factory=list)
    constraints: dict[Literal["unique", "pattern", "enum", "minimum", "maximum"], _ConstraintEntry] = Key(
        default_factory=dict
    )
    sensitive: bool = False
    authority: Literal["register", "civil_registry", "sector"] = "sector"
    split_by_header: list[str] = Key(default_factory=list)


class _SchemaEntry(_Strict):
    dataset: str = Key(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")
    title: TextEntry
    commune: str | None = None
    key: list[str] = Key(default_factory=list)
    alternate_keys: list[list[str]] = Key(default_factory=list)
    fields: list[_FieldEntry] = Key(min_length=1)


class _TypesEntry(_Strict):
    types: dict[str, _TypeEntry]


SchemaFile = _SchemaEntry
TypesFile = _TypesEntry


def load_types(root: Path) -> dict[str, ValueType]:
    """Return the shared value types of `schemas/common/types.yaml` by name."""
    document = parse(root / "schemas" / "common" / "types.yaml", root)
    types = {}
    for name in section(dict, document, "types"):
        entry = validate(_TypeEntry, document, "types", name)
        types[name] = ValueType(name, entry.storage, entry.normalizer, entry.parameters, tuple(entry.empty), entry.mask)
    return types


def load_schemas(root: Path, types: Mapping[str, ValueType]) -> dict[str, DatasetSchema]:
    """Return the schemas of all datasets by name, from `schemas/<sector>/<name>.yaml`.

    Raises:
        CatalogError: A file is wrong; names file and line.
    """
    schemas = {}
    for path in sorted((root / "schemas").glob("*/*.yaml")):
        if path.parent.name == "common":
            continue
        document = parse(path, root)
        schema = _schema(document, types)
        expected = f"{path.parent.name}.{path.stem}"
        if schema.dataset != expected:
            problem = f"dataset '{schema.dataset}' in the file of '{expected}'"
            raise CatalogError("catalog.invalid", where=str(schema.source), problem=problem)
        schemas[schema.dataset] = schema
    return schemas


def _schema(document: Document, types: Mapping[str, ValueType]) -> DatasetSchema:
    entry = validate(_SchemaEntry, document)
    fields = tuple(_field(document, index, item, types) for index, item in enumerate(entry.fields))
    names = [field.name for field in fields]
    taken = {*RESERVED, AS_OF}
    for index, field in enumerate(fields):
        for column in field.physical:
            if column in taken:
                where = str(document.at("fields", index))
                raise CatalogError("catalog.invalid", where=where, problem=f"column '{column}' is taken")
            taken.add(column)
    named = {"commune": [entry.commune] if entry.commune else [], "key": entry.key}
    for place, columns in [*named.items(), *(("alternate_keys", key) for key in entry.alternate_keys)]:
        for name in columns:
            if name not in names:
                problem = f"no field '{name}'{did_you_mean(name, names)}"
                raise CatalogError("catalog.invalid", where=str(document.at(place)), problem=problem)
    for index, field in enumerate(fields):
        _check_split(document, index, field, names)
    return DatasetSchema(
        dataset=entry.dataset,
        title=entry.title.text(),
        fields=fields,
        commune=entry.commune,
        key=tuple(entry.key),
        source=document.at("dataset"),
        alternate_keys=tuple(map(tuple, entry.alternate_keys)),
    )


def _check_split(document: Document, index: int, field: Field, names: list[str]) -> None:
    if not field.split_by_header:
        return
    where = str(document.at("fields", index, "split_by_header"))
    unknown = [name for name in field.split_by_header if name not in names]
    problem = f"no field '{unknown[0]}'" if unknown else f"type '{field.type.name}' lists no values"
    if unknown or not isinstance(field.type.parameters.get("values"), dict):
        raise CatalogError("catalog.invalid", where=where, problem=problem)


def _field(document: Document, index: int, entry: _FieldEntry, types: Mapping[str, ValueType]) -> Field:
    if entry.type not in types:
        where = str(document.at("fields", index, "type"))
        raise CatalogError(
            "catalog.invalid", where=where, problem=f"unknown type '{entry.type}'{did_you_mean(entry.type, types)}"
        )
    constraints = tuple(
        Constraint(kind, item.value, item.severity, document.at("fields", index, "constraints", kind))
        for kind, item in entry.constraints.items()
    )
    return Field(
        name=entry.name,
        type=types[entry.type],
        title=entry.title.text(),
        required=entry.required,
        aliases=tuple(entry.aliases),
        constraints=constraints,
        sensitive=entry.sensitive,
        authority=entry.authority,
        source=document.at("fields", index),
        split_by_header=tuple(entry.split_by_header),
    )
