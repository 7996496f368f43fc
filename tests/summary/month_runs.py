"""Run folders made by hand, as far as a summary reads them."""

import json
from pathlib import Path

import polars as pl

from dq.gazetteer import communes
from dq.model import Dimension, Outcome


def codes_of_dak_lak() -> list[str]:
    """The communes of one province that are in force."""
    return communes().filter(pl.col("valid_to").is_null(), pl.col("province_code") == "66")["code"].to_list()


def write_run(folder: Path, communes: dict[str | None, tuple[int, int]], *, rules=(), outcomes=None, **changes) -> Path:
    """Write a run folder: `communes` gives the clean and the held rows of each commune code."""
    folder.mkdir(parents=True)
    for name, part in (("clean", 0), ("quarantine", 1)):
        codes = [code for code, counts in communes.items() for _ in range(counts[part])]
        frame = pl.DataFrame({"ma_xa": codes}, schema={"ma_xa": pl.String})
        if part:
            frame = frame.with_columns(pl.lit(["R"]).alias("reasons"))
        frame.write_parquet(folder / f"{name}.parquet")
    clean, held = (sum(counts[part] for counts in communes.values()) for part in (0, 1))
    run = {
        "format": 1,
        "dataset": "welfare.beneficiary",
        "dataset_title": {"vi": "Đối tượng", "en": "Beneficiaries"},
        "sector_title": {"vi": "Trợ giúp xã hội", "en": "Social assistance"},
        "commune_column": "ma_xa",
        "input": {"name": f"{folder.name}.csv", "sha256": folder.name},
        "rows": {"total": clean + held, "clean": clean, "quarantine": held, "malformed": 0},
        "as_of": "2026-10-31",
        "started": "2026-11-01T08:00:00+00:00",
        "rules": list(rules),
        "reconciliation": dict.fromkeys(map(str, Outcome), 0) | (outcomes or {}),
        "scorecard": {"overall": 90.0, "words": {word: {"score": 90.0} for word in Dimension}},
        "decision": {"passed": False, "reasons": []},
    }
    (folder / "run.json").write_text(json.dumps(run | changes), encoding="utf-8")
    return folder


def rule(rule_id: str, n_failed: int, **changes) -> dict:
    text = {"vi": f"Quy tắc {rule_id} <b>", "en": f"Rule {rule_id} <b>"}
    return {
        "id": rule_id,
        "status": "failed" if n_failed else "passed",
        "n_failed": n_failed,
        "severity": "critical",
        "owner": "sector",
        "title": text,
        "remedy": text,
    } | changes
