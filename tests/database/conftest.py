"""Databases of the tests: a file of SQLite, and a PostgreSQL server of our own on a free port."""

import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
import pytest

USER = "dq"


@pytest.fixture(scope="session")
def server(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests."""
    programs, folder = Path(postgresql_server).parent, tmp_path_factory.mktemp("postgresql")
    # The server refuses to run as root; Debian's package has made a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        for above in (folder, *folder.parents):
            if above.stat().st_uid == os.geteuid():
                above.chmod(above.stat().st_mode | 0o011)
        subprocess.run(["chown", "postgres", str(folder)], check=True)
    data = str(folder / "data")
    subprocess.run(
        [*as_user, programs / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale", "-N"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"-cport={port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}", "-cfsync=off"]
    process = subprocess.Popen(
        [*as_user, postgresql_server, "-D", data, *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    url = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with postgresql.connect(url):
                return
        except postgresql.Error:
            time.sleep(0.1)
    pytest.fail("the PostgreSQL server does not start")


@pytest.fixture
def execute(server: str) -> Callable[..., list[tuple[object, ...]]]:
    """Run statements on the server, each committed, and return the rows of the last."""

    def execute(*statements: str) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        with postgresql.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows

    return execute


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """A database with a table `chu_su_dung`, whose columns hold any type in any row."""
    path = tmp_path / "đất đai.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE chu_su_dung (id INTEGER PRIMARY KEY, ten TEXT, so, ngay)")
        rows = [(7, "Nguyễn Văn An", "001085990001", "2020-01-02"), (3, "", 12.0, None), (5, None, 42, "x")]
        connection.executemany("INSERT INTO chu_su_dung VALUES (?, ?, ?, ?)", rows)
        connection.execute("CREATE VIEW nhin AS SELECT ten, so FROM chu_su_dung")
    return path
