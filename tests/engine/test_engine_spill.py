import threading
import time

from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill

SORT = "SELECT * FROM (SELECT i, md5(i::VARCHAR) AS h FROM range(1500000) r(i)) ORDER BY h"


def wait_for(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def test_what_is_put_aside_is_told_and_its_most_is_kept(tmp_path):
    folder, told = tmp_path / "spill", []
    with watched_spill(folder, told.append) as spill:
        folder.mkdir()  # DuckDB makes it when it is needed
        (folder / "one.tmp").write_bytes(b"x" * 700)
        wait_for(lambda: told == [700])
        (folder / "one.tmp").unlink()
        wait_for(lambda: told == [700, 0])
    assert spill.peak == 700
    assert "watch-spill" not in {thread.name for thread in threading.enumerate()}


def test_a_query_larger_than_its_memory_is_seen_on_the_disk(tmp_path):
    told = []
    with (
        watched_spill(tmp_path / "spill", told.append) as spill,
        duck.connect(Limits(memory=500_000_000, threads=1), tmp_path / "spill") as connection,
    ):
        connection.execute("SET memory_limit = '40MB'")
        connection.execute(f"COPY ({SORT}) TO '{tmp_path / 'sorted.parquet'}' (FORMAT parquet)")
    assert spill.peak == max(told) > 10_000_000


def test_a_folder_that_never_comes_is_empty(tmp_path):
    with watched_spill(tmp_path / "none", [].append) as spill:
        time.sleep(0.6)
    assert spill.peak == 0
