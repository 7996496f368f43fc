"""A sector's manifest and its roles toward the register: `checks/<sector>/sector.yaml` and `reconcile.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import did_you_mean, parse, section, validate
from dq.catalog.schemas import DatasetSchema, TextEntry
from dq.errors import CatalogError
from dq.model import Dimension, Gate, Outcome, SourceRef, Text


@dataclass(frozen=True, slots=True)
class Role:
    """A person of a record, and the columns that describe them.

    Attributes:
        when: SQL boolean over the record; where it is not true the person is `not_applicable`. None: always a person.
        living: The dataset is of living persons, so a register entry that says dead is the outcome `deceased`.
        deceased_expected: The dataset is of dead persons, so a register entry that says alive is for the police.
        blocks_deceased: Whether `deceased` holds a row back (a sector may say no).
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
    source: SourceRef

    def blocks(self, outcome: Outcome) -> bool:
        """Whether `outcome` of this person holds the row back."""
        if outcome is Outcome.DECEASED:
            return self.blocks_deceased
        return outcome in BLOCKING


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
    when: str | None = None
    living: bool = False
    deceased_expected: bool = False
    blocks_deceased: bool = True


class _RolesEntry(_Strict):
    roles: list[_RoleEntry]


SectorFile = _SectorEntry
RolesFile = dict[str, _RolesEntry]  # by dataset


def load_sectors(root: Path, schemas: Mapping[str, DatasetSchema]) -> dict[str, Sector]:
    """Return all sectors by name.

    Raises:
        CatalogError: A manifest is wrong, or a role names a column that its schema does not have.
    """
    sectors = {}
    for path in sorted((root / "checks").glob("*/sector.yaml")):
        entry = validate(_SectorEntry, parse(path, root))
        gate = Gate(**entry.gate.model_dump())
        roles = _load_roles(path.with_name("reconcile.yaml"), root, schemas)
        sectors[path.parent.name] = Sector(path.parent.name, entry.title.text(), gate, entry.weights, roles)
    return sectors


def _load_roles(path: Path, root: Path, schemas: Mapping[str, DatasetSchema]) -> dict[str, tuple[Role, ...]]:
    if not path.is_file():
        return {}
    document = parse(path, root)
    result = {}
    for dataset in section(dict, document):
        if dataset not in schemas:
            problem = f"no dataset '{dataset}'{did_you_mean(dataset, schemas)}"
            raise CatalogError("catalog.invalid", where=str(document.at(dataset)), problem=problem)
        entries = validate(_RolesEntry, document, dataset).roles
        roles = []
        for index, entry in enumerate(entries):
            source = document.at(dataset, "roles", index)
            for column in (entry.identifier, entry.name, entry.birth_date, entry.sex):
                if column is not None and column not in schemas[dataset].names:
                    hint = did_you_mean(column, schemas[dataset].names)
                    problem = f"role '{entry.role}': {dataset} has no column '{column}'{hint}"
                    raise CatalogError("catalog.invalid", where=str(source), problem=problem)
            roles.append(Role(**entry.model_dump(exclude={"title"}), title=entry.title.text(), source=source))
        result[dataset] = tuple(roles)
    return result
