"""Workbooks of four kinds: the sheet's own row numbers, cells as text, choice of the sheet."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from dq.errors import LoadError

Rows = Sequence[Sequence[object]]
KINDS = ["xlsx", "xlsm", "xls", "ods"]
HEADER = ["Mã xã", "Họ và tên", "CCCD", "Ngày cấp", "Diện tích (m2)", "Ghi chú"]
ROWS = [
    ["DANH SÁCH"],
    [],
    HEADER,
    ["00001", "Nguyễn Văn A", 1085990123, dt.date(1950, 3, 2), 120.5, True],
    ["00002", "Trần Thị B", "001085990124", "02/03/1950", 12, None],
    [],
    [3, "Lê Văn C", 79203990123.0, dt.datetime(2020, 1, 2, 3, 4, 5), 0.1, "dòng 1\ndòng 2"],  # noqa: DTZ001 - files know no time zone
    [4, "Vừ A Dính", 123456789012345, None, 1 / 3, 7],
    ["Tổng cộng", None, None, None, 132.5],
    ["Người lập biểu", None, None, "Thủ trưởng"],
]


def write_xlsx(path: Path, sheets: dict[str, Rows]) -> None:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    date, moment = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, value, moment if isinstance(value, dt.datetime) else date)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()


def write_xlsm(path: Path, sheets: dict[str, Rows]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
    book.save(path)


def write_xls(path: Path, sheets: dict[str, Rows]) -> None:
    book = xlwt.Workbook()
    date, moment = xlwt.easyxf(num_format_str="dd/mm/yyyy"), xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, dt.date):
                    sheet.write(row, column, value, moment if isinstance(value, dt.datetime) else date)
                elif value is not None:
                    sheet.write(row, column, value)
    book.save(str(path))


def write_ods(path: Path, sheets: dict[str, Rows]) -> None:
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for cells in rows:
            row = TableRow()
            for value in cells:
                row.addElement(ods_cell(value))
            table.addElement(row)
        document.spreadsheet.addElement(table)
    document.save(str(path))


def ods_cell(value: object) -> TableCell:
    match value:
        case None:
            return TableCell()
        case bool():
            return TableCell(valuetype="boolean", booleanvalue=str(value).lower())
        case int() | float():
            return TableCell(valuetype="float", value=repr(value))
        case dt.date():
            return TableCell(valuetype="date", datevalue=value.isoformat())
    cell = TableCell(valuetype="string")
    for line in str(value).split("\n"):
        cell.addElement(P(text=line))
    return cell


WRITERS = {"xlsx": write_xlsx, "xlsm": write_xlsm, "xls": write_xls, "ods": write_ods}


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


def write(tmp_path: Path, kind: str, sheets: dict[str, Rows]) -> Path:
    path = tmp_path / f"input.{kind}"
    WRITERS[kind](path, sheets)
    return path


def test_cells_as_text_with_the_rows_of_the_sheet(stage, tmp_path, kind):
    staged = stage(write(tmp_path, kind, {"Đất": ROWS}))
    assert staged.raw.columns == [
        "record_id",
        "source_row",
        "source_sheet",
        "ma_xa",
        "ho_ten",
        "so_dinh_danh",
        "ngay_cap",
        "dien_tich",
        "Ghi chú",
    ]
    assert staged.raw["source_row"].to_list() == [4, 5, 7, 8]
    assert set(staged.raw["source_sheet"]) == {"Đất"}
    assert staged.raw["ma_xa"].to_list() == ["00001", "00002", "3", "4"]
    assert staged.raw["so_dinh_danh"].to_list() == ["1085990123", "001085990124", "79203990123", "123456789012345"]
    assert staged.raw["ngay_cap"].to_list()[:2] == ["1950-03-02", "02/03/1950"]
    assert staged.raw["ngay_cap"][2].replace("T", " ") == "2020-01-02 03:04:05"
    assert staged.raw["dien_tich"].to_list() == ["120.5", "12", "0.1", "0.333333333"]
    assert staged.raw["Ghi chú"].to_list() == ["true", None, "dòng 1\ndòng 2", "7"]


def test_provenance_of_a_sheet(stage, tmp_path, kind):
    path = write(tmp_path, kind, {"Đất": ROWS})
    info = stage(path).info
    assert (info.format, info.sheet, info.header_row, info.rows) == (kind, "Đất", 3, 4)
    assert info.size == path.stat().st_size
    assert [(found.first, found.last, found.kind, found.sheet) for found in info.left_out] == [
        (1, 1, "title", "Đất"),
        (2, 2, "blank", "Đất"),
        (6, 6, "blank", "Đất"),
        (9, 9, "total", "Đất"),
        (10, 10, "signature", "Đất"),
    ]


def test_blank_rows_before_the_first_cell_are_counted(stage, tmp_path, kind):
    rows = [[]] * 4 + [[None, None, *HEADER], [None, None, *ROWS[3]], [], [], [None, None, *ROWS[4]]]
    staged = stage(write(tmp_path, kind, {"S": rows}))
    assert staged.info.header_row == 5
    assert staged.raw["source_row"].to_list() == [6, 9]


def test_sheets_with_the_same_header_are_one_dataset(stage, tmp_path, kind):
    sheets = {"Bìa": [["Báo cáo"], ["Năm 2025"]], "Đất": [HEADER, ROWS[3]], "Đất 2": [HEADER, ROWS[4]]}
    staged = stage(write(tmp_path, kind, sheets))
    assert staged.info.sheet == "Đất"
    assert staged.info.other_sheets == ("Bìa",)
    assert staged.raw["ho_ten"].to_list() == ["Nguyễn Văn A", "Trần Thị B"]
    assert staged.raw["source_sheet"].to_list() == ["Đất", "Đất 2"]
    assert [(sheet.name, sheet.header_row, sheet.rows) for sheet in staged.info.sheets] == [
        ("Đất", 1, 1),
        ("Đất 2", 1, 1),
    ]


def test_sheet_by_name(stage, tmp_path, kind):
    path = write(tmp_path, kind, {"Đất": [HEADER, ROWS[3]], "Đất 2": [HEADER, ROWS[4]]})
    staged = stage(path, sheet="Đất 2")
    assert staged.info.sheet == "Đất 2"
    assert staged.raw["source_sheet"].to_list() == ["Đất 2"]
    with pytest.raises(LoadError) as caught:
        stage(path, sheet="Dat 2")
    assert caught.value.key == "load.no_sheet_near"
    assert caught.value.parameters["sheets"] == "“Đất”, “Đất 2”"


@pytest.mark.parametrize("length", [1000, 4200, 4800])  # from 4104 on the engine panics over such a file
def test_workbook_that_was_cut_off_prints_nothing(stage, tmp_path, length, capfd):
    path = write(tmp_path, "xls", {"Đất": [HEADER, ROWS[3]]})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(LoadError) as caught:
        stage(path)
    assert caught.value.key == "load.damaged"
    assert capfd.readouterr() == ("", "")


def test_no_sheet_fits(stage, tmp_path, kind):
    path = write(tmp_path, kind, {"Bìa": [["Báo cáo"]], "Đất": [["Mã xã", "Tên"], ["1", "A"]]})
    with pytest.raises(LoadError) as caught:
        stage(path)
    assert caught.value.key.startswith("load.missing_columns")
    assert caught.value.parameters["columns"] == "ho_ten, so_dinh_danh"


def test_empty_workbook(stage, tmp_path, kind):
    with pytest.raises(LoadError) as caught:
        stage(write(tmp_path, kind, {"S": []}))
    assert caught.value.key == "load.no_rows"


def test_header_without_rows(stage, tmp_path, kind):
    with pytest.raises(LoadError) as caught:
        stage(write(tmp_path, kind, {"S": [HEADER, [], ["Tổng cộng"]]}))
    assert caught.value.key == "load.no_rows"


def test_hidden_sheets_are_not_taken_by_themselves(stage, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Ẩn"
    book.create_sheet("Hiện")
    for sheet in book:
        for row in (HEADER[:3], ["00001", sheet.title, "001085990123"]):
            sheet.append(row)
    book["Ẩn"].sheet_state = "hidden"
    book.active = 1
    path = tmp_path / "a.xlsx"
    book.save(path)
    staged = stage(path)
    assert staged.raw["ho_ten"].to_list() == ["Hiện"]
    assert staged.info.other_sheets == ("Ẩn",)
    assert stage(path, sheet="Ẩn").raw["ho_ten"].to_list() == ["Ẩn"]


def test_columns_that_only_have_a_format_are_dropped(stage, tmp_path):
    rows = [[*HEADER, "", "", "", ""], [*ROWS[3], "", "x", "", ""]]
    path = tmp_path / "a.xlsx"
    write_xlsm(path, {"S": rows})
    staged = stage(path)
    assert staged.raw.columns[9:] == ["column_7", "column_8"]
    assert staged.raw["column_8"].to_list() == ["x"]


def test_many_rows_come_in_parts(stage, tmp_path):
    rows = [HEADER[:3], *([f"{n:05}", "A", f"001085{990000 + n}"] for n in range(250))]
    path = tmp_path / "a.xlsx"
    write_xlsx(path, {"S": rows})
    staged = stage(path, batch_rows=100)
    assert len(staged.loaded.raw.parts()) == 3
    assert staged.raw["source_row"].to_list() == list(range(2, 252))
    assert staged.raw["record_id"].to_list() == list(range(1, 251))


def test_cells_of_a_time_and_of_midnight(stage, tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsm(path, {"S": [HEADER, ["1", "A", "2", dt.datetime(2020, 1, 2), 1, dt.time(3, 4, 5)]]})  # noqa: DTZ001 - files know no time zone
    staged = stage(path)
    assert staged.raw["ngay_cap"].to_list() == ["2020-01-02"]
    assert staged.raw["Ghi chú"].to_list() == ["03:04:05"]
