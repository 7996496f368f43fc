import pytest
from pydantic import BaseModel, ConfigDict, Field

from dq.catalog.parse import parse, section, validate
from dq.errors import CatalogError
from dq.locale import load_locale


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    severity: str = ""


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    passing: list[str] = Field(default_factory=list, alias="pass")
    inner: dict[str, Inner] = Field(default_factory=dict)
    many: list[Inner] = Field(default_factory=list)


def problem(error: pytest.ExceptionInfo[CatalogError]) -> tuple[str, str]:
    said = load_locale("en").say(error.value.key, **error.value.parameters)
    where = str(error.value.parameters["where"])
    return where, said.removeprefix(f"{where}: ").removesuffix(".")


def test_every_place_remembers_its_line(write, tmp_path):
    document = parse(write("a.yaml", "top:\n  - one: 1\n    two: 2\n  - one: 3\n"), tmp_path)
    assert document.data == {"top": [{"one": 1, "two": 2}, {"one": 3}]}
    assert str(document.at("top", 0, "two")) == "a.yaml:3"
    assert str(document.at("top", 1)) == "a.yaml:4"
    assert str(document.at("top", 1, "no", "such")) == "a.yaml:4"


def test_the_file_is_named_relative_to_the_catalog(write, tmp_path):
    with pytest.raises(CatalogError) as error:
        parse(write("checks/land/record.yaml", "a: [1\nb: 2\n"), tmp_path)
    assert problem(error)[0] == "checks/land/record.yaml:2"
    assert str(tmp_path) not in str(error.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: {c: [}\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a:\n\t- 1\n", 2),
        ("a: &x 1\nb: 2\nc: *x\n", 1),
        ("a: &x {k: 1}\nb:\n  <<: *x\n", 1),
        ("a: 1\nb: !secret 2\n", 2),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2),
        ("a: !!binary aGk=\n", 1),
        ("a: !!set {b, c}\n", 1),
    ],
)
def test_what_a_catalog_has_no_use_for_is_refused_with_its_line(write, tmp_path, text, line):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as error:
        parse(path, tmp_path)
    assert problem(error)[0] == f"a.yaml:{line}"


def test_aliases_cannot_blow_up_memory(write, tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    with pytest.raises(CatalogError, match="anchors and aliases"):
        parse(write("a.yaml", "\n".join(lines)), tmp_path)


def test_text_that_is_not_utf_8_is_named_by_file(tmp_path):
    (tmp_path / "a.yaml").write_bytes("tên: Đức".encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(CatalogError, match="not_utf8"):
        parse(tmp_path / "a.yaml", tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CatalogError) as error:
        parse(tmp_path / "schemas" / "a.yaml", tmp_path)
    assert problem(error)[0] == "schemas/a.yaml"


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "null\n"])
def test_a_file_without_content_has_an_empty_section(write, tmp_path, text):
    document = parse(write("a.yaml", text), tmp_path)
    assert section(list, document) == []
    assert section(dict, document) == {}


@pytest.mark.parametrize(
    ("kind", "text", "path", "said"),
    [
        (list, "a: 1\n", (), "a list is expected in the file"),
        (dict, "- a\n", (), "a mapping is expected in the file"),
        (dict, "x: 1\ntypes: [a]\n", ("types",), "a mapping is expected under 'types'"),
        (dict, "x: 1\n", ("types",), "a mapping is expected under 'types'"),
        (dict, "- a\n", ("types",), "a mapping is expected under 'types'"),
    ],
)
def test_a_section_of_the_wrong_kind_is_refused(write, tmp_path, kind, text, path, said):
    document = parse(write("a.yaml", text), tmp_path)
    with pytest.raises(CatalogError) as error:
        section(kind, document, *path)
    assert problem(error)[1].startswith(f"{said}: ")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a:\n  title: t\n  titel: t\n", 3, "unknown key 'titel'; did you mean 'title'?"),
        ("a:\n  title: t\n  pas: [x]\n", 3, "unknown key 'pas'; did you mean 'pass'?"),
        ("a:\n  title: t\n  zzz: 1\n", 3, "unknown key 'zzz'. Remove it, or write its right name"),
        (
            "a:\n  title: t\n  inner:\n    x:\n      severty: w\n",
            5,
            "unknown key 'severty'; did you mean 'severity'?",
        ),
        (
            "a:\n  title: t\n  many:\n    - {}\n    - severty: w\n",
            5,
            "unknown key 'severty'; did you mean 'severity'?",
        ),
        ("a:\n  many: []\n", 2, "key 'title' is missing. Add it"),
        ("a:\n  title: [t]\n", 2, "'title' must be text. Put a number, true or false in quotes, such as \"12\""),
    ],
)
def test_a_wrong_key_is_named_with_its_line_and_the_nearest_right_one(write, tmp_path, text, line, said):
    document = parse(write("a.yaml", text), tmp_path)
    with pytest.raises(CatalogError) as error:
        validate(Outer, document, "a")
    where, what = problem(error)
    assert what == said
    assert where == f"a.yaml:{line}"


def test_an_error_of_a_catalog_never_quotes_the_value(write, tmp_path):
    document = parse(write("a.yaml", "a:\n  title: 001085990123\n  many: {x: 079085990123}\n"), tmp_path)
    with pytest.raises(CatalogError) as error:
        validate(Outer, document, "a")
    assert "990123" not in str(error.value)
