"""The JSON Schemas that editors use judge the files as the catalog does."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dq.catalog.json_schema import FILES, json_schema
from dq.catalog.parse import parse
from dq.cli.rules import KINDS

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*ROOT.glob("schemas/*/*.yaml"), *ROOT.glob("checks/*/*.yaml")])
COMMENT = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def schema_of(path: Path) -> Path:
    """The schema that the first line of a file names."""
    named = COMMENT.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
    assert named, path
    return (path.parent / named[1]).resolve()


def problems(name: str, data: object) -> list[str]:
    return [error.json_path for error in Draft202012Validator(json_schema(name)).iter_errors(data)]


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one(name):
    Draft202012Validator.check_schema(json_schema(name))
    assert json.loads((ROOT / "docs" / "json-schema" / f"{name}.json").read_text(encoding="utf-8")) == json_schema(name)


def test_the_command_line_knows_every_kind():
    assert tuple(FILES) == KINDS


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_names_its_schema_and_is_valid_by_it(path):
    schema = schema_of(path)
    assert schema.parent == ROOT / "docs" / "json-schema"
    assert problems(schema.stem, parse(path, ROOT).data) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_unknown_key_in_it_is_not_valid(path):
    data = parse(path, ROOT).data
    first = data[0] if isinstance(data, list) else data
    value = next(iter(first.values()))
    inside = value if "title" not in first and isinstance(value, dict) else first
    inside["unheard_of"] = "?"
    assert problems(schema_of(path).stem, data) != []


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({"assert": "a > 0"}, True),
        ({}, False),
        ({"assert": "a > 0", "query": "sql/a.sql"}, False),
        ({"assert": "a > 0", "with": {"a.b": ["c"]}}, False),
        ({"query": "sql/a.sql", "with": {"a.b": ["c"]}, "parameters": {"most": 3, "known": ["a", "b"]}}, True),
        ({"query": "sql/a.sql", "parameters": {"most": {"a": 1}}}, False),
        ({"assert": "a > 0", "severity": "fatal"}, False),
        ({"assert": "a > 0", "id": "lower-1"}, False),
        ({"assert": "a > 0", "cases": {"pass": [{"a": 1}], "fail": [[{"a": None}]], "not_checked": []}}, True),
        ({"query": "sql/a.sql", "cases": {"pass": [{"a.b": [{"c": 1}], "d.e": []}]}}, True),
        ({"assert": "a > 0", "cases": {"passes": []}}, False),
    ],
)
def test_a_rule(changes, valid):
    text = {"vi": "Thử", "en": "Trial"}
    rule = {"id": "A-1", "dataset": "a.x", "dimension": "live", "severity": "info", "owner": "sector", "title": text}
    assert (problems("rules", [{**rule, "remedy": text, **changes}]) == []) is valid
