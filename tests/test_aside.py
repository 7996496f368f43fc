"""Work beside other work: begun at once, told of when it is waited for, and its errors are the caller's."""

import threading

import pytest

from dq.aside import Aside
from dq.stops import Stopped


def test_it_is_done_meanwhile():
    begun, go_on = threading.Event(), threading.Event()

    def work(advance):
        begun.set()
        assert go_on.wait(10)
        return threading.current_thread().name

    with Aside(work, threads=2) as aside:
        assert begun.wait(10)
        go_on.set()
        assert aside.result() == "aside"


def test_with_one_thread_it_is_done_when_it_is_asked_for_and_once():
    done = []
    aside = Aside(lambda advance: done.append(threading.current_thread().name), threads=1)
    assert done == []
    aside.result()
    aside.result()
    assert done == [threading.main_thread().name]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_it_tells_is_passed_on_once_it_is_waited_for(threads):
    def work(advance):
        advance(3, 10)
        advance(10, 10)

    told = []
    Aside(work, threads=threads).result(lambda done, total: told.append((done, total)))
    assert told[-1] == (10, 10)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_it_raises_is_raised_where_it_is_asked_for(threads):
    def work(advance):
        raise FileNotFoundError("no such table")

    aside = Aside(work, threads=threads)
    with pytest.raises(FileNotFoundError, match="no such table"):
        aside.result()


def test_the_block_ends_when_it_has_ended_also_after_an_error():
    ended = []
    go_on = threading.Event()

    def work(advance):
        go_on.wait(10)
        ended.append(True)

    def interrupted():
        with Aside(work, threads=2):
            go_on.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ended == [True]


def test_after_an_error_it_is_broken_off_when_it_tells_how_far_it_is():
    went_on = []
    go_on = threading.Event()

    def work(advance):
        go_on.wait(10)
        advance(1, 2)
        went_on.append(True)

    def interrupted():
        with Aside(work, threads=2) as aside:
            threading.Timer(0.2, go_on.set).start()
            aside_of.append(aside)
            raise KeyboardInterrupt

    aside_of = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert went_on == []
    with pytest.raises(Stopped):
        aside_of[0].result()
