"""The commands as a user calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dq.audit import append
from dq.cli.main import cli, language, main

HEAVY = ("polars", "pydantic", "rich", "pandera", "great_expectations", "duckdb", "pyarrow", "pandas")


def invoke(*arguments: str, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments), input=stdin, standalone_mode=False)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.return_value, result.output


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["rules", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from dq.cli.main import main\n"
        f"sys.argv = ['dq', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"print('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_id_decodes_a_personal_number() -> None:
    code, output = invoke("id", "1085990123", "--lang", "en")

    assert code == 0
    assert "001085990123" in output
    assert "Hà Nội" in output
    assert "1985" in output
    assert "male" in output


def test_id_reads_standard_input() -> None:
    code, output = invoke("id", "-", stdin="271450123\n")

    assert code == 0
    assert "chứng minh nhân dân" in output


def test_id_of_a_century_to_come_is_not_valid() -> None:
    assert invoke("id", "001985990123")[0] == 1


def test_rules_list_and_show() -> None:
    code, output = invoke("rules", "list", "land.holder", "--word", "live", "--json")
    rules = json.loads(output)

    assert code == 0
    assert rules
    assert {rule["word"] for rule in rules} == {"live"}
    code, shown = invoke("rules", "show", rules[0]["id"])
    assert code == 0
    assert rules[0]["title"]["vi"] in shown


def test_rules_lint_finds_nothing_wrong_in_the_catalog() -> None:
    code, output = invoke("rules", "lint", "--lang", "en")

    assert code == 0, output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    code, output = invoke("completion", shell)

    assert code == 0
    assert "_DQ_COMPLETE" in output


def test_completion_offers_datasets() -> None:
    environment = os.environ | {"_DQ_COMPLETE": "bash_complete", "COMP_WORDS": "dq run land", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'dq'; from dq.cli.main import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert "land.holder" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], "vi"), (["--lang", "en"], "en"), (["--lang=en"], "en"), (["--lang", "xx"], "vi")],
)
def test_language_of_messages(arguments: list[str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DQ_LANG", raising=False)

    assert language(arguments) == expected


def test_language_of_messages_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_LANG", "en")

    assert language([]) == "en"


def test_a_report_can_be_rendered_again(tmp_path: Path) -> None:
    from dq.errors import OutputError

    with pytest.raises(OutputError):
        invoke("report", str(tmp_path))


def test_a_bug_says_where_and_not_what(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Nguyễn Văn Bí Mật 001085990123")

    monkeypatch.setattr("dq.catalog.load_catalog", broken)
    with pytest.raises(SystemExit) as stop:
        main(["rules", "list"])

    said = capsys.readouterr().err
    assert stop.value.code == 70
    assert "ValueError" in said
    assert "test_cli_commands.py" in said
    assert "Bí Mật" not in said
    assert "001085990123" not in said


def test_the_audit_trail_is_verified_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trail = tmp_path / "audit.jsonl"
    monkeypatch.setenv("DQ_AUDIT", str(trail))
    for event in ("begin", "done"):
        append({"event": event, "command": "run", "dataset": "land.holder"})

    assert invoke("audit", "verify")[0] == 0
    code, said = invoke("audit", "show", "--lang", "en")
    assert code == 0
    assert [line.split()[-1] for line in said.splitlines()] == ["begun", "done"]

    trail.write_bytes(trail.read_bytes().replace(b"land.holder", b"land.owners", 1))
    code, said = invoke("audit", "verify", "--lang", "en")
    assert code == 1
    assert "line 1: was changed" in said


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"n": 3, "previous": "x"}', ["3", "?Z", "?", "?"]),
        ('{"n": 3, "previous": "x", "event": "zzz"}', ["3", "?Z", "?", "zzz"]),
        ('{"n": 3, "previous": "x", "event": ["done"], "at": 5, "user": null}', ["3", "?Z", "?", "?"]),
        (
            '{"n": 3, "previous": "x", "event": "done", "command": {}, "dataset": null}',
            ["3", "?Z", "?", "?", "?", "done"],
        ),
        (r'{"n": 3, "previous": "x", "event": "done", "user": "a\u001b[2Jb"}', ["3", "?Z", "a[2Jb", "done"]),
        ('["n", 3]', None),
        ("3", None),
        ('"n"', None),
        ("null", None),
        ('{"n": "3", "previous": "x"}', None),
        ("[" * 100_000, None),
    ],
)
def test_a_trail_that_was_tampered_with_is_shown_as_far_as_it_can_be(
    line: str, shown: list[str] | None, tmp_path: Path
) -> None:
    trail = tmp_path / "audit.jsonl"
    append({"event": "begin", "command": "run"}, path=trail)
    with trail.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    code, said = invoke("audit", "show", "--file", str(trail), "--lang", "en")
    assert code == 0
    first, *rest = said.splitlines()
    assert first.endswith("begun")
    assert [each.split() for each in rest] == ([] if shown is None else [shown])
    assert invoke("audit", "verify", "--file", str(trail))[0] == 1


@pytest.mark.parametrize("head", ["[]", "{}", '{"n": "x", "sha256": "y"}', '{"n": 1, "sha256": 2}', "[" * 100_000])
def test_a_trail_whose_end_was_tampered_with_is_told(head: str, tmp_path: Path) -> None:
    trail = tmp_path / "audit.jsonl"
    append({"event": "begin", "command": "run"}, path=trail)
    (tmp_path / "audit.jsonl.head").write_text(head)
    assert invoke("audit", "verify", "--file", str(trail))[0] == 1
