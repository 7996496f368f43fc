"""Corrected copies of exports: what is changed is changed, and nothing else."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from dq.errors import OutputError
from dq.load import LoadOptions, load
from dq.load.aliases import read_aliases
from dq.review.edits import Edit, Export
from dq.review.export import corrected_name, verify, write_corrected
from dq.review.export_text import encodable, quoted, replace_members, split_fields

HEADER = ["Mã xã", "Tên chủ", "Số tờ", "Số thửa", "Diện tích", "Loại đất", "Số phát hành", "Ngày cấp", "Số CCCD"]
COLUMNS = ["ma_xa", "ho_ten", "so_to", "so_thua", "dien_tich", "loai_dat", "so_phat_hanh", "ngay_cap", "so_dinh_danh"]
ROWS = [
    ["00004", "Nguyễn Văn An", "12", "34", "120,50", "ODT", "BK 991", "02/03/2015", "001085990101"],
    ["00004", 'Trần "Bé" Bình', "12", "35", "1.0", "ODT", "BK 992", "2015-03-02", "1185990102"],
    ["00004", "Lê\nVăn Cường", "12", "36", "7", "ODT", "", "", "001050990103"],
    ["00004", "Phạm, Dung", "12", "37", "8", "ODT", "BK 994", "5/5/2015", "001160990104"],
]


@pytest.fixture
def schema(catalog):
    return catalog.schema("land.holder")


def export_of(path: Path, schema, folder: Path) -> tuple[Export, object]:
    loaded = load(path, schema, folder)
    return Export(path, loaded.info, schema, read_aliases(schema, {})), loaded


def correct(path: Path, schema, tmp_path: Path, edits: dict[int, Edit]) -> Path:
    export, loaded = export_of(path, schema, tmp_path / "before")
    out = tmp_path / "out" / corrected_name(export)
    out.parent.mkdir()
    before = path.read_bytes()
    write_corrected(export, out, edits, loaded)
    assert path.read_bytes() == before
    options = LoadOptions(sheet=loaded.info.sheet, encoding=loaded.info.encoding if out.suffix == path.suffix else None)
    verify(loaded, load(out, schema, tmp_path / "after", options=options), edits, schema=schema)
    return out


def delimited(rows, delimiter=",", end="\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_only_the_changed_field_of_a_text_file_is_written_anew(encoding, delimiter, schema, tmp_path):
    path = tmp_path / "dat.csv"
    text = delimited([HEADER, *ROWS], delimiter)
    path.write_bytes(text.encode(encoding))
    edits = {
        2: Edit({"so_dinh_danh": "001185990102"}),
        3: Edit({"so_phat_hanh": "BK; 9,93", "ho_ten": None}),
        4: Edit(removed=True),
    }

    out = correct(path, schema, tmp_path, edits)

    lines = text.split("\r\n")
    serial = quoted("BK; 9,93", delimiter, always=False).decode()
    empty = '""'  # the field had quotes before
    third = delimiter.join(["00004", empty, "12", "36", "7", "ODT", serial, "", "001050990103"])
    expected = [lines[0], lines[1], lines[2].replace("1185990102", "001185990102"), third, ""]
    assert out.read_bytes().decode(encoding) == "\r\n".join(expected)


def test_a_malformed_line_is_rewritten_or_taken_out(schema, tmp_path):
    path = tmp_path / "dat.csv"
    path.write_text(delimited([HEADER, ROWS[0], ["00004", "hỏng"], ["rác"], ROWS[3]], end="\n"), encoding="utf-8")
    export, loaded = export_of(path, schema, tmp_path / "before")
    whole = delimited([ROWS[1]], end="")
    out = tmp_path / "corrected.csv"
    write_corrected(export, out, {2: Edit(line=whole, n_lines=1), 3: Edit(removed=True, n_lines=1)}, loaded)
    assert out.read_text(encoding="utf-8") == delimited([HEADER, ROWS[0], ROWS[1], ROWS[3]], end="\n")


def test_a_file_in_the_legacy_encoding_keeps_it(schema, tmp_path):
    path = tmp_path / "dat.csv"
    text = "".join(encodable(letter, "cp1258") or "" for letter in delimited([HEADER, *ROWS]))
    path.write_bytes(text.encode("cp1258"))
    name = encodable("Hoàng Thị Mỹ Ngữ", "cp1258")
    out = correct(path, schema, tmp_path, {1: Edit({"ho_ten": name})})
    assert out.read_bytes() == text.replace(text.split("\r\n")[1].split(",")[1], name).encode("cp1258")


def test_letters_that_the_encoding_does_not_have_are_told():
    assert encodable("Đỗ 漢", "cp1258") is None
    assert encodable("Đỗ", "utf-8") == "Đỗ"


def test_json_lines_keep_how_everything_else_is_written(schema, tmp_path):
    path = tmp_path / "dat.jsonl"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    first = json.dumps(rows[0], ensure_ascii=False)
    second = (
        '{ "ma_xa":"00004" , "dien_tich": 1.50, "so_to": 12,"so_thua":"35", "loai_dat":"ODT", "khac": {"a": [1, 2]} }'
    )
    path.write_text(f"{first}\n{second}\n", encoding="utf-8")
    out = correct(path, schema, tmp_path, {2: Edit({"so_thua": "36", "ho_ten": 'A "B"'}), 1: Edit({"ho_ten": None})})
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == first.replace('"Nguyễn Văn An"', "null")
    assert (
        lines[1]
        == second.replace('"so_thua":"35"', '"so_thua":"36"')
        .replace(" }", ', "ho_ten": "A \\"B\\""}')
        .replace('}, "ho', '} , "ho')
        or json.loads(lines[1])["ho_ten"] == 'A "B"'
    )
    assert '"dien_tich": 1.50' in lines[1]


def workbook(path: Path, *, column: int = 0, formula: bool = False, more: Sequence[Sequence[str]] = ()) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bìa").write("A1", "Trang bìa")
        sheet = book.add_worksheet("Danh sách")
        style = book.add_format({"bold": True, "bg_color": "#FFFF00"})
        sheet.merge_range(0, column, 0, column + 4, "DANH SÁCH")
        sheet.write_row(2, column, HEADER)
        for number, row in enumerate([*ROWS, *more], start=3):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, column + place, text, style if place == 1 else None)
        if formula:
            sheet.write_formula(3, column + 4, "=100+20.5", None, 120.5)
            sheet.write_formula(3, column + 12, "=SUM(1,2)", None, 3)
    return path


def edited(path: Path, out: Path, part: bytes, pattern: re.Pattern[bytes], new: bytes) -> Path:
    """A copy of a workbook with `pattern` replaced in the parts that hold `part`."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item, pattern.sub(new, data) if part in data else data)
    return out


@pytest.mark.parametrize("column", [0, 2, 25])
def test_a_workbook_keeps_its_formats_and_its_other_cells(column, schema, tmp_path):
    path = workbook(tmp_path / "dat.xlsx", column=column)
    edits = {
        1: Edit({"ho_ten": "Nguyễn <Văn> & Ân"}),
        3: Edit({"so_phat_hanh": "BK 993", "ngay_cap": "01/01/2016"}),
        4: Edit(removed=True),
    }
    out = correct(path, schema, tmp_path, edits)
    before, after = (openpyxl.load_workbook(file) for file in (path, out))
    assert after.sheetnames == before.sheetnames
    old, new = before["Danh sách"], after["Danh sách"]
    changed = {
        (cell.row, cell.column - column): (cell.value, new[cell.coordinate].value)
        for row in old.iter_rows()
        for cell in row
        if cell.value != new[cell.coordinate].value
    }
    gone = {place: text for place, text in changed.items() if place[0] == 7}
    assert {text for _, text in gone.values()} == {None}
    assert {place: text for place, text in changed.items() if place[0] != 7} == {
        (4, 2): ("Nguyễn Văn An", "Nguyễn <Văn> & Ân"), (6, 7): (None, "BK 993"), (6, 8): (None, "01/01/2016"),
    }  # fmt: skip
    assert new.cell(4, column + 2).font.bold
    assert new.merged_cells.ranges == old.merged_cells.ranges


LEFT_OF_THE_TABLE = [
    "<v/>", "<v></v>", "<f>B4</f>", "<f>B4</f><v></v>", "<v>1</v>", ' t="str"><v/>', ' t="str"><f>""</f><v></v>',
    ' t="b"><v/>', ' t="e"><v>#REF!</v>', ' t="inlineStr"><is><t/></is>', ' t="inlineStr"><v>x</v>', ' t="d"><v/>',
]  # fmt: skip


@pytest.mark.parametrize("cell", LEFT_OF_THE_TABLE)
def test_a_correction_goes_into_its_own_cell_whatever_stands_left_of_the_table(cell, schema, tmp_path):
    """Columns are counted from the first that the engine says is filled, and it has its own mind about empty values."""
    path = edited(
        workbook(tmp_path / "plain.xlsx", column=2),
        tmp_path / "dat.xlsx",
        b'<row r="4"',
        re.compile(rb'(<row r="4"[^>]*>)'),
        rb'\1<c r="A4"' + (cell if cell.startswith(" ") else f">{cell}").encode() + b"</c>",
    )
    out = correct(path, schema, tmp_path, {1: Edit({"loai_dat": "CLN"})})
    row = [item.value for item in openpyxl.load_workbook(out)["Danh sách"][4]][2:]
    assert row == [*ROWS[0][:5], "CLN", *ROWS[0][6:]]


def test_a_strict_workbook_is_corrected_too(schema, tmp_path):
    path = edited(
        workbook(tmp_path / "plain.xlsx"),
        tmp_path / "dat.xlsx",
        b"http://schemas.openxmlformats.org/",
        re.compile(rb"http://schemas.openxmlformats.org/(officeDocument|spreadsheetml)/2006/"),
        rb"http://purl.oclc.org/ooxml/\1/",
    )
    out = correct(path, schema, tmp_path, {1: Edit({"loai_dat": "CLN"})})
    assert load(out, schema, tmp_path / "again").raw.n_rows == len(ROWS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("An\x0bBình", "An Bình"), ("An\uffffBình", "An Bình"), ("_x000B_", "_x000B_"), ("a < b & c", "a < b & c")],
)
def test_any_text_gives_a_workbook_that_is_well_formed(text, expected, schema, tmp_path):
    path = workbook(tmp_path / "dat.xlsx")
    export, loaded = export_of(path, schema, tmp_path / "before")
    write_corrected(export, tmp_path / "out.xlsx", {1: Edit({"ho_ten": text})}, loaded)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Bìa", "Danh sách"]
    again = pl.read_parquet(load(tmp_path / "out.xlsx", schema, tmp_path / "after").raw.glob)
    assert again["ho_ten"][0] == expected


def test_a_formula_that_is_corrected_leaves_no_trace(schema, tmp_path):
    out = correct(workbook(tmp_path / "dat.xlsx", formula=True), schema, tmp_path, {1: Edit({"dien_tich": "130"})})
    sheet = openpyxl.load_workbook(out)["Danh sách"]
    assert (sheet["E4"].value, sheet["M4"].value) == ("130", "=SUM(1,2)")


def test_typed_columns_of_parquet_keep_their_type(schema, tmp_path):
    path = tmp_path / "dat.parquet"
    frame = pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in ROWS]).with_columns(
        pl.Series("dien_tich", [120.5, 1.0, 7.0, 8.0]),
        pl.Series("so_to", [12, 12, 12, 12]),
        pl.Series("ngay_cap", ["2015-03-02", "2015-03-02", None, "2015-05-05"]).str.to_date(),
    )
    frame.write_parquet(path)
    edits = {
        3: Edit({"ngay_cap": "05/06/2016", "dien_tich": "7,5", "so_phat_hanh": "BK 993", "so_to": "013"}),
        4: Edit(removed=True),
    }
    out = pl.read_parquet(correct(path, schema, tmp_path, edits))
    assert out.schema == frame.schema
    assert out.height == 3
    assert out.row(2, named=True) | {"ngay_cap": str(out["ngay_cap"][2])} == frame.row(2, named=True) | {
        "ngay_cap": "2016-06-05", "dien_tich": 7.5, "so_phat_hanh": "BK 993", "so_to": 13,
    }  # fmt: skip
    assert out.head(2).equals(frame.head(2))


def test_a_value_that_the_type_of_a_parquet_column_cannot_hold_is_refused(schema, tmp_path):
    path = tmp_path / "dat.parquet"
    pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in ROWS]).cast({"so_to": pl.Int64}).write_parquet(path)
    export, loaded = export_of(path, schema, tmp_path / "before")
    with pytest.raises(OutputError) as caught:
        write_corrected(export, tmp_path / "out.parquet", {1: Edit({"so_to": "12a"})}, loaded)
    assert caught.value.key == "apply.other_type"


def test_verify_notices_a_cell_that_should_not_have_changed(schema, tmp_path):
    path, other = tmp_path / "dat.csv", tmp_path / "khac.csv"
    path.write_text(delimited([HEADER, *ROWS]), encoding="utf-8")
    other.write_text(delimited([HEADER, *ROWS]).replace("BK 992", "BK 999"), encoding="utf-8")
    before, after = (load(file, schema, tmp_path / file.stem) for file in (path, other))
    with pytest.raises(AssertionError, match="so_phat_hanh"):
        verify(before, after, {}, schema=schema)
    verify(before, after, {2: Edit({"so_phat_hanh": "BK 999"})}, schema=schema)


@pytest.mark.parametrize(
    ("column", "asked"), [("so_phat_hanh", "BK 998"), ("so_phat_hanh", None), ("ngay_cap", "03/02/2015")]
)
def test_verify_notices_an_answer_that_did_not_arrive(column, asked, schema, tmp_path):
    path = tmp_path / "dat.csv"
    path.write_text(delimited([HEADER, *ROWS]), encoding="utf-8")
    before, after = (load(path, schema, tmp_path / name) for name in ("before", "after"))
    with pytest.raises(AssertionError, match=f"{column} does not say"):
        verify(before, after, {2: Edit({column: asked})}, schema=schema)
    verify(before, after, {2: Edit({"ngay_cap": "02/03/2015"})}, schema=schema)


@given(st.lists(st.text(alphabet='ab",\n é', max_size=6), min_size=2, max_size=6))
def test_fields_are_split_where_csv_splits_them(fields):
    record = delimited([fields]).removesuffix("\r\n")
    raw = split_fields(record.encode(), b",")
    assert b",".join(raw) == record.encode()
    assert [next(csv.reader(io.StringIO(item.decode(), newline="")))[0] if item else "" for item in raw] == fields


@given(
    st.dictionaries(
        st.text(max_size=5), st.one_of(st.none(), st.text(max_size=8), st.integers(), st.lists(st.text())), max_size=5
    ),
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.text(max_size=8)), max_size=3),
)
def test_members_of_an_object_are_replaced(old, new):
    assert json.loads(replace_members(json.dumps(old), new)) == old | new


SPLIT = [
    ["Mã xã", "Tên chủ", "Số tờ", "Số thửa", "Diện tích", "Loại đất", "Năm sinh", None, "Số CCCD", "Số phát hành",
     "Ngày cấp"],
    [None, None, None, None, None, None, "Nam", "Nữ", None, None, None],
]  # fmt: skip
SPLIT_ROWS = [
    ["00004", "Nguyễn Văn An", 12, 34, 120.5, "ODT", "1985", None, "001085990101", "BK 991", None],
    ["00004", "Trần Thị Bình", 12, 35, 1, "ODT", None, dt.date(1985, 3, 2), "001185990102", None, None],
    ["00004", "Lê Văn Cường", 12, 36, 7, "ODT", "1950", "1951", "001050990103", None, None],
    ["00004", "Phạm Thị Dung", 12, 37, 8, "ODT", None, None, "001160990104", None, None],
]


def test_columns_that_an_old_workbook_splits_by_header_stay_split(schema, tmp_path):
    path = tmp_path / "dat.xls"
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, rows in (("Xã A", SPLIT_ROWS), ("Xã B", SPLIT_ROWS[:2])):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "DANH SÁCH")
        for number, row in enumerate([*SPLIT, *rows], start=1):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(number, place, value, *([day] if isinstance(value, dt.date) else []))
    book.save(str(path))
    edits = {2: Edit({"ho_ten": "Trần Thị Bích", "so_thua": None}), 5: Edit(removed=True)}
    out = correct(path, schema, tmp_path, edits)
    found = [[cell.value for cell in row] for row in openpyxl.load_workbook(out)["Xã A"]]
    assert found == [
        ["Mã xã", "Tên chủ", "Số tờ", "Số thửa", "Diện tích", "Loại đất", "Năm sinh > Nam", "Năm sinh > Nữ", "Số CCCD",
         "Số phát hành", "Ngày cấp"],
        ["00004", "Nguyễn Văn An", "12", "34", "120.5", "ODT", "1985", None, "001085990101", "BK 991", None],
        ["00004", "Trần Thị Bích", "12", None, "1", "ODT", None, "1985-03-02", "001185990102", None, None],
        ["00004", "Lê Văn Cường", "12", "36", "7", "ODT", "1950", "1951", "001050990103", None, None],
        ["00004", "Phạm Thị Dung", "12", "37", "8", "ODT", None, None, "001160990104", None, None],
        ["00004", "Trần Thị Bình", "12", "35", "1", "ODT", None, "1985-03-02", "001185990102", None, None],
    ]  # fmt: skip
