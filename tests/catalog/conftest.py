"""A small catalog of its own, file by file, for tests that break one of them."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy
from textwrap import dedent

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

FILES = {
    "schemas/common/types.yaml": """
        types:
          text: {normalizer: text}
          code: {normalizer: code, empty: ["0"], mask: last4}
          date: {storage: date, normalizer: date}
          born: {storage: partial_date, normalizer: partial_date, mask: year}
          whole: {storage: integer, normalizer: integer}
        """,
    "schemas/pets/owner.yaml": """
        dataset: pets.owner
        title: {vi: "Chủ nuôi", en: "Owners of pets"}
        commune: commune
        key: [number]
        fields:
          - name: number
            type: code
            title: {vi: "Số", en: "Number"}
            required: true
            constraints:
              pattern: {value: "[0-9]{3}", severity: warning}
              unique: {severity: critical}
          - name: name
            type: text
            title: {vi: "Tên", en: "Name"}
            required: true
            aliases: ["Tên chủ"]
          - name: born
            type: born
            title: {vi: "Ngày sinh", en: "Birth date"}
          - name: pets
            type: whole
            title: {vi: "Số con", en: "Pets"}
            constraints:
              minimum: {value: 1, severity: warning}
              maximum: {value: 9, severity: info}
          - name: since
            type: date
            title: {vi: "Từ ngày", en: "Since"}
            constraints:
              minimum: {value: 2000-01-01, severity: warning}
          - name: kind
            type: text
            title: {vi: "Loại", en: "Kind"}
            constraints:
              enum: {value: [cat, dog], severity: warning}
          - name: commune
            type: code
            title: {vi: "Mã xã", en: "Commune"}
        """,
    "checks/pets/sector.yaml": """
        title: {vi: "Vật nuôi", en: "Pets"}
        weights: {correct: 2, complete: 1, clean: 1, live: 1}
        gate: {critical: 0, warning: 0.1, errors: 0, min_coverage: 0.5}
        """,
    "checks/pets/reconcile.yaml": """
        pets.owner:
          roles:
            - role: owner
              title: {vi: "Chủ", en: "Owner"}
              identifier: number
              name: name
              birth_date: born
              living: true
        """,
    "checks/pets/record.yaml": """
        - id: PETS-OWNER-001
          dataset: pets.owner
          assert: pets < 100 OR kind = 'ant'
          when: since IS NOT NULL
          dimension: correct
          severity: warning
          owner: sector
          title: {vi: "Ít hơn 100 con", en: "Fewer than 100 pets"}
          remedy: {vi: "Đếm lại.", en: "Count again."}
          legal_basis: ["Luật Chăn nuôi"]
          aliases: [PETS-OLD-7]
          cases: {pass: [{pets: 3}], fail: [{pets: 100}]}
        - id: PETS-OWNER-002
          dataset: pets.owner
          predicate: matches_pattern
          columns: [kind]
          arguments: {pattern: "[a-z]+"}
          dimension: clean
          severity: info
          owner: sector
          title: {vi: "Chữ thường", en: "Lower case"}
          remedy: {vi: "Ghi lại.", en: "Write again."}
        """,
    "checks/pets/dataset.yaml": """
        - id: PETS-OWNER-003
          dataset: pets.owner
          expectation: expect_column_values_to_be_unique
          arguments: {column: number}
          dimension: clean
          severity: warning
          owner: sector
          title: {vi: "Không trùng", en: "Unique"}
          remedy: {vi: "Bỏ dòng trùng.", en: "Drop the double."}
        """,
    "checks/pets/cross.yaml": """
        - id: PETS-OWNER-004
          dataset: pets.owner
          query: sql/two_names.sql
          parameters: {most: 1}
          dimension: clean
          severity: warning
          owner: police
          title: {vi: "Một số một tên", en: "One number, one name"}
          remedy: {vi: "Xác minh.", en: "Verify."}
        """,
    "checks/pets/sql/two_names.sql": """
        -- born is named in this comment only
        SELECT record_id FROM pets.owner
        WHERE number IN (SELECT number FROM pets.owner GROUP BY number HAVING count(DISTINCT name || 'kind') > $most)
        """,
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file of the catalog; text may be indented."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    return write


@pytest.fixture
def root(tmp_path: Path, write: Callable[[str, str], Path]) -> Path:
    """A valid catalog of one dataset."""
    for name, text in FILES.items():
        write(name, text)
    copy(REPOSITORY / "schemas" / "common" / "derived.yaml", tmp_path / "schemas" / "common")
    return tmp_path


@pytest.fixture
def replace(root: Path) -> Callable[[str, str, str], None]:
    """Put `new` where `old` stands, once, in a file of the catalog."""

    def replace(name: str, old: str, new: str) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace
