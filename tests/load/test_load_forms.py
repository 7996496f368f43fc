"""Forms: headers of several rows, columns split by header, group headings, several sheets, and what a sheet hides."""

from collections.abc import Callable
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dq.catalog.locate import locate
from dq.catalog.schemas import DatasetSchema, Field, load_types
from dq.errors import LoadError
from dq.load import LoadOptions, load
from dq.load.aliases import Match, read_aliases
from dq.load.header_row import Row, find_heading
from dq.load.workbook.scan import SheetScanner, column_letters
from dq.model import SourceRef, Text

HEADER = ["STT", "Mã xã", "Họ và tên", "Số CCCD", "Ngày sinh", "Giới tính"]
PERSONS = [
    [n, "00001", f"Nguyễn Văn {letter}", f"00108599012{n}", "02/03/1985", "Nam"] for n, letter in enumerate("ABCD")
]


@pytest.fixture(scope="session")
def schema(schema) -> DatasetSchema:
    """The small schema of this room with what a form of persons has."""
    types = load_types(locate(None).root)
    where = SourceRef("schemas/test/parcel.yaml", 1)

    def field(name: str, kind: str, title: str, *aliases: str) -> Field:
        return Field(name, types[kind], Text(title, name), False, aliases, (), False, "sector", where)

    kept = [item for item in schema.fields if item.name != "gioi_tinh"]
    more = [
        field("ngay_sinh", "birth_date", "Ngày, tháng, năm sinh", "Ngày sinh", "Năm sinh"),
        replace(field("gioi_tinh", "sex", "Giới tính", "Nam/Nữ"), split_by_header=("ngay_sinh",)),
        field("so_quyet_dinh", "code", "Số quyết định", "Số QĐ"),
        field("ngay_quyet_dinh", "date", "Ngày quyết định"),
        field("nguoi_nhan", "person_name", "Người nhận thay", "Họ và tên người nhận thay"),
    ]
    so = replace(schema.field("so_dinh_danh"), aliases=("CCCD", "Số CCCD", "Số CMND"))
    fields = [so if item.name == "so_dinh_danh" else item for item in kept]
    return replace(schema, fields=(*fields, *more))


@pytest.fixture
def sheet(stage, tmp_path) -> Callable[..., object]:
    """Stage a workbook whose one sheet, or whose sheets by name, have these rows."""

    def run(rows, prepare=None, **options):
        sheets = rows if isinstance(rows, dict) else {"S": rows}
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, lines in sheets.items():
            page = book.create_sheet(name)
            for line in lines:
                page.append(line)
        if prepare:
            prepare(book)
        path = tmp_path / "a.xlsx"
        book.save(path)
        return stage(path, **options)

    return run


# ---- headers of several rows ----


@pytest.mark.parametrize(
    ("header", "match"),
    [
        ("Quyết định > Số", Match("so_quyet_dinh")),
        ("Quyết định > Ngày", Match("ngay_quyet_dinh")),
        ("Số CMND/CCCD > Số", Match("so_dinh_danh")),
        ("CCCD > Số", Match("so_dinh_danh")),
        ("Số CMND/CCCD > Ngày cấp", None),
        ("Số CMND/CCCD > Nơi cấp", None),
        ("Ngày, tháng, năm sinh > Nam", Match("ngay_sinh", ("gioi_tinh", "nam"))),
        ("Ngày sinh > Nữ", Match("ngay_sinh", ("gioi_tinh", "nu"))),
        ("Năm sinh (Nữ)", Match("ngay_sinh", ("gioi_tinh", "nu"))),
        ("Năm sinh nam", Match("ngay_sinh", ("gioi_tinh", "nam"))),
        ("Giới tính > Nam", Match("gioi_tinh", ("gioi_tinh", "nam"))),
        ("Ngày sinh > 1", None),
        ("Nam", None),
        ("Năm sinh", Match("ngay_sinh")),
        ("Người nhận thay > Họ và tên", Match("nguoi_nhan")),
        ("Người giám hộ > Họ và tên", Match("ho_ten", direct=False)),
        ("Đối tượng > Quyết định > Số", Match("so_quyet_dinh")),
        ("Ghi chú > Khác", None),
    ],
)
def test_header_of_several_rows(schema, header, match):
    assert read_aliases(schema, {}).match(header) == match


@pytest.mark.parametrize(
    ("rows", "index", "texts"),
    [
        (["Mã xã|Họ tên|CCCD", "1|A|2"], 0, ["Mã xã", "Họ tên", "CCCD"]),
        (["UBND XÃ|||", "Mã xã|Họ tên|CCCD|DT"], 1, ["Mã xã", "Họ tên", "CCCD", "DT"]),
        (["Mã xã|Họ tên|CCCD|Ngày sinh|", "|||Nam|Nữ"], 0,
         ["Mã xã", "Họ tên", "CCCD", "Ngày sinh > Nam", "Ngày sinh > Nữ"]),
        (["Thông tin||Giấy tờ||", "Mã xã|Họ tên|CCCD|Ngày sinh|DT"], 1, ["Mã xã", "Họ tên", "CCCD", "Ngày sinh", "DT"]),
        (["Mã xã|Họ tên|CCCD|Quyết định|", "|||Số|Ngày"], 0,
         ["Mã xã", "Họ tên", "CCCD", "Quyết định > Số", "Quyết định > Ngày"]),
        (["Mã xã|Họ tên|CCCD|Quyết định||DT", "|||Số|Ngày|", "(1)|(2)|(3)|(4)|(5)|(6)"], 0,
         ["Mã xã", "Họ tên", "CCCD", "Quyết định > Số", "Quyết định > Ngày", "DT"]),
        (["Mã xã|Đối tượng||||", "|Họ tên|CCCD|Ngày sinh||", "|||Nam|Nữ|"], 0,
         ["Mã xã", "Đối tượng > Họ tên", "Đối tượng > CCCD", "Đối tượng > Ngày sinh > Nam",
          "Đối tượng > Ngày sinh > Nữ", ""]),
        (["Mã xã|Họ tên|CCCD|", "1|A|001085990123|x"], 0, ["Mã xã", "Họ tên", "CCCD", ""]),
    ],
)  # fmt: skip
def test_rows_of_the_header(schema, rows, index, texts):
    preview = [Row(number, 1, tuple(row.split("|"))) for number, row in enumerate(rows, start=1)]
    heading = find_heading(preview, read_aliases(schema, {}))
    assert heading is not None
    assert (heading.index, list(heading.texts)) == (index, texts)


SPLIT = "STT,Mã xã,Họ và tên,CCCD,Năm sinh,,Ghi chú\n,,,,Nam,Nữ,\n"


@pytest.mark.parametrize(
    ("cells", "born", "sex"),
    [
        ("1950,", "1950", "nam"),
        (",02/03/1951", "02/03/1951", "nu"),
        ("1950,-", "1950", "nam"),
        (",không rõ", "không rõ", "nu"),
        ("1950,1951", "1950; 1951", "nam; nu"),
        (",", None, None),
    ],
)
def test_birth_date_below_nam_or_nu_gives_the_sex(stage, cells, born, sex):
    staged = stage(f"{SPLIT}1,00001,Nguyễn Văn A,001085990123,{cells},x\n2,00001,B,001085990124,1,,\n")
    assert staged.raw["ngay_sinh"][0] == born
    assert staged.raw["gioi_tinh"][0] == sex
    assert staged.info.header_row == 2
    assert staged.raw["Ghi chú"].to_list() == ["x", None]


def test_marks_below_nam_and_nu(stage):
    staged = stage("Mã xã,Họ và tên,CCCD,Giới tính,\n,,,Nam,Nữ\n00001,A,001085990123,x,\n00001,B,001085990124,,x\n")
    assert staged.raw["gioi_tinh"].to_list() == ["nam", "nu"]


def test_column_of_its_own_says_more_than_the_header_of_another(stage):
    staged = stage(
        "Mã xã,Họ và tên,CCCD,Giới tính,Năm sinh,\n,,,,Nam,Nữ\n00001,A,001085990123,Nữ,1950,\n00001,B,2,Nam,,1951\n"
    )
    assert staged.raw["gioi_tinh"].to_list() == ["Nữ", "Nam"]
    assert staged.raw["ngay_sinh"].to_list() == ["1950", "1951"]


def test_header_that_is_known_by_itself_comes_before_one_below_a_group(stage):
    staged = stage(
        "Mã xã,Họ và tên,CCCD,Người giám hộ,,DT\n,,,Họ và tên,Số CCCD,\n00001,A,001085990123,B,001085990124,1\n"
    )
    assert staged.raw["ho_ten"].to_list() == ["A"]
    assert staged.raw["Người giám hộ > Họ và tên"].to_list() == ["B"]


def test_two_groups_with_the_same_headers_are_told_apart_by_the_user(stage):
    content = "Mã xã,Chồng,,Vợ,\n,Họ tên,CCCD,Họ tên,CCCD\n00001,A,001085990123,B,001185990124\n"
    with pytest.raises(LoadError) as caught:
        stage(content)
    assert caught.value.parameters["headers"] == "“Chồng > Họ tên”, “Vợ > Họ tên”"
    staged = stage(content, mapping={"Vợ > Họ tên": "ho_ten", "Vợ > CCCD": "so_dinh_danh"})
    assert staged.raw["ho_ten"].to_list() == ["B"]


def test_header_of_several_rows_that_comes_again(stage):
    row = "1,00001,Nguyễn Văn A,001085990123,1950,,\n"
    staged = stage(f"Danh sách\n{SPLIT}(1),(2),(3),(4),(5),(6),(7)\n{row}{SPLIT}{row}")
    assert staged.left_out == [(1, 1, "title"), (4, 4, "column_numbers"), (6, 7, "header")]
    assert staged.raw["source_row"].to_list() == [5, 8]


# ---- group headings ----


@pytest.mark.parametrize(
    "group",
    ["Thôn 3,,,,,", ",,Thôn Đoài,,,", "I,Xã Tân Lập,,,,", "I. Xã A,,,,,", "A. Hộ nghèo,,,,,", "II,,Trẻ em mồ côi,,,",
     "1,,Bản Nà Lốc,,,", "THÔN 5:,,,,,", "Tổ dân phố 2,,,,,12", "B) Người cao tuổi,,,,,", "Thôn 3"],
)  # fmt: skip
def test_group_headings(stage, group):
    rows = "\n".join(",".join(map(str, person)) for person in PERSONS)
    staged = stage(f"{','.join(HEADER)}\n{rows}\n{group}\n{rows}\n")
    assert staged.left_out == [(6, 6, "group")]
    assert staged.raw.height == 8


@pytest.mark.parametrize(
    "row",
    [",,Bàn Văn Thắng,,,", "5,,Nguyễn Thị Thôn,,,", "5,00001,Thôn 3,,,", "Thôn 3,,,001085990129,,", ",,A Phong,,,",
     ",,Y Bhiu Niê,,,", "5,,Lý Thị Xã,,,", ",,Đỗ Khu,,,", "I,,Nguyễn Văn A,,1950,"],
)  # fmt: skip
def test_rows_that_only_look_like_group_headings_are_records(stage, row):
    rows = "\n".join(",".join(map(str, person)) for person in PERSONS)
    staged = stage(f"{','.join(HEADER)}\n{rows}\n{row}\n{rows}\n")
    assert staged.left_out == []
    assert staged.raw.height == 9


def test_row_that_is_merged_across_the_table_is_a_heading(sheet):
    rows = [HEADER, *PERSONS, ["Danh sách bổ sung"], *PERSONS]
    staged = sheet(rows, lambda book: book["S"].merge_cells("A6:F6"))
    assert staged.left_out == [(6, 6, "group")]
    assert sheet(rows).left_out == []


form_row = st.sampled_from(
    [*PERSONS, [], HEADER, ["Thôn 3"], ["Tổng cộng", None, None, None, 5], ["I", "Xã A"], [*"123456"],
     ["Người lập biểu"], [None, None, "Bàn Văn A"], ["x"], [None, "00001"]]
)  # fmt: skip


@given(rows=st.lists(form_row, min_size=1, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_row_of_a_sheet_is_a_record_or_listed(rows, schema, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    book = openpyxl.Workbook()
    for row in [HEADER, PERSONS[0], *rows]:
        book.active.append(row)
    book.save(folder / "a.xlsx")
    last = max(book.active.max_row, 1)
    loaded = load(folder / "a.xlsx", schema, folder / "staged", options=LoadOptions(batch_rows=5))
    raw = pl.concat([pl.read_parquet(part) for part in loaded.raw.parts()])
    listed = [number for found in loaded.info.left_out for number in range(found.first, found.last + 1)]
    numbers = sorted([1, *raw["source_row"].to_list(), *listed])
    assert numbers[: len(numbers)] == list(range(1, len(numbers) + 1))
    assert len(numbers) in {last, last - trailing_blank(rows)}
    identified = [number for number, row in enumerate(rows, start=3) if row in PERSONS]
    assert set(identified) <= set(raw["source_row"].to_list())


def trailing_blank(rows) -> int:
    count = 0
    for row in reversed(rows):
        if row:
            break
        count += 1
    return count


# ---- several sheets ----


def test_sheets_with_the_same_header_are_read_as_one_dataset(sheet):
    rows = {
        "Bìa": [["Báo cáo"]],
        "Thôn 1": [["Danh sách"], HEADER, *PERSONS],
        "Trống": [],
        "Thôn 2": [HEADER, *PERSONS],
    }
    staged = sheet(rows, batch_rows=3)
    assert [(item.name, item.header_row, item.rows) for item in staged.info.sheets] == [
        ("Thôn 1", 2, 4),
        ("Thôn 2", 1, 4),
    ]
    assert staged.info.other_sheets == ("Bìa",)
    assert staged.raw["record_id"].to_list() == list(range(1, 9))
    assert staged.raw.select("source_sheet", "source_row").rows()[3:5] == [("Thôn 1", 6), ("Thôn 2", 2)]
    assert [(found.sheet, found.kind) for found in staged.info.left_out] == [("Thôn 1", "title")]


def test_sheets_that_fit_with_different_headers_must_be_chosen_from(sheet):
    rows = {"Cũ": [HEADER, *PERSONS], "Mới": [[*HEADER, "Ghi chú"], *PERSONS]}
    with pytest.raises(LoadError) as caught:
        sheet(rows)
    assert (caught.value.key, caught.value.parameters["sheets"]) == ("load.sheets_differ", "“Cũ”, “Mới”")
    staged = sheet(rows, sheet="Mới")
    assert (staged.info.sheet, staged.info.other_sheets) == ("Mới", ("Cũ",))


# ---- what a sheet hides ----


def test_notices_of_a_sheet(sheet):
    rows = [HEADER, *[list(person) for person in PERSONS * 3]]
    rows[3][4], rows[4][4], rows[5][3] = "#N/A", "=1+1", 79000000000

    def prepare(book) -> None:
        page = book["S"]
        for number in (3, 4, 9):
            page.row_dimensions[number].hidden = True
        page.column_dimensions["E"].hidden = True
        page.merge_cells("B6:B8")
        page.auto_filter.ref = "A1:F13"
        page.auto_filter.add_filter_column(1, ["00001"])

    staged = sheet(rows, prepare)
    found = {(notice.kind, notice.count, notice.places) for notice in staged.info.notices}
    assert found == {
        ("filtered", 1, ()),
        ("hidden_rows", 3, ("3-4", "9")),
        ("hidden_columns", 1, ("E",)),
        ("error_cells", 1, ("E4",)),
        ("formulas_without_value", 1, ("E5",)),
        ("merged_cells", 1, ("B6:B8",)),
        ("scientific_numbers", 1, ("6",)),
    }
    assert staged.raw.height == 12
    assert staged.raw["ngay_sinh"][2:4].to_list() == [None, None]


def test_days_of_the_calendar_of_1904(sheet):
    rows = [HEADER, [1, "00001", "A", "001085990123", 29646, "Nam"], [2, "00001", "B", "001085990124", 1985, "Nữ"]]

    def prepare(book) -> None:
        book.epoch = CALENDAR_MAC_1904

    staged = sheet(rows, prepare)
    assert staged.raw["ngay_sinh"].to_list() == ["1985-03-02", "1985"]
    assert [(notice.kind, notice.count) for notice in staged.info.notices] == [("date_1904", 1)]
    assert sheet(rows).raw["ngay_sinh"].to_list() == ["29646", "1985"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "Mã xã,Họ và tên,CCCD\n00001,A,7.9E+10\n00001,B,001085990123\n"),
        ("a.jsonl", '{"ma_xa": "00001", "ho_ten": "A", "CCCD": 7.9e10}\n{"ma_xa": "1", "ho_ten": "B", "CCCD": 1}\n'),
    ],
)
def test_number_that_lost_its_digits_stays_as_it_is_and_is_noticed(stage, name, content):
    staged = stage(content, name)
    assert staged.raw["so_dinh_danh"][0].lower().startswith("7.9e")
    (notice,) = staged.info.notices
    assert (notice.kind, notice.column, notice.count) == ("scientific_numbers", "so_dinh_danh", 1)


@pytest.mark.parametrize(("prefix", "size"), [("", 7), ("", 1 << 20), ("x:", 13)])
def test_facts_of_a_sheet_do_not_depend_on_blocks_and_prefixes(prefix, size):
    xml = (
        '<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="AB2" t="e"><v>#REF!</v></c><c r="ZZ2" s="1"/></row>'
        '<row hidden="1"><c t="str" r="B3"><f>A1</f></c></row><row r="9" hidden="true"/>'
        '<row r="10"><c r="A10" t="inlineStr"><is><t> t="e" </t></is></c></row>'
        '</sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>'
        '<mergeCells><mergeCell ref="A1:AB1"/></mergeCells></worksheet>'
    )
    data = xml.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}").encode()
    scanner = SheetScanner("a.xlsx", "S")
    for start in range(0, len(data), size):
        scanner.feed(data[start : start + size])
    facts = scanner.close()
    assert (facts.rows, facts.columns, facts.n_cells) == (10, 28, 4)
    assert (facts.hidden_columns, facts.hidden_rows, facts.n_hidden_rows) == ([(2, 3)], [(3, 3), (9, 9)], 2)
    assert (facts.errors, facts.without_value, facts.filtered) == (["AB2"], ["B3"], True)
    assert facts.merges == [(1, 1, 1, 28)]


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (16384, "XFD")])
def test_letters_of_a_column(column, letters):
    assert column_letters(column) == letters
