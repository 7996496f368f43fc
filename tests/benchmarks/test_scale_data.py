"""Benchmarks: the synthetic register and exports, of which every chunk is a function of its indices."""

import numpy as np
import polars as pl

from benchmarks import data

BLOCK = len(data.PROVINCES) * 1_000_000


def test_no_two_persons_share_a_number_also_across_blocks():
    index = np.concatenate([np.arange(start, start + 20_000) for start in (0, BLOCK - 10_000, BLOCK + 20_000)])
    numbers = data.people(index)["so_dinh_danh"]
    assert numbers.n_unique() == index.size
    assert numbers.str.contains(r"^0\d{2}[0-3]\d{8}$").all()


def test_a_person_is_the_same_in_whatever_chunk():
    index = np.arange(1000)
    assert data.people(index).equals(pl.concat([data.people(index[:300]), data.people(index[300:])]))


def test_an_export_has_the_share_of_further_defects_that_is_asked_for(tmp_path):
    plain, spoiled = (
        pl.read_csv(
            data.write_export(tmp_path / data.export_name(10_000, 20_000, share), 10_000, 20_000, defects=share)
        )
        for share in (0.0, 0.3)
    )
    differ = (plain != spoiled).select(pl.any_horizontal(pl.all().fill_null(value=False))).to_series()
    assert 0.28 < differ.mean() < 0.32
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "welfare-10000-of-20000-defects-30.csv",
        "welfare-10000-of-20000.csv",
    ]


def test_a_register_is_written_once(tmp_path):
    path = data.write_register(tmp_path / "register.parquet", 3_000)
    written = path.stat().st_mtime_ns
    assert pl.read_parquet(path)["so_dinh_danh"].n_unique() == 3_000
    assert data.write_register(path, 3_000).stat().st_mtime_ns == written
