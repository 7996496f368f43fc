"""What becomes of answers: taken over, sent back with a reason, found again in the next round."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from filled_workbooks import PLACES, ROWS, fill, read_rows, read_truth
from test_review_round_trip import fill_with_truth

from dq.engine.limits import limits
from dq.errors import DQError, UsageError
from dq.pipeline import RunRequest, run
from dq.report import workbook
from dq.report.workbook_columns import COLUMNS, header
from dq.review import ApplyRequest, apply_answers
from dq.review.request import refuse_less
from dq.runs import read_summary

pytestmark = pytest.mark.xdist_group("great_expectations")


@pytest.fixture(scope="session")
def source(samples) -> Path:
    return samples / "land" / "holder.csv"


@pytest.fixture(scope="session")
def folder(tmp_path_factory, source, reference, catalog) -> Path:
    """The run of the land sample."""
    out = tmp_path_factory.mktemp("land") / "run"
    run(RunRequest("land.holder", source, out, date(2026, 11, 1), limits("2GB", 2), reference=reference), catalog)
    return out


@pytest.fixture
def apply(folder, source, reference, catalog, tmp_path):
    def start(*filled: Path, out: str = "next", **changes):
        given = {"run_dir": folder, "source": source, "reference": reference} | changes
        request = ApplyRequest(filled=filled, out=tmp_path / out, limits=limits("2GB", 2), no_link=True, **given)
        return apply_answers(request, catalog)

    return start


WAIVERS = """
waivers:
  - {id: MT-1, rule: LAND-HOLDER-030, all_records: true, reason: "đang rà soát", by: "Lê A", expires: 2026-12-31}
"""


def rule(rule_id: str, **cells):
    """An answer to each finding of one rule."""
    return lambda row: cells if row["rule_id"] == rule_id else {}


def cells_of(path: Path) -> str:
    """All text in a workbook."""
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


# ---- the workbook ----


def test_there_is_a_row_for_every_finding_the_worst_first(folder):
    rows = read_rows(folder / "review.xlsx")
    found = pl.read_parquet(folder / "findings.parquet")
    assert {(int(row["record_id"]), row["rule_id"]) for row in rows if row["rule_id"] != "malformed_row"} == set(
        found.select("record_id", "rule_id").iter_rows()
    )
    assert openpyxl.load_workbook(folder / "review.xlsx")[ROWS].freeze_panes == "D2"
    order = [["nghiêm trọng", "cảnh báo", "thông tin"].index(row["severity"]) for row in rows]
    assert order == sorted(order)
    assert [row["number"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    review = read_summary(folder)["review"]
    assert (review["rows"], review["total"]) == (len(rows), len(rows))


def test_no_whole_identifier_is_shown_unless_it_is_asked_for(folder, source, tmp_path, monkeypatch):
    lines = csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig")))
    whole = {cell for line in lines for cell in line if len(cell) == 12 and cell.isdigit() and set(cell) != {"0"}}
    shown = cells_of(folder / "review.xlsx")
    assert len(whole) > 100
    assert not [number for number in whole if number in shown]
    trail = tmp_path / "audit.jsonl"
    monkeypatch.setenv("DQ_AUDIT", str(trail))
    done = workbook.write_review(folder, tmp_path / "all.xlsx", reason="đối chiếu tại xã")
    assert any(number in cells_of(done.path) for number in whole)
    assert "đối chiếu tại xã" in cells_of(done.path)
    assert [json.loads(line)["reason"] for line in trail.read_text().splitlines()[:1]] == ["đối chiếu tại xã"]
    assert done.path.stat().st_mode & 0o077 == 0


def test_a_cut_workbook_says_what_is_left_out(folder, tmp_path, monkeypatch):
    copy = tmp_path / "run"
    copy.mkdir()
    for path in folder.glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(workbook, "FIRST", 7)
    rows, total = workbook.write_run_review(copy, language="vi")
    assert (rows, len(read_rows(copy / "review.xlsx"))) == (7, 7)
    assert f"chỉ có 7 dòng nặng nhất, còn {total - 7} dòng nữa" in cells_of(copy / "review.xlsx")


def test_a_large_result_goes_into_several_files(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 40)
    done = workbook.write_review(folder, tmp_path / "all.zip")
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    assert len(names) == done.files == 3
    books = [read_rows(tmp_path / name) for name in names]
    assert [len(rows) for rows in books] == [40, 40, done.rows - 80]
    assert "tệp 2 trong 3 tệp" in cells_of(tmp_path / names[1])


def test_a_file_a_commune_holds_that_communes_rows(folder, tmp_path):
    done = workbook.write_review(folder, tmp_path / "xa.zip", split_by="ma_xa", formats=("xlsx", "csv"))
    keys = [row["row_key"] for row in read_rows(folder / "review.xlsx")]
    found = []
    with zipfile.ZipFile(done.path) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name.endswith(".csv"):
                rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
                assert len({row[header("commune")] for row in rows}) == 1 or "khong-ro" in name
                found += [row[header("row_key")] for row in rows]
    assert sorted(found) == sorted(keys)


def test_no_cell_of_the_csv_is_a_formula(folder, tmp_path):
    done = workbook.write_review(folder, tmp_path / "all.csv", formats=("csv",))
    cells = [cell for row in csv.reader(io.StringIO(done.path.read_text(encoding="utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "|", "%"))]
    assert "'-85,2" in cells


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"split_by": "so_to"}, "review.split_by"), ({"out": Path("x.csv")}, "review.wrong_extension")],
)
def test_what_cannot_be_written_is_refused(changes, key, folder, tmp_path):
    with pytest.raises(DQError) as caught:
        workbook.write_review(folder, **changes)
    assert caught.value.key == key


# ---- the way back ----


def test_answers_are_taken_over_or_sent_back_each_with_its_reason(folder, apply, samples, tmp_path):
    answers = {
        "LAND-HOLDER-026": {"decision": "giữ nguyên", "note": "thừa kế", "date": date(2026, 11, 20), "by": "Lê A"},
        "LAND-HOLDER-204": {"decision": "chuyển công an"},
        "land.holder.register.superseded": {"decision": "nhận đề xuất", "by": "Lê A"},
        "land.holder.dien_tich.type": {"decision": "sửa", "corrected": "100,5"},
        "land.holder.ngay_cap.type": {"decision": "sửa", "corrected": "30/02/2019"},
        "land.holder.register.invalid_id": {"decision": "sửa", "corrected": "12345"},
        "LAND-HOLDER-003": {"decision": "loại dòng"},
        "LAND-HOLDER-004": {"decision": "không biết"},
        "LAND-HOLDER-001": {"decision": "sửa", "corrected": "-1"},
        "LAND-HOLDER-009": {"decision": "sửa"},
        "LAND-HOLDER-005": {"decision": "giữ nguyên", "corrected": "x"},
        "LAND-HOLDER-006": {"decision": "nhận đề xuất"},
        "LAND-HOLDER-012": {"decision": "giữ nguyên", "date": "hôm qua"},
        "LAND-HOLDER-013": {"decision": "sửa", "corrected": "01/01/2001", "other_field": "Cột lạ"},
        "LAND-HOLDER-031": {"corrected": "01/01/2026"},
        "malformed_row": {"decision": "sửa", "corrected": "vẫn,thiếu,ô"},
    }
    filled = fill(
        folder / "review.xlsx",
        tmp_path / "a.xlsx",
        lambda row: answers.get(row["rule_id"], {}),
        [(9999, "Họ tên", "x")],
    )
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(WAIVERS, encoding="utf-8")
    deaths = samples / "civil_registry" / "death.csv"
    result = apply(filled, waivers=waivers, companions=(("civil_registry.death", deaths),))
    assert [item["name"] for item in result.outcome.summary["with"]] == ["death.csv"]
    assert [item["state"] for item in result.outcome.summary["waivers"]["entries"]] == ["in_force"]
    changes = result.outcome.summary["comparison"]
    assert (changes["old"]["folder"], changes["total"]["in_removed"]) == ("run", 0)
    applied = pl.read_parquet(result.outcome.folder / "applied.parquet")
    assert set(applied["decision"]) == {"keep", "refer_police", "accept", "correct"}
    kept = applied.filter(pl.col("decision") == "keep").row(0, named=True)
    assert (kept["by"], kept["note"], kept["date"], kept["after"]) == ("Lê A", "thừa kế", date(2026, 11, 20), None)
    assert set(result.rejected) == {
        "unreadable", "wrong_identifier", "not_removable", "unknown_decision", "breaks_rule", "no_value",
        "superfluous_value", "no_proposal", "bad_date", "unknown_field", "no_decision", "wrong_line", "unknown_row",
    }  # fmt: skip
    assert (
        result.figures["answers"] + result.figures["rejected"]
        == sum(1 for row in read_rows(filled) if row["decision"] or row["corrected"]) + 1
    )
    assert (
        len(list(openpyxl.load_workbook(result.outcome.folder / "rejected.xlsx").worksheets[0]))
        == result.figures["rejected"] + 1
    )
    earlier = [
        row["earlier"]
        for row in read_rows(result.outcome.folder / "review.xlsx")
        if row["rule_id"] == "LAND-HOLDER-026"
    ]
    assert "giữ nguyên · Lê A · 20/11/2026 · thừa kế" in earlier


def test_sorted_with_further_columns_as_csv_in_an_archive_it_is_the_same(folder, apply, tmp_path):
    answer = rule("land.holder.register.superseded", decision="accept", by="Lê A")
    plain = apply(fill(folder / "review.xlsx", tmp_path / "a.xlsx", answer))
    rows = [row | answer(row) for row in read_rows(folder / "review.xlsx")]
    rows.sort(key=lambda row: row["row_key"], reverse=True)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    codes = [column.code for column in reversed(COLUMNS)]
    writer.writerow(["Cột thêm", *map(header, codes)])
    writer.writerows(["ghi riêng", *(row[code] for code in codes)] for row in rows)
    with zipfile.ZipFile(tmp_path / "xa.zip", "w") as archive:
        archive.writestr("xã/a.csv", "\ufeff" + text.getvalue())
    other = apply(tmp_path / "xa.zip", out="other")
    left, right = (
        pl.read_parquet(done.outcome.folder / "applied.parquet").drop("source_file") for done in (plain, other)
    )
    assert left.height > 0
    assert left.equals(right)
    names = [next((done.outcome.folder / "corrected").iterdir()) for done in (plain, other)]
    assert names[0].read_bytes() == names[1].read_bytes()


def test_answers_that_cannot_stand_together_are_all_sent_back(folder, apply, tmp_path):
    """Two values for one cell; a hidden cell that was changed; two communes that take out each the other one's row."""
    book, rows = folder / "review.xlsx", read_rows(folder / "review.xlsx")
    values = [
        fill(book, tmp_path / f"{value}.xlsx", rule("land.holder.dien_tich.type", decision="sửa", corrected=value))
        for value in ("100", "200")
    ]
    same = fill(book, tmp_path / "x.xlsx", rule("land.holder.loai_dat.required", decision="sửa", corrected="ODT"))
    twice = [row["row_key"] for row in rows if row["rule_id"] == "LAND-HOLDER-201"]
    communes = [
        fill(
            book,
            tmp_path / f"{key}.xlsx",
            lambda row, key=key: {"decision": "loại dòng"} if row["row_key"] == key else {},
        )
        for key in twice
    ]
    changed = next(number for number, row in enumerate(rows, start=2) if row["rule_id"] == "LAND-HOLDER-026")
    hidden = openpyxl.load_workbook(book)
    hidden[ROWS].cell(changed, PLACES["decision"]).value = "giữ nguyên"
    hidden[ROWS].cell(changed, PLACES["record_id"]).value = "1"
    hidden.save(tmp_path / "a.xlsx")
    result = apply(*values, same, same, *communes, tmp_path / "a.xlsx")
    assert dict(result.rejected) == {"conflict": 2, "last_of_group": 2, "changed_key": 1}
    assert result.figures["decisions"] == {"correct": 1}
    assert result.outcome.summary["rows"]["total"] == read_summary(folder)["rows"]["total"]
    assert "sẽ xóa hết mọi dòng của nhóm trùng này" in cells_of(result.outcome.folder / "rejected.xlsx")


def test_wrong_files_are_refused_and_nothing_is_left(folder, apply, source, tmp_path, samples):
    filled = fill(folder / "review.xlsx", tmp_path / "a.xlsx", rule("LAND-HOLDER-026", decision="giữ nguyên"))
    foreign = openpyxl.load_workbook(filled)
    for row in range(2, foreign[ROWS].max_row + 1):
        foreign[ROWS].cell(row, PLACES["run_id"]).value = "0" * 12
    foreign.save(tmp_path / "other.xlsx")
    changed = tmp_path / "holder.csv"
    changed.write_bytes(source.read_bytes() + b"\n")
    cases = [
        ((folder / "review.xlsx",), {}, "apply.no_answers"),
        ((tmp_path / "other.xlsx",), {}, "apply.other_run"),
        ((samples / "land" / "holder.xlsx",), {}, "apply.no_review"),
        ((filled,), {"source": changed}, "apply.other_input"),
        ((filled,), {"reference": None}, "apply.reference_missing"),
    ]
    for files, changes, key in cases:
        with pytest.raises(DQError) as caught:
            apply(*files, **changes)
        assert caught.value.key == key
        assert not (tmp_path / "next").exists()


@pytest.mark.parametrize(
    ("changes", "given", "key"),
    [
        ({"input": {"format": "postgresql", "name": "dat_dai.chu"}}, {}, "apply.database_input"),
        ({"with": [{"dataset": "civil_registry.death", "name": "khai_tu.csv"}]}, {}, "apply.with_missing"),
        ({}, {"reference": None}, "apply.reference_missing"),
        ({}, {"out": Path("old")}, "apply.out_is_run"),
    ],
)
def test_a_new_run_that_would_check_less_is_refused(changes, given, key):
    known = {
        "input": {"format": "csv", "name": "dat.csv"},
        "with": [],
        "register_used": True,
        "reference": {"name": "r"},
    }
    request = ApplyRequest(Path("old"), (), Path("dat.csv"), Path("new"), limits("1GB", 1), reference=Path("r.csv"))
    refuse_less(request, known)
    with pytest.raises(UsageError) as caught:
        refuse_less(replace(request, **given), known | changes)
    assert caught.value.key == key


@pytest.mark.office
def test_libreoffice_keeps_the_workbook_and_brings_back_what_was_filled_in(
    folder, source, apply, through_office, tmp_path, catalog
):
    saved = through_office(folder / "review.xlsx", tmp_path / "saved")
    sheet = openpyxl.load_workbook(saved)[ROWS]
    validations = [item for item in sheet.data_validations.dataValidation if item.type == "list"]
    lists = {str(item.sqref)[0]: item.formula1 for item in validations}
    assert "INDIRECT" in lists["N"]
    assert "review_fields" in lists["P"]
    assert sheet.protection.sheet
    row = {code: sheet.cell(2, place) for code, place in PLACES.items()}
    filled_by_clerk = [column.code for column in COLUMNS if column.fill]
    assert [code for code, cell in row.items() if not cell.protection.locked] == filled_by_clerk
    assert {row[code].number_format for code in ("identifier", "corrected", "proposed")} == {"@"}
    assert sheet.auto_filter.ref
    hidden = [item for item in sheet.column_dimensions.values() if item.hidden]
    kept_hidden = {place for item in hidden for place in range(item.min, item.max + 1)}
    assert kept_hidden >= {PLACES[column.code] for column in COLUMNS if column.hidden}

    truth = read_truth(source.parent / "truth.csv", source.name, catalog.schema("land.holder").names)
    filled = through_office(fill_with_truth(saved, truth, tmp_path / "filled.xlsx"), tmp_path / "filled")
    result = apply(filled)
    assert dict(result.rejected) == {}
    assert result.outcome.passed
