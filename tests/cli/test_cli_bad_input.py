"""Each bad input gives one clear message and exit 2, and leaves no output folder."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from dq.cli.main import main

GOOD = (
    "Mã xã,Số tờ,Số thửa,Diện tích,Loại đất,Số phát hành,Ngày cấp,Họ và tên,Số CCCD\n"
    "00004,12,34,120.5,ODT,BK 123456,02/03/2015,Nguyễn Văn An,001085990101\n"
)


@dataclass(frozen=True)
class Done:
    """What a user sees of a command that is over."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Done]


@pytest.fixture
def dq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line in a folder of its own; what is no expected error propagates and fails the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DQ_LANG", raising=False)

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Done(stop.value.code or 0, said.out, said.err)  # type: ignore[arg-type]

    return call


def write(name: str, content: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def parquet(folder: Path) -> bytes:
    path = folder / "whole.parquet"
    pl.DataFrame({"ma_xa": ["00004"] * 1000}).write_parquet(path)
    data = path.read_bytes()
    path.unlink()
    return data


def parquet_named_csv(folder: Path) -> Path:
    return write("dat.csv", parquet(folder))(folder)


def truncated_parquet(folder: Path) -> Path:
    return write("dat.parquet", parquet(folder)[:-200])(folder)


RANDOM = bytes((7 * i * i + 13 * i) % 256 for i in range(4096))

INPUTS = {
    "no_file": (lambda folder: folder / "khong_co.csv", "khong_co.csv"),
    "a_folder": (lambda folder: folder, ""),
    "empty_file": (write("rong.csv", ""), "rong.csv"),
    "random_bytes_xlsx": (write("rac.xlsx", RANDOM), "rac.xlsx"),
    "random_bytes_csv": (write("rac.csv", RANDOM), "rac.csv"),
    "parquet_named_csv": (parquet_named_csv, "dat.csv"),
    "truncated_parquet": (truncated_parquet, "dat.parquet"),
    "header_only": (write("dau.csv", GOOD.splitlines()[0] + "\n"), "dau.csv"),
    "missing_required_columns": (write("thieu.csv", "Mã xã,Số tờ,Họ tên\n00004,1,An\n"), "so_thua"),
    "unknown_extension": (write("dat.docx2", GOOD), "dat.docx2"),
}


@pytest.mark.parametrize(("make", "named"), INPUTS.values(), ids=INPUTS.keys())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_input(dq: Command, make: Callable[[Path], Path], named: str, language: str, tmp_path: Path) -> None:
    source = make(tmp_path)

    done = dq("run", "land.holder", source, "--no-register", "--lang", language, "--out", "out")

    assert_refused(done, tmp_path, language)
    assert named in done.stderr


def assert_refused(done: Done, folder: Path, language: str = "vi") -> None:
    messages = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(messages) == 1, done.stderr
    assert messages[0].startswith("Lỗi:" if language == "vi" else "Error:")
    assert not (folder / "out").exists()
    assert not [path for path in folder.iterdir() if path.name.endswith("dq-work")]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write("dat.csv", GOOD)(tmp_path)


def test_unknown_dataset_names_the_closest(dq: Command, good: Path, tmp_path: Path) -> None:
    done = dq("run", "land.holdr", good, "--no-register", "--out", "out")

    assert_refused(done, tmp_path)
    assert "“land.holder”" in done.stderr


@pytest.mark.parametrize("day", ["2026-13-40", "01/11/2026", "hôm nay"])
def test_bad_date(dq: Command, day: str, good: Path, tmp_path: Path) -> None:
    assert_refused(dq("run", "land.holder", good, "--as-of", day, "--out", "out"), tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        ["--memory", "nhiều"],
        ["--memory", "1MB"],
        ["--map", "không dấu bằng"],
        ["--map", "Cột lạ=so_to"],
        ["--map", "Số tờ=cot_la"],
        ["--format", "docx"],
        ["--format", ","],
        ["--with", "khai_tu.csv"],
        ["--with", "civil_registry.death="],
        ["--with", "civil_registry.deaths=khai_tu.csv"],
        ["--with", "land.holder=dat.csv"],
        ["--with", "civil_registry.death=a.csv", "--with", "civil_registry.death=b.csv"],
        ["--with", "civil_registry.death=khong_co.csv"],
        ["--encoding", "không-có"],
        ["--threads", "0"],
        ["--lang", "fr"],
        ["--khong-co"],
        ["--catalog", "."],
    ],
    ids=lambda options: options[0].strip("-") + "_" + str(len(options[-1])),
)
def test_bad_options(dq: Command, options: list[str], good: Path, tmp_path: Path) -> None:
    done = dq("run", "land.holder", good, "--no-register", "--out", "out", *options)

    assert_refused(done, tmp_path)


@pytest.mark.parametrize("options", [["--memory", "99999999999999999999GB"], ["--threads", "99999999999999999999"]])
def test_absurdly_high_bounds_are_capped(
    dq: Command, options: list[str], good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "2")  # restored at the end: the option sets it

    done = dq("run", "land.holder", good, "--no-register", "--out", "out", *options)

    assert done.returncode in (0, 1), done.stderr
    assert int(os.environ["POLARS_MAX_THREADS"]) < 10_000


def test_missing_arguments(dq: Command, tmp_path: Path) -> None:
    assert_refused(dq("run"), tmp_path)


def test_reference_without_its_columns(dq: Command, good: Path, tmp_path: Path) -> None:
    reference = write("dan_cu.csv", "so_dinh_danh,ho_ten\n001085990101,Nguyễn Văn An\n")(tmp_path)

    done = dq("run", "land.holder", good, "--reference", reference, "--out", "out")

    assert_refused(done, tmp_path)
    assert "ngay_sinh" in done.stderr
    assert "001085990101" not in done.stderr


UNREADABLE = {
    "column": "so_dinh_danh,ho_ten,gioi_tinh\n001085990101,Nguyễn Văn An,Nam\n",
    "column_near": "so_dinh_danh,ho_ten,ngay_sin,gioi_tinh\n001085990101,Nguyễn Văn An,1985,Nam\n",
    "header": "001085990101,Nguyễn Văn An,1985,Nam\n" * 3,
    "header_twice": "so_dinh_danh,CCCD,ho_ten,ngay_sinh,gioi_tinh\n001085990101,001085990101,An,1985,Nam\n",
    "encoding": b"so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n" + b"001085990101,Nguy\x90n \x8d\x9d\x81,1985,Nam\n" * 3,
    "binary": RANDOM,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_message_about_a_reference_names_no_option_of_the_input(
    dq: Command, content: str | bytes, tmp_path: Path
) -> None:
    done = dq("register", "prepare", write("dan_cu.csv", content)(tmp_path))

    assert_refused(done, tmp_path)
    assert "dan_cu.csv" in done.stderr
    assert not [option for option in ("--map", "--encoding", "--sheet") if option in done.stderr]
    assert "001085990101" not in done.stderr


def test_lines_of_a_reference_that_are_no_record_are_told_also_from_the_cache(dq: Command, tmp_path: Path) -> None:
    header = "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n"
    rows = [f"0010859901{n:02},Nguyễn Văn An,1985,nam\n" for n in range(20)]
    write("du.csv", header + "".join(rows))(tmp_path)
    rows[7] = "001085990107,Nguyễn Văn An,1985\n"
    write("thieu.csv", header + "".join(rows))(tmp_path)

    whole, first, again = (
        dq("register", "prepare", name, "--lang", "en") for name in ("du.csv", "thieu.csv", "thieu.csv")
    )

    assert (whole.returncode, first.returncode, again.returncode) == (0, 0, 0)
    assert "no record" not in whole.stdout
    assert "left out: 1." in first.stdout
    assert again.stdout == first.stdout
    assert "001085990107" not in first.stdout


@pytest.mark.parametrize("rows", [0, 2])
def test_reference_without_rows_or_with_one_number_twice(dq: Command, rows: int, good: Path, tmp_path: Path) -> None:
    header = "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n"
    reference = write("dan_cu.csv", header + "001085990101,Nguyễn Văn An,1985,nam\n" * rows)(tmp_path)

    done = dq("run", "land.holder", good, "--reference", reference, "--out", "out")

    assert_refused(done, tmp_path)
    assert "001085990101" not in done.stderr


SAMPLES = Path(__file__).parents[2] / "sample_data"
PIPES = {
    "run": ["run", "land.holder", "dat.csv", "--out", "out", "--reference", "ong.csv"],
    "run_with_threads": ["run", "land.holder", "dat.csv", "--out", "out", "--reference", "ong.csv", "--threads", "4"],
    "run_with_key": ["run", "land.holder", "dat.csv", "--out", "out", "--reference", "ong.csv", "--key", "khoa.key"],
    "key": ["run", "land.holder", "dat.csv", "--out", "out", "--reference", "dan_cu.csv", "--key", "ong.csv"],
    "weights": ["run", "land.holder", "dat.csv", "--out", "out", "--reference", "dan_cu.csv", "--weights", "ong.csv"],
    "companion": [
        *("run", "welfare.beneficiary", str(SAMPLES / "welfare" / "beneficiary.csv"), "--no-register", "--out", "out"),
        *("--with", "civil_registry.death=ong.csv"),
    ],
    "waivers": ["run", "land.holder", "dat.csv", "--no-register", "--out", "out", "--waivers", "ong.csv"],
    "register": ["register", "prepare", "ong.csv"],
    "pseudonymize": ["pseudonymize", "ong.csv", "--key", "khoa.key", "--out", "out.parquet"],
}


@pytest.mark.parametrize("arguments", PIPES.values(), ids=PIPES.keys())
def test_a_pipe_is_refused_without_waiting_whatever_it_is_given_as(
    dq: Command, arguments: list[str], good: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "ong.csv")
    person = "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh\n001085990101,Nguyễn Văn An,1985,nam\n"
    write("dan_cu.csv", person)(tmp_path)
    write("khoa.key", bytes(32))(tmp_path).chmod(0o600)

    done = dq(*arguments, "--lang", "en")

    assert_refused(done, tmp_path, "en")
    assert "ong.csv" in done.stderr


def test_out_folder_that_exists(dq: Command, good: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious.txt").write_text("keep", encoding="utf-8")

    done = dq("run", "land.holder", good, "--no-register", "--out", "out")
    forced = dq("run", "land.holder", good, "--no-register", "--out", "out", "--force")

    assert (done.returncode, forced.returncode) == (2, 2)
    assert (tmp_path / "out" / "precious.txt").read_text(encoding="utf-8") == "keep"


def test_unwritable_out_folder(dq: Command, good: Path, tmp_path: Path) -> None:
    blocked = write("tep.txt", "a file in the way")(tmp_path)

    done = dq("run", "land.holder", good, "--no-register", "--out", blocked / "out")

    assert_refused(done, tmp_path)
    assert "tep.txt" in done.stderr


def test_an_unwritable_folder_leaves_no_parents(dq: Command, tmp_path: Path) -> None:
    done = dq("run", "land.holder", "khong_co.csv", "--no-register", "--out", "a/b/c")

    assert done.returncode == 2
    assert not (tmp_path / "a").exists()
