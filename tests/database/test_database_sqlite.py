"""SQLite as a source and as a target."""

import sqlite3
from contextlib import closing

import polars as pl
import pytest

from dq.database import deliver, extract, parse_address
from dq.errors import LoadError, OutputError


def address(path, table):
    return parse_address(f"sqlite:///{path}?table={table}")


def test_a_table_comes_as_text_in_the_order_of_its_key(sqlite_file, tmp_path):
    before = sqlite_file.read_bytes()
    told = []
    found = extract(address(sqlite_file, "chu_su_dung"), tmp_path / "x", batch_rows=2, told=told.append)
    assert told == [2, 3]
    frame = pl.read_parquet(found.path)
    assert frame.columns == ["source_key", "id", "ten", "so", "ngay"]
    assert frame["source_key"].to_list() == ["3", "5", "7"]
    assert frame["so"].to_list() == ["12.0", "42", "001085990001"]
    assert found.rows == 3
    assert sqlite_file.read_bytes() == before


def test_a_view_and_a_query_have_no_key(sqlite_file, tmp_path):
    found = extract(address(sqlite_file, "nhin"), tmp_path / "x", batch_rows=2)
    assert pl.read_parquet(found.path).columns == ["ten", "so"]
    (tmp_path / "q.sql").write_text("SELECT upper(ten) AS ho_ten FROM chu_su_dung WHERE id > 4", encoding="utf-8")
    query = parse_address(f"sqlite:///{sqlite_file}", query=tmp_path / "q.sql")
    assert pl.read_parquet(extract(query, tmp_path / "y", batch_rows=2).path).columns == ["ho_ten"]


@pytest.mark.parametrize("end", [" -- những người còn sống", "\n-- hết\n", ";\n", " /* hết */"])
def test_a_query_may_end_in_a_comment(sqlite_file, tmp_path, end):
    (tmp_path / "q.sql").write_text("SELECT ten FROM chu_su_dung" + end, encoding="utf-8")
    query = parse_address(f"sqlite:///{sqlite_file}", query=tmp_path / "q.sql")
    assert extract(query, tmp_path / "x", batch_rows=2).rows == 3


@pytest.mark.parametrize("query", ["DELETE FROM chu_su_dung", "SELECT 1); DELETE FROM chu_su_dung; SELECT (1", "SELEC"])
def test_a_query_cannot_write(sqlite_file, tmp_path, query):
    before = sqlite_file.read_bytes()
    (tmp_path / "q.sql").write_text(query, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        extract(parse_address(f"sqlite:///{sqlite_file}", query=tmp_path / "q.sql"), tmp_path / "x", batch_rows=2)
    assert caught.value.key == "database.bad_query"
    assert sqlite_file.read_bytes() == before


@pytest.mark.parametrize("table", ["main.chu_su_dung", "MAIN.Chu_su_dung"])
def test_a_table_with_its_schema(sqlite_file, tmp_path, table):
    found = extract(address(sqlite_file, table), tmp_path / "x", batch_rows=2)
    assert pl.read_parquet(found.path)["source_key"].to_list() == ["3", "5", "7"]


@pytest.mark.parametrize("table", ["khong_co", "main.khong_co", "temp.chu_su_dung", "public.chu_su_dung", "a.b.c"])
def test_a_table_that_is_not_there_is_named(sqlite_file, tmp_path, table):
    with pytest.raises(LoadError) as caught:
        extract(address(sqlite_file, table), tmp_path / "x", batch_rows=2)
    assert (caught.value.key, caught.value.parameters["table"]) == ("database.unknown_table", table)


def test_a_file_that_is_not_there_or_no_database_is_told(tmp_path):
    (tmp_path / "a.db").write_text("no database at all, but long enough to be read as one")
    for name, key in (("none.db", "load.no_file"), ("a.db", "database.failed")):
        with pytest.raises(LoadError) as caught:
            extract(address(tmp_path / name, "t"), tmp_path / f"x-{name}", batch_rows=2)
        assert caught.value.key == key
    assert not (tmp_path / "none.db").exists()


@pytest.fixture
def rows(tmp_path):
    frame = pl.DataFrame(
        {"record_id": [1, 2], "ten": ["An", 'Bình"; DROP TABLE x'], "ngay": ["2020-01-02", None]},
    ).with_columns(pl.col("ngay").str.to_date())
    frame.write_parquet(tmp_path / "rows.parquet")
    return tmp_path / "rows.parquet"


@pytest.mark.parametrize("schema", ["", "main."])
def test_rows_are_delivered_whole_or_not_at_all(rows, tmp_path, schema):
    target = address(tmp_path / "out.db", schema + 'kho"; DROP')
    assert deliver(rows, target, replace=False) == 2
    with pytest.raises(OutputError) as caught:
        deliver(rows, target, replace=False)
    assert caught.value.key == "database.exists"
    told = []
    assert deliver(rows, target, replace=True, advance=lambda *counted: told.append(counted)) == 2
    assert told == [(2, 2)]
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        found = connection.execute('SELECT * FROM "kho""; DROP" ORDER BY record_id').fetchall()
    assert found == [(1, "An", "2020-01-02"), (2, 'Bình"; DROP TABLE x', None)]


def test_a_failed_delivery_leaves_no_new_file(tmp_path):
    (tmp_path / "rows.parquet").write_bytes(b"PAR1 no parquet PAR1")
    with pytest.raises(Exception, match="arquet"):
        deliver(tmp_path / "rows.parquet", address(tmp_path / "out.db", "t"), replace=False)
    assert not (tmp_path / "out.db").exists()
