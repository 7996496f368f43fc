"""Too little room for what the other commands write: one message, nothing half done, what stood there still stands."""

import resource
from pathlib import Path
from shutil import copytree

import pytest

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
DATASETS = {"welfare": "beneficiary", "health_insurance": "participant"}
COMMANDS = {
    "duplicates": ["duplicates", "welfare", "--out", "made.parquet"],
    "review": ["review", "welfare", "--out", "made.xlsx"],
    "review of communes": ["review", "welfare", "--split-by", "ma_xa", "--format", "xlsx,csv", "--out", "made.zip"],
    "person": ["person", "--all", "--out", "made.parquet", "welfare", "health_insurance"],
    "compare": ["compare", "welfare", "welfare", "--out", "made"],
    "summary": ["summary", "welfare", "health_insurance", "--period", "2026-11", "--out", "made"],
    "report": ["report", "welfare"],
    "pseudonymize": ["pseudonymize", "dan_cu.csv", "--key", "khoa.key", "--out", "made.parquet"],
    "sample": ["sample", "welfare.beneficiary", "--rows", "2000", "--out", "made"],
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Path:
    """Two run folders, made once."""
    from dq.cli.main import main

    folder = tmp_path_factory.mktemp("checked")
    for sector, name in DATASETS.items():
        options = ["--no-register", "--as-of", "2026-11-01", "--out", str(folder / sector), "--quiet"]
        with pytest.raises(SystemExit) as stop:
            main(["run", f"{sector}.{name}", str(SAMPLE / sector / f"{name}.csv"), *options])
        assert stop.value.code == 1
    return folder


def everything(folder: Path) -> dict[str, int]:
    """Every file below `folder` with its time; the audit trail and the cache aside."""
    left = ("state", "cache")
    files = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] not in left)
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in files}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_without_room_is_one_message_and_leaves_all_as_it_was(desk, checked, command):
    for sector in DATASETS:
        copytree(checked / sector, desk.folder / sector)
    people = "".join(f"0010{index:08},Nguyễn Văn {index},1985-03-02,nam\n" for index in range(3_000))
    (desk.folder / "dan_cu.csv").write_text("so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n" + people, encoding="utf-8")
    (desk.folder / "khoa.key").write_bytes(bytes(range(64)))
    (desk.folder / "khoa.key").chmod(0o600)
    before = everything(desk.folder)
    ended = desk.call([*command, "--lang", "en"], limit=(resource.RLIMIT_FSIZE, 3_000))
    assert ended.says_one_error(), ended.err
    assert "No room" in ended.err or "File too large" in ended.err
    assert everything(desk.folder) == before
