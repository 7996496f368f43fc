"""Fixtures shared by all tests."""

import os
import shutil
from collections.abc import Iterator
from datetime import date

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


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _in_ci() -> bool:
    return os.environ.get("CI", "") in {"1", "true"}


def pytest_report_header() -> str:
    if found := _chromium():
        return f"browser: {found}"
    return f"browser: no Chromium found, browser tests {'fail, as CI is set' if _in_ci() else 'are deselected'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out where there is no browser; in CI they stay, and fail."""
    if _chromium() or _in_ci():
        return
    without = [item for item in items if item.get_closest_marker("browser")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    found = _chromium()
    if found is None:
        pytest.fail("no Chromium found: install Debian's `chromium`", pytrace=False)
    return found
