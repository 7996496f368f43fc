import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.engine.limits import Limits, limits
from dq.errors import UsageError


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("3GB", 3_000_000_000),
        ("3gb", 3_000_000_000),
        ("3G", 3_000_000_000),
        ("800MB", 800_000_000),
        ("1.5GB", 1_500_000_000),
        ("1,5 GB", 1_500_000_000),
        (" 2 GiB ", 2 * 2**30),
        ("2Gi", 2 * 2**30),
        ("1TB", 10**12),
        ("600000KB", 600_000_000),
        ("700000000", 700_000_000),
        ("500MB", 500_000_000),
        ("99999999999999999999GB", 2**50),
        (f"{'9' * 400}TB", 2**50),
    ],
)
def test_a_size_is_read_as_people_write_it(given, size):
    assert limits(given).memory == size


@pytest.mark.parametrize("given", ["", "GB", "much", "-3GB", "3XB", "3GBB", "3 4GB", "0x3GB", "3;GB", "1e9"])
def test_what_is_no_size_is_refused(given):
    with pytest.raises(UsageError) as error:
        limits(given)
    assert error.value.key == "usage.bad_memory"


@pytest.mark.parametrize("given", ["0", "3", "3MB", "499MB"])
def test_a_size_that_nothing_fits_in_is_refused(given):
    with pytest.raises(UsageError) as error:
        limits(given)
    assert error.value.key == "usage.memory_too_small"


def test_without_being_told_a_run_takes_a_part_of_the_machine():
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = limits()
    assert 0 < found.memory < machine
    assert found.threads == os.cpu_count()


@pytest.mark.parametrize("asked", [1, 64])
def test_threads_are_those_asked_for(asked):
    assert limits("3GB", asked).threads == asked


@pytest.mark.parametrize("asked", [5000, 10**20])
def test_more_threads_than_help_are_capped(asked):
    assert limits("3GB", asked).threads == max(64, 4 * os.cpu_count())


@given(st.integers(500_000_000, 10**13))
def test_duckdb_gets_a_part_of_the_bound_and_always_enough_to_work(memory):
    bound = Limits(memory, 2)
    assert 200_000_000 <= bound.duckdb_memory < memory


@given(st.integers(500_000_000, 10**13), st.integers(0, 10**12))
def test_more_memory_is_never_less_for_duckdb_or_for_a_batch(memory, more):
    small, large = Limits(memory, 1), Limits(memory + more, 1)
    assert small.duckdb_memory <= large.duckdb_memory
    assert small.batch_rows <= large.batch_rows


@pytest.mark.parametrize(
    ("memory", "threads", "batches"),
    [(500_000_000, 8, 1), (1_000_000_000, 8, 2), (3_000_000_000, 2, 2), (3_000_000_000, 64, 12), (10**12, 64, 64)],
)
def test_as_many_batches_are_in_work_as_there_are_threads_and_memory_for(memory, threads, batches):
    assert Limits(memory, threads).batches == batches


def test_a_process_beside_has_what_this_one_does_not_hold():
    assert Limits(3_000_000_000, 4).beside(900_000_000) == Limits(2_100_000_000, 4)
    assert Limits(1_000_000_000, 4).beside(900_000_000) == Limits(500_000_000, 4)


def test_what_duckdb_holds_outside_of_its_limit_is_left_to_it():
    assert Limits(3_000_000_000, 2).duckdb_memory == 1_400_000_000
    assert Limits(9_000_000_000, 2).duckdb_memory == 5_600_000_000
