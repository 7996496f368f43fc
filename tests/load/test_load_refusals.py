"""Inputs that cannot be read: one clear error each, which never carries a value."""

import gzip
import os
import random
import shutil
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from dq.errors import LoadError
from dq.load import LoadOptions, load
from dq.load.detect import looks_like
from dq.locale import load_locale

CSV = b"ma_xa,ho_ten,CCCD\n00001,Nguyen Van A,001085990123\n"
RANDOM = random.Random(7).randbytes(20_000)  # noqa: S311 - the same bytes in each run


def parquet_bytes(tmp_path: Path) -> bytes:
    path = tmp_path / "source.parquet"
    pl.DataFrame({"ma_xa": ["00001"] * 500, "ho_ten": ["A"] * 500, "CCCD": ["001085990123"] * 500}).write_parquet(path)
    return path.read_bytes()


def workbook_bytes(tmp_path: Path) -> bytes:
    book = openpyxl.Workbook()
    for line in CSV.decode().splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "source.xlsx")
    return (tmp_path / "source.xlsx").read_bytes()


def zip_bytes(tmp_path: Path) -> bytes:
    with zipfile.ZipFile(tmp_path / "source.zip", "w") as archive:
        archive.writestr("a.csv", CSV)
    return (tmp_path / "source.zip").read_bytes()


def encrypted_workbook() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + RANDOM[:3000] + "EncryptedPackage".encode("utf-16-le") + RANDOM[:500]


def refusal(path: Path, schema, **options) -> LoadError:
    """Return the error of loading `path`; its sentence can be said in both languages and has no value of the file."""
    with pytest.raises(LoadError) as caught:
        load(path, schema, path.parent / "staged", options=LoadOptions(**options))
    for language in ("vi", "en"):
        sentence = load_locale(language).say(caught.value.key, **caught.value.parameters)
        assert "001085990123" not in sentence
        assert "Nguyen" not in sentence
    assert caught.value.exit_code == 2
    return caught.value


@pytest.mark.parametrize(
    ("name", "make", "key", "found"),
    [
        ("a.csv", parquet_bytes, "load.wrong_extension", "Parquet"),
        ("a.jsonl", parquet_bytes, "load.wrong_extension", "Parquet"),
        ("a.xlsx", parquet_bytes, "load.wrong_extension", "Parquet"),
        ("a.csv", workbook_bytes, "load.wrong_extension", "Excel (xlsx)"),
        ("a.xls", workbook_bytes, "load.wrong_extension", "Excel (xlsx)"),
        ("a.ods", workbook_bytes, "load.wrong_extension", "Excel (xlsx)"),
        ("a.xlsx", zip_bytes, "load.wrong_extension", "ZIP"),
        ("a.csv", lambda _: gzip.compress(CSV), "load.wrong_extension", "gzip"),
        ("a.csv.gz", lambda _: gzip.compress(CSV), "load.unknown_format_but", "gzip"),
        ("a.csv", lambda _: b"%PDF-1.7 ...", "load.wrong_extension", "PDF"),
        ("a.xls", lambda _: b"\xef\xbb\xbf\r\n<HTML><table>", "load.markup", "HTML"),
        ("a.xls", lambda _: b'<?xml version="1.0"?><Workbook>', "load.markup", "XML"),
        ("a.csv", lambda _: bytes.fromhex("d0cf11e0a1b11ae1") + RANDOM, "load.wrong_extension", "Excel 97-2003 (xls)"),
        ("a.parquet", lambda _: CSV, "load.not_a", None),
        ("a.xlsx", lambda _: CSV, "load.not_a", None),
        ("a.xlsx", lambda _: RANDOM, "load.not_a", None),
        ("a.xlsx", lambda _: encrypted_workbook(), "load.password", None),
        ("a.xls", lambda _: encrypted_workbook(), "load.password", None),
        ("a.csv", lambda _: RANDOM, "load.not_text", None),
        ("a.csv", lambda _: bytes(1000), "load.not_text", None),
        ("a.csv", lambda _: CSV.decode().encode("utf-16-le"), "load.not_text", None),
        ("a.txt", lambda _: CSV + bytes(100), "load.not_text", None),
        ("a.jsonl", lambda _: RANDOM, "load.not_text", None),
        ("a.docx", lambda _: CSV, "load.unknown_format", None),
        ("a", lambda _: CSV, "load.unknown_format", None),
        ("a.csv", lambda _: b"", "load.empty", None),
        ("a.xlsx", lambda _: b"", "load.empty", None),
    ],
)
def test_bytes_that_contradict_the_name(tmp_path, schema, name, make, key, found):
    path = tmp_path / name
    path.write_bytes(make(tmp_path))
    error = refusal(path, schema)
    assert error.key == key
    if found:
        assert error.parameters["found"] == found


@pytest.mark.parametrize(
    ("name", "make", "share"),
    [
        ("a.xlsx", workbook_bytes, 0.6),
        ("a.xlsx", lambda folder: b"PK\x03\x04[Content_Types].xml" + RANDOM, 1),
        ("a.xls", lambda _: bytes.fromhex("d0cf11e0a1b11ae1") + RANDOM, 1),
        ("a.parquet", parquet_bytes, 0.6),
        ("a.parquet", lambda _: b"PAR1" + RANDOM, 1),
        ("a.parquet", lambda _: b"PAR1", 1),
    ],
)
def test_damaged_files(tmp_path, schema, name, make, share, capfd):
    content = make(tmp_path)
    path = tmp_path / name
    path.write_bytes(content[: int(share * len(content))])
    error = refusal(path, schema)
    assert error.key == "load.damaged"
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_damage_in_the_middle_of_a_parquet_file(tmp_path, schema):
    content = bytearray(parquet_bytes(tmp_path))
    content[8:60] = RANDOM[:52]
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    assert refusal(path, schema).key == "load.damaged"


def test_no_file_and_folder(tmp_path, schema):
    assert refusal(tmp_path / "nowhere.csv", schema).key == "load.no_file"
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert refusal(folder, schema).key == "load.directory"


@pytest.mark.parametrize(
    "content", [b"ma_xa,ho_ten,CCCD", b"ma_xa,ho_ten,CCCD\n\n,,\n", b"ma_xa,ho_ten,CCCD\n(1),(2),(3)\n"]
)
def test_header_only(tmp_path, schema, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal(path, schema).key == "load.no_rows"


@pytest.mark.parametrize(
    ("name", "options", "option"),
    [("a.csv", {"sheet": "S"}, "--sheet"), ("a.parquet", {"encoding": "utf-8"}, "--encoding")],
)
def test_option_that_says_nothing(tmp_path, schema, name, options, option):
    path = tmp_path / name
    path.write_bytes(CSV if name == "a.csv" else parquet_bytes(tmp_path))
    error = refusal(path, schema, **options)
    assert (error.key, error.parameters["option"]) == ("load.useless_option", option)


def test_unreadable_file(tmp_path, schema, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    # Tests may run as root, for whom nothing is unreadable; a file that vanishes is refused by the same path.
    monkeypatch.setattr(Path, "is_file", lambda _: True)
    path.unlink()
    assert refusal(path, schema).key == "load.unreadable"


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_file_that_changes_while_it_is_read(tmp_path, schema, monkeypatch, name):
    from dq import load as loading

    path = tmp_path / name
    path.write_bytes(CSV if name == "a.csv" else parquet_bytes(tmp_path))
    read = loading._read

    def read_slowly(*args, **kwargs):
        reading = read(*args, **kwargs)
        with path.open("ab") as file:
            file.write(b"00002,B,001085990124\n")
        return reading

    monkeypatch.setattr(loading, "_read", read_slowly)
    assert refusal(path, schema).key == "load.changed"


def test_file_that_is_replaced_while_it_is_read(tmp_path, schema, monkeypatch):
    from dq import load as loading

    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    shutil.copystat(path, path)

    def fail(*_, **__):
        other = tmp_path / "b.csv"
        other.write_bytes(CSV)
        os.replace(other, path)  # noqa: PTH105
        raise LoadError("load.damaged", file="a.csv", reason="cut")

    monkeypatch.setattr(loading, "_read", fail)
    assert refusal(path, schema).key == "load.changed"


def test_too_many_columns_is_no_crash(stage):
    header = ",".join(["ma_xa", "ho_ten", "CCCD", *(f"x{n}" for n in range(3000))])
    staged = stage(f"{header}\n1,A,001085990123{',' * 3000}\n")
    assert staged.raw.width == 3005


@pytest.mark.parametrize("content", [CSV, b"\xef\xbb\xbf" + CSV, b'{"a": 1}\n', "Mã xã\n".encode()])
def test_text_looks_like_nothing(content):
    assert looks_like(content) is None
