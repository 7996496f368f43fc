"""A small catalog such as an agency would write: the shipped schemas with the rules of the benchmark in YAML."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from benchmarks.scale.rules import DATASET, DATASET_RULES, RECORD_RULES, RecordRule
from dq.catalog.locate import locate

_SECTORS = ("common", "population", "welfare")


def rule_id(name: str) -> str:
    """Return the id of the rule `name` in the catalog."""
    return f"BENCH-{name.replace('_', '-').upper()}"


def write_catalog(folder: Path) -> Path:
    """Write the catalog to `folder`, which must be new, and return it."""
    shipped = locate().root
    for top in ("schemas", "checks"):
        for sector in _SECTORS:
            if (shipped / top / sector).is_dir():
                shutil.copytree(shipped / top / sector, folder / top / sector)
    checks = folder / "checks" / "welfare"
    (checks / "cross.yaml").unlink()
    _write(checks / "record.yaml", [{**_head(rule.name), "assert": _assertion(rule)} for rule in RECORD_RULES])
    _write(
        checks / "dataset.yaml",
        [
            {**_head(rule.name), "expectation": rule.expectation, "arguments": dict(rule.arguments)}
            for rule in DATASET_RULES
        ],
    )
    return folder


def _head(name: str) -> dict[str, Any]:
    title = name.replace("_", " ")
    return {
        "id": rule_id(name),
        "dataset": DATASET,
        "dimension": "correct",
        "severity": "warning",
        "owner": "sector",
        "title": {"vi": title, "en": title},
        "remedy": {"vi": title, "en": title},
    }


def _assertion(rule: RecordRule) -> str:
    column, given = rule.column, tuple(map(_literal, rule.arguments))
    match rule.kind:
        case "not_null":
            return f"{column} IS NOT NULL"
        case "regex":
            return f"REGEXP_LIKE({column}, {given[0]})"
        case "length":
            return f"LENGTH({column}) BETWEEN {given[0]} AND {given[1]}"
        case "in_set":
            return f"{column} IN ({', '.join(given)})"
        case "between":
            return f"{column} BETWEEN {given[0]} AND {given[1]}"
        case "not_after":
            return f"{column} <= {rule.arguments[0]}"
    raise ValueError(rule.kind)


def _literal(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return f"DATE '{value}'" if not isinstance(value, str) else f"'{value}'"


def _write(path: Path, rules: list[dict[str, Any]]) -> None:
    path.write_text(yaml.safe_dump(rules, allow_unicode=True, sort_keys=False), encoding="utf-8")
