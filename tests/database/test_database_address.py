"""What a user writes for a database."""

import os

import pytest

from dq.database import is_address, parse_address
from dq.errors import UsageError


@pytest.mark.parametrize(
    ("text", "scheme", "url", "table"),
    [
        ("postgresql://may-chu/dat?table=public.chu", "postgresql", "postgresql://may-chu/dat", "public.chu"),
        ("postgres://an@h:5433/d?table=t&sslmode=require", "postgresql", "postgres://an@h:5433/d?sslmode=require", "t"),
        ("postgresql:///d?table=t&service=dq", "postgresql", "postgresql:///d?service=dq", "t"),
        ("sqlite:///dữ liệu/a.db?table=t", "sqlite", "sqlite:///dữ liệu/a.db", "t"),
        ("SQLITE:////srv/a.db?table=t", "sqlite", "SQLITE:////srv/a.db", "t"),
    ],
)
def test_an_address_is_what_the_driver_needs_and_a_table(text, scheme, url, table):
    address = parse_address(text)
    assert (address.scheme, address.url, address.table, address.name) == (scheme, url, table, table)


def test_a_query_stands_in_place_of_a_table(tmp_path):
    (tmp_path / "chu.sql").write_text("SELECT * FROM t;\n", encoding="utf-8")
    address = parse_address("sqlite:///a.db", query=tmp_path / "chu.sql")
    assert (address.table, address.query, address.name, address.stem) == (None, "SELECT * FROM t", "chu.sql", "chu")


@pytest.mark.parametrize(
    ("text", "query", "key"),
    [
        ("mysql://h/d?table=t", None, "database.unknown_engine"),
        ("http://[::1", None, "database.bad_address"),
        ("postgresql://an:secret@[::1/d?table=t", None, "database.bad_address"),
        ("sqlite://[x]y/?table=t", None, "database.bad_address"),
        ("postgresql://an:secret@h/d?table=t", None, "database.password"),
        ("postgresql://h/d?table=t&password=secret", None, "database.password"),
        ("postgresql://h/d", None, "database.no_table"),
        ("postgresql://h/d?table=", None, "database.no_table"),
        ("postgresql://h/d?table=t", "q.sql", "database.table_and_query"),
        ("postgresql://h/d", "q.sql", "database.no_query_file"),
    ],
)
def test_a_wrong_address_is_refused_and_a_password_never_said(tmp_path, text, query, key):
    with pytest.raises(UsageError) as caught:
        parse_address(text, query=tmp_path / query if query else None)
    assert caught.value.key == key
    assert "secret" not in str(caught.value)


def test_a_path_is_no_address():
    assert is_address("postgresql://h/d")
    assert not is_address("C:/du lieu/a.csv")


def test_a_pipe_as_the_file_of_a_query_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "q.sql")
    with pytest.raises(UsageError) as caught:
        parse_address("postgresql://h/d", query=tmp_path / "q.sql")
    assert caught.value.key == "database.no_query_file"
