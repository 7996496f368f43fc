"""A wrong call is explained in the user's language, and what was typed as an argument is not repeated."""

import pytest

from dq.cli.main import main
from dq.locale import LANGUAGES, load_locale

CALLS = [
    (["run", "a", "b", "--threads", "0"], "bad_number_from", {"name": "--threads", "least": "1", "command": "dq run"}),
    (["sample", "a", "--rows", "x"], "bad_number_from", {"name": "--rows", "least": "1", "command": "dq sample"}),
    (["sample", "a", "--seed", "x"], "bad_number", {"name": "--seed", "command": "dq sample"}),
    (["id", "1", "--lang", "fr"], "bad_choice", {"name": "--lang", "known": "vi, en", "command": "dq id"}),
    (
        ["completion", "csh"],
        "bad_choice",
        {"name": "SHELL", "known": "bash, zsh, fish", "command": "dq completion"},
    ),
    (["run", "a", "b", "--catalog", __file__], "not_a_folder", {"name": "--catalog", "command": "dq run"}),
    (["run", "a", "b", "--weights", "."], "not_a_file", {"name": "--weights", "command": "dq run"}),
    (["rnu"], "no_such_command", {"near": "run", "command": "dq"}),
    (["rules", "001085990123"], "no_such_command", {"near": "—", "command": "dq rules"}),
    (["id", "1", "001085990123"], "too_many", {"command": "dq id"}),
    (["run", "--force=1"], "takes_no_value", {"option": "--force", "command": "dq run"}),
    (["rules", "list", "--severity"], "needs_value", {"option": "--severity", "command": "dq rules list"}),
    (
        ["run", "--fromat", "csv"],
        "no_such_option",
        {"option": "--fromat", "near": "--format, --out, --map", "command": "dq run"},
    ),
    (["id"], "missing_parameter", {"name": "NUMBER", "command": "dq id"}),
]


def said(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    output = capfd.readouterr()
    assert stop.value.code == 2
    assert not output.out
    return output.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("arguments", "key", "parameters"), CALLS)
def test_a_wrong_call_is_explained_in_the_language_of_the_user(
    arguments: list[str],
    key: str,
    parameters: dict[str, str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DQ_LANG", language)
    say = load_locale("vi" if "--lang" in arguments else language).say
    assert said(arguments, capfd) == f"{say('cli.error')} {say(f'usage.{key}', **parameters)}\n"


def test_a_wrong_language_of_the_environment_is_called_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DQ_LANG", "fr")
    assert said(["id", "1"], capfd).startswith("Lỗi: DQ_LANG ")


@pytest.mark.parametrize(("arguments", "listed"), [([], "doctor"), (["register"], "prepare"), (["rules"], "lint")])
def test_a_group_alone_shows_its_help(arguments: list[str], listed: str, capfd: pytest.CaptureFixture[str]) -> None:
    shown = said(arguments, capfd)
    assert shown.startswith(" ".join(["Usage: dq", *arguments]))
    assert f"  {listed} " in shown
