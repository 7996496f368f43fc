"""Rules that want more than to look at the data: through the whole run they are errors, and nothing happens."""

import pytest

from dq.runs import read_summary

HEAD = """
- id: PETS-OWNER-990
  dataset: pets.owner
  dimension: correct
  severity: critical
  owner: sector
  title: {vi: "Thử", en: "Trial"}
  remedy: {vi: "Thử.", en: "Trial."}
  query: sql/q.sql
"""
FROM = "SELECT record_id FROM pets.owner"
QUERIES = [
    f"{FROM} WHERE (SELECT count(*) FROM read_csv('{{desk}}/secret.csv')) > 0",
    f"{FROM} WHERE (SELECT count(*) FROM '{{desk}}/secret.csv') > 0",
    f"{FROM} WHERE (SELECT content FROM read_text('{{desk}}/secret.csv')) <> ''",
    f"{FROM} WHERE (SELECT count(*) FROM glob('{{desk}}/*')) > 0",
    f"{FROM} WHERE (SELECT count(*) FROM read_csv('https://example.invalid/x.csv')) > 0",
    f"COPY ({FROM}) TO '{{desk}}/stolen.csv'",
    "ATTACH '{desk}/stolen.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "PRAGMA database_list",
    "CREATE TABLE t AS SELECT 1 AS record_id",
    "EXPORT DATABASE '{desk}/stolen'",
    f"{FROM}; COPY (SELECT 1) TO '{{desk}}/stolen.csv'",
    f"WITH t AS (DELETE FROM pets.owner RETURNING record_id) {FROM}",
    "CALL pragma_version()",
    f"{FROM} WHERE getenv('HOME') <> ''",
]


@pytest.mark.parametrize("sql", QUERIES)
def test_a_query_that_reads_or_writes_elsewhere_is_an_error_of_its_rule(desk, here, sql):
    (desk.folder / "secret.csv").write_text("secret\n001085990123\n")
    checks = desk.folder / "catalog" / "checks" / "pets"
    (checks / "sql").mkdir()
    (checks / "sql" / "q.sql").write_text(sql.format(desk=desk.folder), encoding="utf-8")
    (checks / "cross.yaml").write_text(HEAD, encoding="utf-8")
    ended = here(desk.run())
    assert desk.left() == ["out", "secret.csv"]
    assert ended.code == 1
    rule = {rule["id"]: rule for rule in read_summary(desk.out)["rules"]}["PETS-OWNER-990"]
    assert rule["status"] == "error"
    assert "001085990123" not in (desk.out / "run.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("sql", ["pets < (SELECT 1)", "read_csv('small.csv')", "sleep(9)"])
def test_an_assertion_that_is_more_than_an_expression_is_refused(desk, here, sql):
    path = desk.folder / "catalog" / "checks" / "pets" / "record.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("pets < 100", f'"{sql}"'), encoding="utf-8")
    assert here(desk.run()).code == 1
    rules = {rule["id"]: rule for rule in read_summary(desk.out)["rules"]}
    assert rules["PETS-OWNER-001"]["status"] == "error"
    assert desk.left() == ["out"]
