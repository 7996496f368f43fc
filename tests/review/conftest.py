"""Where the samples stand, and a place for prepared registers."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="session")
def reference(samples) -> Path:
    return samples / "register" / "dan_cu.csv"


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DQ_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
