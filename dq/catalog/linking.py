"""How candidates are looked for: which fields of two persons are compared, and which pairs are (`link.yaml`).

The model of `checks/common/link.yaml` is every dataset's, unless the dataset has one of its own under `linking` in its
sector's `reconcile.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from dq.catalog.parse import Document, parse, validate
from dq.catalog.problems import did_you_mean
from dq.catalog.schemas import DatasetSchema, TextEntry
from dq.errors import CatalogError
from dq.model import SourceRef, Text

Kind = Literal["person_name", "birth_date", "sex", "commune", "text", "code"]
PARTS: Mapping[str, tuple[str, ...]] = {
    "person_name": ("", "given"),
    "birth_date": ("", "year", "day_month"),
    "sex": ("",),
    "commune": ("", "province"),
    "text": ("", "start"),
    "code": ("",),
}
"""What of a kind of field a blocking rule may name after the dot; "" is the whole."""
REFERENCE = "population.person"
FILE = "checks/common/link.yaml"
COMMON = "common"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field that two persons are compared by; `register` is its column of the reference."""

    name: str
    kind: Kind
    register: str
    title: Text


@dataclass(frozen=True, slots=True)
class BlockPart:
    """What two persons must have in common to be compared: a comparison's field, or a part of it."""

    comparison: str
    part: str

    def __str__(self) -> str:
        return f"{self.comparison}.{self.part}" if self.part else self.comparison


@dataclass(frozen=True, slots=True)
class Dedupe:
    """When two persons of one dataset are said to be alike.

    Attributes:
        share: The share of persons who stand there twice, before anything is compared.
        threshold: The probability from which on a pair is shown.
    """

    share: float
    threshold: float


@dataclass(frozen=True, slots=True)
class LinkModel:
    """The comparisons, and the blocking rules: a pair is compared if it agrees in all parts of at least one.

    Attributes:
        name: `common`, or the dataset whose own it is.
        max_block: Persons of the reference that one blocking rule may offer for a record. A rule that offers more is
            left out for that record, because nobody can choose among so many, and counted.
        max_candidates: Candidates that are kept a person.
        weights: The file of trained weights and thresholds.
        dedupe: How persons alike within one dataset are looked for; None where they are not.
    """

    name: str
    comparisons: tuple[Comparison, ...]
    blocking: tuple[tuple[BlockPart, ...], ...]
    max_block: int
    max_candidates: int
    weights: Path
    source: SourceRef
    dedupe: Dedupe | None = None

    def comparison(self, name: str) -> Comparison:
        """Return the comparison `name`; KeyError if there is none."""
        for comparison in self.comparisons:
            if comparison.name == name:
                return comparison
        raise KeyError(name)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ComparisonEntry(_Strict):
    name: str = Key(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind
    register_column: str = Key(alias="register")
    title: TextEntry


class _DedupeEntry(_Strict):
    share: float = Key(gt=0, lt=1)
    threshold: float = Key(ge=0.5, le=1)


class LinkEntry(_Strict):
    """A linking model as written in YAML."""

    comparisons: list[_ComparisonEntry] = Key(min_length=1)
    blocking: list[list[str]] = Key(min_length=1)
    max_block: int = Key(ge=1)
    max_candidates: int = Key(ge=1)
    weights: str
    dedupe: _DedupeEntry | None = None


def load_common(root: Path, schemas: Mapping[str, DatasetSchema]) -> LinkModel | None:
    """Return the model of every dataset that has none of its own; None where the catalog has no such file.

    Raises:
        CatalogError: The file is wrong; names file and line.
    """
    path = root / FILE
    if not path.is_file():
        return None
    document = parse(path, root)
    return link_model(validate(LinkEntry, document), document, (), root=root, schemas=schemas)


def link_model(
    entry: LinkEntry,
    document: Document,
    path: tuple[str | int, ...],
    *,
    root: Path,
    schemas: Mapping[str, DatasetSchema],
) -> LinkModel:
    """Return the model that stands at `path` of `document`.

    Raises:
        CatalogError: It names a column that the reference does not have, a comparison or a part that there is not.
    """
    known = schemas[REFERENCE].names if REFERENCE in schemas else ()
    kinds: dict[str, Kind] = {}
    for index, item in enumerate(entry.comparisons):
        where = document.at(*path, "comparisons", index)
        if item.register_column not in known:
            _refuse(
                where, f"{REFERENCE} has no column '{item.register_column}'{did_you_mean(item.register_column, known)}"
            )
        if item.name in kinds:
            _refuse(where, f"comparison '{item.name}' twice")
        kinds[item.name] = item.kind
    blocking = tuple(
        tuple(_part(text, kinds, document.at(*path, "blocking", index)) for text in rule)
        for index, rule in enumerate(entry.blocking)
    )
    comparisons = tuple(
        Comparison(item.name, item.kind, item.register_column, item.title.text()) for item in entry.comparisons
    )
    weights = (root / document.file).parent / entry.weights
    name, source = str(path[0]) if path else COMMON, document.at(*path, "comparisons")
    dedupe = Dedupe(entry.dedupe.share, entry.dedupe.threshold) if entry.dedupe else None
    return LinkModel(name, comparisons, blocking, entry.max_block, entry.max_candidates, weights, source, dedupe)


def _part(text: str, kinds: Mapping[str, Kind], where: SourceRef) -> BlockPart:
    comparison, _, part = text.partition(".")
    if comparison not in kinds:
        _refuse(where, f"no comparison '{comparison}'{did_you_mean(comparison, kinds)}")
    if part not in PARTS[kinds[comparison]]:
        known = ", ".join(name for name in PARTS[kinds[comparison]] if name) or "—"
        _refuse(where, f"'{comparison}' has no part '{part}'; known: {known}")
    return BlockPart(comparison, part)


def _refuse(where: SourceRef, problem: str) -> NoReturn:
    raise CatalogError("catalog.invalid", where=str(where), problem=problem)
