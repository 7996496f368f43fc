"""PostgreSQL as a source and as a target, with a real server."""

import socket
import threading
from contextlib import closing, suppress

import polars as pl
import pytest

from dq.database import deliver, extract, parse_address
from dq.errors import LoadError, OutputError

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


def address(server, table):
    return parse_address(f"{server}?table={table}")


@pytest.fixture
def table(execute):
    execute(
        "DROP SCHEMA IF EXISTS dat CASCADE",
        "CREATE SCHEMA dat",
        'CREATE TABLE dat."Chủ" (id int, xa char(5), ten text, dien_tich numeric(9, 2), luc timestamptz, ghi jsonb,'
        " ngay date, PRIMARY KEY (xa, id))",
        'INSERT INTO dat."Chủ" VALUES'
        " (2, '00004', 'Trần Thị Bình', 12.50, '2020-01-02 23:30+00', '[1]', '1985-03-02'),"
        " (1, '00004', NULL, NULL, NULL, NULL, NULL), (1, '00001', 'An', 0.10, NULL, NULL, '1950-01-01')",
    )
    return "dat.Chủ"


def test_a_table_comes_as_text_in_the_order_of_its_key(server, table, tmp_path):
    frame = pl.read_parquet(extract(address(server, table), tmp_path / "x", batch_rows=2).path)
    assert frame.columns == ["source_key", "id", "xa", "ten", "dien_tich", "luc", "ghi", "ngay"]
    assert frame["source_key"].to_list() == ["00001|1", "00004|1", "00004|2"]
    assert frame["dien_tich"].to_list() == ["0.10", None, "12.50"]
    assert frame["luc"][2] == "2020-01-03 06:30:00+07"  # a day later in Việt Nam
    assert frame["ngay"].to_list() == ["1950-01-01", None, "1985-03-02"]


def test_a_query_reads_and_cannot_write(server, table, execute, tmp_path):
    (tmp_path / "q.sql").write_text('SELECT ten, ngay FROM dat."Chủ" WHERE ten IS NOT NULL;', encoding="utf-8")
    found = extract(parse_address(server, query=tmp_path / "q.sql"), tmp_path / "x", batch_rows=2)
    assert sorted(pl.read_parquet(found.path)["ten"]) == ["An", "Trần Thị Bình"]

    (tmp_path / "w.sql").write_text('SELECT 1) q; DELETE FROM dat."Chủ"; SELECT * FROM (SELECT 1', encoding="utf-8")
    with pytest.raises(LoadError):
        extract(parse_address(server, query=tmp_path / "w.sql"), tmp_path / "y", batch_rows=2)
    assert execute('SELECT count(*) FROM dat."Chủ"') == [(3,)]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda url: f"{url}?table=public.nothing", "database.no_such_table"),
        (lambda url: f"{url.replace('/postgres', '/nothing')}?table=t", "database.unreachable"),
        (lambda url: f"{url.rpartition(':')[0]}:1/postgres?table=t", "database.unreachable"),
    ],
    ids=["table", "database", "port"],
)
def test_what_cannot_be_read_is_told_and_leaves_nothing(server, tmp_path, change, key):
    with pytest.raises(LoadError) as caught:
        extract(parse_address(change(server)), tmp_path / "x", batch_rows=2)
    assert caught.value.key == key
    assert list((tmp_path / "x").iterdir()) == []


def test_a_connection_that_breaks_off_in_the_middle_is_told(server, execute, tmp_path):
    """A million rows; the server ends the connection when the first have come."""
    execute(
        "DROP TABLE IF EXISTS nhieu",
        "CREATE TABLE nhieu AS SELECT g AS id, repeat('x', 200) AS ten FROM generate_series(1, 1000000) g",
    )
    relay = _Relay(server, cut_after=20_000_000)
    with relay, pytest.raises(LoadError) as caught:
        extract(parse_address(f"{relay.url}?table=nhieu"), tmp_path / "x", batch_rows=50_000)
    assert caught.value.key == "database.unreachable"
    assert list((tmp_path / "x").iterdir()) == []
    assert relay.passed >= 20_000_000
    found = extract(parse_address(f"{server}?table=nhieu"), tmp_path / "y", batch_rows=50_000)
    assert found.rows == 1_000_000
    assert deliver(found.path, parse_address(f"{server}?table=public.nhieu_2"), replace=True) == 1_000_000
    assert execute("SELECT count(*), min(length(ten)) FROM nhieu_2") == [(1_000_000, 200)]


def test_rows_are_delivered_in_one_transaction(server, execute, tmp_path):
    frame = pl.DataFrame(
        {"record_id": [1, 2], "ten": ["An", "Bình"], "ngay": ["2020-01-02", None], "dien_tich": [1.5, None]}
    ).with_columns(pl.col("ngay").str.to_date())
    frame.write_parquet(tmp_path / "rows.parquet")
    execute("DROP SCHEMA IF EXISTS kho CASCADE", "CREATE SCHEMA kho")
    target = address(server, "kho.Sạch")
    assert deliver(tmp_path / "rows.parquet", target, replace=False) == 2
    assert execute('SELECT record_id, ten, ngay::text, dien_tich FROM kho."Sạch" ORDER BY 1') == [
        (1, "An", "2020-01-02", 1.5),
        (2, "Bình", None, None),
    ]
    with pytest.raises(OutputError) as caught:
        deliver(tmp_path / "rows.parquet", target, replace=False)
    assert caught.value.key == "database.exists"

    damaged = (tmp_path / "rows.parquet").read_bytes()
    (tmp_path / "damaged.parquet").write_bytes(damaged[:4] + b"\x00" * 60 + damaged[64:])
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the reader says of it
        deliver(tmp_path / "damaged.parquet", target, replace=True)
    assert execute('SELECT count(*) FROM kho."Sạch"') == [(2,)]
    assert deliver(tmp_path / "rows.parquet", target, replace=True) == 2


class _Relay:
    """A port that hands bytes on to the server and breaks off after some of them."""

    def __init__(self, server, cut_after):
        host, _, rest = server.rpartition("@")[2].partition(":")
        self._to = (host, int(rest.partition("/")[0]))
        self._cut_after, self.passed = cut_after, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = server.replace(f":{self._to[1]}/", f":{self._listener.getsockname()[1]}/")

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client):
        with closing(client), closing(socket.create_connection(self._to)) as server:
            up = threading.Thread(target=self._copy, args=(client, server), daemon=True)
            up.start()
            with suppress(OSError):
                while self.passed < self._cut_after and (block := server.recv(65_536)):
                    client.sendall(block)
                    self.passed += len(block)
            client.shutdown(socket.SHUT_RDWR)

    def _copy(self, source, target):
        with suppress(OSError):
            while block := source.recv(65_536):
                target.sendall(block)
