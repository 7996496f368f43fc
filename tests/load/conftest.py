"""A small schema, and ways to write files and to read back what was staged."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from dq.catalog.locate import locate
from dq.catalog.schemas import DatasetSchema, Field, load_types
from dq.load import LoadOptions, load
from dq.model import Loaded, SourceRef, Text
from dq.provenance import InputInfo

SOURCE = SourceRef("schemas/test/parcel.yaml", 1)


@pytest.fixture(scope="session")
def schema() -> DatasetSchema:
    types = load_types(locate(None).root)

    def field(name: str, kind: str, title: str, *aliases: str, required: bool = True) -> Field:
        return Field(
            name, types[kind], Text(title, name.replace("_", " ")), required, aliases, (), False, "sector", SOURCE
        )

    fields = (
        field("ma_xa", "commune_code", "Mã xã"),
        field("ho_ten", "person_name", "Họ và tên", "Họ tên", "Tên chủ sử dụng"),
        field("so_dinh_danh", "personal_id", "Số định danh cá nhân", "Số ĐDCN", "CCCD"),
        field("ngay_cap", "date", "Ngày cấp", required=False),
        field("dien_tich", "decimal", "Diện tích", "DT", required=False),
        field("gioi_tinh", "sex", "Giới tính", "Nam/Nữ", required=False),
    )
    return DatasetSchema("test.parcel", Text("Thửa đất", "Parcel"), fields, "ma_xa", (), SOURCE)


@dataclass(frozen=True, slots=True)
class Staged:
    """What `load` gave, with the tables read back."""

    loaded: Loaded
    raw: pl.DataFrame
    malformed: pl.DataFrame

    @property
    def info(self) -> InputInfo:
        return self.loaded.info

    @property
    def left_out(self) -> list[tuple[int, int, str]]:
        return [(found.first, found.last, found.kind) for found in self.info.left_out]


@pytest.fixture
def stage(schema, tmp_path) -> Callable[..., Staged]:
    """Load a file (bytes under a name, or a path) and read the staged tables back."""
    number = count()

    def run(content: bytes | str | Path, name: str = "input.csv", **options: object) -> Staged:
        if isinstance(content, Path):
            path = content
        else:
            path = tmp_path / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        loaded = load(path, schema, tmp_path / f"staged-{next(number)}", options=LoadOptions(**options))
        return Staged(loaded, read(loaded.raw), read(loaded.malformed))

    return run


def read(table) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(part) for part in table.parts()])
