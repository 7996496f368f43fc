"""Where the samples stand, and a place for prepared registers."""

import subprocess
from collections.abc import Callable
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


@pytest.fixture
def through_office(office: str, tmp_path: Path) -> Callable[[Path, Path], Path]:
    """Open a workbook in LibreOffice and save it again."""

    def save(path: Path, folder: Path) -> Path:
        profile = (tmp_path / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180)
        assert (folder / path.name).is_file(), done.stderr
        return folder / path.name

    return save
