"""Fixtures shared by all tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dq.catalog import Catalog, load_catalog


@pytest.fixture(scope="session", autouse=True)
def _audit_trail_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the runs of the tests out of the user's own audit trail."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DQ_AUDIT", str(tmp_path_factory.mktemp("audit") / "audit.jsonl"))
        yield


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def as_of() -> date:
    return date(2026, 11, 1)


def _first_on_path(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _server() -> str | None:
    """The newest PostgreSQL server; Debian keeps it off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else _first_on_path("postgres")


# Programs that some tests need, by the mark that those tests have, with the Debian package.
TOOLS: dict[str, tuple[str, Callable[[], str | None]]] = {
    "browser": ("chromium", lambda: _first_on_path("chromium", "chromium-browser", "google-chrome")),
    "office": ("libreoffice-calc-nogui", lambda: _first_on_path("soffice", "libreoffice")),
    "postgresql": ("postgresql", _server),
}


def _in_ci() -> bool:
    return os.environ.get("CI", "") in {"1", "true"}


def pytest_report_header() -> list[str]:
    missing = "its tests fail, as CI is set" if _in_ci() else "its tests are deselected"
    return [f"{mark}: {find() or f'no {package} found, {missing}'}" for mark, (package, find) in TOOLS.items()]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests out whose program is not there; in CI they stay, and fail."""
    missing = [] if _in_ci() else [mark for mark, (_, find) in TOOLS.items() if find() is None]
    without = [item for item in items if any(map(item.get_closest_marker, missing))]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Have Great Expectations here once where it is needed: a run would start a process to import it each time."""
    if any("great_expectations" in marker.args for marker in item.iter_markers("xdist_group")):
        import great_expectations  # noqa: F401


def _tool(mark: str) -> str:
    package, find = TOOLS[mark]
    found = find()
    if found is None:
        pytest.fail(f"install Debian's `{package}`", pytrace=False)
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    return _tool("browser")


@pytest.fixture(scope="session")
def office() -> str:
    """The path of LibreOffice."""
    return _tool("office")


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The path of the PostgreSQL server."""
    return _tool("postgresql")
