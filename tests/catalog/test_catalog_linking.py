"""The linking model: what it may name, and where a wrong name is said to stand."""

from pathlib import Path
from shutil import copytree

import pytest

from dq.catalog import load_catalog
from dq.errors import CatalogError
from dq.locale import load_locale


@pytest.fixture
def root(tmp_path: Path, catalog) -> Path:
    for folder in ("schemas", "checks"):
        copytree(catalog.location.root / folder, tmp_path / folder)
    return tmp_path


def test_every_reconciled_dataset_shares_the_common_model(catalog):
    assert {catalog.linking(name).name for name in catalog.schemas if catalog.roles(name)} == {"common"}
    assert [model.name for model in catalog.linking_models()] == ["common"]
    assert catalog.linking("population.person") is None


def test_a_role_compares_its_own_columns_and_those_under_link(catalog):
    child, mother, _ = catalog.roles("civil_registry.birth")

    assert child.link["name"] == "ho_ten"
    assert child.link["mother_name"] == "ho_ten_me"
    assert mother.link == {"name": "ho_ten_me", "birth_date": "nam_sinh_me"}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "checks/common/link.yaml",
            "register: ho_ten,",
            "register: ho_tem,",
            "no column 'ho_tem'; did you mean 'ho_ten'?",
        ),
        ("checks/common/link.yaml", "name: sex, kind: sex", "name: name, kind: sex", "comparison 'name' twice"),
        ("checks/common/link.yaml", "birth_date.year]", "birth_date.years]", "has no part 'years'"),
        (
            "checks/common/link.yaml",
            "[name, commune]",
            "[name, comune]",
            "no comparison 'comune'; did you mean 'commune'?",
        ),
        ("checks/land/reconcile.yaml", "link: {commune: ma_xa}", "link: {commune: ma_xaa}", "no column 'ma_xaa'"),
        ("checks/land/reconcile.yaml", "link: {commune: ma_xa}", "link: {comune: ma_xa}", "no comparison 'comune'"),
    ],
)
def test_a_wrong_name_is_said_with_file_and_line(root, file, old, new, said):
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogError) as refused:
        load_catalog(root)

    assert said in load_locale("en").say(refused.value.key, **refused.value.parameters)
    assert str(refused.value.parameters["where"]).startswith(f"{file}:")


def test_a_dataset_may_have_a_model_of_its_own(root):
    path = root / "checks" / "land" / "reconcile.yaml"
    own = """
  linking:
    comparisons:
      - {name: name, kind: text, register: ho_ten, title: {vi: "Tên", en: "Name"}}
      - {name: commune, kind: code, register: ma_xa_thuong_tru, title: {vi: "Xã", en: "Commune"}}
    blocking: [[name.start, commune]]
    max_block: 50
    max_candidates: 3
    weights: own.json
"""
    path.write_text(path.read_text(encoding="utf-8").rstrip() + own, encoding="utf-8")

    catalog = load_catalog(root)

    model = catalog.linking("land.holder")
    assert (model.name, model.max_block, model.weights) == ("land.holder", 50, root / "checks" / "land" / "own.json")
    assert [str(part) for part in model.blocking[0]] == ["name.start", "commune"]
    assert catalog.roles("land.holder")[0].link == {"name": "ho_ten", "commune": "ma_xa"}
    assert {model.name for model in catalog.linking_models()} == {"common", "land.holder"}
