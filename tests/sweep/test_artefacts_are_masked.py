"""No artefact of a run that is not a data file holds a whole identifier, account, phone number or birth date."""

import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).parents[2] / "sample_data"
EXPORT, REFERENCE = SAMPLES / "welfare" / "beneficiary.csv", SAMPLES / "register" / "dan_cu.csv"
NUMBERS = ("so_dinh_danh", "so_tai_khoan", "dien_thoai")
DATA_FILES = {".parquet", ".csv"}
DIGITS = re.compile(r"(?<![0-9a-f])\d{9,}(?![0-9a-f])")  # not within a hash


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Everything that the commands write of two runs of one export: pages, workbooks, JSON, JUnit, what they said."""
    base = tmp_path_factory.mktemp("artefacts")
    run, earlier, said = base / "run", base / "earlier", base / "said.txt"
    environment = os.environ | {"DQ_AUDIT": str(base / "audit.jsonl"), "DQ_CACHE": str(base / "cache")}
    common = ["welfare.beneficiary", str(EXPORT), "--as-of", "2026-11-01"]
    commands = [
        ["run", *common, "--no-register", "--out", str(earlier)],
        ["run", *common, "--reference", str(REFERENCE), "--out", str(run), "--previous", str(earlier),
         "--junit", str(base / "junit.xml")],
        ["report", str(run), "--public", "--out", str(base / "public.html")],
        ["compare", str(earlier), str(run), "--out", str(base / "comparison")],
        ["summary", str(run), "--period", "2026-11", "--out", str(base / "summary")],
    ]  # fmt: skip
    for command in commands:
        done = subprocess.run([sys.executable, "-m", "dq", *command], env=environment, capture_output=True, text=True)
        assert done.returncode in {0, 1}, (command, done.stderr)
        with said.open("a", encoding="utf-8") as file:
            file.write(done.stdout + done.stderr)
    return base


def records(folder: Path) -> pl.DataFrame:
    parts = [pl.read_parquet(folder / "run" / f"{name}.parquet") for name in ("clean", "quarantine")]
    return pl.concat(parts, how="diagonal_relaxed")


def texts(folder: Path) -> dict[str, str]:
    """The text of each artefact that is no data file; of a workbook all that its parts say."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                parts = [name for name in book.namelist() if name.endswith(".xml")]
                found[path.name] = " ".join(book.read(name).decode("utf-8") for name in parts)
        elif path.suffix not in DATA_FILES:
            found[str(path.relative_to(folder))] = path.read_text(encoding="utf-8")
    return found


def test_every_kind_of_artefact_is_looked_at(folder):
    kinds = {Path(name).suffix for name in texts(folder)}
    assert kinds >= {".html", ".json", ".xml", ".xlsx", ".jsonl", ".txt"}
    assert sum(name.endswith(".html") for name in texts(folder)) >= 4


def test_no_artefact_holds_a_whole_number_of_a_person(folder):
    everything = records(folder)
    numbers = {value for column in NUMBERS for value in everything[column].drop_nulls().to_list()}
    numbers |= set(pl.read_csv(REFERENCE, infer_schema=False)["so_dinh_danh"].drop_nulls())
    assert len(numbers) > 500
    for name, text in texts(folder).items():
        assert not set(DIGITS.findall(text)) & numbers, name


def test_no_page_holds_a_whole_birth_date(folder):
    births = {text for text in records(folder)["ngay_sinh"].drop_nulls() if len(text) == len("1950-01-02")}
    written = {form for birth in map(date.fromisoformat, births) for form in (f"{birth:%d/%m/%Y}", f"{birth:%Y-%m-%d}")}
    assert len(written) > 300
    for name, text in texts(folder).items():
        if not name.endswith(".xlsx"):
            assert not {form for form in written if form in text}, name


def test_what_is_published_has_no_name_either(folder):
    pages = {name: text for name, text in texts(folder).items() if name.endswith(".html")}
    public = [text for name, text in pages.items() if Path(name).name != "report.html"]
    assert len(public) == 3  # the public report, the comparison, the summary
    names = {name for name in records(folder)["ho_ten"].drop_nulls() if " " in name}
    for page in public:
        assert not {name for name in names if name in page}
        assert "****" not in page
