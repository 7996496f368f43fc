"""JSON Schemas of the catalog's YAML files, for editors: the border models that judge the files, written down."""

from typing import Any

from pydantic import TypeAdapter

from dq.catalog.derived import TextsFile
from dq.catalog.linking import LinkEntry
from dq.catalog.rules import RulesFile
from dq.catalog.schemas import SchemaFile, TypesFile
from dq.catalog.sectors import RolesFile, SectorFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What a schema describes, by its name; the key is also the stem of the files in docs/json-schema/.
FILES: dict[str, tuple[Any, str]] = {
    "dataset": (SchemaFile, "schemas/<sector>/<dataset>.yaml"),
    "types": (TypesFile, "schemas/common/types.yaml"),
    "derived": (TextsFile, "schemas/common/derived.yaml"),
    "sector": (SectorFile, "checks/<sector>/sector.yaml"),
    "rules": (RulesFile, "checks/<sector>/record.yaml, dataset.yaml, cross.yaml"),
    "reconcile": (RolesFile, "checks/<sector>/reconcile.yaml"),
    "link": (LinkEntry, "checks/common/link.yaml"),
}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the files that `FILES` has under `name`.

    It says what a file may look like; what refers to another file (a column, a dataset, an SQL file) is for
    `dq rules lint` to judge.
    """
    kind, files = FILES[name]
    made = TypeAdapter(kind).json_schema(by_alias=True)
    return {"$schema": DIALECT, "$comment": f"of {files}", **made}
