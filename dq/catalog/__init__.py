"""The catalog: schemas, rules and sectors as typed objects. Knows no engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dq.catalog.derived import derive_rules, load_texts
from dq.catalog.linking import LinkModel
from dq.catalog.locate import Location, content_hash, locate
from dq.catalog.rules import load_rules
from dq.catalog.schemas import DatasetSchema, ValueType, load_schemas, load_types
from dq.catalog.sectors import DuplicateKey, Role, Sector, load_sectors
from dq.errors import CatalogError, UsageError
from dq.model import Rule

__all__ = ["Catalog", "load_catalog"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything in `schemas/` and `checks/`. Rules by dataset: derived ones first, then in the files' order."""

    location: Location
    hash: str
    types: Mapping[str, ValueType]
    schemas: Mapping[str, DatasetSchema]
    sectors: Mapping[str, Sector]
    rules: Mapping[str, tuple[Rule, ...]]

    def schema(self, dataset: str) -> DatasetSchema:
        """Return the schema of `dataset`.

        Raises:
            UsageError: There is no such dataset; names the closest.
        """
        if dataset not in self.schemas:
            near = get_close_matches(dataset, self.schemas, n=1, cutoff=0.5)
            raise UsageError(
                "usage.unknown_dataset_near" if near else "usage.unknown_dataset",
                dataset=dataset,
                near=near[0] if near else "",
                known=", ".join(self.schemas),
            )
        return self.schemas[dataset]

    def sector(self, dataset: str) -> Sector:
        """Return the sector that `dataset` belongs to."""
        return self.sectors[dataset.split(".", maxsplit=1)[0]]

    def roles(self, dataset: str) -> tuple[Role, ...]:
        """Return the persons of a record of `dataset`; empty where it is not reconciled."""
        return self.sector(dataset).roles.get(dataset, ())

    def duplicate_keys(self, dataset: str) -> tuple[DuplicateKey, ...]:
        """Return what no two records of `dataset` should share."""
        return self.sector(dataset).duplicates.get(dataset, ())

    def linking(self, dataset: str) -> LinkModel | None:
        """Return how candidates for the persons of `dataset` are looked for; None where they are not."""
        return self.sector(dataset).linking.get(dataset)

    def linking_models(self) -> tuple[LinkModel, ...]:
        """Return all models by which candidates are looked for, each once."""
        models = [model for sector in self.sectors.values() for model in sector.linking.values()]
        return tuple({model.name: model for model in models}.values())

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id or a former id (alias).

        Raises:
            UsageError: There is no such rule; names the closest.
        """
        known = {name: rule for rules in self.rules.values() for rule in rules for name in (rule.id, *rule.aliases)}
        if rule_id not in known:
            near = get_close_matches(rule_id, known, n=1, cutoff=0.5)
            key = "usage.unknown_rule_near" if near else "usage.unknown_rule"
            raise UsageError(key, rule=rule_id, near=near[0] if near else "")
        return known[rule_id]


def load_catalog(directory: Path | None = None) -> Catalog:
    """Return the catalog of `directory`, else the bundled one.

    Raises:
        CatalogError: A file is wrong; names file and line.
    """
    location = locate(directory)
    root = location.root
    types = load_types(root)
    schemas = load_schemas(root, types)
    sectors = load_sectors(root, schemas)
    texts = load_texts(root)
    rules: dict[str, list[Rule]] = {}
    for dataset, schema in schemas.items():
        sector = dataset.split(".")[0]
        if sector not in sectors:
            problem = f"checks/{sector}/sector.yaml is missing"
            raise CatalogError("catalog.invalid", where=str(schema.source), problem=problem)
        rules[dataset] = derive_rules(schema, sectors[sector].roles.get(dataset, ()), texts)
    for name in sectors:
        for rule in load_rules(root, name, schemas):
            rules[rule.dataset].append(rule)
    _refuse_duplicate_ids(rules)
    return Catalog(location, content_hash(root), types, schemas, sectors, {name: tuple(r) for name, r in rules.items()})


def _refuse_duplicate_ids(rules: Mapping[str, list[Rule]]) -> None:
    seen: dict[str, Rule] = {}
    for rule in (rule for group in rules.values() for rule in group):
        for name in (rule.id, *rule.aliases):
            if name in seen:
                problem = f"rule id '{name}' is taken by {seen[name].source}"
                raise CatalogError("catalog.invalid", where=str(rule.source), problem=problem)
            seen[name] = rule
