"""Files that are broken or meant to break: a clear refusal or handled rows, in little memory, never anything else."""

import os
import socket
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from xlwt.CompoundDoc import XlsDoc

from dq.errors import LoadError
from dq.load import LoadOptions, delimited, jsonlines, load
from dq.load.workbook import package, scan
from dq.load.workbook.compound import inspect_compound
from dq.load.workbook.package import inspect_package
from dq.locale import load_locale

HEADER = "Mã xã,Họ và tên,CCCD"
ROW = "00001,Nguyễn Văn A,001085990123"


def refusal(path: Path, schema, **options) -> LoadError:
    with pytest.raises(LoadError) as caught:
        load(path, schema, path.parent / "staged", options=LoadOptions(**options))
    for language in ("vi", "en"):
        sentence = load_locale(language).say(caught.value.key, **caught.value.parameters)
        assert "Nguyễn" not in sentence
        assert "001085990123" not in sentence
    return caught.value


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    for line in (HEADER, ROW):
        book.active.append(line.split(","))
    book.save(path)
    return path


def replace_part(path: Path, name: str, content: bytes) -> None:
    """Replace one part of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)


def sheet_xml(rows: str, more: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{more}</worksheet>'.encode()


# ---- workbooks ----

SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_zip_bomb_is_refused_by_what_its_parts_declare(tmp_path, schema, part):
    path = workbook(tmp_path / "a.xlsx")
    replace_part(path, part, bytes(100 << 20))
    assert path.stat().st_size < 1 << 20
    assert refusal(path, schema).key == "load.unpacks_too_large"


def test_zip_bomb_that_lies_about_its_size_is_refused(tmp_path, schema, monkeypatch):
    monkeypatch.setattr(package, "_SUSPICIOUS", 1 << 20)
    path = workbook(tmp_path / "a.xlsx")
    replace_part(path, SHEET, bytes(16 << 20))
    content = path.read_bytes().replace(struct.pack("<I", 16 << 20), struct.pack("<I", 1000))
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo(SHEET).file_size == 1000
    assert refusal(path, schema).key == "load.unpacks_too_large"


def test_package_that_unpacks_to_too_much_is_refused(tmp_path, schema, monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 1 << 20)
    path = workbook(tmp_path / "a.xlsx")
    replace_part(path, SHEET, sheet_xml("".join(f'<row r="{n}"/>' for n in range(1, 90_000))))
    assert refusal(path, schema).key == "load.unpacks_too_large"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_xml_bomb_is_refused(tmp_path, schema, part):
    path = workbook(tmp_path / "a.xlsx")
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    replace_part(path, part, f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&i;</x>'.encode())
    assert refusal(path, schema).key == "load.entities"


def test_cell_far_from_all_others_is_refused_before_a_rectangle_is_made_of_it(tmp_path, schema):
    path = workbook(tmp_path / "a.xlsx")
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    replace_part(path, SHEET, sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))
    error = refusal(path, schema)
    assert (error.key, error.parameters["cell"]) == ("load.far_cell", "XFD1048576")


@pytest.mark.parametrize(("rows", "columns"), [(1_000_000, 1000), (1_048_576, 16_384)])
def test_cells_that_a_number_repeats(tmp_path, schema, rows, columns):
    path = tmp_path / "a.ods"
    document = OpenDocumentSpreadsheet()
    table, row = Table(name="S"), TableRow(numberrowsrepeated=rows)
    cell = TableCell(valuetype="string", numbercolumnsrepeated=columns)
    cell.addElement(P(text="x"))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    assert refusal(path, schema).key == "load.too_many_cells"


def test_row_that_never_ends_is_refused(tmp_path, schema, monkeypatch):
    monkeypatch.setattr(scan, "_MAX_ROW", 1 << 20)
    path = workbook(tmp_path / "a.xlsx")
    replace_part(path, SHEET, b"<worksheet><sheetData>" + b'<c r="A1"><v>1</v></c>' * 100_000)
    assert refusal(path, schema).key == "load.long_record"


@pytest.mark.parametrize("kind", ["stored as another", "no such method", "cut"])
def test_damaged_packages(tmp_path, schema, kind):
    path = workbook(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x03\x04")
    directory = content.index(b"PK\x01\x02")
    if kind == "stored as another":
        content[place + 26 : place + 30] = b"\xff\xff\xff\xff"
    elif kind == "no such method":
        content[directory + 10] = 99
    else:
        content[directory + 20 : directory + 24] = struct.pack("<I", 5)
    path.write_bytes(content)
    assert refusal(path, schema).key == "load.damaged"


def test_password_of_a_zip_package(tmp_path, schema):
    path = workbook(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path, schema).key == "load.password"


def test_password_of_an_old_workbook(tmp_path, schema):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, line in enumerate((HEADER, ROW)):
        for column, text in enumerate(line.split(",")):
            sheet.write(row, column, text)
    stream = book.get_biff_data()
    begin = 4 + struct.unpack_from("<H", stream, 2)[0]
    file_pass = struct.pack("<HHHHH", 0x002F, 6, 0, 0x1234, 0x5678)
    path = tmp_path / "a.xls"
    XlsDoc().save(str(path), stream[:begin] + file_pass + stream[begin:])
    assert refusal(path, schema).key == "load.password"


def test_chain_of_sectors_that_runs_in_a_circle_is_refused(tmp_path, schema):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, line in enumerate([HEADER, *[ROW] * 50]):
        for column, text in enumerate(line.split(",")):
            sheet.write(row, column, f"{text}{row}")
    path = tmp_path / "a.xls"
    book.save(str(path))
    inspect_compound(path)
    content = bytearray(path.read_bytes())
    table = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    struct.pack_into("<I", content, table + 4, 0)  # from the second sector of the workbook back to its first
    path.write_bytes(content)
    assert refusal(path, schema).key == "load.damaged"


def test_workbook_of_as_many_columns_as_there_can_be(tmp_path, schema):
    header = "".join(
        f'<c r="{scan.column_letters(column)}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate([*HEADER.split(","), *(f"x{n}" for n in range(16_000))], start=1)
    )
    row = "".join(
        f'<c r="{scan.column_letters(column)}2" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate(ROW.split(","), start=1)
    )
    path = workbook(tmp_path / "a.xlsx")
    replace_part(path, SHEET, sheet_xml(f'<row r="1">{header}</row><row r="2">{row}</row>'))
    assert refusal(path, schema).key == "load.too_wide"


# ---- text ----


def test_twenty_thousand_columns(tmp_path, schema):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER},{','.join(f'x{n}' for n in range(20_000))}\n{ROW}{',' * 20_000}\n", encoding="utf-8")
    assert refusal(path, schema).key == "load.too_wide"


@pytest.mark.parametrize("quote", ["", '"'])
def test_huge_cell_of_a_delimited_file(stage, monkeypatch, quote):
    monkeypatch.setattr(delimited, "_MAX_CARRY", 1 << 20)
    with pytest.raises(LoadError) as caught:
        stage(f"{HEADER}\n00001,{quote}{'A' * (20 << 20)}{quote},001085990123\n")
    assert caught.value.key == "load.long_record"


def test_huge_cell_of_json_lines(stage, monkeypatch):
    monkeypatch.setattr(jsonlines, "_BLOCK", 1 << 16)
    monkeypatch.setattr(jsonlines, "_MAX_CARRY", 1 << 20)
    with pytest.raises(LoadError) as caught:
        stage('{"ma_xa": "1", "ho_ten": "' + "A" * (4 << 20) + '", "CCCD": "1"}\n', "a.jsonl")
    assert caught.value.key == "load.long_record"


def test_nul_bytes_make_their_line_malformed(stage):
    staged = stage(f"{HEADER}\n{ROW}\n00002,Trần\0 B,001085990124\n" + f"{ROW}\n" * 100)
    assert staged.malformed["source_row"].to_list() == [3]
    assert staged.raw["source_row"].to_list() == [2, *range(4, 104)]


def test_invalid_bytes_at_the_end_of_a_file_make_only_their_line_malformed(stage):
    lines = [f"00001,Nguyễn Văn A,001085{990000 + n}".encode() for n in range(1000)]
    lines[900] = lines[900].replace("ễ".encode(), b"\xff\xfe")
    staged = stage(HEADER.encode() + b"\n" + b"\n".join(lines) + b"\n")
    assert staged.info.encoding == "utf-8"
    assert staged.malformed["source_row"].to_list() == [902]
    assert staged.raw.height == 999


def test_mixed_line_breaks(stage):
    staged = stage(f"{HEADER}\r\n{ROW}\n{ROW}\r{ROW}\r\n{ROW}".encode())
    assert staged.raw["source_row"].to_list() == [2, 3, 4, 5]


def test_byte_order_mark_inside_is_no_letter_of_a_value(stage):
    staged = stage(f"{HEADER}\n\ufeff{ROW}\n{ROW}\n")
    assert staged.info.rows == 2
    assert staged.raw["source_row"].to_list() == [2, 3]


def test_columns_with_names_that_mean_something_elsewhere(stage):
    names = ['"; drop table', "=1+1", "+cmd", "@SUM(A1)", "-2", "<script>", "../../x", "__proto__", "$1", "{x}", "%s"]
    cells = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    staged = stage(f"{HEADER},{cells}\n{ROW},{','.join('abcdefghijk')}\n")
    assert staged.raw.columns[5:] == names
    assert staged.raw.row(0)[5:] == tuple("abcdefghijk")


def test_quote_that_would_swallow_the_file(stage):
    staged = stage(f'{HEADER}\n{ROW}\n00002,"Trần B,001085990124\n' + f"{ROW}\n" * 500)
    assert staged.malformed["source_row"].to_list() == [3]
    assert staged.raw.height == 501


def test_quote_in_the_header_that_would_swallow_the_file(tmp_path, schema):
    path = tmp_path / "a.csv"
    path.write_text(f'"{HEADER}\n' + f"{ROW}\n" * 500, encoding="utf-8")
    assert refusal(path, schema).key in {"load.no_header", "load.missing_columns", "load.missing_columns_near"}


@pytest.mark.parametrize(("words", "key"), [(1000, None), (20_000, "load.missing_columns")])
def test_header_as_long_as_a_book(tmp_path, schema, words, key):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER},{'Ghi chú ' * words}\n{ROW},x\n", encoding="utf-8")
    if key is None:
        assert load(path, schema, tmp_path / "staged").info.rows == 1
    else:
        error = refusal(path, schema)
        assert error.key == key
        assert len(error.parameters["headers"]) < 100


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(stage, encoding):
    content = f"{HEADER}\n{ROW}\n".encode(encoding)
    with pytest.raises(LoadError) as caught:
        stage(content)
    assert caught.value.key == "load.not_text"
    assert stage(content, "b.csv", encoding=encoding).raw["ho_ten"].to_list() == ["Nguyễn Văn A"]


# ---- what is no file ----


def test_symbolic_link_is_read_as_what_it_points_to(stage, tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "a.csv")
    assert stage(link).info.name == "link.csv"
    dead = tmp_path / "dead.csv"
    dead.symlink_to(tmp_path / "nowhere.csv")
    with pytest.raises(LoadError) as caught:
        stage(dead)
    assert caught.value.key == "load.no_file"


def test_pipe_socket_and_device_are_refused_without_waiting(tmp_path, schema):
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    assert refusal(pipe, schema).key == "load.not_regular"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "b.csv"))
        assert refusal(tmp_path / "b.csv", schema).key == "load.not_regular"
    device = tmp_path / "c.csv"
    device.symlink_to("/dev/zero")
    assert refusal(device, schema).key == "load.not_regular"


def test_inflating_yields_every_byte_at_any_size_of_a_block(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx")
    content = os.urandom(5000) + bytes(50_000)
    replace_part(path, "xl/media/x.bin", content)
    for block in (1, 7, 1000, 1 << 20):
        monkeypatch.setattr(package, "_BLOCK", block)
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            part = archive.getinfo("xl/media/x.bin")
            assert b"".join(package._unpack(file, part, path)) == content
    assert zlib.crc32(content) == part.CRC
    assert set(inspect_package(path).sheets) == {"Sheet"}
