"""Invariants: every record appears once with its values and its physical line, however the file is cut into blocks."""

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.load import LoadOptions, load
from dq.load.bulk import BlockReader
from dq.load.delimited import read_rows
from dq.load.dialect import Dialect
from dq.load.headers import Layout
from dq.load.lines import scan_lines

LETTERS = st.sampled_from(
    ["a", "Ạ", "é", '"', ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "'", "\u2028", "=", "0", "😀"]
)
CELL = st.lists(LETTERS, max_size=6).map("".join)
WILD = st.text(alphabet='ab",\n\rẠ', max_size=120)


def line_breaks(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def write(rows, delimiter: str, end: str) -> tuple[str, list[int]]:
    """Return what the csv module writes, and the physical line on which each row starts."""
    # Only with CR LF as its line break does the module quote every cell that holds a CR or an LF.
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    buffer, starts = io.StringIO(newline=""), []
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)
    for row in rows:
        starts.append(1 + line_breaks(buffer.getvalue()))
        writer.writerow(row)
    return buffer.getvalue(), starts


def read(data: bytes, width: int, delimiter: str, block: int) -> list[tuple]:
    dialect = Dialect(delimiter, Layout((), (), ("h",) * width), width, width, (), 0, 1)
    blocks = [data[start : start + block] for start in range(0, len(data), block)]
    frames = list(read_rows(blocks, BlockReader(dialect, clean=False, transcoded=False), Path("x.csv")))
    return pl.concat(frames).rows()


@settings(max_examples=60, deadline=None)  # other work on the machine is no failure
@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12)),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 80),
)
def test_every_record_once_with_its_values_and_its_line(rows, delimiter, end, block):
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    text, starts = write(rows, delimiter, end)
    width = len(rows[0]) if rows else 1
    expected = [(start, *(cell or None for cell in row), None) for start, row in zip(starts, rows, strict=True)]
    assert read(text.encode(), width, delimiter, block) == expected


@settings(max_examples=60, deadline=None)  # other work on the machine is no failure
@given(WILD, st.integers(2, 3), st.integers(1, 40))
def test_blocks_do_not_change_the_result(text, width, block):
    data = text.encode()
    assert read(data, width, ",", block) == read(data, width, ",", max(1, len(data)))


@settings(max_examples=60, deadline=None)  # other work on the machine is no failure
@given(st.binary(max_size=80), st.integers(1, 20))
def test_any_bytes_are_read_as_rows_in_order(data, block):
    rows = [row[0] for row in read(data, 2, ",", block)]
    assert rows == sorted(set(rows))
    assert not rows or rows[0] == 1


@settings(max_examples=60, deadline=None)  # other work on the machine is no failure
@given(WILD)
def test_lines_are_those_of_a_text_editor(text):
    data = text.encode()
    lines = scan_lines(data, ",", final=True)
    assert [data[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)] == data.splitlines()
    assert lines.used == len(data)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=10), st.sampled_from(",;\t|"), st.integers(1, 5))
def test_whole_load_keeps_records_and_lines(schema, pairs, delimiter, batch_rows):
    header = ["Mã xã", "Họ và tên", "CCCD", "Ghi chú"]
    rows = [["00001", f"A{name}", f"{990000000000 + n}", note] for n, (name, note) in enumerate(pairs)]
    text, starts = write([header, *rows], delimiter, "\r\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(text.encode())
        loaded = load(path, schema, Path(folder) / "staged", options=LoadOptions(batch_rows=batch_rows))
        raw = pl.concat([pl.read_parquet(part) for part in loaded.raw.parts()])
    assert loaded.info.delimiter == delimiter
    assert raw["record_id"].to_list() == list(range(1, len(rows) + 1))
    assert raw["source_row"].to_list() == starts[1:]
    values = raw.select("ma_xa", "ho_ten", "so_dinh_danh", "Ghi chú").rows()
    assert values == [tuple(cell or None for cell in row) for row in rows]
