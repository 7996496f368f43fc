"""One person across sectors: real runs of a land export, a death register and a benefits list."""

import json
import stat
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dq.catalog import Catalog
from dq.cli.main import main
from dq.engine.limits import Limits
from dq.errors import DQError
from dq.person import CONFLICT_SCHEMA, RECORD_COLUMNS, write_all, write_one
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

LIMITS = Limits(memory=2_000_000_000, threads=2)
DEAD, TWO_DATES, AGREED, TWO_NAMES = "001050990103", "001085990101", "001070990105", "001185990102"


def land(number: str, name: str, born: str, sex: str) -> dict[str, str]:
    return {
        "ma_xa": "00004", "so_to": "1", "so_thua": number[-2:], "dien_tich": "100", "loai_dat": "ODT",
        "so_phat_hanh": f"BK 1234{number[-2:]}", "ngay_cap": "2015-03-02", "loai_chu": "ca_nhan", "ho_ten": name,
        "ngay_sinh": born, "gioi_tinh": sex, "so_dinh_danh": number,
    }  # fmt: skip


def death(number: str, name: str, born: str, sex: str) -> dict[str, str]:
    return {
        "so": number[-2:], "quyen_so": "01/2026", "ngay_dang_ky": "2026-05-04", "ma_xa": "00004", "ho_ten": name,
        "ngay_sinh": born, "gioi_tinh": sex, "so_dinh_danh": number, "ngay_chet": "2026-05-03",
    }  # fmt: skip


EXPORTS = {
    "land.holder": [
        land(DEAD, "Lê Văn Cường", "1950", "nam"),
        land(TWO_DATES, "Nguyễn Văn An", "1985-03-02", "nam"),
        land(AGREED, "Hoàng Văn Quý", "1970", "nam"),
        land(TWO_NAMES, "Trần Thị Bình", "1985-07-15", "nu"),
    ],
    "civil_registry.death": [
        death(DEAD, "Lê Văn Cường", "1950-03-02", "nam"),
        death(TWO_DATES, "Nguyễn Văn An", "1985-02-03", "nam"),
        death(TWO_NAMES, "Trần Thị Bính", "1985-07-15", "nu"),
    ],
    "civil_registry.birth": [
        {
            "so": "1", "quyen_so": "01/1970", "ngay_dang_ky": "1970-06-01", "ma_xa": "00004",
            "ho_ten": "Hoàng Văn Quí", "ngay_sinh": "1970-05-05", "gioi_tinh": "nam", "so_dinh_danh": AGREED,
        }
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from dq.catalog import load_catalog

    folder, found = tmp_path_factory.mktemp("runs"), {}
    for dataset, rows in EXPORTS.items():
        source = folder / f"{dataset}.csv"
        pl.DataFrame(rows).write_csv(source)
        request = RunRequest(dataset, source, folder / dataset, date(2026, 11, 1), LIMITS, no_register=True)
        found[dataset] = run(request, load_catalog()).folder
    return found


@pytest.fixture
def folders(runs: dict[str, Path]) -> tuple[Path, ...]:
    return tuple(runs.values())


def conflicts(number: str, folders: tuple[Path, ...], catalog: Catalog) -> dict[str, list[str]]:
    view = write_one(number, folders, catalog, limits=LIMITS, out=None, reason=None)
    return {row["fact"]: row["asked"] for row in view.conflicts.to_dicts()}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (DEAD, {"life_status": ["land"]}),
        (TWO_DATES, {"life_status": ["land"], "birth_date": ["land"]}),
        (TWO_NAMES, {"life_status": ["land"], "name": ["land"]}),
        (AGREED, {}),
    ],
)
def test_what_contradicts_and_who_is_asked(number, expected, folders, catalog):
    assert conflicts(number, folders, catalog) == expected


def test_the_records_stand_side_by_side_and_in_a_private_file(folders, catalog, tmp_path):
    out = tmp_path / "person.parquet"
    view = write_one(f" {DEAD}\n", folders, catalog, limits=LIMITS, out=out, reason=None)
    assert view.records.columns == list(RECORD_COLUMNS)
    assert view.records.select("dataset", "birth_date", "dead", "living").rows() == [
        ("civil_registry.death", "1950-03-02", True, False),
        ("land.holder", "1950", False, True),
    ]
    assert pl.read_parquet(out).equals(view.records)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_all_numbers_at_once_say_the_same_as_one_by_one(folders, catalog, tmp_path):
    out = tmp_path / "all.parquet"
    counts = write_all(folders, catalog, out, limits=LIMITS)
    table = pl.read_parquet(out)
    assert table.schema == CONFLICT_SCHEMA
    assert counts == {"birth_date": 1, "life_status": 3, "name": 1}
    for number in (DEAD, TWO_DATES, TWO_NAMES, AGREED):
        mine = table.filter(pl.col("identifier") == number)
        assert dict(mine.select("fact", "asked").iter_rows()) == conflicts(number, folders, catalog)
    assert table["authority"].unique().to_list() == ["civil_registry"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.parquet"]


def test_a_folder_twice_and_a_number_that_is_none_are_refused(folders, catalog):
    for number, given, key in [
        ("123", folders, "person.bad_identifier"),
        (DEAD, (*folders, folders[0]), "person.twice"),
        ("001099990199", folders, "person.not_found"),
        (DEAD, (folders[0].parent,), "output.not_a_run_folder"),
    ]:
        with pytest.raises(DQError) as error:
            write_one(number, given, catalog, limits=LIMITS, out=None, reason=None)
        assert error.value.key == key
        assert number not in str(error.value)


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return stop.value.code, capsys.readouterr().out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_terminal_masks_unless_a_reason_is_given_which_is_recorded(
    language, folders, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path / "audit.jsonl"))
    asked = ["person", TWO_DATES, *map(str, folders), "--lang", language]
    code, masked = called(asked, capsys)
    assert code == 1
    assert TWO_DATES not in masked
    assert "1985-03-02" not in masked
    assert TWO_DATES[-4:] in masked
    _, whole = called([*asked, "--reveal", "--reason", "thẻ căn cước"], capsys)
    assert TWO_DATES in whole
    assert "1985-03-02" in whole
    trail = (tmp_path / "audit.jsonl").read_text(encoding="utf-8")
    assert TWO_DATES not in trail
    events = [json.loads(line) for line in trail.splitlines()]
    assert [event.get("reason") for event in events if event["event"] == "begin"] == [None, "thẻ căn cước"]


def test_no_conflict_is_exit_code_zero(folders, capsys):
    code, _ = called(["person", AGREED, *map(str, folders)], capsys)
    assert code == 0


@pytest.mark.parametrize(
    "wrong", [["--reveal"], ["--all"], ["--reason", "x"], ["--all", "--out", "x", "--reveal", "--reason", "x"]]
)
def test_options_that_contradict_are_refused(wrong, folders, capsys):
    code, out = called(["person", DEAD, str(folders[0]), *wrong], capsys)
    assert (code, out) == (2, "")
