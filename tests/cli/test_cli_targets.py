"""No option that names an output replaces an input, a key, or a file that a run wrote."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pets import GOOD, write_catalog

from dq.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
PLAN = "out: ra\njobs:\n  - {name: a, dataset: pets.owner, input: in.csv, no_register: true}\n"
Command = Callable[..., int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inputs, a key, a plan, and a run with a register."""
    folder = tmp_path_factory.mktemp("made")
    write_catalog(folder / "catalog")
    (folder / "in.csv").write_text(GOOD, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "key").write_bytes(bytes(range(32)))
    (folder / "key").chmod(0o600)
    shutil.copy(SAMPLES / "register" / "dan_cu.csv", folder / "register.csv")
    shutil.copy(SAMPLES / "welfare" / "beneficiary.csv", folder / "welfare.csv")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setenv("DQ_CACHE", str(folder.parent / "cache"))
        with pytest.raises(SystemExit) as stop:
            main(["run", "welfare.beneficiary", "welfare.csv", "--reference", "register.csv", "--out", "run", "-q"])
        assert stop.value.code == 1
    return folder


@pytest.fixture
def dq(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DQ_CACHE", str(made.parent / "cache"))

    def call(*arguments: str) -> int:
        with pytest.raises(SystemExit) as stop:
            main(list(arguments))
        return stop.value.code or 0  # type: ignore[return-value]

    return call


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


PETS = ["run", "pets.owner", "in.csv", "--no-register", "--catalog", "catalog", "--out", "out"]
BATCH = ["batch", "plan.yaml", "--catalog", "catalog", "--memory", "1GB"]
HASHED = ["pseudonymize", "register.csv", "--key", "key"]


@pytest.mark.parametrize(
    "arguments",
    [
        [*PETS, "--junit", "in.csv"],
        [*PETS, "--junit", "out/run.json"],
        [*PETS, "--junit", "nobody/junit.xml"],
        [*PETS, "--junit", "run/run.json"],
        [*BATCH, "--junit", "in.csv"],
        [*BATCH, "--junit", "plan.yaml"],
        [*BATCH, "--junit", "ra/batch.json"],
        [*BATCH, "--junit", "nobody/junit.xml"],
        ["report", "run", "--out", "register.csv"],
        ["report", "run", "--out", "run/run.json"],
        ["duplicates", "run", "--out", "welfare.csv"],
        ["duplicates", "run", "--out", "run/clean.parquet"],
        ["duplicates", "run", "--out", "nobody/d.parquet"],
        ["person", "--all", "--out", "run/quarantine.parquet", "run"],
        ["person", "--all", "--out", "register.csv", "run"],
        ["person", "001085990101", "--out", "nobody/p.parquet", "run"],
        ["review", "run", "--out", "run/review.xlsx"],
        ["summary", "run", "--period", "2027-01", "--out", "nobody", "--previous", "nobody/summary.json"],
        ["summary", "run", "--period", "2027-01", "--out", "nobody", "--format", ","],
        ["review", "run", "--format", ""],
        [*HASHED, "--out", "register.csv", "--force"],
        [*HASHED, "--out", "key", "--force"],
        [*HASHED, "--out", "run/clean.parquet", "--force"],
        ["link", "run", "--reference", "register.csv", "--train", "--weights", "nobody/weights.json"],
        ["link", "run", "--reference", "register.csv", "--train", "--weights", "run/applied.parquet"],
        ["run", "pets.owner", "run/in.csv", "--no-register", "--catalog", "catalog", "--out", "run", "--force"],
    ],
    ids=" ".join,
)
def test_what_is_read_and_what_a_run_wrote_stays(
    arguments: list[str], dq: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(tmp_path)
    assert dq(*arguments) == 2
    said = capsys.readouterr()
    assert not said.out
    assert len(said.err.strip().splitlines()) == 1
    assert contents(tmp_path) == before
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "ra").exists()


def test_the_summary_of_the_month_before_is_not_replaced(
    dq: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dq("summary", "run", "--period", "2026-10", "--out", "month", "--lang", "en") == 0
    before = contents(tmp_path)
    again = ["summary", "run", "--period", "2026-11", "--previous", "month/summary.json", "--lang", "en", "--out"]
    capsys.readouterr()
    assert dq(*again, "month") == 2
    assert "is an input" in capsys.readouterr().err
    assert contents(tmp_path) == before
    assert dq(*again, "next") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [*PETS, "--junit", "junit.xml", "--force"],
        [*PETS, "--junit", "out/junit.xml", "--force"],
        ["report", "run", "--public"],
        ["duplicates", "run"],
        ["duplicates", "run", "--out", "found.parquet"],
        ["review", "run"],
    ],
    ids=" ".join,
)
def test_an_earlier_output_is_replaced(arguments: list[str], dq: Command) -> None:
    assert dq(*arguments) == dq(*arguments) != 2
