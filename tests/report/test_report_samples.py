import json

import polars as pl
import pytest

from dq.report import samples
from dq.report.mask import CellState
from dq.report.samples import first_findings, person_columns, sample_tables


def load(folder):
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("head", [0, 1, 7, 350, 10_000])
def test_the_first_findings_of_each_rule_are_kept_wherever_they_stand(tmp_path, monkeypatch, head):
    rules = ["B", "A"] * 500
    rules[600] = "RARE"
    frame = pl.DataFrame(
        {
            "rule_id": rules,
            "dataset": ["d"] * 1000,
            "record_id": list(range(1, 1001)),
            "source_row": list(range(2, 1002)),
            "column": ["c"] * 1000,
        }
    )
    frame.write_parquet(tmp_path / "f.parquet", row_group_size=100)
    monkeypatch.setattr(samples, "_HEAD", head)
    found = first_findings(tmp_path / "f.parquet", ["A", "RARE"], per_rule=3)
    assert found.rows() == [("A", 2, 3, "c"), ("A", 4, 5, "c"), ("A", 6, 7, "c"), ("RARE", 601, 602, "c")]


@pytest.mark.parametrize("arguments", [{"rule_ids": [], "per_rule": 5}, {"rule_ids": ["A"], "per_rule": 0}])
def test_no_samples_are_asked_for(run_folder, arguments):
    assert first_findings(run_folder / "findings.parquet", **arguments).is_empty()


def test_at_most_five_rows_of_a_failed_rule(run_folder):
    tables = sample_tables(run_folder, load(run_folder), per_rule=5, public=False)
    assert max(len(table.rows) for table in tables.values()) == 5
    assert all(len(row.cells) == len(table.columns) for table in tables.values() for row in table.rows)


def test_a_sample_names_the_person_masked_and_the_columns_of_the_rule(run_folder):
    table = sample_tables(run_folder, load(run_folder), per_rule=5, public=False)["WELFARE-BENEFICIARY-005"]
    assert table.columns == ("ho_ten", "so_dinh_danh", "ngay_sinh", "muc_huong", "he_so")
    shown = dict(zip(table.columns, table.rows[0].cells, strict=True))
    assert shown["so_dinh_danh"].value.startswith("********")
    assert len(shown["ngay_sinh"].value) == 4
    assert isinstance(shown["muc_huong"].value, int)
    assert table.rows[0].at_fault == ("muc_huong",)


def test_a_mismatch_shows_the_fields_that_differ(run_folder):
    table = sample_tables(run_folder, load(run_folder), per_rule=5, public=False)[
        "welfare.beneficiary.register.mismatched"
    ]
    assert table.rows[0].at_fault == ("ngay_sinh", "gioi_tinh")


def test_a_cell_that_could_not_be_read_is_not_called_empty(run_folder):
    table = sample_tables(run_folder, load(run_folder), per_rule=200, public=False)["welfare.beneficiary.he_so.type"]
    states = {row.cells[table.columns.index("he_so")].state for row in table.rows}
    assert CellState.UNREADABLE in states
    assert CellState.EMPTY not in states


def test_sensitive_fields_are_never_shown(run_folder):
    table = sample_tables(run_folder, load(run_folder), per_rule=5, public=False)["WELFARE-BENEFICIARY-007"]
    place = table.columns.index("nhom_doi_tuong")
    assert {row.cells[place].state for row in table.rows} == {CellState.HIDDEN}


def test_a_public_report_has_rows_without_cells(run_folder):
    tables = sample_tables(run_folder, load(run_folder), per_rule=5, public=True)
    assert all(table.columns == () for table in tables.values())
    assert all(row.cells == () for table in tables.values() for row in table.rows)


def test_rows_of_a_workbook_name_their_sheet(make_run):
    folder = make_run(records=50, communes=5, rules=8, findings=100)
    for name in ("clean", "quarantine"):
        frame = pl.read_parquet(folder / f"{name}.parquet").with_columns(source_sheet=pl.lit("Xã A"))
        frame.write_parquet(folder / f"{name}.parquet")
    tables = sample_tables(folder, load(folder), per_rule=5, public=False)
    assert {row.sheet for table in tables.values() for row in table.rows} == {"Xã A"}


def fields(**kinds):
    return {name: {"name": name, "type": kind} for name, kind in kinds.items()}


MARRIAGE = fields(
    ho_ten_chong="person_name",
    ho_ten_cha="person_name",
    ho_ten_vo="person_name",
    so_dinh_danh_chong="personal_id",
    so_dinh_danh_vo="personal_id",
    ngay_sinh_chong="birth_date",
    ngay_sinh_vo="birth_date",
)
BIRTH = fields(ho_ten="person_name", ho_ten_me="person_name", so_dinh_danh="personal_id", so_dinh_danh_me="personal_id")


@pytest.mark.parametrize(
    ("at_fault", "known", "expected"),
    [
        (["ngay_sinh_vo"], MARRIAGE, ("ho_ten_vo", "so_dinh_danh_vo", "ngay_sinh_vo")),
        (["so_dinh_danh_chong"], MARRIAGE, ("ho_ten_chong", "so_dinh_danh_chong", "ngay_sinh_chong")),
        (["nam_sinh_me"], BIRTH, ("ho_ten_me", "so_dinh_danh_me")),
        (["noi_sinh"], BIRTH, ("ho_ten", "so_dinh_danh")),
        (["so_dinh_danh"], BIRTH, ("ho_ten", "so_dinh_danh")),
        (["dien_tich"], fields(ho_ten="person_name"), ("ho_ten",)),
        (["dien_tich"], {}, ()),
    ],
)
def test_the_person_is_the_one_whose_column_is_at_fault(at_fault, known, expected):
    assert person_columns(at_fault, known) == expected
