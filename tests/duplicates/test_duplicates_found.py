"""Duplicates of a real run: exact keys, another number, the survivor, the preview."""

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.catalog import Catalog
from dq.cli.main import main
from dq.duplicates import DUPLICATES_SCHEMA, find_duplicates
from dq.duplicates.clusters import label_clusters
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

LIMITS = Limits(memory=2_000_000_000, threads=2)
AN, BINH = "001085990101", "001185990102"


def holder(parcel: str, number: str, name: str, **changes: str) -> dict[str, str]:
    return {
        "ma_xa": "00004", "so_to": "1", "so_thua": parcel, "dien_tich": "100", "loai_dat": "ODT",
        "so_phat_hanh": f"BK 1234{parcel}", "ngay_cap": "2015-03-02", "loai_chu": "ca_nhan", "ho_ten": name,
        "ngay_sinh": "1985-03-02", "gioi_tinh": "nam", "so_dinh_danh": number, "dia_chi": "",
        "ngay_cap_nhat": "2026-01-01",
    } | changes  # fmt: skip


ROWS = [
    holder("10", AN, "Nguyễn Văn An"),
    holder("10", AN, "Nguyễn Văn An", so_phat_hanh="BK 999999", ngay_cap_nhat="2026-02-01"),
    holder("10", AN, "Nguyễn Văn An", so_phat_hanh="", dia_chi="Thôn 1"),
    holder("11", AN, "Nguyễn Văn An"),  # another parcel of the same person is no duplicate
    holder("12", BINH, "Lê Văn Tư", ngay_sinh="1970-01-05"),
    holder("13", "", "Le Van Tu", ngay_sinh="1970-01-05"),
    holder("14", "001070990109", "Lê Văn Tú", ngay_sinh="1970-01-06"),
    holder("15", "001070990110", "Lê Thị Tư", ngay_sinh="1970-01-05", gioi_tinh="nu"),
    holder("16", "001080990111", "Đỗ Văn Hùng", ngay_sinh="1980-05-06"),
    holder("17", "001080990112", "Đỗ Văn Hưng", ngay_sinh="1980-05-06"),  # twins
    holder("18", "001081990113", "Đỗ Văn Quý", ngay_sinh="1981-05-06"),
    holder("19", "001081990114", "Đỗ Văn Quí", ngay_sinh="1981-05-06"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dq.catalog import load_catalog

    place = tmp_path_factory.mktemp("duplicates")
    pl.DataFrame(ROWS).write_csv(place / "dat.csv")
    request = RunRequest("land.holder", place / "dat.csv", place / "run", date(2026, 11, 1), LIMITS, no_register=True)
    return run(request, load_catalog()).folder


@pytest.fixture
def table(folder: Path, catalog: Catalog, tmp_path: Path) -> pl.DataFrame:
    out = tmp_path / "duplicates.parquet"
    find_duplicates(folder, catalog, out=out, limits=LIMITS)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["duplicates.parquet"]
    return pl.read_parquet(out)


def test_groups_have_their_reasons_and_a_survivor(table: pl.DataFrame):
    assert table.schema == DUPLICATES_SCHEMA
    assert table.select("cluster_id", "source_row", "reasons", "survivor").rows() == [
        (1, 3, ["same_parcel"], True),
        (1, 2, ["same_parcel"], False),
        (1, 4, ["same_parcel"], False),
        (5, 6, ["other_number"], True),
        (5, 7, ["other_number"], False),
        (11, 12, ["other_number"], True),
        (11, 13, ["other_number"], False),
    ]


def test_the_preview_says_what_a_merge_would_take_and_from_where(table: pl.DataFrame):
    preview = {item["column"]: item for item in table["preview"][0]}
    assert set(preview) == {"so_phat_hanh", "dia_chi", "ngay_cap_nhat"}
    assert (preview["so_phat_hanh"]["record_id"], preview["so_phat_hanh"]["n_values"]) == (2, 2)
    assert (preview["dia_chi"]["value"], preview["dia_chi"]["record_id"]) == ("Thôn 1", 3)
    assert table["preview"].null_count() == 4
    assert table["match_probability"].null_count() == table["comparison"].null_count() == table.height


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_command_shows_counts_and_nobody(language: str, folder: Path, capsys, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path / "audit.jsonl"))
    with pytest.raises(SystemExit) as stop:
        main(["duplicates", str(folder), "--out", str(tmp_path / "d.parquet"), "--lang", language])
    shown = capsys.readouterr().out
    assert stop.value.code == 1
    assert not any(text in shown for text in (AN, BINH, "Nguyễn", "Le Van"))
    assert AN not in (tmp_path / "audit.jsonl").read_text(encoding="utf-8")


def test_a_file_without_duplicates_is_exit_code_zero(catalog: Catalog, tmp_path: Path):
    pl.DataFrame(ROWS[:1]).write_csv(tmp_path / "one.csv")
    request = RunRequest(
        "land.holder", tmp_path / "one.csv", tmp_path / "run", date(2026, 11, 1), LIMITS, no_register=True
    )
    found = find_duplicates(run(request, catalog).folder, catalog, out=tmp_path / "d.parquet", limits=LIMITS)
    assert (found.clusters, found.records, dict(found.reasons)) == (0, 0, {})
    assert pl.read_parquet(tmp_path / "d.parquet").schema == DUPLICATES_SCHEMA


def test_persons_alike_have_a_probability_and_say_how_they_agree(catalog: Catalog, tmp_path: Path, capsys, monkeypatch):
    words = ["Bá", "Chiến", "Đạt", "Giang", "Hiếu", "Khôi", "Lộc", "Minh", "Nhân", "Phước", "Quân"]
    people = [
        holder(
            str(100 + i), f"00108599{i:04d}", f"{['Vũ', 'Ngô', 'Đỗ'][i % 3]} {words[i % 11]} {words[i // 11 % 11]}",
            ngay_sinh=f"{1940 + i % 60}-{i % 12 + 1:02d}-{i % 28 + 1:02d}", ma_xa=["00008", "00025", "00070"][i % 3],
        )
        for i in range(400)
    ]  # fmt: skip
    twice = [
        holder("10", AN, "Nguyễn Thế An"),
        holder("11", "", "Nguyễn Thế An", ngay_sinh="1985"),
        holder("12", "001070990109", "Lê Đình Tư", ngay_sinh="1970-01-05"),
        holder("13", "", "LE DINH TU", ngay_sinh="1970-05-01"),
        holder("14", "", "Nguyễn Thế An", ngay_sinh="1962-09-28"),  # a namesake
    ]
    pl.DataFrame([*twice, *people]).write_csv(tmp_path / "dat.csv")
    request = RunRequest(
        "land.holder", tmp_path / "dat.csv", tmp_path / "run", date(2026, 11, 1), LIMITS, no_register=True
    )
    run_folder = run(request, catalog).folder

    found = find_duplicates(run_folder, catalog, out=tmp_path / "d.parquet", limits=LIMITS)

    table = pl.read_parquet(tmp_path / "d.parquet")
    assert table.schema == DUPLICATES_SCHEMA
    assert table.select("cluster_id", "record_id", "reasons", "comparison").rows() == [
        (1, 1, ["similar_person"], ["name:equal", "birth_date:year", "sex:equal", "commune:equal"]),
        (1, 2, ["similar_person"], ["name:equal", "birth_date:year", "sex:equal", "commune:equal"]),
        (3, 3, ["similar_person"], ["name:marks", "birth_date:swapped", "sex:equal", "commune:equal"]),
        (3, 4, ["similar_person"], ["name:marks", "birth_date:swapped", "sex:equal", "commune:equal"]),
    ]
    assert table["match_probability"].is_between(0.9, 1).all()
    assert table["survivor"].to_list() == [True, False] * 2
    assert found.likeness["pairs"] > 0
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path / "audit.jsonl"))
    with pytest.raises(SystemExit) as stop:
        main(["duplicates", str(run_folder), "--lang", "en"])
    assert stop.value.code == 1
    assert "One person likely: several fields alike" in capsys.readouterr().out


def components(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Connected components by union and find."""
    parent: dict[int, int] = {node: node for pair in pairs for node in pair}
    root: Callable[[int], int] = lambda node: node if parent[node] == node else root(parent[node])  # noqa: E731
    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {node: root(node) for node in parent}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, max_size=20))
def test_groups_are_connected_components(pairs):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE edge (left_id BIGINT, right_id BIGINT)")
        connection.executemany("INSERT INTO edge VALUES (?, ?)", pairs)
        label_clusters(connection)
        assert dict(connection.execute("SELECT record_id, cluster_id FROM label").fetchall()) == components(pairs)
