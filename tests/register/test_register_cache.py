"""Prepared references between runs: found again, private, whole or not there."""

import os
import stat
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dq.errors import RegisterError
from dq.register import RegisterFacts, building, cache_folder, cache_key, open_prepared, publish, write_part

AS_OF = date(2026, 11, 1)
FACTS = RegisterFacts(rows=2, without_identifier=1, as_of=date(2026, 10, 2))
KEY = cache_key("ab" * 32, "schema")
PERSONS = pl.DataFrame(
    {
        "source_row": [2, 3],
        "so_dinh_danh": ["001085990001", None],
        "ho_ten": ["Nguyễn Văn An", "Trần Thị Bích"],
        "ngay_sinh": ["1985", "1990"],
        "gioi_tinh": ["nam", "nu"],
    }
)


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache [1]"


def prepare(cache, key=KEY, facts=FACTS):
    with building(key, cache=cache) as folder:
        write_part(folder, 0, PERSONS)
        publish(folder, key, facts=facts, reference_sha256="ab" * 32, columns=frozenset(PERSONS.columns))


def opened(cache, key=KEY):
    return open_prepared(key, name="register.csv", as_of=AS_OF, cache=cache)


def test_what_was_prepared_is_found_again(cache):
    assert opened(cache) is None
    prepare(cache)
    prepared = opened(cache)
    assert prepared is not None
    info = prepared.info
    assert (info.name, info.sha256, info.rows, info.without_identifier) == ("register.csv", "ab" * 32, 2, 1)
    assert (info.as_of, info.age_days) == (date(2026, 10, 2), 30)
    assert prepared.columns == frozenset(PERSONS.columns)
    assert pl.read_parquet(prepared.persons)["so_dinh_danh"].to_list() == ["001085990001", None]
    assert pl.read_parquet(prepared.old_numbers).is_empty()


def test_the_age_is_told_by_the_day_of_the_run(cache):
    prepare(cache, facts=RegisterFacts(2, 1, None))
    prepared = opened(cache)
    assert prepared is not None
    assert (prepared.info.as_of, prepared.info.age_days) == (None, None)


def test_a_key_tells_references_catalogs_and_options_apart():
    keys = [cache_key("a"), cache_key("b"), cache_key("a", "x"), cache_key("a", "x", "y"), cache_key("a", "xy")]
    assert len(set(keys)) == 5
    assert cache_key("a", "x") == keys[2]


def test_a_cache_is_private(cache):
    prepare(cache)
    for path in (cache, *cache.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_nothing_is_left_of_a_preparation_that_fails(cache):
    def fail():
        with building(KEY, cache=cache) as folder:
            write_part(folder, 0, PERSONS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(cache.iterdir()) == []


def test_a_preparation_is_seen_only_when_it_is_whole(cache):
    with building(KEY, cache=cache) as folder:
        write_part(folder, 0, PERSONS)
        assert opened(cache) is None
        assert not (cache / KEY).exists()


def test_of_two_preparations_at_once_the_first_stays(cache):
    with building(KEY, cache=cache) as folder:
        write_part(folder, 0, PERSONS)
        prepare(cache)
        first = (cache / KEY).stat().st_ino
        publish(folder, KEY, facts=FACTS, reference_sha256="ab" * 32, columns=frozenset())
    assert (cache / KEY).stat().st_ino == first
    assert [path.name for path in cache.iterdir()] == [KEY]


def break_manifest(folder):
    (folder / "register.json").write_text("{")


def drop_manifest(folder):
    (folder / "register.json").unlink()


def empty_manifest(folder):
    (folder / "register.json").write_text("{}")


def drop_part(folder):
    (folder / "persons" / "part-00000.parquet").unlink()


def cut_part(folder):
    (folder / "old_numbers" / "part-00000.parquet").write_bytes(b"PAR1")


@pytest.mark.parametrize("damage", [break_manifest, drop_manifest, empty_manifest, drop_part, cut_part])
def test_a_damaged_reference_is_prepared_again(cache, damage):
    prepare(cache)
    damage(cache / KEY)
    assert opened(cache) is None
    prepare(cache)
    assert opened(cache) is not None


def age(path, days):
    then = time.time() - days * 24 * 60 * 60
    for item in (path, *path.rglob("*")):
        os.utime(item, (then, then))


def test_what_killed_runs_left_is_cleared_after_a_day(cache):
    prepare(cache)
    for name, days in ((".building-killed", 2), (".building-running", 0.5)):
        (cache / name / "persons").mkdir(parents=True)
        age(cache / name, days)
    prepare(cache, cache_key("other"))
    assert sorted(path.name for path in cache.iterdir()) == sorted([".building-running", KEY, cache_key("other")])


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_reference_that_no_run_opens_is_forgotten(cache, days, kept):
    prepare(cache)
    age(cache / KEY, days)
    prepare(cache, cache_key("other"))
    assert (cache / KEY).exists() is kept


def test_opening_keeps_a_reference(cache):
    prepare(cache)
    age(cache / KEY, 31)
    assert opened(cache) is not None
    prepare(cache, cache_key("other"))
    assert (cache / KEY).exists()


def test_files_of_others_in_the_cache_are_left_alone(cache):
    cache.mkdir()
    (cache / "notes.txt").write_text("mine")
    (cache / "folder").mkdir()
    for path in list(cache.iterdir()):
        age(path, 400)
    prepare(cache)
    assert (cache / "notes.txt").exists()
    assert (cache / "folder").exists()


def test_a_cache_that_cannot_be_written_says_where(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RegisterError) as caught, building(KEY, cache=tmp_path / "file" / "cache"):
        pass
    assert caught.value.key == "register.cache_not_writable"
    assert caught.value.parameters["path"] == str(tmp_path / "file" / "cache")


def test_prepared_references_have_a_folder_of_their_own_in_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("DQ_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path / "register"
