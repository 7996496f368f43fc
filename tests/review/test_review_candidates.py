"""Persons without a number: who is sure is offered to be taken over, who is not is only shown."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from filled_workbooks import fill, read_rows
from test_review_answers import cells_of

from dq.engine.limits import limits
from dq.pipeline import RunRequest, run
from dq.report import workbook
from dq.review import ApplyRequest, apply_answers

pytestmark = pytest.mark.xdist_group("great_expectations")

AS_OF = date(2026, 11, 1)
HEADER = (
    "ma_xa", "ho_ten", "ngay_sinh", "gioi_tinh", "so_dinh_danh", "nhom_doi_tuong", "he_so", "muc_huong", "ngay_huong",
)  # fmt: skip
REST = ("6", "1,5", "750000", "04/2024")
SURE, TWINS = 1, 2
PEOPLE = [
    ("24544", "Hồ Ngọc Hằng", "09/06/1981", "Nữ", "", *REST),
    ("24544", "Nguyễn Văn An", "02/03/1985", "Nam", "", *REST),
    ("24277", "Vũ Bá Chiến", "05/06/1950", "Nam", "001050990099", *REST),
]
REGISTER = [
    ("034181990361", "Hồ Ngọc Hằng", "1981-06-09", "nu", "24544"),
    ("001085990101", "Nguyễn Văn An", "1985-03-02", "nam", "24544"),
    ("001085990102", "Nguyễn Văn An", "1985-03-02", "nam", "24544"),
    ("001050990099", "Vũ Bá Chiến", "1950-06-05", "nam", "24277"),
]


def write(path: Path, header, rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> tuple[Path, Path]:
    """An export and a register in which one person is there once, and another is one of two that are alike."""
    folder = tmp_path_factory.mktemp("files")
    words = ["Chiến", "Đạt", "Giang", "Hiếu", "Khôi", "Lộc", "Minh"]
    crowd = [
        (f"0010{50 + i % 50}99{1000 + i}", f"{['Ngô', 'Đỗ', 'Bùi'][i % 3]} {words[i % 7]} {words[i // 7 % 7]}",
         f"{1950 + i % 50}-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "nam", "24277")
        for i in range(300)
    ]  # fmt: skip
    header = ("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_xa_thuong_tru")
    return write(folder / "tro_cap.csv", HEADER, PEOPLE), write(folder / "dan_cu.csv", header, REGISTER + crowd)


@pytest.fixture(scope="module")
def folder(files, catalog, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("tro_cap") / "run"
    source, register = files
    asked = RunRequest("welfare.beneficiary", source, out, AS_OF, limits("2GB", 2), reference=register)
    run(asked, catalog)
    return out


def missing(folder: Path) -> dict[int, dict[str, str | None]]:
    """The rows of the workbook about a missing number, by record."""
    rows = read_rows(folder / "review.xlsx")
    return {int(row["record_id"]): row for row in rows if row["rule_id"].endswith(".register.missing_id")}


def test_two_that_are_alike_are_shown_and_cannot_be_accepted(folder):
    row = missing(folder)[TWINS]
    shares = pl.read_parquet(folder / "candidates.parquet").filter(record_id=TWINS).sort("rank")
    assert shares["candidate_id"].to_list() == ["001085990101", "001085990102"]
    percents = [round(100 * share) for share in shares["match_probability"]]
    assert abs(percents[0] - percents[1]) <= 1
    assert row["proposed"] == "; ".join(
        f"********{number} ({percent} %)" for number, percent in zip(("0101", "0102"), percents, strict=True)
    )
    assert row["choices"][-2] == "0"


def test_one_who_is_sure_is_shown_with_how_sure_and_may_be_accepted(folder):
    row = missing(folder)[SURE]
    share = pl.read_parquet(folder / "candidates.parquet").filter(record_id=SURE, rank=1)["match_probability"].item()
    assert row["proposed"] == f"********0361 ({round(100 * share)} %)"
    assert row["choices"][-2] == "1"


def test_whole_numbers_are_shown_with_their_shares_where_they_are_asked_for(folder, tmp_path):
    done = workbook.write_review(folder, tmp_path / "all.xlsx", reason="đối chiếu tại xã")
    text = cells_of(done.path)
    assert "001085990101 (" in text
    assert "034181990361 (" in text


def test_only_who_is_sure_is_taken_over(folder, files, catalog, tmp_path):
    filled = fill(
        folder / "review.xlsx",
        tmp_path / "a.xlsx",
        lambda row: {"decision": "nhận đề xuất"} if row["rule_id"].endswith(".register.missing_id") else {},
    )
    source, register = files
    request = ApplyRequest(
        folder, (filled,), source, tmp_path / "next", limits("2GB", 2), reference=register, no_link=True
    )
    result = apply_answers(request, catalog)
    assert dict(result.rejected) == {"no_proposal": 1}
    applied = pl.read_parquet(result.outcome.folder / "applied.parquet")
    assert applied.select("record_id", "decision", "after").rows() == [(SURE, "accept", "034181990361")]
    corrected = list(csv.DictReader((tmp_path / "next" / "corrected" / "tro_cap.csv").read_text().splitlines()))
    assert [row["so_dinh_danh"] for row in corrected] == ["034181990361", "", "001050990099"]
