"""A run with the file of another dataset beside the input."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dq.engine.limits import Limits
from dq.errors import LoadError, UsageError
from dq.pipeline import RunOutcome, RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).parents[2] / "sample_data"
LIMITS = Limits(memory=2_000_000_000, threads=2)
DEATH = "civil_registry.death"
CROSS = {"LAND-HOLDER-301", "LAND-HOLDER-302", "LAND-HOLDER-303"}


def request(source: Path, out: Path, *companions: tuple[str, Path], dataset: str = "land.holder") -> RunRequest:
    return RunRequest(
        dataset, source, out, date(2026, 11, 1), LIMITS, no_register=True, companions=companions, formats=("parquet",)
    )


def death(**changes: str) -> dict[str, str]:
    row = {
        "Số đăng ký": "12",
        "Quyển số": "01/2016",
        "Ngày đăng ký": "10/03/2016",
        "Mã xã": "00004",
        "Họ tên người chết": "Nguyễn Văn An",
        "Ngày sinh": "1985",
        "Số định danh cá nhân": "001085990101",
        "Ngày chết": "02/03/2016",
    }
    return row | changes


@pytest.fixture
def deaths(tmp_path: Path) -> Path:
    """Of the holders: one after the certificate was issued, one before, one by name; and a line that is no record."""
    rows = [
        death(),
        death(**{"Số định danh cá nhân": "1185990102", "Họ tên người chết": "TRẦN THỊ BÌNH", "Ngày chết": "2014"}),
        death(**{"Số định danh cá nhân": "", "Họ tên người chết": "Hoàng Văn Quí", "Ngày sinh": "05/05/1970"}),
        death(**{"Số định danh cá nhân": "001050990103", "Họ tên người chết": "Đỗ Thị Mai", "Ngày sinh": "1961"}),
    ]
    path = tmp_path / "khai tử.csv"
    pl.DataFrame(rows).write_csv(path)
    with path.open("a", encoding="utf-8") as file:
        file.write("13,01/2016,một dòng thiếu cột\n")
    return path


def cross_findings(outcome: RunOutcome) -> set[tuple[str, int]]:
    table = pl.read_parquet(outcome.folder / "findings.parquet").filter(pl.col("rule_id").is_in(sorted(CROSS)))
    return set(table.select("rule_id", "source_row").iter_rows())


def rules(outcome: RunOutcome) -> dict[str, dict]:
    return {rule["id"]: rule for rule in outcome.summary["rules"]}


def test_rules_query_the_other_file_in_its_canonical_form(export, deaths, tmp_path, catalog):
    outcome = run(request(export, tmp_path / "out", (DEATH, deaths)), catalog)
    # The number in row 3 lost its zero in both files; the death of row 6 has no number.
    assert cross_findings(outcome) == {("LAND-HOLDER-301", 2), ("LAND-HOLDER-302", 3), ("LAND-HOLDER-303", 6)}


def test_a_name_counts_only_where_a_number_is_missing(export, deaths, tmp_path, catalog):
    lines = deaths.read_text(encoding="utf-8").splitlines()
    named = next(index for index, line in enumerate(lines) if "Hoàng Văn Quí" in line)
    lines[named] = lines[named].replace('""', "001070990199")
    deaths.write_text("\n".join(lines), encoding="utf-8")
    outcome = run(request(export, tmp_path / "out", (DEATH, deaths)), catalog)
    assert cross_findings(outcome) == {("LAND-HOLDER-301", 2), ("LAND-HOLDER-302", 3)}
    assert rules(outcome)["LAND-HOLDER-303"]["status"] == "passed"


def test_a_name_counts_where_the_other_number_is_missing(export, deaths, tmp_path, catalog):
    table = pl.read_csv(deaths, infer_schema=False, truncate_ragged_lines=True).head(4)
    table.drop("Số định danh cá nhân").write_csv(deaths)
    outcome = run(request(export, tmp_path / "out", (DEATH, deaths)), catalog)
    assert cross_findings(outcome) == {("LAND-HOLDER-303", 6)}
    reason = "companion_column_absent: civil_registry.death.so_dinh_danh"
    assert (rules(outcome)["LAND-HOLDER-301"]["status"], rules(outcome)["LAND-HOLDER-301"]["reason"]) == (
        "not_applicable",
        reason,
    )


def test_the_other_file_stands_in_the_summary_and_the_report(export, deaths, tmp_path, catalog):
    outcome = run(request(export, tmp_path / "out", (DEATH, deaths)), catalog)
    (entry,) = json.loads((outcome.folder / "run.json").read_text(encoding="utf-8"))["with"]
    assert {key: entry[key] for key in ("dataset", "name", "format", "rows", "malformed")} == {
        "dataset": DEATH,
        "name": "khai tử.csv",
        "format": "csv",
        "rows": 5,
        "malformed": 1,
    }
    assert len(entry["sha256"]) == 64
    report = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert entry["sha256"] in report
    assert "khai tử.csv" in report


def test_without_the_file_its_rules_are_not_applicable_and_say_which(export, tmp_path, catalog):
    outcome = run(request(export, tmp_path / "out"), catalog)
    assert outcome.summary["with"] == []
    assert {(rules(outcome)[name]["status"], rules(outcome)[name]["reason"]) for name in CROSS} == {
        ("not_applicable", f"companion_absent: {DEATH}")
    }
    report = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert "The run was not given the file of another dataset that the rule needs (--with):" in report


@pytest.mark.parametrize(
    ("names", "key"),
    [
        ([DEATH, DEATH], "usage.with_twice"),
        (["land.holder"], "usage.with_itself"),
        (["civil_registry.deaths"], "usage.unknown_dataset_near"),
        (["population.person"], "usage.with_unused"),
    ],
)
def test_a_wrong_dataset_is_refused_before_anything_is_read(export, tmp_path, catalog, names, key):
    companions = [(name, tmp_path / "missing.csv") for name in names]
    with pytest.raises(UsageError) as caught:
        run(request(export, tmp_path / "out", *companions), catalog)
    assert caught.value.key == key
    assert not (tmp_path / "out").exists()


def test_a_dataset_whose_rules_need_no_other_takes_none(deaths, export, tmp_path, catalog):
    with pytest.raises(UsageError) as caught:
        run(request(deaths, tmp_path / "out", ("land.holder", export), dataset="population.person"), catalog)
    assert caught.value.key == "usage.with_none_used"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "load.no_file"),
        ("a,b\n1,2\n", "load.companion"),
        ("a\x00\x01" * 50, "load.companion"),
        ("", "load.empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_nothing_is_left(export, tmp_path, catalog, content, key):
    other = tmp_path / "other.csv"
    if content is not None:
        other.write_text(content, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        run(request(export, tmp_path / "out", (DEATH, other)), catalog)
    assert caught.value.key == key
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        {"dat.csv", *({"other.csv"} if other.exists() else ())}
    )


@pytest.mark.parametrize(
    ("dataset", "person", "rule", "column", "last"),
    [
        ("welfare.beneficiary", ("so_dinh_danh", "ho_ten", "ngay_sinh"), "WELFARE-BENEFICIARY-301", "ngay_thoi_huong",
         "2010-04-01"),
        ("civil_registry.birth", ("so_dinh_danh_me", "ho_ten_me", "nam_sinh_me"), "CIVIL-BIRTH-301", "ngay_sinh",
         "2010-03-02"),
        ("civil_registry.birth", ("so_dinh_danh_cha", "ho_ten_cha", "nam_sinh_cha"), "CIVIL-BIRTH-302", "ngay_sinh",
         "2010-12-27"),
    ],
)  # fmt: skip
def test_the_samples_are_judged_as_a_plain_join_judges_them(tmp_path, catalog, dataset, person, rule, column, last):
    """Persons of a sample who died on 2 March 2010; every third of the deaths has the number but is somebody else's."""
    number, name, born = person
    source = SAMPLES / dataset.replace(".", "/")
    before = run(request(source.with_suffix(".csv"), tmp_path / "before", dataset=dataset), catalog).folder
    own = pl.concat([pl.read_parquet(before / f"{part}.parquet") for part in ("clean", "quarantine")], how="diagonal")
    known = own.filter(pl.col(number).is_unique(), pl.col(number).str.len_chars() == 12, pl.col(name).is_not_null())
    another = pl.int_range(pl.len()) % 3 == 0
    dead = known.select(
        so=pl.int_range(1, pl.len() + 1).cast(pl.String),
        quyen_so=pl.lit("01/2010"),
        ngay_dang_ky=pl.lit("2010-03-05"),
        ma_xa=pl.lit("00004"),
        ho_ten=pl.when(another).then(pl.lit("Ai Đó Khác")).otherwise(name),
        ngay_sinh=pl.when(another).then(pl.lit("1899")).otherwise(born),
        so_dinh_danh=number,
        ngay_chet=pl.lit("2010-03-02"),
    )
    dead.write_parquet(tmp_path / "deaths.parquet")
    expected = known.filter(~another & (pl.col(column).fill_null("9999") > last))["record_id"]
    assert 0 < len(expected) < known.height

    outcome = run(request(source.with_suffix(".csv"), tmp_path / "out", (DEATH, tmp_path / "deaths.parquet"),
                          dataset=dataset), catalog)  # fmt: skip
    found = pl.read_parquet(outcome.folder / "findings.parquet").filter(pl.col("rule_id") == rule)["record_id"]
    assert sorted(found) == sorted(expected)
