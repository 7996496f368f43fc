"""A canonical batch of the reference as the join reads it."""

import stat
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dq.errors import RegisterError
from dq.register import old_numbers_batch, prepare_batch, write_part

NUMBER, OTHER = "001085990001", "001085990002"


def canonical(rows, drop=()):
    """The rows with the columns that a reference must have, without those in `drop`."""
    must = {"so_dinh_danh": NUMBER, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985", "gioi_tinh": "nam"}
    frame = pl.DataFrame([must | row for row in rows], infer_schema_length=None).cast({pl.Null: pl.String})
    frame = frame.with_columns(
        pl.int_range(1, pl.len() + 1).alias("record_id"),
        pl.int_range(2, pl.len() + 2).alias("source_row"),
        ngay_sinh_tu=pl.date(1985, 1, 1),
        ngay_sinh_den=pl.date(1985, 12, 31),
    )
    return frame.drop(drop)


def test_the_columns_of_a_prepared_person():
    row = prepare_batch(canonical([{"ma_xa_thuong_tru": "00001", "ngay_cap_nhat": date(2026, 10, 1)}])).row(
        0, named=True
    )
    assert row == {
        "source_row": 2,
        "so_dinh_danh": NUMBER,
        "name_key": "nguyễn văn an",
        "ngay_sinh_tu": date(1985, 1, 1),
        "ngay_sinh_den": date(1985, 12, 31),
        "gioi_tinh": "nam",
        "tinh_trang": None,
        "ho_ten": "Nguyễn Văn An",
        "ngay_sinh": "1985",
        "ma_xa_thuong_tru": "00001",
        "ho_ten_cha": None,
        "ho_ten_me": None,
        "ngay_cap_nhat": date(2026, 10, 1),
    }


def test_sensitive_columns_do_not_enter_the_cache():
    frame = canonical([{"dan_toc": "Tày", "quoc_tich": "Việt Nam", "so_cmnd": "012345678"}])
    assert not {"dan_toc", "quoc_tich", "so_cmnd"} & set(prepare_batch(frame).columns)


def old_numbers(frame):
    return old_numbers_batch(frame, prepare_batch(frame))


@pytest.mark.parametrize("column", ["so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh"])
def test_a_reference_without_a_required_column_is_refused(column):
    with pytest.raises(RegisterError) as caught:
        prepare_batch(canonical([{}], drop=[column]))
    assert (caught.value.key, caught.value.parameters) == ("register.missing_columns", {"columns": column})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"so_dinh_danh": "00108599000"}, {"so_dinh_danh": None}),
        ({"so_dinh_danh": "012345678"}, {"so_dinh_danh": None}),
        ({"gioi_tinh": "3"}, {"gioi_tinh": None}),
        ({"ho_ten": ""}, {"name_key": None}),
        ({"ho_ten": None}, {"name_key": None}),
        ({"tinh_trang": "song"}, {"tinh_trang": "song"}),
        ({"tinh_trang": "mat_tich"}, {"tinh_trang": "mat_tich"}),
        ({"tinh_trang": "đi xa"}, {"tinh_trang": None}),
        ({"tinh_trang": None, "ngay_chet": "2020"}, {"tinh_trang": "chet"}),
        ({"tinh_trang": "song", "ngay_chet": "2020"}, {"tinh_trang": "song"}),
        ({"ngay_chet": date(2020, 1, 1)}, {"tinh_trang": "chet"}),
    ],
)
def test_what_says_nothing_of_a_person_is_null(written, kept):
    row = prepare_batch(canonical([written])).row(0, named=True)
    assert {name: row[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ({}, []),
        ({"so_dinh_danh_cu": None, "so_cmnd": None}, []),
        ({"so_dinh_danh_cu": "001084990001"}, [("001084990001", "cancelled")]),
        (
            {"so_dinh_danh_cu": "001084990001;001083990001 ; "},
            [("001084990001", "cancelled"), ("001083990001", "cancelled")],
        ),
        ({"so_cmnd": "012345678"}, [("012345678", "cmnd")]),
        ({"so_cmnd": "001084990001"}, [("001084990001", "cmnd")]),  # a CMND of 12 digits
        ({"so_dinh_danh_cu": "012345678"}, [("012345678", "cmnd")]),  # issued twice wherever it is listed
        ({"so_dinh_danh_cu": "012345678", "so_cmnd": "012345678"}, [("012345678", "cmnd")]),
        ({"so_dinh_danh_cu": "không nhớ", "so_cmnd": "12"}, []),
        ({"so_dinh_danh_cu": NUMBER, "so_cmnd": NUMBER}, []),  # the number in force itself
        ({"so_dinh_danh": None, "so_cmnd": "012345678"}, []),  # of nobody
    ],
)
def test_old_numbers(written, numbers):
    frame = old_numbers(canonical([written]))
    assert frame.select("old_number", "kind").rows() == numbers
    assert set(frame["so_dinh_danh"]) <= {NUMBER}
    assert set(frame["name_key"]) <= {"nguyễn văn an"}


def test_any_partition_gives_the_same_rows():
    rows = [{"so_dinh_danh": f"00108599{index:04d}", "so_cmnd": f"01234{index:04d}"} for index in range(7)]
    frame = canonical(rows)
    for function in (prepare_batch, old_numbers):
        assert_frame_equal(pl.concat(function(part) for part in frame.iter_slices(3)), function(frame))


def test_parts_are_private_files(tmp_path):
    for index in range(2):
        write_part(tmp_path, index, canonical([{"so_dinh_danh": f"00108599000{index}", "so_cmnd": "012345678"}]))
    for name in ("persons", "old_numbers"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
        parts = sorted((tmp_path / name).iterdir())
        assert [part.name for part in parts] == ["part-00000.parquet", "part-00001.parquet"]
        assert {stat.S_IMODE(part.stat().st_mode) for part in parts} == {0o600}
        assert pl.read_parquet(tmp_path / name / "part-*.parquet").height == 2


def test_no_old_numbers_at_all_still_makes_the_table(tmp_path):
    write_part(tmp_path, 0, canonical([{}]))
    frame = pl.read_parquet(tmp_path / "old_numbers" / "part-00000.parquet")
    assert frame.is_empty()
    assert dict(frame.schema)["ngay_sinh_tu"] == pl.Date
    assert dict(frame.schema)["old_number"] == pl.String
