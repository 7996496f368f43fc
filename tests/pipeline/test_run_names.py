"""Names with titles, with notes and of two persons: proposed to the clerk, never changed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

PARTS = ["clean", "quarantine"]
NAMES = ["Ông Nguyễn Văn An (đã mất)", "Lê Văn Bình và Trần Thị Hoa", "Lê Thị Lan"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    path = tmp_path_factory.mktemp("names")
    columns = "maXa;hoTen;ngaySinh;gioiTinh;soCCCD;loaiDoiTuong;heSo;mucTroCap;ngayBatDauHuong;ngayCapNhat"
    rows = [
        f"24076;{name};01/03/1940;Nam;06604099012{n};DIEU5_K5;1,0;500000;01/07/2026;01/10/2026"
        for n, name in enumerate(NAMES)
    ]
    (path / "a.csv").write_text("\n".join([columns, *rows]), encoding="utf-8")
    limits = Limits(memory=2_000_000_000, threads=2)
    request = RunRequest(
        "welfare.beneficiary", path / "a.csv", path / "run", date(2026, 10, 31), limits, no_register=True
    )
    return run(request, catalog).folder


def test_names_are_proposed_and_not_changed(folder):
    proposals = pl.read_parquet(folder / "proposals.parquet")
    assert proposals.select("source_row", "column", "before", "proposed", "reason", "confidence").rows() == [
        (2, "ho_ten", NAMES[0], "Nguyễn Văn An", "name_only", "single"),
        (3, "ho_ten", NAMES[1], "Lê Văn Bình | Trần Thị Hoa", "name_split", "review"),
    ]
    parts = [pl.read_parquet(folder / f"{name}.parquet", columns=["record_id", "ho_ten"]) for name in PARTS]
    assert pl.concat(parts).sort("record_id")["ho_ten"].to_list() == NAMES


def test_the_workbook_offers_a_single_name_to_accept_and_shows_a_split(folder):
    book = load_workbook(folder / "review.xlsx")
    rows = [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    accepting: dict[str, list[bool]] = {"Nguyễn Văn An": [], "Lê Văn Bình | Trần Thị Hoa": []}
    for row in rows:
        for name in accepting.keys() & row:
            accepting[name].append(any(cell.startswith("decisions_1") for cell in row))
    assert accepting == {"Nguyễn Văn An": [True, True], "Lê Văn Bình | Trần Thị Hoa": [False]}
