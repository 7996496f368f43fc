"""Encodings of text files."""

import pytest

from dq.errors import LoadError
from dq.load.encoding import inspect_text, is_font_text, is_utf8, is_vietnamese

CONTENT = (
    "Mã xã;Họ và tên;Số định danh cá nhân\n"
    "00001;Nguyễn Thị Thủy;001185990123\n"
    "00002;Đặng Văn Hòa;001085990124\n"
    "00003;Lương Ngọc Ước;001085990125\n"
)
NAMES = ["Nguyễn Thị Thủy", "Đặng Văn Hòa", "Lương Ngọc Ước"]


def to_windows_1258(text: str) -> bytes:
    """Return Vietnamese text as Windows writes it: base letters, then tone marks."""
    import unicodedata

    result = []
    for letter in text:
        try:
            letter.encode("cp1258")
            result.append(letter)
        except UnicodeEncodeError:
            base, mark = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if mark in "\u0302\u0306\u031b":  # the tone mark comes first in NFD where it stands below
                decomposed = unicodedata.normalize("NFD", letter)
                mark = next(part for part in decomposed if part in "\u0300\u0301\u0303\u0309\u0323")
                base = decomposed.replace(mark, "")
            result.append(unicodedata.normalize("NFC", base) + mark)
    return "".join(result).encode("cp1258")


def names(staged) -> list[str]:
    import unicodedata

    return [unicodedata.normalize("NFC", name) for name in staged.raw["ho_ten"]]


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-32", "utf-32")],
)
def test_byte_order_mark_or_utf8(stage, encoding, recorded):
    staged = stage(CONTENT.encode(encoding))
    assert staged.info.encoding == recorded
    assert names(staged) == NAMES
    assert staged.info.headers[0].header == "Mã xã"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_with_mark_in_either_order(stage, order):
    staged = stage(("\ufeff" + CONTENT.replace(";", "\t")).encode(order), "unicode.txt")
    assert names(staged) == NAMES
    assert staged.info.delimiter == "\t"


def test_windows_1258_is_recognized(stage):
    staged = stage(to_windows_1258(CONTENT))
    assert staged.info.encoding == "windows-1258"
    assert names(staged) == NAMES


def test_windows_1258_that_begins_with_megabytes_of_ascii(stage):
    ascii_lines = "00009;NGUYEN VAN A;001085990126\n" * 150_000
    staged = stage(b"ma_xa;ho_ten;so_dinh_danh\n" + ascii_lines.encode() + to_windows_1258(CONTENT.split("\n", 1)[1]))
    assert staged.info.encoding == "windows-1258"
    assert names(staged)[-3:] == NAMES


def test_option_decides(stage):
    staged = stage(CONTENT.encode("utf-16-le"), encoding="UTF-16-LE")
    assert staged.info.encoding == "utf-16-le"
    assert names(staged) == NAMES


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "idna", "punycode", "unicode_escape", "undefined"])
def test_unknown_encoding(stage, encoding):
    with pytest.raises(LoadError) as caught:
        stage(CONTENT, encoding=encoding)
    assert caught.value.key == "load.unknown_encoding"


@pytest.mark.parametrize("name", ["Nguyễn Văn Hòa", "Trần Thị Đức", "Lý Ơn Ưng"])
def test_vietnamese_windows_text_is_plausible(name):
    assert is_vietnamese(to_windows_1258(name))


@pytest.mark.parametrize(
    "content",
    [
        "Nguyễn".encode(),
        bytes.fromhex("4e677579d46e2056a86e2041"),  # TCVN3, the single-byte standard of old fonts
        bytes.fromhex("4e67757965e36e205661ea6e20547254f2"),  # VNI
        "così è città".encode("cp1252"),
        b"\xff\xfe\xfd",
    ],
)
def test_other_bytes_are_not_plausible(content):
    assert not is_vietnamese(content)


@pytest.mark.parametrize(
    "name",
    [b"Nguy\xd4n V\xa8n", b"TR\xc7N TH\xde H\xbbNG", b"Nguye\xe3n Va\xean", b"TRA\xc0N TH\xd2 HA\xc8NG"],
    ids=["TCVN3", "capitals of TCVN3", "VNI", "capitals of VNI"],
)
def test_bytes_of_fonts_stay_what_the_fonts_drew(stage, name):
    rows = [b"0000%d;%s;00108599012%d" % (n, name, n) for n in range(1, 10)]
    staged = stage(b"\n".join([b"ma_xa;ho_ten;so_dinh_danh", *rows]))
    assert staged.info.encoding == "windows-1252"
    assert staged.raw["ho_ten"][0] == name.decode("cp1252")


FRENCH = "Hélène François Anaïs Joël Noël Michaël André José Núñez Zoë Gaël Müller Jérôme Chloé Léa Irène Loïc Benoît"
LATIN = "Raúl João Inês Conceição Günther Jürgen Björn Åsa Jørgensen Søren Ångström così è città già più perché"


@pytest.mark.parametrize("words", [FRENCH, LATIN, f"{FRENCH} {LATIN}", "Raphaël Israël Anaïs Lê Hà Tô Võ Lý"])
def test_latin_text_is_no_text_of_a_font(words):
    assert not is_font_text("\n".join(words.split()).encode("cp1252"))


@pytest.mark.parametrize(
    "names", [NAMES, ["H'Bia Niê", "K'Sor Đăk", "Giàng A Páo", "Thào Thị Mỷ", "Rơ Châm H'Blơng", "Lò Thị Ổi"]]
)
def test_vietnamese_windows_text_is_no_text_of_a_font(names):
    assert not is_font_text(to_windows_1258("\n".join(names * 20)))


def test_other_legacy_encoding_is_proposed_not_taken(stage):
    rows = [f"0000{n};{word};00108599012{n % 10}" for n, word in enumerate(FRENCH.split())]
    content = "\n".join(["ma_xa;ho_ten;so_dinh_danh", *rows]).encode("cp1252")
    with pytest.raises(LoadError) as caught:
        stage(content)
    assert caught.value.key in {"load.encoding_proposed", "load.encoding_unknown"}
    assert stage(content, encoding="windows-1252").raw["ho_ten"][0] == "Hélène"


def test_dashes_of_windows_are_the_same_in_every_code_page(stage):
    rows = [f"0000{n};NGUYEN VAN A \x96 B;00108599012{n}" for n in range(9)]
    staged = stage("\n".join(["ma_xa;ho_ten;so_dinh_danh", *rows]).encode("latin-1"))
    assert staged.info.encoding == "windows-1258"
    assert staged.raw["ho_ten"][0] == "NGUYEN VAN A – B"


def test_one_damaged_line_in_plain_ascii_is_malformed(stage):
    staged = stage(b"ma_xa,ho_ten,so_dinh_danh\n00001,A,001085990123\n00002,B\xff,001085990124\n")
    assert staged.info.encoding == "utf-8"
    assert staged.malformed.rows() == [(2, 3, "00002,B\ufffd,001085990124")]


def test_undecodable_byte_of_another_encoding_is_malformed(stage):
    content = to_windows_1258(CONTENT) + b"00004;C\x8a;001085990126\n"
    staged = stage(content)
    assert staged.info.encoding == "windows-1258"
    assert staged.malformed["source_row"].to_list() == [5]
    assert staged.raw.height == 3


def test_character_across_the_blocks_of_the_inspection(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text(CONTENT * 3)
    monkeypatch.setattr("dq.load.encoding.read_blocks.__defaults__", (1,))
    assert inspect_text(path).clean


@pytest.mark.parametrize("cut", [1, 2])
def test_character_cut_off_at_the_end_is_no_utf8(tmp_path, cut):
    path = tmp_path / "a.csv"
    path.write_bytes("Nguyễn\nVăn ễ".encode()[:-cut])
    assert not inspect_text(path).clean


@pytest.mark.parametrize("text", ["", "a", "ễ", "a\u0323", "😀", "\ud7ff"])
def test_is_utf8(text):
    assert is_utf8(text.encode())
    assert not is_utf8(text.encode() + b"\xe1\xbb")
    assert not is_utf8(b"\xed\xa0\x80" + text.encode())  # a lone surrogate


@pytest.mark.parametrize("encoding", ["utf-16", "UTF_32", "u16"])
@pytest.mark.parametrize(("name", "content"), [("a.csv", CONTENT), ("a.jsonl", '{"ma_xa": "1"}\n')])
def test_a_named_encoding_that_needs_a_byte_order_mark(stage, encoding, name, content):
    with pytest.raises(LoadError) as caught:
        stage(content, name, encoding=encoding)
    assert caught.value.key == "load.no_byte_order"
    assert caught.value.parameters["encoding"] in {"utf-16", "utf-32"}
