"""Run folders made by hand, as far as a comparison reads them."""

import json
from pathlib import Path

import polars as pl

from dq import findings
from dq.model import Dimension

COLUMNS = ("so_dinh_danh", "nhom_doi_tuong", "ma_xa", "ho_ten", "ngay_sinh", "so_quyet_dinh")


def person(number: str | None, name: str = "Nguyễn Văn An", **changes) -> dict[str, str | None]:
    row = dict.fromkeys(COLUMNS) | {"nhom_doi_tuong": "6", "ma_xa": "24277", "ngay_sinh": "1960"}
    return row | {"so_dinh_danh": number, "ho_ten": name} | changes


def rule(rule_id: str, **changes) -> dict:
    return {
        "id": rule_id,
        "status": "failed",
        "n_checked": 10,
        "n_failed": 1,
        "reason": "",
        "evidence": "x > 0",
        "kind": "record",
        "when": None,
        "dimension": "correct",
        "severity": "critical",
        "owner": "sector",
        "title": {"vi": rule_id, "en": rule_id},
        "aliases": [],
        "definition": "d1",
    } | changes


def write_run(folder: Path, people: list[dict], found=(), *, rules=(), malformed=0, waived=(), **changes) -> Path:
    """Write a run folder: `found` and `waived` are (rule, index of a person); the first rows are clean."""
    folder.mkdir()
    rows = pl.DataFrame(
        [{"record_id": place + 1, "source_row": place + 2, **row} for place, row in enumerate(people)],
        schema={"record_id": pl.Int64, "source_row": pl.Int64, **dict.fromkeys(COLUMNS, pl.String)},
    )
    half = len(people) // 2
    rows[:half].write_parquet(folder / "clean.parquet")
    lines = pl.DataFrame({"record_id": [len(people) + 1 + n for n in range(malformed)]}, schema={"record_id": pl.Int64})
    held = pl.concat(
        [
            rows[half:].with_columns(pl.lit(["R"]).alias("reasons")),
            lines.with_columns(pl.lit(["malformed_row"]).alias("reasons")),
        ],
        how="diagonal",
    )
    held.write_parquet(folder / "quarantine.parquet")
    for name, pairs in (("findings", found), ("waived", waived)):
        table = pl.DataFrame(
            [(rule_id, "welfare.beneficiary", index + 1, index + 2, "ho_ten") for rule_id, index in pairs],
            schema=findings.SCHEMA,
            orient="row",
        )
        if name == "findings" or waived:
            table.write_parquet(folder / f"{name}.parquet")
    ids = dict.fromkeys(rule_id for rule_id, _ in found)
    run = {
        "format": 1,
        "dataset": "welfare.beneficiary",
        "dataset_title": {"vi": "Đối tượng", "en": "Beneficiaries"},
        "input": {"name": "btxh.csv", "sha256": folder.name},
        "rows": {"total": len(people) + malformed, "clean": half, "quarantine": len(people) - half + malformed},
        "as_of": "2026-11-01",
        "started": "2026-11-01T08:00:00+00:00",
        "versions": {"dq": "0.1.0"},
        "catalog_hash": "c",
        "reference": None,
        "rules": [*(rule(rule_id) for rule_id in ids if rule_id not in {item["id"] for item in rules}), *rules],
        "scorecard": {"overall": 90.0, "words": {word: {"score": 90.0} for word in Dimension}},
        "decision": {"passed": False, "reasons": []},
    }
    (folder / "run.json").write_text(json.dumps(run | changes), encoding="utf-8")
    return folder
