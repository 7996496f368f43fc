"""Delimited text: delimiters, quotes, line breaks, ragged and undecodable lines, row numbers."""

from pathlib import Path

import pytest

from dq.errors import LoadError
from dq.load.bulk import BlockReader
from dq.load.delimited import read_rows
from dq.load.dialect import Dialect
from dq.load.headers import Layout

HEADER = "Mã xã,Họ và tên,Số định danh cá nhân,Ghi chú"
FIRST = "00001,Nguyễn Văn A,001085990123,"
SECOND = "00002,Trần Thị B,001185990124,x"


def table(*lines: str, end: str = "\n") -> str:
    return "".join(line + end for line in lines)


def test_plain_file(stage):
    staged = stage(table(HEADER, FIRST, SECOND))
    assert staged.raw.columns == ["record_id", "source_row", "ma_xa", "ho_ten", "so_dinh_danh", "Ghi chú"]
    assert staged.raw.rows() == [
        (1, 2, "00001", "Nguyễn Văn A", "001085990123", None),
        (2, 3, "00002", "Trần Thị B", "001185990124", "x"),
    ]
    assert staged.malformed.is_empty()
    assert staged.malformed.columns == ["record_id", "source_row", "text"]


def test_provenance(stage, tmp_path):
    import hashlib

    content = table(HEADER, FIRST)
    info = stage(content, "đất.csv").info
    assert (info.name, info.format, info.rows, info.size) == ("đất.csv", "csv", 1, len(content.encode()))
    assert info.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert (info.encoding, info.delimiter, info.header_row, info.sheet) == ("utf-8", ",", 1, None)
    assert [(header.header, header.name, header.column) for header in info.headers] == [
        ("Mã xã", "ma_xa", "ma_xa"),
        ("Họ và tên", "ho_ten", "ho_ten"),
        ("Số định danh cá nhân", "so_dinh_danh", "so_dinh_danh"),
        ("Ghi chú", "Ghi chú", None),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "A.CSV"])
def test_delimiter_is_found(stage, delimiter, name):
    staged = stage(table(HEADER, FIRST, SECOND).replace(",", delimiter), name)
    assert staged.info.delimiter == delimiter
    assert staged.raw["ho_ten"].to_list() == ["Nguyễn Văn A", "Trần Thị B"]


def test_delimiter_is_found_despite_commas_in_the_values(stage):
    lines = [f"0000{n};Nguyễn, Văn, A, B, C;00108599012{n};a,b,c" for n in range(5)]
    staged = stage(table(HEADER.replace(",", ";"), *lines))
    assert staged.info.delimiter == ";"
    assert set(staged.raw["ho_ten"]) == {"Nguyễn, Văn, A, B, C"}


def test_delimiter_hint_of_excel(stage):
    staged = stage(table("sep=;", HEADER.replace(",", ";"), FIRST.replace(",", ";")))
    assert staged.info.delimiter == ";"
    assert staged.left_out == [(1, 1, "title")]
    assert staged.raw["source_row"].to_list() == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_breaks(stage, end, last):
    content = table(HEADER, FIRST, SECOND, end=end)
    staged = stage(content if last else content.removesuffix(end))
    assert staged.raw["source_row"].to_list() == [2, 3]
    assert staged.raw["Ghi chú"].to_list() == [None, "x"]


def test_mixed_line_breaks_in_one_file(stage):
    staged = stage(f"{HEADER}\r\n{FIRST}\n{SECOND}\r{FIRST}\r\n{SECOND}")
    assert staged.raw["source_row"].to_list() == [2, 3, 4, 5]
    assert staged.raw["Ghi chú"].to_list() == [None, "x", None, "x"]


def test_quoted_fields(stage):
    staged = stage(table(HEADER, '00001,"Nguyễn ""Tèo"", Văn A","001085990123",""', '"00002",B,001185990124,"x"'))
    assert staged.raw["ho_ten"].to_list() == ['Nguyễn "Tèo", Văn A', "B"]
    assert staged.raw["Ghi chú"].to_list() == [None, "x"]


def test_field_with_line_breaks_keeps_them_and_the_row_numbers(stage):
    staged = stage(table(HEADER, '00001,A,001085990123,"một\nhai\r\nba"', SECOND, '00003,"C\n",001085990125,', FIRST))
    assert staged.raw["source_row"].to_list() == [2, 5, 6, 8]
    assert staged.raw["Ghi chú"].to_list() == ["một\nhai\r\nba", "x", None, None]
    assert staged.raw["ho_ten"][2] == "C\n"


def test_quote_inside_an_unquoted_field_is_a_letter(stage):
    staged = stage(table(HEADER, '00001,Nguyễn "Tèo" A,001085990123,5" ống', SECOND))
    assert staged.raw["ho_ten"].to_list() == ['Nguyễn "Tèo" A', "Trần Thị B"]
    assert staged.raw["Ghi chú"].to_list() == ['5" ống', "x"]
    assert staged.malformed.is_empty()


def test_text_after_a_closing_quote_is_malformed(stage):
    staged = stage(table(HEADER, '00001,"Tổ 3" xã X,001085990123,', SECOND))
    assert staged.malformed.rows() == [(1, 2, '00001,"Tổ 3" xã X,001085990123,')]
    assert staged.raw["record_id"].to_list() == [2]


def test_stray_quote_does_not_swallow_the_file(stage):
    lines = [f"0000{n % 10},A,001085990{n:03},x" for n in range(300)]
    lines[5] = '00005,"A,001085990005,x'
    staged = stage(table(HEADER, *lines))
    assert staged.malformed.rows() == [(6, 7, '00005,"A,001085990005,x')]
    assert staged.raw["source_row"].to_list() == [row for row in range(2, 302) if row != 7]


def test_two_stray_quotes_in_one_column(stage):
    header = HEADER + ",Ngày cấp,Diện tích"
    lines = [f"0000{n % 10},A,001085990{n:03},x,,5" for n in range(50)]
    lines[5] = '00005,"A,001085990005,x,,5'
    lines[20] = '00005,A",001085990020,x,,5'
    staged = stage(table(header, *lines))
    assert staged.malformed["source_row"].to_list() == [7]
    assert staged.raw.filter(staged.raw["source_row"] == 22)["ho_ten"].to_list() == ['A"']
    assert staged.info.rows == 50


def test_stray_quote_in_the_last_line(stage):
    staged = stage(table(HEADER, FIRST, '00002,B,001185990124,"x'))
    assert staged.malformed.rows() == [(2, 3, '00002,B,001185990124,"x')]


def test_ragged_lines_are_malformed_with_their_row(stage):
    staged = stage(table(HEADER, FIRST, "00002,B,001185990124", SECOND, "00003,C,001085990125,x,y", FIRST))
    assert staged.malformed.rows() == [(2, 3, "00002,B,001185990124"), (4, 5, "00003,C,001085990125,x,y")]
    assert staged.raw["record_id"].to_list() == [1, 3, 5]
    assert staged.raw["source_row"].to_list() == [2, 4, 6]
    assert staged.info.rows == 5


def test_ragged_record_of_several_lines_is_one_record(stage):
    staged = stage(table(HEADER, FIRST, '00002,"B\nC",001185990124', SECOND))
    assert staged.malformed.rows() == [(2, 3, '00002,"B\nC",001185990124')]
    assert staged.raw["source_row"].to_list() == [2, 5]


def test_delimiter_inside_a_value_may_not_move_the_others(stage):
    # The last column is empty, so that the line seems to have only an empty field too many.
    staged = stage(table(HEADER, FIRST, "00001,Nguyễn, Văn A,001085990123,", SECOND))
    assert staged.malformed.rows() == [(2, 3, "00001,Nguyễn, Văn A,001085990123,")]
    assert staged.raw["source_row"].to_list() == [2, 4]


def test_every_line_ends_with_a_delimiter(stage):
    lines = [SECOND + ",,"] * 20 + [SECOND + ",y,", SECOND, SECOND + ",,"]
    staged = stage(table(HEADER, *lines))
    assert staged.raw.columns[2:] == ["ma_xa", "ho_ten", "so_dinh_danh", "Ghi chú"]
    assert staged.raw.height == 21
    assert staged.malformed.rows() == [(21, 22, SECOND + ",y,"), (22, 23, SECOND)]


def test_header_ends_with_a_delimiter_too(stage):
    staged = stage(table(HEADER + ",", SECOND + ",", SECOND + ",y"))
    assert staged.malformed.is_empty()
    assert staged.raw["column_5"].to_list() == [None, "y"]


def test_only_the_header_ends_with_a_delimiter(stage):
    staged = stage(table(HEADER + ",,", SECOND, FIRST, SECOND))
    assert staged.malformed.is_empty()
    assert staged.raw.columns[2:] == ["ma_xa", "ho_ten", "so_dinh_danh", "Ghi chú"]


def test_blank_lines_are_left_out(stage):
    staged = stage(table(HEADER, "", FIRST, "", "   ", ",,,", ",,", SECOND, ""))
    assert staged.raw["source_row"].to_list() == [3, 8]
    assert staged.left_out == [(2, 2, "blank"), (4, 7, "blank"), (9, 9, "blank")]


def test_undecodable_lines_are_malformed(stage):
    lines = [line.encode() for line in (HEADER, FIRST, SECOND)]
    lines.insert(2, "00003,Lê ".encode() + b"\xff\xfe" + b",001085990125,")
    staged = stage(b"\n".join(lines))
    assert staged.malformed.rows() == [(2, 3, "00003,Lê \ufffd\ufffd,001085990125,")]
    assert staged.raw["source_row"].to_list() == [2, 4]
    assert staged.info.encoding == "utf-8"


def test_line_with_nul_is_malformed(stage):
    staged = stage(table(HEADER, *[FIRST] * 20, "00003,C\0,001085990125,", SECOND))
    assert staged.malformed["source_row"].to_list() == [22]
    assert staged.raw.height == 21


def test_damage_inside_a_record_of_several_lines(stage):
    content = table(HEADER, FIRST, SECOND).encode() + b'00003,"C\n\xff",001085990125,\n' + FIRST.encode()
    staged = stage(content)
    assert staged.malformed.rows() == [(3, 4, '00003,"C\n\ufffd",001085990125,')]
    assert staged.raw["source_row"].to_list() == [2, 3, 6]


def test_control_z_of_dos_is_no_record_by_itself(stage):
    staged = stage(table(HEADER, FIRST) + "\x1a")
    assert staged.raw.height == 1
    assert staged.info.rows == 1


def test_parts_have_the_batch_size(stage):
    lines = [f"00001,A,001085990{n:03},x" for n in range(25)]
    staged = stage(table(HEADER, *lines), batch_rows=10)
    assert [part.name for part in staged.loaded.raw.parts()] == [f"part-0000{n}.parquet" for n in range(3)]
    assert staged.raw["record_id"].to_list() == list(range(1, 26))
    assert staged.loaded.raw.n_rows == 25
    assert staged.loaded.raw.columns == tuple(staged.raw.columns)


def test_own_columns_are_dropped_so_that_an_output_can_be_run_again(stage):
    staged = stage(table("record_id,source_row," + HEADER, "7,9," + FIRST))
    assert staged.raw.rows() == [(1, 2, "00001", "Nguyễn Văn A", "001085990123", None)]
    assert [header.header for header in staged.info.headers] == HEADER.split(",")


def test_all_lines_malformed(stage):
    with pytest.raises(LoadError) as caught:
        stage(table(HEADER, "00001,A", "00002,B"))
    assert caught.value.key == "load.all_malformed"


def test_record_without_an_end(monkeypatch):
    monkeypatch.setattr("dq.load.delimited._MAX_CARRY", 1000)
    reader = BlockReader(Dialect(",", Layout((), (), ("a", "b")), 2, 2, (), 1, 2), clean=True, transcoded=False)
    with pytest.raises(LoadError) as caught:
        list(read_rows([b"a,b\n1,2\n3,", b"x" * 800, b"x" * 800, b"x"], reader, Path("long.csv")))
    assert (caught.value.key, caught.value.parameters["row"]) == ("load.long_record", 3)
