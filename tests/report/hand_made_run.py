"""A run folder made by hand, as the pipeline writes it: run.json and the Parquet files, with hostile values in it."""

import json
from datetime import date
from pathlib import Path

import polars as pl

from dq.gazetteer import commune_names
from dq.model import Outcome

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
LONG_NAME = "Nguyễn " + "Rất" * 400 + " Dài"
TURNED = "Trần \u202eĂn Cắp\u202c Bình"
NUMBER_IN_NAME = "Lê Thị 001 085 990 123"
NOTE = "GHI-CHÚ-NỘI-BỘ-KHÔNG-ĐƯỢC-HIỆN"

FIELDS = {  # name: (vi, en, type, mask, sensitive, header)
    "ma_xa": ("Mã xã", "Commune code", "commune_code", "none", False, "Mã xã/phường"),
    "ho_ten": ("Họ và tên", "Full name", "person_name", "name", False, "Họ, chữ đệm và tên"),
    "ngay_sinh": ("Ngày sinh", "Birth date", "birth_date", "year", False, "Ngày sinh"),
    "gioi_tinh": ("Giới tính", "Sex", "sex", "none", False, "Giới tính (1: nam; 2: nữ)"),
    "so_dinh_danh": ("Số định danh cá nhân", "Personal identification number", "personal_id", "last4", False, "CCCD"),
    "dan_toc": ("Dân tộc", "Ethnicity", "ethnicity", "all", True, "Dân tộc"),
    "nhom_doi_tuong": ("Nhóm đối tượng", "Beneficiary group", "code", "none", True, "Nhóm ĐT"),
    "he_so": ("Hệ số", "Coefficient", "decimal", "none", False, "Hệ số"),
    "muc_huong": ("Mức hưởng", "Monthly amount", "money", "none", False, "Mức hưởng (đồng)"),
    "ngay_huong": ("Ngày hưởng", "Entitled from", "date", "none", False, "Từ ngày"),
    "so_tai_khoan": ("Số tài khoản", "Bank account", "private_code", "last4", False, "STK"),
    "dia_chi": ("Địa chỉ", "Address", "address", "all", False, "Địa chỉ thường trú"),
}
ABSENT = {"dien_thoai": ("Điện thoại", "Phone", "phone", "last4", False, None)}
OUTCOMES = {  # outcome: (severity, owner, dimension, share of records)
    "missing_id": ("critical", "sector", "complete", 0.012),
    "invalid_id": ("critical", "sector", "correct", 0.008),
    "duplicate_id": ("critical", "sector", "clean", 0.004),
    "superseded": ("critical", "sector", "live", 0.031),
    "not_found": ("critical", "police", "correct", 0.019),
    "deceased": ("critical", "sector", "live", 0.011),
    "mismatched": ("critical", "sector", "correct", 0.046),
    "matched_spelling": ("info", "sector", "clean", 0.006),
}
FORMS = {
    "seen": 500,
    "n_forms": 4,
    "most": [{"form": form, "count": n} for form, n in (("99/99/9999", 480), ("9999", 12), ("9{6}", 3))],
}
SQL = """-- Cùng một người, hai quyết định còn hiệu lực.
SELECT record_id FROM welfare.beneficiary
WHERE so_dinh_danh IN (
  SELECT so_dinh_danh FROM welfare.beneficiary GROUP BY 1 HAVING count(*) > 1
)"""


def identifier(record: int) -> str:
    """A synthetic number: the last six digits begin with 99."""
    return f"001{record // 1_000_000 % 4}{record // 10_000 % 100:02d}99{record % 10_000:04d}"


def _rule(rule_id, **changes):
    rule = {
        "id": rule_id,
        "status": "passed",
        "n_checked": 1000,
        "n_failed": 0,
        "reason": "",
        "evidence": "he_so >= 1",
        "kind": "record",
        "dimension": "correct",
        "severity": "warning",
        "owner": "sector",
        "columns": ["he_so"],
        "title": {"vi": "Hệ số phải từ 1 trở lên", "en": "The coefficient must be at least 1"},
        "remedy": {"vi": "Đối chiếu quyết định và sửa hệ số.", "en": "Compare with the decision and correct it."},
        "legal_basis": ["NĐ 20/2021/NĐ-CP Đ.6"],
        "derived": False,
        "when": None,
    }
    return rule | changes


TITLES = [
    ("Họ tên không được có chữ số", "A name must have no digit", ["ho_ten"], "correct", "sector"),
    (
        "Số định danh phải hợp với năm sinh",
        "The identifier must fit the birth year",
        ["so_dinh_danh", "ngay_sinh"],
        "correct",
        "civil_registry",
    ),
    ("Một người chỉ hưởng một chế độ", "A person receives one benefit", ["so_dinh_danh"], "clean", "sector"),
    ("Mã xã phải đang có hiệu lực", "The commune code must be in force", ["ma_xa"], "live", "sector"),
    (
        "Mức hưởng phải bằng mức chuẩn nhân hệ số",
        "Amount must be the standard times the coefficient",
        ["muc_huong", "he_so"],
        "correct",
        "sector",
    ),
    (
        "Phải có số tài khoản khi chi qua ngân hàng",
        "A bank account must be given when paid by bank",
        ["so_tai_khoan"],
        "complete",
        "sector",
    ),
    (
        "Nhóm đối tượng phải hợp với tuổi",
        "The group must fit the age",
        ["nhom_doi_tuong", "ngay_sinh"],
        "correct",
        "sector",
    ),
    ("Ngày hưởng không được ở tương lai", "The first day must not be in the future", ["ngay_huong"], "live", "police"),
]


def _rules(n_failed: int, records: int) -> list[dict]:
    rules = []
    for place in range(n_failed):
        vi, en, columns, dimension, owner = TITLES[place % len(TITLES)]
        severity = ("critical", "warning", "warning", "info")[place % 4]
        rules.append(
            _rule(
                f"WELFARE-BENEFICIARY-{place + 1:03d}",
                status="failed",
                n_checked=records,
                severity=severity,
                dimension=dimension,
                owner=owner,
                columns=columns,
                title={"vi": vi, "en": en},
                kind="cross" if place % 8 == 2 else "record",
                evidence=SQL if place % 8 == 2 else f"rule_{place}({', '.join(columns)})",
                when="nhom_doi_tuong <> '8'" if place % 3 == 0 else None,
            )
        )
    for outcome, (severity, owner, dimension, _) in OUTCOMES.items():
        rules.append(
            _rule(
                f"welfare.beneficiary.register.{outcome}",
                status="failed",
                n_checked=records,
                severity=severity,
                owner=owner,
                dimension=dimension,
                kind="register",
                derived=True,
                columns=["so_dinh_danh"],
                legal_basis=[],
                title={"vi": f"Đối chiếu: {outcome}", "en": f"Register: {outcome}"},
                evidence="",
            )
        )
    rules += [_rule(f"WELFARE-BENEFICIARY-9{place:02d}", n_checked=records) for place in range(24)]
    rules.append(
        _rule("welfare.beneficiary.he_so.type", status="failed", n_checked=records, derived=True, evidence="CASE …")
    )
    rules.append(
        _rule(
            "WELFARE-BENEFICIARY-801", status="failed", kind="dataset", n_checked=1, n_failed=1, columns=["muc_huong"]
        )
    )
    rules.append(_rule("WELFARE-BENEFICIARY-802", status="error", reason="ComputeError", n_checked=0))
    rules.append(_rule("WELFARE-BENEFICIARY-803", status="error", reason="RuleError: rule.bad_expression", n_checked=0))
    for place in range(3):
        reason = "column_absent: dien_thoai" if place else "nothing_to_check"
        rules.append(_rule(f"WELFARE-BENEFICIARY-81{place}", status="not_applicable", reason=reason, n_checked=0))
    return rules


def _records(n: int, n_communes: int) -> pl.DataFrame:
    codes = [*sorted(commune_names(date(2026, 11, 1)))[: n_communes - 1], "99999"]
    names = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Dũng", "Phạm Thị Hoà", "Đặng Quý Lân", "Vũ Mỹ Hạnh"]
    hostile = {1: SCRIPT, 2: FORMULA, 3: LONG_NAME, 4: TURNED, 5: NUMBER_IN_NAME}
    ids = range(1, n + 1)
    return pl.DataFrame(
        {
            "record_id": ids,
            "source_row": [record + 6 for record in ids],
            "ma_xa": [None if r % 97 == 0 else "xã cũ" if r % 89 == 0 else codes[r * 31 % n_communes] for r in ids],
            "ho_ten": [hostile.get(r, names[r % len(names)]) for r in ids],
            "ngay_sinh": [
                f"{1930 + r % 90}-{r % 12 + 1:02d}-{r % 28 + 1:02d}" if r % 5 else f"{1930 + r % 90}" for r in ids
            ],
            "gioi_tinh": ["nam" if r % 2 else "nu" for r in ids],
            "so_dinh_danh": [None if r % 83 == 0 else identifier(r) for r in ids],
            "dan_toc": ["Kinh" if r % 7 else "Khmer" for r in ids],
            "nhom_doi_tuong": ["5a" if r % 3 else "3" for r in ids],
            "he_so": [None if r % 11 == 0 else 1.5 for r in ids],
            "muc_huong": [750_000 * (1 + r % 3) for r in ids],
            "ngay_huong": [date(2021 + r % 5, r % 12 + 1, 1) for r in ids],
            "so_tai_khoan": [f"1900{r:09d}" for r in ids],
            "dia_chi": [f"Số {r} đường Bí Mật" for r in ids],
            "Ghi chú": [NOTE] * n,
        },
        schema_overrides={"record_id": pl.Int64, "source_row": pl.Int64, "he_so": pl.Float64, "muc_huong": pl.Int64},
    )


def _findings(rules: list[dict], records: pl.DataFrame, n_findings: int) -> pl.DataFrame:
    n = len(records)
    failed = [rule for rule in rules if rule["status"] == "failed" and rule["kind"] != "dataset"]
    frames = []
    for place, rule in enumerate(failed):
        if rule["kind"] == "register":
            outcome = rule["id"].rpartition(".")[2]
            chosen = records.filter(pl.col("outcome") == outcome)
        else:
            step = max(1, n * len(failed) // max(n_findings, 1))
            step += place if step > 4 else 0
            chosen = records.gather_every(step, offset=place % min(step, 7))
        rule["n_failed"] = len(chosen)
        coded = chosen.filter(pl.col("ma_xa").str.contains(r"^\d{5}$"))
        rule["communes"] = dict(
            coded.group_by("ma_xa").len().sort("len", "ma_xa", descending=True).head(50).iter_rows()
        )
        frames.append(
            chosen.select(
                pl.lit(rule["id"]).alias("rule_id"),
                pl.lit("welfare.beneficiary").alias("dataset"),
                "record_id",
                "source_row",
                pl.lit(rule["columns"][0]).alias("column"),
            )
        )
    return pl.concat(frames).sort("record_id", "rule_id")


def build_run(folder: Path, *, records=6000, communes=1200, rules=40, findings=20_000, **changes) -> Path:
    """Write a run folder and return it; `changes` replace top-level keys of run.json."""
    folder.mkdir(parents=True, exist_ok=True)
    catalog = _rules(rules, records)
    outcomes, seen = {}, 0.0
    for outcome, (*_, share) in OUTCOMES.items():
        outcomes[outcome] = (seen, seen + share)
        seen += share
    spread = (pl.col("record_id") * 7919 % 10_007) / 10_007
    outcome = pl.lit("matched")
    for name, (low, high) in outcomes.items():
        outcome = pl.when((spread >= low) & (spread < high)).then(pl.lit(name)).otherwise(outcome)
    table = _records(records, communes).with_columns(outcome.alias("outcome"))
    found = _findings(catalog, table, findings)
    found.write_parquet(folder / "findings.parquet")
    critical = [rule["id"] for rule in catalog if rule["severity"] == "critical" and rule["status"] == "failed"]
    held = (
        found.filter(pl.col("rule_id").is_in(critical))
        .group_by("record_id")
        .agg(pl.col("rule_id").unique().sort().alias("reasons"))
    )
    n_malformed = 7
    malformed = pl.DataFrame(
        {
            "record_id": range(records + 1, records + n_malformed + 1),
            "source_row": range(records + 7, records + n_malformed + 7),
            "reasons": [["malformed_row"]] * n_malformed,
            "malformed_text": [f"{identifier(9)};dòng hỏng"] * n_malformed,
        },
        schema_overrides={"record_id": pl.Int64, "source_row": pl.Int64},
    )
    table.drop("outcome").join(held, on="record_id", how="anti").sort("record_id").write_parquet(
        folder / "clean.parquet"
    )
    quarantine = table.drop("outcome").join(held, on="record_id", how="inner").sort("record_id")
    quarantine = pl.concat([quarantine, malformed], how="diagonal")
    quarantine.write_parquet(folder / "quarantine.parquet")
    table.select(
        "record_id",
        pl.lit("chu_the").alias("role"),
        "source_row",
        "outcome",
        pl.when(pl.col("outcome") == "mismatched")
        .then(pl.lit(["ngay_sinh", "gioi_tinh"]))
        .otherwise(pl.lit([], pl.List(pl.String)))
        .alias("fields_differing"),
    ).write_parquet(folder / "reconciliation.parquet")
    counts = dict(table.group_by("outcome").len().iter_rows())
    run = _run(catalog, counts, total=records + n_malformed, quarantine=len(quarantine), malformed=n_malformed)
    (folder / "run.json").write_text(json.dumps(run | changes, ensure_ascii=False), encoding="utf-8")
    return folder


def _run(rules, counts, *, total, quarantine, malformed) -> dict:
    every = dict.fromkeys(map(str, Outcome), 0)
    columns = []
    for name, (vi, en, kind, mask, sensitive, header) in (FIELDS | ABSENT).items():
        there = header is not None
        columns.append(
            {
                "name": name,
                "title": {"vi": vi, "en": en},
                "present": there,
                "header": header,
                "type": kind,
                "mask": mask,
                "sensitive": sensitive,
                "filled": total - malformed - (len(name) * 3) if there else 0,
                "unreadable": 4 if kind in {"birth_date", "decimal"} else 0,
                "changed": 120 if kind == "person_name" else 0,
                "distinct": 900 if there else 0,
                "distinct_exact": False,
                "forms": {"before": FORMS, "after": FORMS | {"n_forms": 1}, "step": 12} if "date" in kind else None,
            }
        )
    words = {}
    for word in ("correct", "complete", "clean", "live"):
        mine = [rule for rule in rules if rule["dimension"] == word]
        checked = sum(rule["n_checked"] for rule in mine)
        passed = checked - sum(rule["n_failed"] for rule in mine)
        words[word] = {
            "score": 100 * passed / checked if checked else None,
            "n_rules": len(mine),
            "n_checked": checked,
            "n_passed": passed,
            "n_error": sum(rule["status"] == "error" for rule in mine),
            "n_not_applicable": sum(rule["status"] == "not_applicable" for rule in mine),
        }
    scores = [word["score"] for word in words.values() if word["score"] is not None]
    broken = [rule for rule in rules if rule["status"] == "failed" and rule["severity"] == "critical"]
    reasons = [{"code": "malformed", "rule_id": None, "value": malformed, "limit": 0}]
    reasons += [{"code": "critical", "rule_id": rule["id"], "value": rule["n_failed"], "limit": 0} for rule in broken]
    reasons += [
        {"code": "error", "rule_id": rule["id"], "value": 1, "limit": 0} for rule in rules if rule["status"] == "error"
    ]
    return {
        "format": 1,
        "dataset": "welfare.beneficiary",
        "dataset_title": {
            "vi": "Đối tượng hưởng trợ giúp xã hội hằng tháng",
            "en": "Monthly social-assistance beneficiaries",
        },
        "sector_title": {"vi": "Trợ giúp xã hội", "en": "Social assistance"},
        "input": {
            "name": "BTXH_Lao-Cai_2026-10.csv",
            "sha256": "3f1c" * 16,
            "size": 1_234_567,
            "format": "csv",
            "rows": total,
            "encoding": "utf-8",
            "delimiter": ";",
            "sheet": None,
            "header_row": 6,
            "headers": [{"header": item[-1], "name": name, "column": name} for name, item in FIELDS.items()]
            + [{"header": "Ghi chú", "name": "Ghi chú", "column": None}],
            "left_out": [
                {"first": 1, "last": 4, "kind": "title", "sheet": None},
                {"first": 5, "last": 5, "kind": "blank", "sheet": None},
                {"first": total + 8, "last": total + 12, "kind": "signature", "sheet": None},
            ],
        },
        "reference": {
            "name": "CSDLQGDC_Lao-Cai.parquet",
            "sha256": "a07e" * 16,
            "rows": 1_802_345,
            "without_identifier": 312,
            "as_of": "2026-09-12",
            "age_days": 50,
        },
        "with": [
            {
                "dataset": "civil_registry.death",
                "dataset_title": {"vi": "Đăng ký khai tử", "en": "Death registrations"},
                "name": SCRIPT + ".csv",
                "sha256": "d00d" * 16,
                "size": 81_000,
                "format": "csv",
                "rows": 4_321,
                "malformed": 7,
            }
        ],
        "register_used": True,
        "as_of": "2026-11-01",
        "lang": "vi",
        "started": "2026-11-01T08:05:12+07:00",
        "versions": {"dq": "0.1.0", "polars": "2.1.0", "duckdb": "1.5.6"},
        "catalog_hash": "9b2d" * 16,
        "catalog_origin": "bundled",
        "rows": {"total": total, "clean": total - quarantine, "quarantine": quarantine, "malformed": malformed},
        "rules": rules,
        "scorecard": {"overall": sum(scores) / len(scores), "coverage": 0.93, "words": words},
        "reconciliation": every | counts,
        "roles": [{"role": "chu_the", "title": {"vi": "Đối tượng", "en": "Beneficiary"}, "outcomes": every | counts}],
        "register_still_alive": 0,
        "decision": {"passed": False, "reasons": reasons},
        "repairs": [
            {"column": "ho_ten", "repair": "nfc", "count": 812},
            {"column": "ho_ten", "repair": "spaces", "count": 120},
            {"column": "so_dinh_danh", "repair": "leading_zeros", "count": 96},
            {"column": "ngay_sinh", "repair": "a_repair_of_tomorrow", "count": 2},
        ],
        "columns": columns,
        "commune_column": "ma_xa",
        "timings": {"load": 1.24, "check": 2.5, "expect": 0.8, "reconcile": 3.31},
        "memory_limit": 3_000_000_000,
        "peak_memory": 812_000_000,
        "peak_spill": 1_240_000_000,
    }
