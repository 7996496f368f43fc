"""A small export and a small register, as a province would have them."""

from pathlib import Path

import polars as pl
import pytest

PERSONS = [
    ("001085990101", "Nguyễn Văn An", "1985-03-02", "nam", "song"),
    ("001185990102", "Trần Thị Bình", "1985-07-15", "nu", "song"),
    ("001050990103", "Lê Văn Cường", "1950", "nam", "song"),
    ("001160990104", "Phạm Thị Dung", "1960-12-01", "nu", "chet"),
    ("001070990105", "Hoàng Văn Quý", "1970-05-05", "nam", "song"),
]


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    rows = [
        {"so_dinh_danh": number, "ho_ten": name, "ngay_sinh": born, "gioi_tinh": sex, "tinh_trang": status,
         "ma_xa_thuong_tru": "00004", "ngay_cap_nhat": "2026-10-20"}
        for number, name, born, sex, status in PERSONS
    ]  # fmt: skip
    path = tmp_path / "dan_cu.csv"
    pl.DataFrame(rows).write_csv(path)
    return path


def holder(**changes: str) -> dict[str, str]:
    """Return one row of a land export under its usual headers."""
    row = {
        "Mã xã": "00004",
        "Số tờ": "12",
        "Số thửa": "34",
        "Diện tích (m2)": "120,5",
        "Loại đất": "ODT",
        "Số phát hành": "BK 123456",
        "Ngày cấp": "02/03/2015",
        "Loại chủ": "Cá nhân",
        "Họ và tên": "Nguyễn Văn An",
        "Ngày sinh": "02/03/1985",
        "Giới tính": "Nam",
        "Số CCCD": "001085990101",
        "Ngày cập nhật": "01/10/2026",
        "Ghi chú": "",
    }
    return row | changes


@pytest.fixture
def export(tmp_path: Path) -> Path:
    rows = [
        holder(),
        holder(**{"Số thửa": "35", "Số phát hành": "BK 123457", "Họ và tên": "Trần Thị  Bình", "Ngày sinh": "1985",
                  "Giới tính": "Nữ", "Số CCCD": "1185990102"}),
        holder(**{"Số thửa": "36", "Số phát hành": "BK 123458", "Số CCCD": ""}),
        holder(**{"Số thửa": "37", "Số phát hành": "BK 123459", "Họ và tên": "Phạm Thị Dung", "Ngày sinh": "01/12/1960",
                  "Giới tính": "Nữ", "Số CCCD": "001160990104"}),
        holder(**{"Số thửa": "38", "Số phát hành": "BK 123460", "Họ và tên": "Hoàng Văn Quí", "Ngày sinh": "05/05/1970",
                  "Số CCCD": "001070990105", "Ghi chú": "đã đo lại"}),
        holder(**{"Số thửa": "39", "Số phát hành": "BK 123461", "Diện tích (m2)": "0", "Họ và tên": "Lê Văn Cường",
                  "Ngày sinh": "01/01/1950", "Số CCCD": "001050990103"}),
    ]  # fmt: skip
    path = tmp_path / "dat.csv"
    pl.DataFrame(rows).write_csv(path)
    with path.open("a", encoding="utf-8") as file:
        file.write("00004,12,40,một dòng thiếu cột\n")
    return path
