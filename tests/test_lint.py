import shutil
from pathlib import Path

import pytest

from dq.catalog import load_catalog
from dq.lint import lint

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.xdist_group("great_expectations")
HEAD = """
- id: WELFARE-BENEFICIARY-990
  dataset: welfare.beneficiary
  dimension: correct
  severity: warning
  owner: sector
  title: {vi: "Thử", en: "Trial"}
  remedy: {vi: "Thử.", en: "Trial."}
"""


@pytest.fixture
def folder(tmp_path):
    """A catalog of one small sector, beside the reference."""
    for name in ("schemas/common", "schemas/welfare", "schemas/population", "checks/population"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "checks" / "welfare" / "sql").mkdir(parents=True)
    shutil.copy(ROOT / "checks" / "welfare" / "sector.yaml", tmp_path / "checks" / "welfare")
    for path in (tmp_path / "checks" / "population").glob("*.yaml"):
        if path.name != "sector.yaml":
            path.unlink()
    return tmp_path


def problems(folder: Path) -> list[tuple[str, str]]:
    return [(problem.key, str(problem.parameters["where"])) for problem in lint(load_catalog(folder))]


def test_a_catalog_without_mistakes_has_none(folder):
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("file", "body", "key"),
    [
        ("record.yaml", "assert: he_so >", "rule.unparsable"),
        ("record.yaml", "assert: hes_o > 0", "rule.unknown_column"),
        ("record.yaml", "assert: he_so > 0\n  when: hes_o > 0", "rule.unknown_column"),
        ("record.yaml", "assert: ngay_huong < CURRENT_DATE", "rule.forbidden_word"),
        ("record.yaml", "assert: he_so > (SELECT 1)", "rule.forbidden_word"),
        ("record.yaml", "predicate: name_has_no_digits\n  columns: [ho_ten]", "rule.unknown_predicate"),
        ("record.yaml", "predicate: name_has_no_digit\n  columns: [ho_ten, ho_ten]", "rule.bad_arguments"),
        ("dataset.yaml", "expectation: expect_wonders\n  arguments: {column: he_so}", "rule.unknown_expectation"),
        (
            "dataset.yaml",
            "expectation: expect_column_values_to_be_unique\n  arguments: {column: he_so, mostly: much}",
            "rule.bad_expectation",
        ),
        (
            "dataset.yaml",
            "expectation: expect_column_values_to_be_unique\n  arguments: {column: he_so}\n  when: hes_o > 0",
            "rule.unparsable",
        ),
        ("cross.yaml", "query: sql/q.sql\n  when: hes_o > 0", "rule.unparsable"),
    ],
)
def test_a_rule_that_cannot_run_is_found_with_its_line(folder, file, body, key):
    (folder / "checks" / "welfare" / "sql" / "q.sql").write_text("SELECT record_id FROM welfare.beneficiary")
    (folder / "checks" / "welfare" / file).write_text(f"{HEAD.strip()}\n  {body}\n", encoding="utf-8")
    assert problems(folder) == [(key, f"checks/welfare/{file}:1")]


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("SELECT record_id FROM welfare.beneficiary WHERE", "rule.unparsable"),
        ("SELECT record_id FROM welfare.beneficiary WHERE hes_o > 0", "rule.unparsable"),
        ("SELECT record_id FROM welfare.beneficiary WHERE he_so > $most", "rule.unset_parameter"),
        ("SELECT 1; SELECT 2", "rule.not_one_select"),
        ("DELETE FROM welfare.beneficiary", "rule.not_one_select"),
        ("CREATE TABLE x AS SELECT 1", "rule.not_one_select"),
        ("SELECT record_id FROM population.person", "rule.unparsable"),
        (
            "SELECT record_id FROM welfare.beneficiary a WHERE EXISTS (FROM welfare.beneficiary b WHERE a.he_so=1)",
            "rule.correlated",
        ),
    ],
)
def test_a_query_that_cannot_run_is_found_with_its_file(folder, sql, key):
    """The run shows a query the dataset of its rule and no other."""
    (folder / "checks" / "welfare" / "sql" / "q.sql").write_text(sql)
    (folder / "checks" / "welfare" / "cross.yaml").write_text(f"{HEAD.strip()}\n  query: sql/q.sql\n", encoding="utf-8")
    assert problems(folder) == [(key, "checks/welfare/sql/q.sql")]


@pytest.mark.parametrize(
    ("with_", "sql", "expected"),
    [
        ("[so_dinh_danh]", "SELECT b.record_id FROM welfare.beneficiary b JOIN population.person USING (ho_ten)", []),
        ("[so_dinh_danh]", "SELECT record_id FROM welfare.beneficiary WHERE ma_xa IN (SELECT ma_xa FROM land.holder)",
         [("rule.unparsable", "checks/welfare/sql/q.sql")]),
        ("[so_dinh_danh]", "SELECT b.record_id FROM welfare.beneficiary b JOIN population.person p USING (ma_xa)",
         [("rule.unparsable", "checks/welfare/sql/q.sql")]),
    ],
)  # fmt: skip
def test_a_query_sees_the_datasets_that_it_names_and_no_other(folder, with_, sql, expected):
    """Two rules with the same one: the second finds the first's tables gone."""
    (folder / "checks" / "welfare" / "sql" / "q.sql").write_text(sql)
    rule = f"{HEAD.strip()}\n  query: sql/q.sql\n  with: {{population.person: {with_}}}\n"
    both = rule + rule.replace("-990", "-991")
    (folder / "checks" / "welfare" / "cross.yaml").write_text(both, encoding="utf-8")
    assert problems(folder) == expected * 2


@pytest.mark.parametrize(("when", "key"), [("he_so >", "rule.unparsable"), ("hes_o > 0", "rule.unknown_column")])
def test_a_role_whose_condition_cannot_run_is_found(folder, when, key):
    (folder / "checks" / "welfare" / "reconcile.yaml").write_text(
        "welfare.beneficiary:\n  roles:\n    - role: chu_the\n      title: {vi: A, en: A}\n"
        f"      identifier: so_dinh_danh\n      name: ho_ten\n      when: {when}\n"
    )
    assert problems(folder) == [(key, "checks/welfare/reconcile.yaml:3")]
