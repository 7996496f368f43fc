"""Too little room or memory: one clear message and nothing left, or a run that keeps within what there is."""

import resource

import polars as pl
import pytest

from dq.runs import read_summary


@pytest.mark.parametrize("size", [0, 2_000, 200_000, 600_000])
def test_a_disk_without_room_is_one_message_whichever_engine_stumbles(desk, size):
    ended = desk.call(desk.run("large.csv"), limit=(resource.RLIMIT_FSIZE, size))
    assert ended.says_one_error(), ended.err
    assert "No room" in ended.err or "audit trail" in ended.err
    assert desk.left() == []


def test_a_reference_that_the_cache_has_no_room_for_is_one_message(desk, tmp_path):
    people = 30_000
    reference = pl.DataFrame(
        {
            "so_dinh_danh": [f"00108599{index:04d}"[:12].ljust(12, "1") for index in range(people)],
            "ho_ten": [f"Nguyễn Văn {index}" for index in range(people)],
            "ngay_sinh": ["1985-03-02"] * people,
            "gioi_tinh": ["nam"] * people,
        }
    ).with_columns(so_dinh_danh=pl.format("0010{}", pl.int_range(people).cast(pl.String).str.zfill(8)))
    reference.write_csv(tmp_path / "dan_cu.csv")
    prepare = ["register", "prepare", str(tmp_path / "dan_cu.csv"), "--lang", "en"]
    ended = desk.call(prepare, limit=(resource.RLIMIT_FSIZE, 300_000))
    assert ended.says_one_error(), ended.err
    assert "No room" in ended.err
    assert not any((desk.folder / "cache" / "register").iterdir())


def test_a_process_that_may_not_have_the_memory_leaves_nothing_for_the_next_run(desk):
    """The engines end a process that gets no memory; what it left is cleared by the next run."""
    starved = desk.call(desk.run("large.csv"), limit=(resource.RLIMIT_AS, 700_000_000))
    assert starved.code != 0
    assert not desk.out.exists()
    assert desk.call(desk.run()).code == 0
    assert desk.left() == ["out"]


def test_a_run_keeps_within_its_memory(desk):
    rows = 1_500_000
    text = "".join(f"Chủ nuôi {index} {'x' * 150},{index % 90}\n" for index in range(rows))
    (desk.folder / "large.csv").write_text("name,pets\n" + text, encoding="utf-8")  # 260 MB; in memory more than twice
    assert desk.call(desk.run("large.csv", "--memory", "700MB")).code == 0
    assert read_summary(desk.out)["peak_memory"] < 700_000_000
