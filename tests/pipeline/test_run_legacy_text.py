"""Exports of before Unicode: TCVN3 and VNI as bytes and as the cells of a workbook, their headers too."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.errors import LoadError
from dq.pipeline import RunRequest, run
from dq.text import fonts

pytestmark = pytest.mark.xdist_group("great_expectations")

TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8"
            "e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ).decode("cp1252"),
        strict=True,
    )
)
# The letter that VNI writes after a vowel, by the marks of the vowel: acute, grave, hook, tilde, dot; none.
TONES = "\u0301\u0300\u0309\u0303\u0323"
VNI_MARKS = {"": "ùøûõï", "\u0302": "áàåãäâ", "\u0306": "éèúüëê"}
VNI_ALONE = dict(zip("íìỉĩịỵđơư", "íìæóòîñôö", strict=True))

HEADERS = ["Mã xã", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Dân tộc", "Loại đối tượng", "Hệ số"]
HEADERS += ["Mức trợ cấp", "Ngày bắt đầu hưởng", "Ngày cập nhật"]
NAMED = ["maXa", "hoTen", "ngaySinh", "gioiTinh", "soCCCD", "danToc", "loaiDoiTuong", "heSo", "mucTroCap"]
NAMED += ["ngayBatDauHuong", "ngayCapNhat"]
NAMES = [
    "Nguyễn Thị Hường",
    "Trần Văn Khẳng",
    "Lê Hoàng Phúc",
    "Đặng Thị Mỹ Lệ",
    "Phạm Quốc Việt",
    "Vũ Đình Tưởng",
    "Huỳnh Ngọc Ẩn",
    "Lan Anh",
]
DAYS = ["01/07/2026", "01/10/2026"]
ROWS = [
    ["24076", name, f"0{n}/03/1940", "Nữ", f"06614099012{n}", "Ê Đê", "DIEU5_K5", "1,0", "500000", *DAYS]
    for n, name in enumerate(NAMES, 1)
]


def in_tcvn3(text: str) -> str:
    """Return what a cell of a TCVN3 font holds."""
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in text)  # no capitals with tones


def in_vni(text: str) -> str:
    """Return what a cell of a VNI font holds."""
    return "".join(map(vni_letter, text))


def vni_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.lower() in VNI_ALONE:
        alone = VNI_ALONE[letter.lower()]
        return alone.upper() if letter.isupper() else alone
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), "")
    if "\u031b" in marks:
        written = VNI_ALONE["ơ" if base in "oO" else "ư"] + VNI_MARKS[""][TONES.index(tone)]
    else:
        shape = next((mark for mark in marks if mark in VNI_MARKS), "")
        written = base + VNI_MARKS[shape][TONES.index(tone) if tone else -1]
    return written.upper() if letter.isupper() else written


FONTS = {"tcvn3": in_tcvn3, "vni": in_vni}


def as_csv(path: Path, rows: list[list[str]]) -> Path:
    path.write_bytes("\r\n".join(";".join(row) for row in rows).encode("cp1252"))
    return path


def as_workbook(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def checked(source: Path, out: Path, catalog: Catalog) -> Path:
    request = RunRequest(
        "welfare.beneficiary", source, out, as_of=date(2026, 10, 31), no_register=True,
        limits=Limits(memory=2_000_000_000, threads=2),
    )  # fmt: skip
    run(request, catalog)
    return out


def names_in(folder: Path) -> list[str]:
    parts = [pl.read_parquet(folder / f"{part}.parquet") for part in ("clean", "quarantine")]
    return pl.concat(part.select("record_id", "ho_ten") for part in parts).sort("record_id")["ho_ten"].to_list()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("header", ["in ASCII", "in the font"])
@pytest.mark.parametrize("encoding", FONTS)
def test_an_export_in_a_font_becomes_unicode(tmp_path, catalog, encoding, header, form):
    write = FONTS[encoding]
    first = [write(text) for text in HEADERS] if header == "in the font" else NAMED
    rows = [first, *([write(cell) for cell in row] for row in ROWS)]
    write_file = {"csv": as_csv, "xlsx": as_workbook}[form]
    out = checked(write_file(tmp_path / f"cu.{form}", rows), tmp_path / "run", catalog)

    expected = [name.replace("Ẩ", "ẩ") if encoding == "tcvn3" else name for name in NAMES]
    assert names_in(out) == expected
    changes = pl.read_parquet(out / "changes.parquet").filter(pl.col("column") == "ho_ten")
    assert changes["repair"].to_list() == [encoding] * (len(NAMES) - 1)
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    columns = {column["name"]: column for column in summary["columns"]}
    assert columns["ho_ten"]["encoding"] == encoding
    assert {columns[name]["encoding"] for name in ("gioi_tinh", "dan_toc")} == {encoding}


def test_a_font_without_its_converter_is_a_clear_message(tmp_path, catalog, monkeypatch):
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    rows = [[in_tcvn3(cell) for cell in row] for row in (HEADERS, *ROWS)]
    with pytest.raises(LoadError) as header:
        checked(as_csv(tmp_path / "cu.csv", rows), tmp_path / "run", catalog)
    assert header.value.key == "load.legacy_header"
    rows[0] = NAMED
    with pytest.raises(LoadError) as column:
        checked(as_csv(tmp_path / "cu.csv", rows), tmp_path / "run", catalog)
    assert column.value.key == "load.legacy_extra"
    assert not (tmp_path / "run").exists()
