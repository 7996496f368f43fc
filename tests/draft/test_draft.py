"""A draft can be used at once, says the types right, and holds no personal value."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.catalog import load_catalog
from dq.catalog.schemas import Masking
from dq.draft import Drafted, draft
from dq.draft.fields import canonical_name
from dq.engine.limits import Limits
from dq.errors import LoadError, OutputError, UsageError
from dq.lint import lint
from dq.load import load
from dq.pipeline import RunRequest, run

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).parents[2] / "sample_data"
EXPORTS = {
    ".".join(path.relative_to(SAMPLES).with_suffix("").parts): path
    for path in sorted(SAMPLES.glob("*/*.csv"))
    if path.stem not in {"labels", "truth"} and path.parent.name != "register"
}
FILES = [(name, file) for name, path in EXPORTS.items() for file in (path, path.with_suffix(".xlsx"))]
DATES = {"date", "birth_date", "partial_date", "year"}


def of_every_file(function):
    ids = [f"{name}{path.suffix}" for name, path in FILES]
    return pytest.mark.parametrize(("dataset", "source"), FILES, ids=ids)(function)


def family(kind: str) -> str:
    return "date" if kind in DATES else kind


def texts(made: Drafted) -> str:
    return "\n".join((made.folder / file).read_text(encoding="utf-8") for file in made.files)


@pytest.mark.parametrize("source", EXPORTS.values(), ids=EXPORTS)
def test_a_draft_lints_clean_and_runs_at_once(source, tmp_path, catalog):
    made = draft("trial.thing", source, tmp_path / "catalog", catalog)
    drafted = load_catalog(made.folder)
    assert [problem.parameters for problem in lint(drafted)] == []
    request = RunRequest(
        "trial.thing", source, tmp_path / "out", date(2026, 11, 1), Limits(2 * 10**9, 2), no_register=True
    )
    outcome = run(request, drafted)
    assert outcome.summary["rows"]["clean"] > 0
    assert [rule["id"] for rule in outcome.summary["rules"] if rule["status"] == "error"] == []
    assert [column["name"] for column in outcome.summary["columns"] if not column["present"]] == []


@of_every_file
def test_types_of_identifiers_dates_and_communes_are_those_of_the_written_schema(dataset, source, tmp_path, catalog):
    schema = catalog.schema(dataset)
    headers = load(source, schema, tmp_path / "input").info.headers
    written = {header.header: family(schema.field(header.column).type.name) for header in headers if header.column}
    made = draft("trial.thing", source, tmp_path / "catalog", catalog)
    drafted = {field.header: family(field.type.name) for field in made.fields}
    told = {"personal_id", "date", "commune_code", "phone", "sex", "person_name"}
    expected = {header: kind for header, kind in written.items() if kind in told}
    assert len(expected) > 4
    assert {header: drafted[header] for header in expected} == expected


@of_every_file
def test_no_personal_value_is_written(dataset, source, tmp_path, catalog):
    schema = catalog.schema(dataset)
    loaded = load(source, schema, tmp_path / "input")
    frame = pl.read_parquet(loaded.raw.glob)
    private = [
        field.name
        for field in schema.fields
        if field.type.mask is not Masking.NONE and field.type.normalizer != "ethnicity" and field.name in frame.columns
    ]
    values = {value.strip() for name in private for value in frame[name].drop_nulls() if len(value.strip()) > 5}
    assert len(values) > 100
    said = texts(draft("trial.thing", source, tmp_path / "catalog", catalog))
    assert {value for value in values if value in said} == set()


@pytest.fixture
def vessels(tmp_path: Path) -> Path:
    """An export with headers that nobody knows."""
    rows = range(1, 61)
    table = {
        "Hàng": [str(n) for n in rows],
        "Biển": [f"QN-{n:05d}" for n in rows],
        "Thẻ": [f"001085990{n:03d}" for n in rows],
        "Chủ": [f"Nguyễn Văn {chr(65 + n % 20)}nh" for n in rows],
        "Hôm nào": [f"{n % 28 + 1:02d}/03/20{n % 10 + 10}" for n in rows],
        "Ở đâu": ["00004" if n % 2 else "00008" for n in rows],
        "Gọi": [f"09123450{n:02d}" for n in rows],
        "Nghề": [("lưới kéo", "lưới vây", "câu")[n % 3] for n in rows],
        "Lạ": [("Trần Văn Hai", "Lê Thị Ba")[n % 2] for n in rows],
        "Dài": [f"{n % 30 + 5},{n % 10}" for n in rows],
        "Tóm tắt": ["" if n % 2 else f"ghi riêng {n}" for n in rows],
    }
    path = tmp_path / "tau.csv"
    pl.DataFrame(table).write_csv(path)
    return path


def test_values_alone_tell_the_types(vessels, tmp_path, catalog):
    made = draft("fishery.vessel", vessels, tmp_path / "catalog", catalog)
    assert {field.header: field.type.name for field in made.fields} == {
        "Hàng": "integer",
        "Biển": "private_code",
        "Thẻ": "personal_id",
        "Chủ": "person_name",
        "Hôm nào": "date",
        "Ở đâu": "commune_code",
        "Gọi": "phone",
        "Nghề": "text",
        "Lạ": "person_name",
        "Dài": "decimal",
        "Tóm tắt": "note",
    }
    by_header = {field.header: field for field in made.fields}
    assert by_header["Nghề"].choices == ("câu", "lưới kéo", "lưới vây")
    assert {header for header, field in by_header.items() if field.choices} == {"Nghề"}
    assert {header for header, field in by_header.items() if field.unique} == {"Biển"}
    assert {header for header, field in by_header.items() if not field.required} == {"Tóm tắt"}


def test_the_catalog_of_a_draft_is_whole(vessels, tmp_path, catalog):
    made = draft("fishery.vessel", vessels, tmp_path / "catalog", catalog)
    assert made.files == (
        "checks/fishery/reconcile.yaml",
        "checks/fishery/record.yaml",
        "checks/fishery/sector.yaml",
        "schemas/fishery/vessel.yaml",
    )
    drafted = load_catalog(made.folder)
    assert [role.identifier for role in drafted.roles("fishery.vessel")] == ["the"]
    assert drafted.schema("fishery.vessel").commune == "o_dau"
    assert drafted.schema("fishery.vessel").key == ("bien",)


@pytest.mark.parametrize(
    ("values", "choices"),
    [
        (["có"] * 30 + ["không"] * 30, 2),
        (["có"] * 30 + ["một ca riêng"] * 4, 0),  # a rare value may point at a person
        ([f"loại {chr(97 + n)}" for n in range(13)] * 5, 0),
        (["Y Bhăm Niê"] * 20 + ["H'Hen Niê"] * 20, 0),  # no surname of the list, but written like names
        (["số 091 234 5678"] * 20 + ["khác"] * 20, 0),
        (["12 Lê Lợi", "14 Lê Lợi"] * 30, 0),
        (["Hải.TT", "Sơn.NV"] * 30, 0),
        (["nguyenvana", "tranvanb"] * 30, 0),
        (["Hoa", "Lan"] * 30, 0),
        (["Đạt", "Không đạt"] * 30, 2),
    ],
)
def test_a_code_list_is_taken_over_only_where_no_value_can_point_at_a_person(values, choices, tmp_path, catalog):
    path = tmp_path / "x.csv"
    pl.DataFrame({"Nghề": values, "Mã xã": ["00004"] * len(values)}).write_csv(path)
    made = draft("trial.thing", path, tmp_path / "catalog", catalog)
    assert len({field.header: field for field in made.fields}["Nghề"].choices) == choices


def test_nothing_is_overwritten(vessels, tmp_path, catalog):
    made = draft("fishery.vessel", vessels, tmp_path / "catalog", catalog)
    before = texts(made)
    for dataset in ("fishery.vessel", "fishery.license"):
        with pytest.raises(OutputError) as caught:
            draft(dataset, vessels, made.folder, catalog)
        assert caught.value.key == "draft.exists"
    assert texts(made) == before
    draft("harbor.boat", vessels, made.folder, catalog)
    assert set(load_catalog(made.folder).schemas) == {"fishery.vessel", "harbor.boat", "population.person"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog", "tau.csv"]


@pytest.mark.parametrize("name", ["fishery", "Fishery.vessel", "a.b.c", "common.x", "../x.y", ""])
def test_a_name_that_is_no_dataset_is_refused(name, vessels, tmp_path, catalog):
    with pytest.raises(UsageError) as caught:
        draft(name, vessels, tmp_path / "catalog", catalog)
    assert caught.value.key == "draft.bad_name"
    assert not (tmp_path / "catalog").exists()


@pytest.mark.parametrize(("content", "key"), [("", "load.empty"), ("1,2\n3,4\n", "load.no_header_at_all")])
def test_a_file_that_cannot_be_read_leaves_nothing(content, key, tmp_path, catalog):
    (tmp_path / "x.csv").write_text(content)
    with pytest.raises(LoadError) as caught:
        draft("fishery.vessel", tmp_path / "x.csv", tmp_path / "catalog", catalog)
    assert caught.value.key == key
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


@given(st.text(max_size=80))
def test_any_header_gives_a_column_name(header):
    name = canonical_name(header)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert canonical_name(name) == name
