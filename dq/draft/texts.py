"""The YAML text of a draft, with comments that say what a person must decide.

It holds no value of the export, but for code lists whose every value is frequent.
"""

import json
from collections.abc import Iterable, Sequence

from dq.draft.fields import DraftedField
from dq.model import LOWER, Text

_EVENT_WORDS = ("sinh", "cap", "dang_ky", "quyet_dinh", "chet", "ky")


def schema_text(dataset: str, fields: Sequence[DraftedField], *, source: str, rows: int) -> str:
    """Return `schemas/<sector>/<dataset>.yaml`."""
    communes = [field.name for field in fields if field.type.name == "commune_code"]
    keys = [field.name for field in fields if field.unique and field.required]
    source = " ".join(source.split())
    lines = [
        f"# Bản nháp từ {source} ({rows} dòng), do `dq init` viết. Người phụ trách quyết định các chỗ ghi (?).",
        f"# A draft from {source} ({rows} rows), by `dq init`. Who answers for the data decides what is marked (?).",
        "# (?) type: kiểu giá trị trong schemas/common/types.yaml · the value types are in schemas/common/types.yaml",
        "# (?) required: cột mà mọi tệp phải có và không ô nào được trống · a column that every file must have, filled",
        "# (?) authority: giá trị của ai là đúng · whose value counts: register, civil_registry, sector",
        "# (?) sensitive: dữ liệu nhạy cảm, bản công bố không nêu số nhỏ · sensitive data, no small counts in public",
        "# (?) minimum, maximum: dq init không lấy từ dữ liệu · are not taken from the data",
        f"dataset: {dataset}",
        f"title: {_both(Text(dataset, dataset.replace('.', ': ').replace('_', ' ').capitalize()))}  # (?)",
    ]
    lines += [f"commune: {communes[0]}"] if communes else []
    lines += [f"key: [{keys[0]}]  # (?) khóa của một bản ghi · the key of a record"] if keys else []
    lines.append("fields:")
    for field in fields:
        lines += _field_lines(field)
    return "\n".join(lines) + "\n"


def sector_text(sector: str) -> str:
    """Return `checks/<sector>/sector.yaml`: the usual policy."""
    return "\n".join(
        [
            "# (?) Tên ngành, trọng số bốn chữ, ngưỡng của cổng · title, weights of the four words, limits of the gate",
            f"title: {_both(Text(sector, sector.replace('_', ' ').capitalize()))}",
            "weights: {correct: 1, complete: 1, clean: 1, live: 1}",
            "gate: {critical: 0, warning: 0.05, errors: 0, min_coverage: 0.5}",
            "",
        ]
    )


def reconcile_text(dataset: str, fields: Sequence[DraftedField]) -> str:
    """Return `checks/<sector>/reconcile.yaml`: the first person of a record; empty where there is nobody to look up."""
    identifier, name = _first(fields, "personal_id"), _first(fields, "person_name")
    if identifier is None or name is None:
        return ""
    birth, sex = _first(fields, "birth_date"), _first(fields, "sex")
    lines = [
        "# (?) Ai được đối soát với dân cư; living: dữ liệu về người sống, người đã chết bị giữ lại",
        "# (?) Who is looked up in the register; living: of living persons, so the dead are held back",
        f"{dataset}:",
        "  roles:",
        "    - role: chu_the",
        f"      title: {_both(Text('Chủ thể', 'Person'))}",
        f"      identifier: {identifier}",
        f"      name: {name}",
    ]
    lines += [f"      birth_date: {birth}"] if birth else []
    lines += [f"      sex: {sex}"] if sex else []
    return "\n".join([*lines, "      living: true", ""])


def rules_text(dataset: str, fields: Iterable[DraftedField]) -> str:
    """Return `checks/<sector>/record.yaml`: days of what has happened are not after the day of the run."""
    prefix = "-".join(part.replace("_", "").upper() for part in dataset.split("."))
    lines = [
        "# (?) Quy tắc về một bản ghi: sửa, xóa, thêm (docs/how-to/add-a-rule.md; dq rules lint)",
        "# (?) Rules over one record: change, delete, add",
    ]
    happened = [field for field in fields if _has_happened(field)]
    remedy = Text("Đối chiếu hồ sơ gốc và ghi lại ngày.", "Check the original file and write the day again.")
    for number, field in enumerate(happened, start=1):
        title = Text(f"«{field.title.vi}» không ở tương lai", f"“{field.title.en}” is not in the future")
        column = field.name + (LOWER if field.type.storage == "partial_date" else "")
        lines += [
            f"- id: {prefix}-{number:03d}",
            f"  dataset: {dataset}",
            f"  assert: {column} <= as_of",
            "  dimension: correct",
            "  severity: warning",
            "  owner: sector",
            f"  title: {_both(title)}",
            f"  remedy: {_both(remedy)}",
            "  cases:",
            f"    pass: [{{{field.name}: 2001-05-20}}]",
            f"    fail: [{{{field.name}: 2999-01-01}}]",
            f"    not_checked: [{{{field.name}: null}}]",
        ]
    return "\n".join([*lines, "" if happened else "[]\n"])


def _field_lines(field: DraftedField) -> list[str]:
    decide = "" if field.known else "  # (?)"
    lines = [
        f"  - name: {field.name}{decide}",
        f"    type: {field.type.name}  # (?)",
        f"    title: {_both(field.title)}{decide}",
    ]
    lines += ["    required: true  # (?)"] if field.required else []
    lines += ["    sensitive: true"] if field.sensitive else []
    lines += [f"    authority: {field.authority}"] if field.authority != "sector" else []
    lines.append(f"    aliases: [{_quoted(field.header)}]")
    constraints = []
    if field.unique:
        constraints.append("      unique: {severity: warning}  # (?)")
    if field.choices:
        listed = ", ".join(map(_quoted, field.choices))
        constraints.append(f"      enum: {{value: [{listed}], severity: warning}}  # (?)")
    return [*lines, *(["    constraints:", *constraints] if constraints else [])]


def _has_happened(field: DraftedField) -> bool:
    """Whether a day is one of the past by its name: a birth, an issue; an expiry is not."""
    dated = field.type.storage in {"date", "partial_date"}
    return dated and any(word in field.name for word in _EVENT_WORDS)


def _first(fields: Sequence[DraftedField], kind: str) -> str | None:
    return next((field.name for field in fields if field.type.name == kind), None)


def _both(text: Text) -> str:
    return f"{{vi: {_quoted(text.vi)}, en: {_quoted(text.en)}}}"


def _quoted(text: str) -> str:
    """Return `text` as a double-quoted scalar: JSON strings are YAML."""
    return json.dumps(text, ensure_ascii=False)
