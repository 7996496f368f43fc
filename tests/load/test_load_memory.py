"""Memory is bounded by the block and the batch, never by the file."""

import subprocess
import sys

import polars as pl
import pytest

SCRIPT = """
import sys
from pathlib import Path
from dq.catalog import load_catalog
from dq.load import load
schema = load_catalog().schema("population.person")
load(Path(sys.argv[1]), schema, Path(sys.argv[2]))
status = Path("/proc/self/status").read_text()  # ru_maxrss would count the process that started this one
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
COLUMNS = {"so_dinh_danh": "001085990123", "ho_ten": "Nguyễn Văn A", "ngay_sinh": "1950-03-02", "gioi_tinh": "nam"}


def peak_megabytes(path, folder) -> int:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(folder)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    peaks = []
    for number, rows in enumerate((800_000, 3_200_000)):
        frame = pl.select(pl.int_range(rows).alias("n")).with_columns(
            pl.lit(value).alias(name) for name, value in COLUMNS.items()
        )
        frame = frame.with_columns(pl.format("ghi chú {} {}", pl.col("n").hash(), pl.col("n")).alias("Ghi chú"))
        path = tmp_path / f"{number}.{kind}"
        if kind == "csv":
            frame.write_csv(path)
        else:
            frame.write_parquet(path, row_group_size=rows)  # the worst case: one row group
        del frame
        peaks.append(peak_megabytes(path, tmp_path / f"staged-{number}"))
        path.unlink()
    assert peaks[1] < 1.25 * peaks[0]
