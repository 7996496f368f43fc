"""Parquet: canonical columns as text, other columns with their types, in batches."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dq.errors import LoadError
from dq.load.parquet import to_text


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "Mã xã": [1, 2, 3],
            "ho_ten": ["A", "", None],
            "CCCD": [79203990123.0, None, 1085990124.0],
            "ngay_cap": [dt.date(1950, 3, 2), None, dt.date(2020, 1, 1)],
            "Ghi chú": [[1, 2], None, []],
            "Số": [1.5, None, 2.0],
            "trống": [None, None, None],
        }
    )


def test_types(stage, tmp_path, frame):
    frame.write_parquet(tmp_path / "a.parquet")
    staged = stage(tmp_path / "a.parquet")
    assert staged.raw["source_row"].to_list() == [1, 2, 3]
    assert staged.raw["ma_xa"].to_list() == ["1", "2", "3"]
    assert staged.raw["ho_ten"].to_list() == ["A", None, None]
    assert staged.raw["so_dinh_danh"].to_list() == ["79203990123", None, "1085990124"]
    assert staged.raw["ngay_cap"].to_list() == ["1950-03-02", None, "2020-01-01"]
    assert staged.raw["Ghi chú"].dtype == pl.List(pl.Int64)
    assert staged.raw["Số"].dtype == pl.Float64
    assert staged.raw["trống"].dtype == pl.String
    assert staged.info.format == "parquet"
    assert (staged.info.header_row, staged.info.encoding, staged.info.left_out) == (None, None, ())


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([79203990123, None], pl.Int64, ["79203990123", None]),
        (
            [79203990123.0, 1.5, 1e22, float("nan"), float("inf"), -0.0],
            pl.Float64,
            ["79203990123", "1.5", "1e+22", None, "inf", "0"],
        ),
        ([2.0, 0.5, 2.0**24 - 1], pl.Float32, ["2", "0.5", "16777215"]),
        (
            [2.0**24, 1085990124.0, 79203990123.0, -1e9, float("nan")],
            pl.Float32,
            ["1.6777216e+07", "1.0859901e+09", "7.920399e+10", "-1e+09", None],
        ),
        ([2047.0, 2048.0, 60000.0, 1.5], pl.Float16, ["2047", "2.048e+03", "6e+04", "1.5"]),
        ([2.0**53 - 1, 2.0**53, 9.1e15], pl.Float64, ["9007199254740991", "9.007199254740992e+15", "9.1e+15"]),
        ([True, None], pl.Boolean, ["true", None]),
        ([Decimal("79203990123.00"), Decimal("12.50")], pl.Decimal(20, 2), ["79203990123", "12.50"]),
        (
            [dt.datetime(1950, 3, 2), dt.datetime(2020, 1, 2, 3, 4, 5, 600)],  # noqa: DTZ001 - files know no time zone
            pl.Datetime,
            ["1950-03-02", "2020-01-02 03:04:05"],
        ),
        ([dt.datetime(2020, 1, 1, 17, tzinfo=dt.UTC)], pl.Datetime(time_zone="UTC"), ["2020-01-02"]),
        (["a", None, ""], pl.Categorical, ["a", None, None]),
        ([b"001085990123", b"\xff", None], pl.Binary, ["001085990123", "\ufffd", None]),
        ([["a", 'b"'], None], pl.List(pl.String), ['["a", "b\\""]', None]),
        ([{"a": 1}, None], pl.Struct({"a": pl.Int64}), ['{"a": 1}', None]),
        ([dt.timedelta(days=1)], pl.Duration, ["1 day, 0:00:00"]),
        ([dt.time(1, 2)], pl.Time, ["01:02:00"]),
        ([None], pl.Null, [None]),
    ],
)
def test_typed_values_as_text(values, dtype, expected):
    text = to_text(pl.Series("x", values, dtype=dtype))
    assert text.dtype == pl.String
    assert text.to_list() == expected


def test_many_row_groups_and_batches(stage, tmp_path):
    n = 1000
    frame = pl.DataFrame({"ma_xa": ["1"] * n, "ho_ten": ["A"] * n, "so_dinh_danh": range(n), "z": range(n)})
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=130)
    staged = stage(tmp_path / "a.parquet", batch_rows=300)
    assert staged.raw["source_row"].to_list() == list(range(1, n + 1))
    assert staged.raw["z"].to_list() == list(range(n))
    assert [pl.read_parquet(part).height for part in staged.loaded.raw.parts()] == [300, 300, 300, 100]


def test_own_columns_are_dropped(stage, tmp_path):
    frame = pl.DataFrame({"record_id": [9], "source_row": [8], "source_sheet": ["S"], "source_key": ["k"]})
    frame = frame.with_columns(ma_xa=pl.lit("1"), ho_ten=pl.lit("A"), so_dinh_danh=pl.lit("2"))
    frame.write_parquet(tmp_path / "a.parquet")
    staged = stage(tmp_path / "a.parquet")
    assert staged.raw.rows() == [(1, 1, "1", "A", "2")]
    assert len(staged.info.headers) == 3


def test_header_problems_are_the_same(stage, tmp_path):
    pl.DataFrame({"ma_xa": [1], "Ten": ["x"]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(LoadError) as caught:
        stage(tmp_path / "a.parquet")
    assert caught.value.key.startswith("load.missing_columns")


def test_no_rows(stage, tmp_path, frame):
    frame.clear().write_parquet(tmp_path / "a.parquet")
    with pytest.raises(LoadError) as caught:
        stage(tmp_path / "a.parquet")
    assert caught.value.key == "load.no_rows"


def test_columns_of_one_name(stage, tmp_path):
    table = pa.Table.from_arrays(
        [pa.array(["1"]), pa.array(["A"]), pa.array(["2"]), pa.array([1]), pa.array([2])],
        names=["ma_xa", "ho_ten", "CCCD", "x", "x"],
    )
    pq.write_table(table, tmp_path / "a.parquet")
    staged = stage(tmp_path / "a.parquet")
    assert staged.raw.columns[5:] == ["x", "x (2)"]


@pytest.mark.parametrize("dtype", [pl.Float16, pl.Float32])
def test_a_float_too_short_for_its_identifiers_gives_no_identifier(stage, tmp_path, frame, dtype):
    short = frame.with_columns(pl.lit(40001.0 if dtype is pl.Float16 else 1085990124.0, dtype=dtype).alias("CCCD"))
    short.write_parquet(tmp_path / "a.parquet")
    staged = stage(tmp_path / "a.parquet")
    assert all("e+" in text for text in staged.raw["so_dinh_danh"])
    found = [(notice.kind, notice.count, notice.column) for notice in staged.info.notices]
    assert found == [("scientific_numbers", 3, "so_dinh_danh")]


def text_that_is_not_utf8() -> pa.Array:
    offsets = pa.array([0, 2, 4, 6], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"\xff\xfeabcd")])


BROKEN = {
    "text": text_that_is_not_utf8(),
    "text_in_list": pa.ListArray.from_arrays([0, 1, 2, 3], text_that_is_not_utf8()),
    "date": pa.array([0, None, 2**31 - 1], pa.int32()).cast(pa.date32()),
    "date_in_struct": pa.StructArray.from_arrays([pa.array([0, None, -(2**31)], pa.int32()).cast(pa.date32())], ["a"]),
    "moment": pa.array([0, None, 2**63 - 1], pa.timestamp("us")),
    "moment_in_dictionary": pa.array([0, None, 2**63 - 1], pa.timestamp("ms")).dictionary_encode(),
}
NOT_READ = {
    "decimal256": pa.array([Decimal(1), None, Decimal(2)], pa.decimal256(50, 2)),
    "decimal256_in_list": pa.array([[Decimal(1)], None, []], pa.list_(pa.decimal256(50, 2))),
    "time_zone": pa.array([0, None, 1], pa.timestamp("us", "Foo/Bar")),
}


@pytest.mark.parametrize("column", ["ngay_cap", "Ghi chú"])
@pytest.mark.parametrize(
    ("values", "key"),
    [
        *(pytest.param(values, "load.column_damaged", id=name) for name, values in BROKEN.items()),
        *(pytest.param(values, "load.column_type", id=name) for name, values in NOT_READ.items()),
    ],
)
def test_a_column_that_polars_cannot_hold_is_refused_by_name(stage, tmp_path, capfd, values, key, column):
    texts = {name: pa.array(["1", "2", "3"]) for name in ("ma_xa", "ho_ten", "CCCD")}
    pq.write_table(pa.table({**texts, column: values}), tmp_path / "a.parquet")
    with pytest.raises(LoadError) as caught:
        stage(tmp_path / "a.parquet")
    assert caught.value.key == key
    assert caught.value.parameters["column"] == column
    assert capfd.readouterr().err == ""


def test_a_day_of_a_far_year_is_a_cell_that_cannot_be_read_and_no_error(stage, tmp_path):
    days = pa.array([0, 6_700_000, 95_026_235], pa.int32()).cast(pa.date32())
    texts = {name: pa.array(["1", "2", "3"]) for name in ("ma_xa", "ho_ten", "CCCD")}
    pq.write_table(pa.table({**texts, "ngay_cap": days}), tmp_path / "a.parquet")
    assert stage(tmp_path / "a.parquet").raw["ngay_cap"].to_list() == ["1970-01-01", "+20313-12-24", "+262142-12-30"]
