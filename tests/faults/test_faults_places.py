"""Places that cannot be written, that lead elsewhere, or that have names one does not expect."""

import os
import sys

import polars as pl
import pytest

from dq.runs import read_summary


@pytest.mark.parametrize("place", ["small.csv/out", "/proc/out", "x" * 300, "\u0111" * 200])
def test_a_place_that_cannot_be_written_is_one_message(desk, here, place):
    ended = here([*desk.run(), "--out", place])
    assert ended.says_one_error(), ended.err
    assert "Cannot write to" in ended.err
    assert desk.left() == []


@pytest.mark.parametrize("variable", ["DQ_AUDIT", "DQ_CACHE"])
def test_a_state_that_cannot_be_written_is_one_message_or_is_not_needed(desk, here, monkeypatch, variable):
    monkeypatch.setenv(variable, str(desk.folder / "small.csv" / "x"))
    ended = here(desk.run())
    if variable == "DQ_AUDIT":
        assert ended.says_one_error(), ended.err
        assert desk.left() == []
    else:
        assert ended.code == 0


def test_a_cache_that_cannot_be_written_is_one_message(desk, here, monkeypatch):
    monkeypatch.setenv("DQ_CACHE", str(desk.folder / "small.csv" / "x"))
    (desk.folder / "dan_cu.csv").write_text(
        "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n001085990101,An,1985-03-02,nam\n", encoding="utf-8"
    )
    ended = here(["register", "prepare", "dan_cu.csv", "--lang", "en"])
    assert ended.says_one_error(), ended.err
    assert "DQ_CACHE" in ended.err


def test_a_link_in_the_way_is_never_followed(desk, here, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    (desk.folder / "out").symlink_to(elsewhere)
    for options in ((), ("--force",)):
        assert here(desk.run("small.csv", *options)).says_one_error()
    assert [path.name for path in elsewhere.iterdir()] == ["mine.txt"]


def test_links_inside_a_run_folder_are_replaced_not_followed(desk, here, tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    assert here(desk.run()).code == 0
    for name in ("clean.parquet", "report.html"):
        (desk.out / name).unlink()
        (desk.out / name).symlink_to(mine)
    assert here(desk.run("small.csv", "--force")).code == 0
    assert mine.read_text() == "mine"
    assert not any(path.is_symlink() for path in desk.out.iterdir())
    # A report is drawn anew into a folder that is there.
    (desk.out / "report.html").unlink()
    (desk.out / "report.html").symlink_to(mine)
    assert here(["report", str(desk.out)]).code == 0
    assert mine.read_text() == "mine"


def test_a_work_folder_that_is_a_link_is_not_followed(desk, here, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").mkdir()
    (desk.folder / ".out.dq-work").symlink_to(elsewhere)
    ended = here(desk.run())
    assert ended.says_one_error(), ended.err
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "name",
    ["Sổ hộ tịch [2026] (bản 1)", "50% #1 & 'x' \"y\"", "{1..3}*;a", "-lead", "$HOME", "d" * 100, "tab\tnew\nline"],
)
def test_names_of_any_letters_work_from_input_to_report(desk, here, name):
    source = desk.folder / name / f"{name}.csv"
    source.parent.mkdir()
    source.write_text("name,pets\nAn,3\nBình,400\n", encoding="utf-8")
    out = source.parent / "kết quả" / name
    assert here([*desk.run(str(source)), "--out", str(out), "--format", "parquet,csv,xlsx"]).code == 1
    rows = read_summary(out)["rows"]
    assert (rows["clean"], rows["quarantine"]) == (1, 1)
    with (out / "clean.parquet").open("rb") as file:
        assert pl.read_parquet(file)["name"].to_list() == ["An"]


@pytest.mark.parametrize("name", ["why?", "back\\slash"])
def test_names_that_an_engine_takes_for_something_else_are_refused(desk, here, name):
    ended = here([*desk.run(), "--out", name])
    assert ended.says_one_error(), ended.err
    assert desk.left() == []


def test_names_that_are_no_text_are_refused(desk, here):
    odd = os.fsdecode(b"so-\xff.csv")
    (desk.folder / odd).write_text("name,pets\nAn,3\n", encoding="utf-8")
    for options in ((), ("--out", os.fsdecode(b"ra-\xff"))):
        ended = here([*desk.run(odd), *options])
        assert ended.says_one_error(), ended.err
        assert "UTF-8" in ended.err
    (desk.folder / odd).unlink()
    assert desk.left() == []


def test_a_current_folder_that_is_gone_is_one_message(desk, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    ended = desk.call(desk.run(), cwd=gone, env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    assert ended.says_one_error(), ended.err


def test_no_home_and_a_clock_of_long_ago(desk):
    environment = {"HOME": None, "XDG_STATE_HOME": None, "TZ": "XXX+20"}
    ended = desk.call([*desk.run(), "--as-of", "1971-01-01"], env=environment)
    assert ended.code == 0, ended.err
    assert read_summary(desk.out)["as_of"] == "1971-01-01"
