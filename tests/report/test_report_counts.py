import json

import polars as pl

from dq.report.counts import NO_CODE, NOT_A_CODE, commune_counts, differing_fields, held_back, malformed_rows


def test_communes_count_every_readable_record_once(run_folder):
    counts = commune_counts(run_folder, "ma_xa")
    assert counts["clean"].sum() + counts["held"].sum() == 6000
    assert counts["commune"].is_unique().all()
    assert counts["held"].is_sorted(descending=True)


def test_text_that_is_no_code_is_not_shown(run_folder):
    codes = set(commune_counts(run_folder, "ma_xa")["commune"])
    assert {NO_CODE, NOT_A_CODE} <= codes
    assert "xã cũ" not in codes


def test_a_file_without_commune_has_no_counts(run_folder):
    assert commune_counts(run_folder, None).is_empty()
    assert commune_counts(run_folder, "khong_co").is_empty()


def test_each_record_is_held_back_for_one_reason(run_folder):
    run = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    held = held_back(run_folder, run["rules"])
    assert sum(held.values()) == run["rows"]["quarantine"]
    assert next(iter(held)) == "malformed_row"
    assert list(held)[-1] == "other_rules"
    assert held["malformed_row"] == 7
    # A critical outcome always holds its row back, and none comes before the first one.
    assert held["missing_id"] == run["reconciliation"]["missing_id"]


def test_malformed_lines_are_named_by_row_only(run_folder):
    assert malformed_rows(run_folder, most=3) == [(6007, None), (6008, None), (6009, None)]


def test_differing_fields_are_counted_over_mismatched_persons(run_folder):
    run = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    n = run["reconciliation"]["mismatched"]
    assert differing_fields(run_folder) == [("gioi_tinh", n), ("ngay_sinh", n)]


def test_without_a_register_nothing_differs(make_run):
    folder = make_run(records=50, communes=5, rules=4, findings=50)
    (folder / "reconciliation.parquet").unlink()
    assert differing_fields(folder) == []


def test_an_empty_quarantine_holds_nothing_back(make_run):
    folder = make_run(records=50, communes=5, rules=4, findings=50)
    pl.read_parquet(folder / "quarantine.parquet").clear().write_parquet(folder / "quarantine.parquet")
    assert held_back(folder, []) == {}
    assert malformed_rows(folder, most=5) == []
