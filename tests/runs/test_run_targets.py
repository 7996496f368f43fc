"""What a command may write to: an earlier output of its own, and nothing that is read or belongs to a run."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from dq.errors import OutputError
from dq.runs import PAGES, check_target, refuse_replacing
from dq.runs.names import FILES


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an input, links to it, a run folder on it, and a folder to write to."""
    monkeypatch.chdir(tmp_path)
    for folder in ("run/corrected", "other", "out"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("in.csv", "copy.csv"):
        (tmp_path / name).write_text("input")
    for name in ("other/in.csv", "other/junit.xml", "run/corrected/in.csv", "run/report.html", "run/cong_bo.html"):
        (tmp_path / name).write_text("else")
    (tmp_path / "link.csv").symlink_to("in.csv")
    os.link(tmp_path / "in.csv", tmp_path / "hard.csv")
    (tmp_path / "way").symlink_to("run", target_is_directory=True)
    (tmp_path / "gone.csv").symlink_to("nowhere.csv")
    facts = {"name": "in.csv", "sha256": sha256(b"input").hexdigest()}
    waivers = {"file": "mien.yaml", "sha256": "0"}
    summary = {"format": 1, "input": facts, "reference": None, "with": [], "waivers": waivers}
    (tmp_path / "run" / "run.json").write_text(json.dumps(summary))
    return tmp_path


def refusal(out: str | Path, **options: object) -> str | None:
    try:
        check_target(Path(out), **options)
    except OutputError as error:
        return error.key
    return None


@pytest.mark.parametrize(
    ("out", "key"),
    [
        ("in.csv", "output.is_read"),
        ("./other/../in.csv", "output.is_read"),
        ("link.csv", "output.is_read"),
        ("hard.csv", "output.is_read"),
        ("nowhere.csv", "output.is_read"),
        ("copy.csv", None),
        ("out/new.xml", None),
        ("other/junit.xml", None),
        ("nobody/new.xml", "output.no_folder"),
        ("in.csv/new.xml", "output.no_folder"),
        ("out", "output.is_folder"),
        ("x" * 255, "output.option_not_writable"),
    ],
)
def test_what_is_read_is_refused_and_what_cannot_be_written(out: str, key: str | None, place: Path) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert refusal(out, read=[Path("in.csv"), Path("gone.csv"), None]) == key
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("out", "key"),
    [
        ("run/run.json", "output.of_a_run"),
        ("run/clean.parquet", "output.of_a_run"),
        ("way/clean.parquet", "output.of_a_run"),
        ("run/clean.csv", "output.of_a_run"),
        ("run/corrected/in.csv", "output.of_a_run"),
        ("run/report.html", None),
        ("run/cong_bo.html", None),
        ("run/new.html", None),
        ("in.csv", "output.is_read"),
        ("copy.csv", "output.is_read"),
        ("other/in.csv", "output.is_read"),
        ("other/mien.yaml", None),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_of_a_run_only_the_own_output_is_replaced_and_never_what_it_read(
    out: str, key: str | None, place: Path, *, named: bool
) -> None:
    read = ("in.csv", "copy.csv", "other/in.csv")
    expected = None if out in read and not named else key  # who reads no run does not know what it has read
    assert refusal(out, runs=[Path("run")] if named else [], own=PAGES) == expected


def test_the_files_of_results_that_are_being_made_are_kept_too(place: Path) -> None:
    assert {refusal(f"new/{name}", making=[Path("new")]) for name in FILES} == {"output.of_a_run"}
    assert refusal("new/junit.xml", making=[Path("new")]) is None


@pytest.mark.parametrize("read", ["run/corrected/in.csv", "way/x.csv"])
def test_a_run_folder_with_what_is_read_is_not_replaced(read: str, place: Path) -> None:
    with pytest.raises(OutputError) as error:
        refuse_replacing(Path("run"), [None, Path(read)])
    assert error.value.key == "output.holds_input"
    refuse_replacing(Path("run"), [None, Path("in.csv"), Path("other/x")])
