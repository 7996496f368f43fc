"""The shape of the package: who imports whom, how large a module is, what `dq --help` costs."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dq"
CEILING = 400
HEAVY = ("polars", "pandera", "great_expectations", "duckdb", "pyarrow", "pydantic", "rich", "yaml", "jinja2", "babel")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path: Path) -> Iterator[str]:
    """Every module of ours that `path` imports anywhere, in a function as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name in MODULES)
            case ast.ImportFrom(module=str() as module, names=names, level=0):
                inner = [f"{module}.{alias.name}" for alias in names]
                yield from (name for name in inner if name in MODULES)
                if module in MODULES and not all(name in MODULES for name in inner):
                    yield module


def components(graph: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of more than one module (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            component = {stack.pop()}
            while name not in component:
                component.add(stack.pop())
            if len(component) > 1:
                found.append(component)

    for name in graph:
        if name not in index:
            visit(name)
    return found


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    command += ["--no-cache", "--config", str(folder / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy_of_the_package(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "dq", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_hold():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("normalize", "import dq.load", "Stages stand on the catalog"),
        ("model.py", "import dq.findings", "Stages stand on the catalog"),
        ("report", "import dq.reconcile", "The report reads a run folder"),
        ("report", "import duckdb", "The report reads a run folder"),
        ("reconcile", "import pandera", "Only dq.validate"),
        ("query.py", "import great_expectations", "Only dq.expect"),
        ("validate.py", "import duckdb", "DuckDB is for"),
        ("pipeline", "from dq.locale import load_locale", "Only the command line and the report"),
        ("score.py", "import duckdb", "know no engine"),
        ("novelty.py", "", "Stages stand on the catalog"),
    ],
)
def test_a_contract_breaks_when_it_is_violated(copy_of_the_package, module, line, contract):
    place = copy_of_the_package / "dq" / module
    file = place if place.suffix else place / "novelty.py"
    with file.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n" if line else '"""A module that no layer knows."""\n')
    done = lint_imports(copy_of_the_package)
    assert done.returncode != 0
    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert any(contract in text for text in broken), done.stdout


def test_no_module_is_larger_than_the_ceiling():
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: size for name, size in sizes.items() if size > CEILING} == {}


def test_the_middle_module_fits_on_two_screens():
    """About 100 lines, not counting the packages' one-line front pages."""
    sizes = [len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()]
    assert median(size for size in sizes if size > 10) <= 120


def test_no_import_cycle_even_counting_lazy_imports():
    graph = {name: {other for other in imports(path) if other != name} for name, path in MODULES.items()}
    assert sum(map(len, graph.values())) > len(graph)
    assert components(graph) == []


def test_a_cycle_would_be_found():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set()}
    assert components(graph) == [{"a", "b", "c"}]


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_package_and_module_says_what_it_is(name):
    docstring = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].rstrip().endswith((".", ":"))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["rules", "list", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    code = (
        "import sys\nfrom dq.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as stop:\n    assert stop.code == 0, stop.code\n"
        f"loaded = sorted({set(HEAVY)!r} & set(sys.modules))\n"
        "print('LOADED', *loaded)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_importing_the_package_loads_nothing_at_all():
    code = "import sys, dq\nprint([name for name in sys.modules if name.startswith('dq.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
