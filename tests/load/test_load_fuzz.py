"""Readers of any bytes: valid files, changed at random, give rows or a LoadError, never anything else.

`DQ_FUZZ_EXAMPLES` sets how many examples each reader gets: few in the normal suite, as many as one likes at night.
"""

import os
import random
import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.errors import LoadError
from dq.load import LoadOptions, load
from dq.locale import load_locale

EXAMPLES = int(os.environ.get("DQ_FUZZ_EXAMPLES", "25"))
HEADER = ["Mã xã", "Họ và tên", "CCCD", "Ngày cấp", "Diện tích", "Ghi chú"]
ROWS = [["00001", f"Nguyễn Văn {n}", f"001085{990000 + n}", "02/03/2015", "12,5", 'a "b"\n; c'] for n in range(12)]
# Bytes that mean something to one of the formats.
TOKENS = [b"\0", b'"', b"\n", b"\r", b",", b";", b"\t", b"<", b">", b"&", b"{", b"}", b"\xff", b"\xef\xbb\xbf",
          b"PK\3\4", b"PAR1", b"99999999999", b"-1", b'r="XFD1048576"', b"</row>", b"</sheetData>", b"null",
          b"1e999", b"\\ud800",
          b"[" * 5000,
          b"<!DOCTYPE x>"]  # fmt: skip

pytestmark = pytest.mark.fuzz


@cache
def valid(extension: str) -> bytes:
    """Return a valid file."""
    rows = [["Danh sách"], HEADER, *ROWS, ["Tổng cộng"]]
    buffer = BytesIO()
    match extension:
        case "csv":
            return pl.DataFrame(ROWS, schema=HEADER, orient="row").write_csv().encode()
        case "jsonl":
            return pl.DataFrame(ROWS, schema=HEADER, orient="row").write_ndjson().encode()
        case "parquet":
            pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(buffer)
        case "xls":
            book = xlwt.Workbook()
            sheet = book.add_sheet("S")
            for row, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    sheet.write(row, column, text)
            book.save(buffer)
        case _:
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(buffer)
    return buffer.getvalue()


def mutate(content: bytes, seed: int) -> bytes:
    """Return `content` with a few places changed: bytes flipped, cut out, doubled, or a token put in."""
    chance = random.Random(seed)  # noqa: S311 - Hypothesis finds small seeds, not secrets
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 100, 1000))
        match chance.randrange(5):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length]
            case 3:
                data[place:place] = chance.choice(TOKENS)
            case _:
                data[place : place + length] = chance.randbytes(length)
    return bytes(data)


def mutate_parts(content: bytes, seed: int) -> bytes:
    """Return a package with one of its parts changed, so that the change is not only found by a check sum."""
    chance = random.Random(seed)  # noqa: S311
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    chosen = chance.choice(sorted(name for name in parts if "sheet" in name or "workbook" in name))
    parts[chosen] = mutate(parts[chosen], seed)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def read(content: bytes, extension: str, schema) -> None:
    """Load bytes; an error must be a LoadError that can be said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{extension}"
        path.write_bytes(content)
        try:
            loaded = load(path, schema, Path(folder) / "staged", options=LoadOptions(batch_rows=5))
        except LoadError as error:
            load_locale("vi").say(error.key, **error.parameters)
        else:
            assert loaded.raw.n_rows + loaded.malformed.n_rows == loaded.info.rows > 0


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet", "xlsx", "xls"])
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_files_give_rows_or_an_error_that_is_expected(schema, extension, seed):
    read(mutate(valid(extension), seed), extension, schema)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_parts_of_a_workbook_give_rows_or_an_error_that_is_expected(schema, seed):
    read(mutate_parts(valid("xlsx"), seed), "xlsx", schema)


@pytest.mark.parametrize("extension", ["csv", "tsv", "txt", "jsonl", "parquet", "xlsx", "xls", "ods"])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_give_rows_or_an_error_that_is_expected(schema, extension, content):
    read(content, extension, schema)
