"""The results kept between calls: a JSON file to which each table is added as it is done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.scale.model import Table, from_json, to_json


@dataclass(frozen=True, slots=True)
class Results:
    """All tables by key, the versions that the last run used, and what it says of them."""

    versions: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def section(self, name: str) -> list[Table]:
        """Return the tables of a section, the smallest first."""
        found = [table for table in self.tables.values() if table.section == name]
        return sorted(found, key=lambda table: max((entry.rows for entry in table.entries), default=0))

    def largest(self, name: str) -> Table | None:
        """Return the table of a section with the most rows."""
        found = self.section(name)
        return found[-1] if found else None


def read(path: Path) -> Results:
    """Return the results of `path`, none where it does not exist."""
    if not path.exists():
        return Results()
    data = json.loads(path.read_text(encoding="utf-8"))
    return Results(data["versions"], {key: from_json(table) for key, table in data["tables"].items()})


def add(path: Path, table: Table, *, machine: str, versions: Mapping[str, str]) -> Results:
    """Add `table` to the results of `path`, in place of an earlier one with its key, and return all."""
    old = read(path)
    table = replace(table, measured={"day": datetime.now(UTC).date().isoformat(), "machine": machine})
    results = Results({**old.versions, **versions}, dict(sorted({**old.tables, table.key: table}.items())))
    content = {
        "versions": dict(results.versions),
        "tables": {key: to_json(table) for key, table in results.tables.items()},
    }
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return results
