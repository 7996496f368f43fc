"""A sector's manifest and its roles toward the register: `checks/<sector>/sector.yaml` and `reconcile.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.linking import LinkEntry, LinkModel, link_model, load_common
from dq.catalog.parse import parse, section, validate
from dq.catalog.problems import did_you_mean
from dq.catalog.schemas import DatasetSchema, TextEntry
from dq.errors import CatalogError
from dq.model import Dimension, Gate, Outcome, SourceRef, Text

Sex = Literal["nam", "nu"]


@dataclass(frozen=True, slots=True)
class Role:
    """A person of a record, and the columns that describe them.

    Attributes:
        sex: The column; None where the dataset has none.
        sex_is: The sex that the role itself says, as that of a husband; a person of the other one in the register is
            told of at the identifier.
        when: SQL boolean over the record; where it is not true the person is `not_applicable`. None: always a person.
        living: The dataset is of living persons, so a register entry that says dead is the outcome `deceased`.
        deceased_expected: The dataset is of dead persons, so a register entry that says alive is for the police.
        blocks_deceased: Whether `deceased` holds a row back (a sector may say no).
        link: The dataset's column of each comparison by which candidates for this person are looked for.
        facts: The dataset's columns of further facts about this person (`residence`, `death_date`) that other datasets
            hold too.
    """

    role: str
    title: Text
    identifier: str
    name: str
    birth_date: str | None
    sex: str | None
    when: str | None
    living: bool
    deceased_expected: bool
    blocks_deceased: bool
    link: Mapping[str, str]
    facts: Mapping[str, str]
    source: SourceRef
    sex_is: Sex | None = None

    def column(self, fact: str) -> str | None:
        """Return the column that holds `name`, `birth_date`, `sex` or one of `facts` of this person, None for none."""
        own = {"name": self.name, "birth_date": self.birth_date, "sex": self.sex}
        return own[fact] if fact in own else self.facts.get(fact)

    def blocks(self, outcome: Outcome) -> bool:
        """Whether `outcome` of this person holds the row back."""
        if outcome is Outcome.DECEASED:
            return self.blocks_deceased
        return outcome in BLOCKING


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """Columns that no two records of a dataset should share; `code` is the reason that a duplicate is given."""

    code: str
    title: Text
    columns: tuple[str, ...]


BLOCKING = frozenset(
    {
        Outcome.MISSING_ID,
        Outcome.INVALID_ID,
        Outcome.DUPLICATE_ID,
        Outcome.SUPERSEDED,
        Outcome.NOT_FOUND,
        Outcome.DECEASED,
        Outcome.MISMATCHED,
    }
)


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: a folder with `sector.yaml`."""

    name: str
    title: Text
    gate: Gate
    weights: Mapping[Dimension, float]
    roles: Mapping[str, tuple[Role, ...]]  # by dataset
    linking: Mapping[str, LinkModel]  # by dataset, where it is reconciled and candidates can be looked for
    duplicates: Mapping[str, tuple[DuplicateKey, ...]]  # by dataset


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _GateEntry(_Strict):
    critical: int = Key(default=0, ge=0)
    warning: float = Key(default=0.05, ge=0, le=1)
    errors: int = Key(default=0, ge=0)
    min_coverage: float = Key(default=0.5, ge=0, le=1)


class _SectorEntry(_Strict):
    title: TextEntry
    weights: dict[Dimension, float] = Key(default_factory=lambda: dict.fromkeys(Dimension, 1.0))
    gate: _GateEntry = Key(default_factory=_GateEntry)


class _RoleEntry(_Strict):
    role: str = Key(pattern=r"^[a-z][a-z0-9_]*$")
    title: TextEntry
    identifier: str
    name: str
    birth_date: str | None = None
    sex: str | None = None
    sex_is: Sex | None = None
    when: str | None = None
    living: bool = False
    deceased_expected: bool = False
    blocks_deceased: bool = True
    link: dict[str, str] = Key(default_factory=dict)
    facts: dict[Literal["residence", "death_date"], str] = Key(default_factory=dict)


class _DuplicateEntry(_Strict):
    code: str = Key(pattern=r"^[a-z][a-z0-9_]*$")
    title: TextEntry
    key: list[str] = Key(min_length=1)


class _RolesEntry(_Strict):
    roles: list[_RoleEntry]
    duplicates: list[_DuplicateEntry] = Key(default_factory=list)
    linking: LinkEntry | None = None


SectorFile = _SectorEntry
RolesFile = dict[str, _RolesEntry]  # by dataset


def load_sectors(root: Path, schemas: Mapping[str, DatasetSchema]) -> dict[str, Sector]:
    """Return all sectors by name.

    Raises:
        CatalogError: A manifest is wrong, or a role names a column that its schema does not have.
    """
    common = load_common(root, schemas)
    sectors = {}
    for path in sorted((root / "checks").glob("*/sector.yaml")):
        entry = validate(_SectorEntry, parse(path, root))
        gate = Gate(**entry.gate.model_dump())
        roles, linking, keys = _load_roles(path.with_name("reconcile.yaml"), root, schemas, common)
        name = path.parent.name
        sectors[name] = Sector(name, entry.title.text(), gate, entry.weights, roles, linking, keys)
    return sectors


def _load_roles(
    path: Path, root: Path, schemas: Mapping[str, DatasetSchema], common: LinkModel | None
) -> tuple[dict[str, tuple[Role, ...]], dict[str, LinkModel], dict[str, tuple[DuplicateKey, ...]]]:
    if not path.is_file():
        return {}, {}, {}
    document = parse(path, root)
    roles, linking, keys = {}, {}, {}
    for dataset in section(dict, document):
        if dataset not in schemas:
            problem = f"no dataset '{dataset}'{did_you_mean(dataset, schemas)}"
            raise CatalogError("catalog.invalid", where=str(document.at(dataset)), problem=problem)
        entry = validate(_RolesEntry, document, dataset)
        own = entry.linking
        model = link_model(own, document, (dataset, "linking"), root=root, schemas=schemas) if own else common
        roles[dataset] = tuple(
            _role(item, document.at(dataset, "roles", index), schemas[dataset], model)
            for index, item in enumerate(entry.roles)
        )
        if model is not None:
            linking[dataset] = model
        keys[dataset] = tuple(
            _duplicate(item, document.at(dataset, "duplicates", index), schemas[dataset])
            for index, item in enumerate(entry.duplicates)
        )
    return roles, linking, keys


def _duplicate(entry: _DuplicateEntry, source: SourceRef, schema: DatasetSchema) -> DuplicateKey:
    for column in entry.key:
        if column not in schema.names:
            hint = did_you_mean(column, schema.names)
            problem = f"duplicates '{entry.code}': {schema.dataset} has no column '{column}'{hint}"
            raise CatalogError("catalog.invalid", where=str(source), problem=problem)
    return DuplicateKey(entry.code, entry.title.text(), tuple(entry.key))


def _role(entry: _RoleEntry, source: SourceRef, schema: DatasetSchema, model: LinkModel | None) -> Role:
    if entry.sex and entry.sex_is:
        problem = f"role '{entry.role}': a column of the sex, or sex_is, not both"
        raise CatalogError("catalog.invalid", where=str(source), problem=problem)
    for column in (
        entry.identifier,
        entry.name,
        entry.birth_date,
        entry.sex,
        *entry.link.values(),
        *entry.facts.values(),
    ):
        if column is not None and column not in schema.names:
            hint = did_you_mean(column, schema.names)
            problem = f"role '{entry.role}': {schema.dataset} has no column '{column}'{hint}"
            raise CatalogError("catalog.invalid", where=str(source), problem=problem)
    compared = [comparison.name for comparison in model.comparisons] if model else []
    for name in entry.link if model else ():
        if name not in compared:
            problem = f"role '{entry.role}': no comparison '{name}'{did_you_mean(name, compared)}"
            raise CatalogError("catalog.invalid", where=str(source), problem=problem)
    described = {"name": entry.name, "birth_date": entry.birth_date, "sex": entry.sex} | entry.link
    link = {name: column for name, column in described.items() if column is not None and name in compared}
    return Role(**entry.model_dump(exclude={"title", "link"}), title=entry.title.text(), link=link, source=source)
