"""Columns that the schema does not know go back in CSV and XLSX, whatever a Parquet file holds in them."""

import csv
import datetime as dt

import openpyxl
import polars as pl
import pyarrow as pa
import pytest

from dq.catalog.schemas import DatasetSchema
from dq.model import RECORD_ID, SourceRef, Text
from dq.provenance import Header, InputInfo
from dq.runs.formats import OriginalWriter

SCHEMA = DatasetSchema("test.pet", Text("Vật nuôi", "Pet"), (), None, (), SourceRef("schemas/test/pet.yaml", 1))
FAR = 6_700_000  # days: in the year 20313

# Values; the cells of the CSV file; those of the workbook.
COLUMNS = {
    "list": (pl.Series([["a", "ơ"], None, []]), ['["a", "ơ"]', "", "[]"], ['["a", "ơ"]', None, "[]"]),
    "struct": (pl.Series([{"a": 1}, None, {"a": None}]), ['{"a": 1}', "", '{"a": null}'], None),
    "map": (
        pl.Series(pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64()))),
        ['{"a": 1}', "", "{}"],
        None,
    ),
    "array": (pl.Series([[1, 2], None, [3, 4]], dtype=pl.Array(pl.Int8, 2)), ["[1, 2]", "", "[3, 4]"], None),
    "binary": (pl.Series([b"\xff", None, "ơ".encode()]), ["\ufffd", "", "ơ"], None),
    "duration": (pl.Series([dt.timedelta(days=1), None, dt.timedelta(0)]), ["1 day, 0:00:00", "", "0:00:00"], None),
    "float": (
        pl.Series([float("nan"), float("inf"), 1.5]),
        ["NaN", "inf", "1.5"],
        [None, "inf", 1.5],
    ),
    "large_integer": (
        pl.Series([2**63 + 1, None, 999_999_999_999_999], dtype=pl.UInt64),
        ["9223372036854775809", "", "999999999999999"],
        ["9223372036854775809", None, 999_999_999_999_999],
    ),
    "far_date": (
        pl.Series([FAR, None, 0], dtype=pl.Int32).cast(pl.Date),
        ["+20313-12-24", "", "1970-01-01"],
        None,
    ),
    "far_moment": (
        pl.Series([FAR * 86_400_000, None, 0], dtype=pl.Int64).cast(pl.Datetime("ms")),
        ["+20313-12-24T00:00:00.000", "", "1970-01-01T00:00:00.000"],
        ["+20313-12-24 00:00:00.000", None, "1970-01-01 00:00:00.000"],
    ),
}


@pytest.mark.parametrize(("values", "in_csv", "in_sheet"), COLUMNS.values(), ids=COLUMNS.keys())
def test_any_column_goes_back(tmp_path, values, in_csv, in_sheet):
    info = InputInfo("a.parquet", "", 0, "parquet", 3, (Header("x", "x", None), Header("Số", "Số", None)))
    frame = pl.DataFrame({RECORD_ID: [1, 2, 3], "x": values, "Số": [1, 2, 3]})
    for kind in ("csv", "xlsx"):
        with OriginalWriter(tmp_path / "clean", kind, info, SCHEMA, with_reasons=False) as writer:
            writer.write(frame, frame.select(RECORD_ID))
    with (tmp_path / "clean.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["x", *in_csv]
    sheet = openpyxl.load_workbook(tmp_path / "clean.xlsx").active
    expected = [text or None for text in in_csv] if in_sheet is None else in_sheet
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == expected
