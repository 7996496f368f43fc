"""Rows that are no records, and rows that look like it and are."""

import polars as pl
import pytest

from dq.load.header_row import is_column_numbers
from dq.load.ranges import KIND, MAX_RANGES, Ranges
from dq.load.rows import ROW

HEADER = "STT,Mã xã,Họ và tên,CCCD,Diện tích"
DATA = [f"{n},0000{n},Nguyễn Văn {letter},00108599012{n},12.5" for n, letter in enumerate("ABCDE", start=1)]


def lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"


def test_rows_above_the_header(stage):
    staged = stage(lines("ỦY BAN NHÂN DÂN XÃ X,,,,", "DANH SÁCH NGƯỜI SỬ DỤNG ĐẤT", "", "Năm 2025,,", HEADER, *DATA))
    assert staged.info.header_row == 5
    assert staged.left_out == [(1, 2, "title"), (3, 3, "blank"), (4, 4, "title")]
    assert staged.raw["source_row"].to_list() == [6, 7, 8, 9, 10]


def test_title_over_several_lines(stage):
    staged = stage(lines('"DANH SÁCH\nNGƯỜI SỬ DỤNG ĐẤT",,,,', HEADER, *DATA))
    assert staged.info.header_row == 3
    assert staged.left_out == [(1, 2, "title")]
    assert staged.raw["source_row"].to_list() == [4, 5, 6, 7, 8]


@pytest.mark.parametrize("numbers", ["(1),(2),(3),(4),(5)", "1,2,3,4,5", "A,B,1,2,3", ",(1),(2),(3),(4)=(2)x(3)"])
def test_row_of_column_numbers(stage, numbers):
    staged = stage(lines(HEADER, numbers, *DATA))
    assert staged.left_out == [(2, 2, "column_numbers")]
    assert staged.raw.height == 5


def test_header_repeated_on_each_page(stage):
    numbers = "(1),(2),(3),(4),(5)"
    staged = stage(lines(HEADER, numbers, *DATA, HEADER, numbers, *DATA, "", " " + HEADER, *DATA))
    assert staged.left_out == [
        (2, 2, "column_numbers"),
        (8, 8, "header"),
        (9, 9, "column_numbers"),
        (15, 15, "blank"),
        (16, 16, "header"),
    ]
    assert staged.raw["record_id"].to_list() == list(range(1, 16))


@pytest.mark.parametrize(
    "total",
    [
        "Tổng cộng,,,,1250.5",
        ",Cộng,,,62.5",
        "TỔNG SỐ:,,,,5",
        "Tổng số: 5 hộ,,,,",
        "Tổng cộng: 1.250 người",
        "Cộng trang,,,,62",
        "Luỹ kế,,,,62",
        ",,Tổng diện tích (m2),,62.5",
        "Tong cong,,,,1",
    ],
)
def test_totals(stage, total):
    staged = stage(lines(HEADER, *DATA, total, *DATA))
    assert staged.left_out == [(7, 7, "total")]
    assert staged.raw.height == 10
    assert staged.malformed.is_empty()


SIGNATURES = [
    ["", ",,,Hà Nội, ngày 05 tháng 11 năm 2025"],
    [
        "…, ngày … tháng … năm …,,,,",
        "Người lập biểu,,,Thủ trưởng đơn vị,",
        "(Ký, ghi rõ họ tên),,,,",
        "",
        "Nguyễn Văn X,,,Trần Y,",
    ],
    ["Người lập biểu;;Chủ tịch", "Nguyễn Văn X"],
    ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Trần Văn Y"],
    ["Tổng cộng,,,,62.5", "", "Ký tên đóng dấu,,,,"],
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures_at_the_end(stage, signature):
    staged = stage(lines(HEADER, *DATA, *signature))
    assert staged.raw["source_row"].to_list() == [2, 3, 4, 5, 6]
    assert staged.malformed.is_empty()
    assert staged.left_out[-1][2] == "signature"
    assert [left for left in staged.left_out if left[2] not in {"signature", "blank", "total"}] == []


def test_signature_at_the_end_over_many_batches(stage):
    data = [f"{n},00001,A,001085{990000 + n},1" for n in range(500)]
    staged = stage(lines(HEADER, *data, "", *SIGNATURES[1]), batch_rows=7)
    assert staged.info.rows == 500
    assert staged.malformed.is_empty()


@pytest.mark.parametrize(
    "row",
    [
        "6,,Người lập biểu,001085990126,",  # an identifier
        "Tổng cộng,00006,Nguyễn Văn F,,5",  # most required cells
        "6,,Công ty TNHH Thanh Chi,,5",  # words that begin like a total
        "6,,Tổng công ty Điện lực,,5",
        "Cộng,,,001 085 990 126,5",
        "Đông,,,,",  # not surely a heading
        "Người lập biểu,,,,",  # a signature is only one at the end
    ],
)
def test_doubtful_rows_stay_records(stage, row):
    staged = stage(lines(HEADER, *DATA, row, *DATA))
    assert staged.left_out == []
    assert staged.raw["record_id"].to_list() == list(range(1, 12))


@pytest.mark.parametrize("row", ["001085990126,Nguyễn Văn F", "6,00006,Cộng"])
def test_short_rows_stay_malformed(stage, row):
    staged = stage(lines(HEADER, *DATA, row))
    assert staged.malformed["source_row"].to_list() == [7]


def test_what_stands_before_a_signature_stays_a_record(stage):
    staged = stage(lines(HEADER, *DATA, "6,,Nguyễn Văn F,,", "Người lập biểu,,,,", "Trần Văn Y,,,,"))
    assert staged.raw["source_row"].to_list() == [2, 3, 4, 5, 6, 7]
    assert staged.left_out == [(8, 9, "signature")]


def test_record_far_below_a_signature_ends_the_search(stage):
    staged = stage(lines(HEADER, *DATA, "Người lập biểu,,,,", *DATA, "Đông,,,,"))
    assert staged.left_out == []
    assert staged.raw.height == 12


def test_file_where_nothing_required_is_filled_keeps_its_rows(stage):
    data = [f"{n},,,,{n}.5" for n in range(200)]
    staged = stage(lines(HEADER, *data), batch_rows=50)
    assert staged.info.rows == 200
    assert staged.left_out == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2", "3"], True),
        (["(1)", "(2)", "(3)", "(4)=(2)x(3)"], True),
        (["A", "B", "1", "2", "3", ""], True),
        (["1", "2"], False),
        (["1", "3", "7"], False),
        (["5", "6", "7"], False),
        (["1", "2", "3", "Nguyễn Văn A"], False),
        ([], False),
    ],
)
def test_is_column_numbers(cells, expected):
    assert is_column_numbers(cells) is expected


def test_neighboring_rows_become_one_range_across_calls():
    ranges = Ranges()
    ranges.add(pl.DataFrame({ROW: [3, 4, 6], KIND: ["blank", "blank", "blank"]}))
    ranges.add(pl.DataFrame({ROW: [7, 8], KIND: ["blank", "total"]}))
    assert [(found.first, found.last, found.kind) for found in ranges.listed] == [
        (3, 4, "blank"),
        (6, 7, "blank"),
        (8, 8, "total"),
    ]


def test_ranges_beyond_the_limit_are_counted(stage):
    blank = "\n\n".join(f"{n},00001,A,001085990123,1" for n in range(MAX_RANGES + 6))
    info = stage(lines(HEADER, blank)).info
    assert (len(info.left_out), info.left_out_cut) == (MAX_RANGES, 5)
