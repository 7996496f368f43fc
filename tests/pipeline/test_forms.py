"""A commune form in Excel gives the verdicts of the plain CSV of its rows: headers, titles and signatures are form."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
LIMITS = Limits(memory=2_000_000_000, threads=2)
WELFARE = [  # upper and lower header, column of the plain file
    ("STT", "", "stt"),
    ("Mã xã", "", "maXa"),
    ("Họ và tên", "", "hoTen"),
    ("Ngày, tháng, năm sinh", "Nam", "nam"),
    ("", "Nữ", "nu"),
    ("Số CMND/CCCD", "Số", "soCCCD"),
    ("", "Ngày cấp", "issued"),
    ("Dân tộc", "", "danToc"),
    ("Trợ cấp", "Loại đối tượng", "loaiDoiTuong"),
    ("", "Hệ số", "heSo"),
    ("", "Mức trợ cấp", "mucTroCap"),
    ("Quyết định", "Số", "soQuyetDinh"),
    ("", "Ngày", "ngayQuyetDinh"),
    ("Ngày bắt đầu hưởng", "", "ngayBatDauHuong"),
    ("Ngày kết thúc hưởng", "", "ngayKetThucHuong"),
    ("Người nhận thay", "Họ và tên", "nguoiNhanThay"),
    ("", "Số điện thoại", "other_phone"),
    ("Tài khoản", "Số tài khoản", "soTaiKhoan"),
    ("", "Tên ngân hàng", "nganHang"),
    ("Điện thoại", "", "soDienThoai"),
    ("Ngày cập nhật", "", "ngayCapNhat"),
]
LAND = [
    ("STT", "", "stt"),
    ("Mã xã", "", "maXa"),
    ("Thửa đất", "Tờ bản đồ số", "soTo"),
    ("", "Thửa đất số", "soThua"),
    ("", "Diện tích (m2)", "dienTich"),
    ("", "Loại đất", "loaiDat"),
    ("Giấy chứng nhận", "Số phát hành", "soPhatHanh"),
    ("", "Ngày cấp", "ngayCap"),
    ("Loại chủ", "", "loaiChu"),
    ("Chủ sử dụng đất", "Họ và tên", "hoTen"),
    ("", "Năm sinh", "ngaySinh"),
    ("", "Giới tính", "gioiTinh"),
    ("", "Số CCCD", "soCCCD"),
    ("", "Địa chỉ", "diaChi"),
    ("Ngày cập nhật", "", "ngayCapNhat"),
]


def rows_of(path: Path, n_rows: int) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return [row for row in reader if None not in row.values() and None not in row][:n_rows]


def write_plain(path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def write_form(
    path: Path, rows: Sequence[dict[str, str]], columns: Sequence[tuple[str, str, str]], names: Sequence[str]
) -> int:
    """Write the rows as a form and return how many lines of it are no records."""
    book = xlsxwriter.Workbook(str(path))
    middle = book.add_format({"align": "center", "border": 1})
    sheets = [book.add_worksheet(name) for name in names]
    last = len(columns) - 1
    share = -(-len(rows) // len(sheets))
    n_lines = 0
    for number, sheet in enumerate(sheets):
        titles = ["ỦY BAN NHÂN DÂN XÃ EA KNUẾC", "PHÒNG VĂN HÓA - XÃ HỘI", "", "DANH SÁCH", "Tháng 10 năm 2026", ""]
        for line, title in enumerate(titles):
            sheet.write_string(line, 0, title)
        sheet.merge_range(3, 0, 3, last, "DANH SÁCH CHI TIẾT", middle)
        write_header(sheet, columns, len(titles), middle)
        for place in range(len(columns)):
            sheet.write_string(len(titles) + 2, place, f"({place + 1})")
        line = len(titles) + 3
        part = rows[number * share : (number + 1) * share]
        for place, row in enumerate(part):
            if place == len(part) // 2:
                sheet.merge_range(line, 0, line, last, "Thôn 3", middle)
                write_header(sheet, columns, line + 1, middle)
                sheet.write_row(line + 3, 0, ["II", "Xã Ea Knuếc"])
                line += 4
            for column, (_, _, name) in enumerate(columns):
                value = row.get(name, "")
                if value.isascii() and value.isdigit() and name in {"soCCCD", "stt", "maXa", "soTo"}:
                    sheet.write_number(line, column, int(value))
                elif value:
                    sheet.write_string(line, column, value)
            line += 1
        endings = [
            ["Tổng cộng", "", f"{len(part)} người"], [], ["", "", "Ea Knuếc, ngày 31 tháng 10 năm 2026"],
            ["Người lập biểu", "", "", "KT. CHỦ TỊCH"], ["(Ký, ghi rõ họ tên)", "", "", "PHÓ CHỦ TỊCH"],
            ["Nguyễn Văn X", "", "", "Trần Thị Y"],
        ]  # fmt: skip
        for ending in endings:
            sheet.write_row(line, 0, ending)
            line += 1
        n_lines += line - len(part)
    book.close()
    return n_lines


def write_header(sheet, columns, line, middle) -> None:
    """Write a header of two rows with merged cells: parents across their children, single ones over both rows."""
    place = 0
    while place < len(columns):
        upper, lower, _ = columns[place]
        end = place + 1
        while end < len(columns) and not columns[end][0]:
            end += 1
        if not lower:
            sheet.merge_range(line, place, line + 1, place, upper, middle)
        else:
            sheet.merge_range(line, place, line, end - 1, upper, middle)
            for child in range(place, end):
                sheet.write_string(line + 1, child, columns[child][1], middle)
        place = end


def judged(folder: Path) -> dict[str, object]:
    """Return what a run says of the records, whatever their rows in the file."""
    summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    findings = pl.read_parquet(folder / "findings.parquet").drop("source_row")
    reconciliation = pl.read_parquet(folder / "reconciliation.parquet").drop("source_row")
    quarantine = pl.read_parquet(folder / "quarantine.parquet").select("record_id", "reasons")
    return {
        "rules": [(rule["id"], rule["status"], rule["n_checked"], rule["n_failed"]) for rule in summary["rules"]],
        "scorecard": summary["scorecard"],
        "outcomes": summary["reconciliation"],
        "decision": summary["decision"],
        "findings": sorted(findings.rows(), key=str),
        "persons": reconciliation.sort("record_id", "role").rows(),
        "held": quarantine.sort("record_id").rows(),
    }


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))


def run_both(tmp_path: Path, catalog: Catalog, dataset: str, plain: Path, form: Path) -> tuple[Path, Path]:
    folders = []
    for source in (plain, form):
        out = tmp_path / f"out-{source.suffix[1:]}"
        reference = SAMPLES / "register" / "dan_cu.csv"
        run(
            RunRequest(dataset=dataset, source=source, out=out, as_of=date(2026, 11, 1), limits=LIMITS,
                       reference=reference, formats=("parquet", "csv")),
            catalog,
        )  # fmt: skip
        folders.append(out)
    return folders[0], folders[1]


@pytest.mark.parametrize("sheets", [["Danh sách"], ["Thôn 1", "Thôn 2"]])
def test_welfare_form_of_two_header_rows_is_judged_like_the_plain_file(tmp_path, catalog, sheets):
    rows = [row for row in rows_of(SAMPLES / "welfare" / "beneficiary.csv", 400) if row["gioiTinh"] in {"Nam", "Nữ"}]
    rows = [row for row in rows if row["ngaySinh"]]
    for row in rows:
        row |= {"nam": row["ngaySinh"] if row["gioiTinh"] == "Nam" else "", "issued": "05/06/2021", "other_phone": ""}
        row["nu"] = "" if row["nam"] else row["ngaySinh"]
    columns = [name for _, _, name in WELFARE if name not in {"nam", "nu", "issued", "other_phone"}]
    write_plain(tmp_path / "a.csv", rows, [*columns, "ngaySinh", "gioiTinh"])
    n_lines = write_form(tmp_path / "a.xlsx", rows, WELFARE, sheets)
    plain, form = run_both(tmp_path, catalog, "welfare.beneficiary", tmp_path / "a.csv", tmp_path / "a.xlsx")
    assert judged(form) == judged(plain)
    source = json.loads((form / "run.json").read_text(encoding="utf-8"))["input"]
    kinds = {found["kind"] for found in source["left_out"]}
    assert kinds == {"title", "blank", "header", "column_numbers", "group", "total", "signature"}
    left_out = sum(found["last"] - found["first"] + 1 for found in source["left_out"])
    assert left_out + 2 * len(sheets) == n_lines
    assert len(rows) == source["rows"]
    assert [sheet["name"] for sheet in source["sheets"]] == sheets
    assert {notice["kind"] for notice in source["notices"]} <= {"scientific_numbers"}
    # What is written back under the form's own headers can be checked again.
    written = pl.read_csv(form / "quarantine.csv", infer_schema=False)
    assert {"Ngày, tháng, năm sinh > Nam", "Ngày, tháng, năm sinh > Nữ", "Quyết định > Số"} <= set(written.columns)
    births = written.select(pl.col("Ngày, tháng, năm sinh > Nam", "Ngày, tháng, năm sinh > Nữ").is_not_null())
    assert births.sum_horizontal().max() == 1


def test_land_form_of_two_header_rows_is_judged_like_the_plain_file(tmp_path, catalog):
    rows = rows_of(SAMPLES / "land" / "holder.csv", 300)
    write_plain(tmp_path / "a.csv", rows, [name for _, _, name in LAND])
    n_lines = write_form(tmp_path / "a.xlsx", rows, LAND, ["Đất"])
    plain, form = run_both(tmp_path, catalog, "land.holder", tmp_path / "a.csv", tmp_path / "a.xlsx")
    assert judged(form) == judged(plain)
    source = json.loads((form / "run.json").read_text(encoding="utf-8"))["input"]
    assert sum(found["last"] - found["first"] + 1 for found in source["left_out"]) + 2 == n_lines
