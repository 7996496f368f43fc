"""Single files written batch by batch: what stands in them is plain, however it was handed over."""

from datetime import date

import duckdb
import polars as pl
import pyarrow.parquet as pq

from dq.staging import FileWriter

SCHEMA = pl.Schema(
    {
        "record_id": pl.Int64(),
        "source_row": pl.Int64(),
        "column": pl.Categorical(),
        "text": pl.String(),
        "reasons": pl.List(pl.String()),
        "day": pl.Date(),
    }
)
ROWS = [
    (1, 2, "ho_ten", "An", ["A", "B"], date(1950, 3, 2)),
    (2, 3, None, None, None, None),
    (7, 9, "ngay_sinh", "Bình", [], date(2026, 11, 1)),
]


def written(path, *batches):
    with FileWriter(path, SCHEMA) as writer:
        for rows in batches:
            writer.write(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    assert writer.n_rows == sum(map(len, batches))
    return path


def test_rows_come_back_and_categories_are_text(tmp_path):
    path = written(tmp_path / "file.parquet", ROWS[:1], [], ROWS[1:])
    back = pl.read_parquet(path)
    assert back.schema == pl.Schema({**SCHEMA, "column": pl.String()})
    assert back.rows() == ROWS
    assert duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall() == ROWS


def test_a_file_without_rows_has_its_columns(tmp_path):
    assert pl.read_parquet_schema(written(tmp_path / "empty.parquet"))["column"] == pl.String()


def test_numbers_of_records_are_written_as_differences_with_their_range(tmp_path):
    columns = pq.ParquetFile(written(tmp_path / "file.parquet", ROWS)).metadata.row_group(0)
    by_name = {columns.column(place).path_in_schema: columns.column(place) for place in range(columns.num_columns)}
    for name in ("record_id", "source_row"):
        assert by_name[name].encodings == ("RLE", "DELTA_BINARY_PACKED")
    assert (by_name["record_id"].statistics.min, by_name["record_id"].statistics.max) == (1, 7)
    assert "RLE_DICTIONARY" in by_name["reasons.list.element"].encodings
    assert by_name["text"].statistics is None  # a file says no value of a person beside the column itself
