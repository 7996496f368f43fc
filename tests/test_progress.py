"""How queries of DuckDB tell how far they are."""

import threading

import duckdb
import pytest

from dq.progress import TELLING_STATEMENTS, Queries, Unit, silent, unheard, within

ROWS = "CREATE TABLE row AS SELECT i FROM range(4000000) r(i)"
HEAVY = "SELECT max(md5(md5(md5(i::VARCHAR)))) FROM row"


@pytest.fixture
def connection():
    with duckdb.connect() as made:
        made.execute("SET threads = 1")
        for statement in TELLING_STATEMENTS:
            made.execute(statement)
        yield made


def test_queries_count_by_their_shares(connection):
    told = []
    with Queries(connection, (30, 10), lambda done, total: told.append((done, total))) as queries:
        assert queries.execute("SELECT 7").fetchall() == [(7,)]
        queries.execute("SELECT 8")
    assert told == [(75.0, 100), (100.0, 100)]


def test_a_long_query_tells_while_it_runs_and_only_forward(connection, capfd):
    told = []
    with Queries(connection, (1, 3), lambda done, _: told.append(done)) as queries:
        queries.execute(ROWS)
        queries.execute(HEAVY)
    assert (told[0], told[-1]) == (25.0, 100.0)
    assert any(25 < done < 100 for done in told)
    assert told == sorted(told)
    assert capfd.readouterr() == ("", "")


def test_the_watch_ends_with_the_queries_also_when_one_fails(connection):
    with pytest.raises(duckdb.Error), Queries(connection, (1,), lambda *_: None) as queries:
        queries.execute("SELECT no_such_column")
    assert "watch-queries" not in {thread.name for thread in threading.enumerate()}


def test_the_watch_ends_quietly_where_a_stop_has_closed_the_connection(connection):
    told = []
    with Queries(connection, (1,), told.append):
        watch = next(thread for thread in threading.enumerate() if thread.name == "watch-queries")
        connection.close()
        watch.join(10)
        assert not watch.is_alive()  # and no warning of an error in a thread, which would fail the test
    assert told == []


def test_nobody_is_watched_for_nobody(connection):
    with Queries(connection, (1,), unheard) as queries:
        assert "watch-queries" not in {thread.name for thread in threading.enumerate()}
        queries.execute("SELECT 1")


def test_a_function_without_stages_tells_its_own():
    told = []

    class Recorder:
        def __call__(self, *facts: object) -> None:
            told.append(facts)

        def spilled(self, size: int) -> None:
            told.append(size)

    within(Recorder(), "link", Unit.PERSONS)(3, 9)
    assert told == [("link", 3, 9, Unit.PERSONS)]
    within(silent, "link", Unit.PERSONS)(3, 9)
    silent.spilled(1)
