"""What is shipped: built once from a copy of the tree in which a secret lies that git ignores."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IGNORED = "dan_cu.secret.csv"
PLACES = ("dq", "dq/gazetteer/data", "schemas/land", "checks/land", "sample_data", "docs", "tests")
CATALOG = {
    path.relative_to(ROOT).as_posix()
    for top in ("schemas", "checks")
    for path in (ROOT / top).rglob("*")
    if path.suffix in {".yaml", ".sql", ".json"}
}

pytestmark = pytest.mark.xdist_group("packaging")


def tree(folder: Path, *suffixes: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.suffix in suffixes}


def names_of(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree without what tools have left in it, with a secret in several folders."""
    folder = tmp_path_factory.mktemp("tree") / "dq"
    caches = shutil.ignore_patterns(
        ".git",
        ".venv*",
        ".bench-data",
        ".hypothesis",
        ".*_cache",
        "__pycache__",
        "dist",
        "dq-runs",
        "demo-runs",
        "*.dq-work",
    )
    shutil.copytree(ROOT, folder, ignore=caches)
    with (folder / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("\n*.secret.csv\n")
    for place in PLACES:
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / IGNORED).write_text("so_dinh_danh\n001085990123\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(copy, tmp_path_factory):
    """The sdist made of the tree, and the wheel made of that sdist, as they are when published."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def shipped(built):
    return names_of(built[1])


@pytest.fixture(scope="module")
def sources(built):
    with tarfile.open(built[0]) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The wheel installed into a folder of its own; its dependencies are those of this environment."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-index", "--target", str(target), str(built[1])]
    subprocess.run(command, check=True)
    return target


def dq(installed: Path, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed `dq` in `folder`; it stands before the checkout on the path."""
    given = {name: value for name, value in os.environ.items() if name not in {"DQ_CATALOG", "PYTHONPATH"}}
    given |= {"PYTHONPATH": str(installed), "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-m", "dq", *arguments]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=False)


def test_the_only_name_that_is_installed_is_dq(shipped):
    tops = {name.split("/")[0] for name in shipped}
    (other,) = tops - {"dq"}
    assert other.startswith("dq_population-")
    assert other.endswith(".dist-info")


def test_every_module_is_in_the_wheel(shipped):
    assert tree(Path("dq"), ".py") - shipped == set()


def test_every_file_of_the_catalog_is_in_the_wheel_and_nothing_but_these(shipped):
    assert len(CATALOG) > 15
    assert {name.removeprefix("dq/_catalog/") for name in shipped if name.startswith("dq/_catalog/")} == CATALOG


def test_what_the_modules_read_is_in_the_wheel(shipped):
    data = tree(Path("dq/gazetteer"), ".csv") | tree(Path("dq/identifiers"), ".csv") | tree(Path("dq/locale"), ".yaml")
    templates = tree(Path("dq/report/templates"), ".html", ".css", ".js", ".svg")
    assert len(data) > 8
    assert {"dq/report/templates/report.html", "dq/report/templates/report.css", "dq/py.typed"} <= shipped
    assert data | templates <= shipped


def test_the_licences_are_in_the_wheel(shipped):
    licences = {name.rpartition("/")[2] for name in shipped if "/licenses/" in name}
    assert {"LICENSE", "LICENSE.thanglequoc", "LICENSE.vietnamadminunits"} <= licences


def test_nothing_else_is_in_the_wheel(shipped):
    suffixes = {Path(name).suffix for name in shipped if name.startswith("dq/")}
    allowed = {".py", ".typed", ".yaml", ".sql", ".json", ".csv", ".html", ".css", ".js", ".svg", ".md", ".txt"}
    allowed |= {".thanglequoc", ".vietnamadminunits"}
    assert suffixes <= allowed
    assert not [name for name in shipped if {"tests", "docs", "sample_data"} & set(name.split("/"))]


def test_what_git_ignores_is_in_neither(copy, shipped, sources):
    assert len(list(copy.rglob(IGNORED))) == len(PLACES)
    assert not [name for name in shipped | sources if IGNORED in name]


def test_the_sdist_has_what_the_tests_and_the_demo_need(sources):
    tops = {name.split("/")[0] for name in sources if "/" in name}
    assert {"dq", "schemas", "checks", "tests", "docs"} <= tops
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml"} <= sources
    assert tree(Path("sample_data"), ".csv", ".xlsx", ".py", ".parquet") <= sources
    assert sources >= CATALOG


def test_the_metadata_says_what_is_needed(built):
    with zipfile.ZipFile(built[1]) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    from dq import __version__

    assert metadata["Name"] == "dq-population"
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"
    needed = {text.split(">")[0].split("<")[0].split("[")[0] for text in metadata.get_all("Requires-Dist")}
    assert {"polars", "pandera", "great-expectations", "duckdb", "pyyaml", "pyarrow", "splink"} <= needed
    assert not needed & {"pytest", "hypothesis", "import-linter", "playwright", "pyspark", "recordlinkage"}


def test_the_wheel_brings_the_command(built):
    with zipfile.ZipFile(built[1]) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt")]
        assert "dq = dq.__main__:main" in archive.read(name).decode("utf-8")


def test_the_installed_command_finds_the_catalog_that_came_with_it(installed, tmp_path):
    done = dq(installed, tmp_path, "rules", "list")
    assert done.returncode == 0, done.stderr
    assert "land.holder.register.deceased" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_installed_package_is_the_one_that_ran(installed, tmp_path):
    code = "import dq; from dq.catalog.locate import locate; print(dq.__file__); print(locate().origin)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment.pop("DQ_CATALOG", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    place, origin = done.stdout.split()
    assert Path(place).is_relative_to(installed)
    assert origin == "bundled"


def test_the_installed_command_says_its_errors_in_both_languages(installed, tmp_path):
    for language, word in (("vi", "Lỗi:"), ("en", "Error:")):
        done = dq(installed, tmp_path, "rules", "list", "no.such", DQ_LANG=language)
        assert done.returncode == 2
        assert done.stderr.startswith(word)


def test_dependencies_are_what_the_package_imports():
    """`duckdb-sqlalchemy` is found by SQLAlchemy under the name in the address; markupsafe is a part of jinja2."""
    brought = {"yaml": "pyyaml", "great_expectations": "great-expectations", "charset_normalizer": "charset-normalizer"}
    brought |= {"adbc_driver_postgresql": "adbc-driver-postgresql"}
    found = {"duckdb-sqlalchemy"}
    for path in (ROOT / "dq").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            found |= {name.split(".")[0] for name in names}
    found -= {*sys.stdlib_module_names, "dq", "markupsafe"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [text for texts in project["optional-dependencies"].values() for text in texts]
    declared = {re.split(r"[^\w-]", text)[0] for text in [*project["dependencies"], *optional]}
    assert {brought.get(name, name) for name in found} == declared
