"""From an export to the files of a dataset in a catalog, whole or not at all."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dq.catalog import Catalog
from dq.draft.fields import DraftedField, draft_fields
from dq.draft.profile import columns
from dq.draft.texts import reconcile_text, rules_text, schema_text, sector_text
from dq.draft.vocabulary import probe_schema, read_vocabulary
from dq.errors import OutputError, UsageError
from dq.load import LoadOptions, load

_DATASET = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_OWN = ("record", "reconcile")  # files of the sector that a draft writes, and does not add to
_OWN = ("record", "reconcile")  # files of the sector that a draft writes, and does not add to
# What every catalog needs to be one, and to be reconciled with a reference.
_SHARED = ("schemas/common", "schemas/population", "checks/population")


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was written: the catalog folder, its new files relative to it, and the fields."""

    folder: Path
    files: tuple[str, ...]
    fields: tuple[DraftedField, ...]


def draft(dataset: str, source: Path, out: Path, catalog: Catalog, *, sheet: str | None = None) -> Drafted:
    """Write a draft of `dataset` from the export `source` into the catalog folder `out`.

    A folder that is no catalog yet gets the shared types and the population of `catalog` too, so that it can be used at
    once. Nothing that exists is overwritten.

    Args:
        dataset: Name as `sector.dataset`.
        source: The export.
        out: The catalog folder, made where it is missing.
        catalog: Whose value types and headers are known.
        sheet: The sheet of a workbook, by default the first whose header the catalog knows best.

    Raises:
        UsageError: The name is no dataset's.
        LoadError: The export cannot be read.
        OutputError: A file of the draft exists, or cannot be written.
    """
    if not _DATASET.fullmatch(dataset) or dataset.startswith("common."):
        raise UsageError("draft.bad_name", given=dataset)
    sector, name = dataset.split(".")
    _refuse_existing(out, [f"schemas/{sector}/{name}.yaml", *(f"checks/{sector}/{part}.yaml" for part in _OWN)])
    vocabulary = read_vocabulary(catalog)
    with tempfile.TemporaryDirectory(prefix="dq-draft-", dir=_existing_parent(out)) as work:
        probe = probe_schema(dataset, vocabulary)
        loaded = load(source, probe, Path(work) / "input", options=LoadOptions(sheet=sheet))
        fields = draft_fields(columns(loaded), vocabulary, catalog.types)
        if not fields:
            raise UsageError("draft.no_columns", file=source.name)
        texts = {
            f"schemas/{sector}/{name}.yaml": schema_text(dataset, fields, source=source.name, rows=loaded.info.rows),
            f"checks/{sector}/record.yaml": rules_text(dataset, fields),
            f"checks/{sector}/reconcile.yaml": reconcile_text(dataset, fields),
        }
        if not (out / "checks" / sector / "sector.yaml").exists():
            texts[f"checks/{sector}/sector.yaml"] = sector_text(sector)
        texts = {file: text for file, text in texts.items() if text}
        _write(texts, out, catalog.location.root, Path(work) / "made")
    return Drafted(out, tuple(sorted(texts)), tuple(fields))


def _refuse_existing(out: Path, files: list[str]) -> None:
    for file in files:
        if (out / file).exists():
            raise OutputError("draft.exists", path=str(out / file))


def _existing_parent(path: Path) -> Path:
    """Return the nearest folder above `path` that exists: the work stands on the same disk."""
    return next(folder for folder in path.resolve().parents if folder.is_dir())


def _write(texts: Mapping[str, str], out: Path, root: Path, made: Path) -> None:
    """Put the files below `out`; a new folder appears whole."""
    try:
        for file, text in texts.items():
            (made / file).parent.mkdir(parents=True, exist_ok=True)
            (made / file).write_text(text, encoding="utf-8")
        for folder in _SHARED:
            if (root / folder).is_dir() and not (out / folder).exists():
                shutil.copytree(root / folder, made / folder)
        if not out.exists():
            out.parent.mkdir(parents=True, exist_ok=True)
            made.rename(out)
            return
        for path in sorted(made.rglob("*")):
            if path.is_file():
                target = out / path.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)
    except OSError as error:
        raise OutputError("draft.not_written", path=str(out), reason=error.strerror or type(error).__name__) from None
