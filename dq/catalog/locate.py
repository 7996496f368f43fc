"""Where the catalog is: `--catalog` or `DQ_CATALOG`, else the copy in the wheel, else the source checkout."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dq.errors import CatalogError

ENVIRONMENT = "DQ_CATALOG"


@dataclass(frozen=True, slots=True)
class Location:
    """The folder that holds `schemas/` and `checks/`, and how it was found."""

    root: Path
    origin: str  # directory | bundled | checkout


def locate(directory: Path | None = None) -> Location:
    """Return where the catalog is.

    Raises:
        CatalogError: The folder asked for holds no `schemas/` and `checks/`, or none was shipped.
    """
    asked = directory or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if asked is not None:
        if not _is_catalog(asked):
            raise CatalogError("catalog.not_a_catalog", path=str(asked))
        return Location(asked, "directory")
    package = Path(__file__).resolve().parents[1]
    bundled = package / "_catalog"
    if _is_catalog(bundled):
        return Location(bundled, "bundled")
    if not _is_catalog(package.parent):
        raise CatalogError("catalog.not_a_catalog", path=str(bundled))
    return Location(package.parent, "checkout")


def content_hash(root: Path) -> str:
    """Return the SHA-256 of all files of the catalog, by name and content."""
    digest = sha256()
    for path in sorted(p for top in ("schemas", "checks") for p in (root / top).rglob("*") if p.is_file()):
        if path.suffix in {".yaml", ".sql", ".json"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_catalog(root: Path) -> bool:
    return (root / "schemas").is_dir() and (root / "checks").is_dir()
