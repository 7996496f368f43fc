"""Fixtures shared by all tests."""

from datetime import date

import pytest

from dq.catalog import Catalog, load_catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def as_of() -> date:
    return date(2026, 11, 1)
