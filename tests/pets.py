"""A small catalog without the slow engine, for tests that start many processes."""

from pathlib import Path
from shutil import copy

_REPOSITORY = Path(__file__).resolve().parents[1]

TYPES = "types:\n  text: {normalizer: text}\n  whole: {storage: integer, normalizer: integer}\n"
SCHEMA = """
dataset: pets.owner
title: {vi: "Chủ nuôi", en: "Owners of pets"}
key: [name]
fields:
  - {name: name, type: text, title: {vi: "Tên", en: "Name"}, required: true}
  - {name: pets, type: whole, title: {vi: "Số con", en: "Pets"}, required: true}
"""
SECTOR = 'title: {vi: "Vật nuôi", en: "Pets"}\n'
RULES = """
- id: PETS-OWNER-001
  dataset: pets.owner
  assert: pets < 100
  dimension: correct
  severity: critical
  owner: sector
  title: {vi: "Ít hơn 100 con", en: "Fewer than 100 pets"}
  remedy: {vi: "Đếm lại.", en: "Count again."}
  cases: {pass: [{pets: 3}], fail: [{pets: 100}]}
"""

GOOD, BAD = "name,pets\nAn,3\nBình,4\n", "name,pets\nAn,3\nBình,400\n"


def write_catalog(folder: Path) -> Path:
    """Write the catalog to `folder` and return it."""
    files = {
        "schemas/common/types.yaml": TYPES,
        "schemas/pets/owner.yaml": SCHEMA,
        "checks/pets/sector.yaml": SECTOR,
        "checks/pets/record.yaml": RULES,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    copy(_REPOSITORY / "schemas" / "common" / "derived.yaml", folder / "schemas" / "common")
    return folder
