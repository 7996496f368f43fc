"""`dq compare` as a user calls it."""

import json
import stat
import sys

import pytest
from click.testing import CliRunner
from two_runs import person, rule, write_run

from dq.cli.main import cli
from dq.errors import UsageError

A, B = "001060990001", "001060990002"


@pytest.fixture
def runs(tmp_path) -> tuple[str, str]:
    rules = {"rules": [rule("WELFARE-BENEFICIARY-001"), rule("R", severity="warning")]}
    old = write_run(tmp_path / "old", [person(A), person(B, "Trần Thị Bình")], [("R", 0), ("R", 1)], **rules)
    new = write_run(tmp_path / "new", [person(A), person(B, "Trần Thị Bình")], [("R", 0)], **rules)
    return str(old), str(new)


@pytest.fixture
def worse(tmp_path) -> tuple[str, str]:
    rules = {"rules": [rule("R")]}
    people = [person(A)]
    folders = write_run(tmp_path / "a", people, **rules), write_run(tmp_path / "b", people, [("R", 0)], **rules)
    return str(folders[0]), str(folders[1])


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["compare", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


@pytest.mark.parametrize(("lang", "words"), [("vi", ("đã sửa", "còn tồn")), ("en", ("fixed", "still open"))])
def test_the_table_says_what_changed_within_80_columns(runs, lang, words):
    code, output = invoke(*runs, "--lang", lang)
    assert code == 0
    assert all(word in output for word in words)
    assert max(map(len, output.splitlines())) <= 80
    assert A not in output


def test_new_critical_findings_give_exit_code_1(worse):
    assert invoke(*worse)[0] == 1


def test_json_goes_to_stdout_and_nothing_else(runs):
    code, output = invoke(*runs, "--format", "json")
    comparison = json.loads(output)
    assert code == 0
    assert comparison["format"] == 1
    assert (comparison["total"]["fixed"], comparison["total"]["still_open"]) == (1, 1)


def test_files_are_written_for_their_owner_only(runs, tmp_path):
    out = tmp_path / "so-sanh"
    invoke(*runs, "--out", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["comparison.html", "comparison.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    page = (out / "comparison.html").read_text(encoding="utf-8")
    assert A not in page
    assert "Nguyễn Văn An" not in page


@pytest.mark.parametrize("formats", ["html", "text,json"])
def test_what_does_not_fit_on_stdout_needs_a_folder(runs, formats):
    with pytest.raises(UsageError) as error:
        invoke(*runs, "--format", formats)
    assert error.value.key == "compare.needs_out"
