"""Batches worked on several at a time: the order of results, how much is held, errors, a consumer that stops."""

import threading
import time

import pytest

from dq.parallel import in_order


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(threads):
    def work(number):
        time.sleep(0.002 * (5 - number % 5))
        return number * number

    assert list(in_order(work, range(20), threads=threads)) == [number * number for number in range(20)]


def test_several_are_worked_on_at_a_time():
    meeting = threading.Barrier(3, timeout=10)

    def work(_):
        meeting.wait()  # passes only when three are here
        return True

    assert list(in_order(work, range(6), threads=3)) == [True] * 6


def test_items_are_taken_only_as_there_is_room():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = in_order(str, items(), threads=2)
    assert next(results) == "0"
    assert len(taken) == 3
    results.close()


def test_an_error_comes_at_its_turn_and_stops_the_rest():
    done = []

    def work(number):
        if number == 3:
            raise ValueError(number)
        done.append(number)
        return number

    results = in_order(work, range(1000), threads=2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="3"):
        next(results)
    assert max(done) < 10


def test_a_consumer_that_stops_waits_for_what_was_begun():
    working = []

    def work(number):
        working.append(number)
        time.sleep(0.05)
        working.remove(number)
        return number

    for _ in in_order(work, range(50), threads=2):
        break
    assert working == []
