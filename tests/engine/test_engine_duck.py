from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dq.engine import duck
from dq.engine.limits import Limits

LIMITS = Limits(memory=1_200_000_000, threads=2)


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    folder = tmp_path / "stage"
    folder.mkdir()
    pl.DataFrame({"record_id": [1, 2], "name": ["a", "b"], "hidden": ["x", "y"]}).write_parquet(
        folder / "part-00000.parquet"
    )
    pl.DataFrame({"record_id": [3], "name": ["c"], "hidden": ["z"]}).write_parquet(folder / "part-00001.parquet")
    (tmp_path / "secret.csv").write_text("number\n001085990123\n")
    return folder


@pytest.fixture
def views(stage: Path) -> dict[str, duck.View]:
    return {"pets.owner": duck.View(str(stage / "part-*.parquet"), ("record_id", "name"))}


@pytest.fixture
def locked(tmp_path: Path, stage: Path, views: dict[str, duck.View]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duck.connect_locked(LIMITS, tmp_path / "spill", views=views, folders=[stage]) as connection:
        yield connection


def setting(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    return str(connection.execute(f"SELECT current_setting('{name}')").fetchone()[0])


def test_a_connection_keeps_within_the_limits(tmp_path):
    with duck.connect(LIMITS, tmp_path / "deep" / "spill") as connection:
        assert setting(connection, "threads") == "2"
        assert setting(connection, "temp_directory") == str(tmp_path / "deep" / "spill")
        assert setting(connection, "autoinstall_known_extensions") == "False"
        assert setting(connection, "autoload_known_extensions") == "False"
        assert setting(connection, "memory_limit") == "286.1 MiB"  # 300 MB


def test_the_spill_folder_may_have_a_quote_in_its_name(tmp_path):
    with duck.connect(LIMITS, tmp_path / "d'Or") as connection:
        assert setting(connection, "temp_directory") == str(tmp_path / "d'Or")


def test_rule_sql_sees_the_views_by_the_names_of_the_datasets(locked):
    assert locked.execute("SELECT count(*), max(name) FROM pets.owner").fetchone() == (3, "c")


def test_a_view_shows_its_columns_and_no_other(locked):
    assert [name for name, *_ in locked.execute("DESCRIBE pets.owner").fetchall()] == ["record_id", "name"]
    with pytest.raises(duckdb.BinderException):
        locked.execute("SELECT hidden FROM pets.owner")


FORBIDDEN = [
    "SELECT * FROM read_csv('{outside}/secret.csv')",
    "SELECT * FROM '{outside}/secret.csv'",
    "SELECT * FROM read_text('{outside}/secret.csv')",
    "SELECT * FROM read_blob('/etc/hostname')",
    "SELECT * FROM read_text('{inside}/../secret.csv')",
    "SELECT * FROM glob('{outside}/*')",
    "SELECT * FROM read_csv('https://example.invalid/a.csv')",
    "COPY (SELECT 1) TO '{outside}/out.csv'",
    "COPY (SELECT 1) TO '{inside}/../out.csv'",
    "EXPORT DATABASE '{outside}/export'",
    "ATTACH '{outside}/other.duckdb'",
    "CREATE TABLE t AS SELECT * FROM read_csv('{outside}/secret.csv')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET threads = 64",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET lock_configuration = false",
    "RESET memory_limit",
    "PRAGMA memory_limit = '100GB'",
    "SELECT * FROM frame_of_the_caller",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_locked_database_reaches_nothing_of_the_machine(locked, stage, tmp_path, sql):
    frame_of_the_caller = pl.DataFrame({"number": ["001085990123"]})
    with pytest.raises(duckdb.Error):
        locked.execute(sql.format(outside=tmp_path, inside=stage)).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv", "spill", "stage"]
    assert frame_of_the_caller.height == 1


def test_the_same_sql_would_succeed_in_a_database_that_is_not_locked(tmp_path, stage):
    """The list above tests the lock, not its own spelling."""
    with duck.connect(LIMITS, tmp_path / "spill") as connection:
        for sql in FORBIDDEN[:6]:
            assert connection.execute(sql.format(outside=tmp_path, inside=stage)).fetchall()
        for sql in (FORBIDDEN[7], *FORBIDDEN[14:16]):
            connection.execute(sql.format(outside=tmp_path, inside=stage))
    assert (tmp_path / "out.csv").is_file()


def test_results_may_be_written_to_the_folders_given(locked, stage):
    locked.execute(f"COPY (SELECT record_id FROM pets.owner) TO '{stage}/found.parquet' (FORMAT parquet)")
    assert pl.read_parquet(stage / "found.parquet").height == 3


def test_a_database_file_of_views_holds_no_rows(tmp_path, views):
    duck.write_views(tmp_path / "stage.duckdb", views)
    with duckdb.connect(str(tmp_path / "stage.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)
        assert connection.execute("SELECT name FROM pets.owner ORDER BY record_id").fetchall() == [
            ("a",),
            ("b",),
            ("c",),
        ]


def test_views_of_one_sector_share_its_schema(stage):
    view = duck.View(str(stage / "part-*.parquet"), ("name",))
    statements = duck.view_statements({"pets.owner": view, "pets.cat": view})
    with duckdb.connect() as connection:
        for statement in statements:
            connection.execute(statement)
        assert connection.execute("SELECT count(*) FROM pets.owner, pets.cat").fetchone() == (9,)


@pytest.mark.parametrize("name", ["so_dinh_danh", 'a"b', "Ghi chú (1)", "select", "tên; DROP TABLE x"])
def test_a_quoted_name_names_what_it_says(name):
    sql = f"SELECT 1 AS {duck.quote(name)}"
    assert duckdb.execute(sql).description[0][0] == name


@pytest.mark.parametrize("text", ["", "a", "d'Or", "''", "'; DROP TABLE x --", "Đức"])
def test_a_literal_is_the_text_it_says(text):
    assert duckdb.execute(f"SELECT {duck.literal(text)}").fetchone() == (text,)
