"""`dq sample`: the files, the same for the same seed, whatever the batches."""

from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

from dq.catalog import Catalog, load_catalog
from dq.cli.main import cli
from dq.errors import OutputError, UsageError
from dq.model import Outcome
from dq.normalize import REPAIRS
from dq.sample import RECIPES, SampleRequest, sample
from dq.sample.changes import CHANGES
from dq.sample.defects import BLOCK, defects_of, parse_mix
from dq.sample.tables import read

AS_OF = date(2026, 11, 1)


def _request(folder, dataset="welfare.beneficiary", **changes):
    return SampleRequest(
        dataset, changes.pop("rows", 40), folder, AS_OF, seed=9, **{"defects": "all", "register": 4000, **changes}
    )


@pytest.mark.parametrize("dataset", RECIPES)
def test_the_same_request_gives_the_same_files_whatever_the_batches(tmp_path, dataset):
    one = sample(_request(tmp_path / "one", dataset))
    other = sample(_request(tmp_path / "other", dataset, batch_rows=3 * BLOCK))
    for path in sorted(one.export.parent.iterdir()):
        assert path.read_bytes() == (other.export.parent / path.name).read_bytes(), path.name


def test_another_seed_gives_other_people(tmp_path):
    one = sample(_request(tmp_path / "one"))
    other = sample(SampleRequest("welfare.beneficiary", 40, tmp_path / "other", AS_OF, seed=10, register=4000))
    assert one.export.read_bytes() != other.export.read_bytes()


@pytest.mark.parametrize("dataset", ["welfare.beneficiary"])
@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_each_format_holds_the_same_rows(tmp_path, dataset, form):
    done = sample(_request(tmp_path / form, dataset, format=form, rows=40))
    match form:
        case "csv":
            table = pl.read_csv(done.export, infer_schema=False)
        case "parquet":
            table = pl.read_parquet(done.export)
        case _:
            table = pl.read_excel(done.export, infer_schema_length=0)
    assert table.height == 40


def test_columns_are_those_of_the_schema(tmp_path, catalog: Catalog):
    for dataset in RECIPES:
        done = sample(_request(tmp_path / dataset, dataset, rows=8))
        columns = pl.read_csv(done.export, infer_schema=False).columns
        assert set(columns) <= set(catalog.schema(dataset).names)


@pytest.mark.parametrize("row", read("defects"), ids=lambda row: f"{row['dataset']}.{row['defect']}")
def test_a_kind_of_defect_names_what_there_is(row, catalog: Catalog):
    defect = next(defect for defect in defects_of(row["dataset"]) if defect.name == row["defect"])
    assert defect.change in CHANGES
    assert set(defect.column.split()) <= set(catalog.schema(row["dataset"]).names)
    assert BLOCK % defect.rows == 0
    rules = {rule.id for rule in catalog.rules[row["dataset"]]}
    for expected in defect.expected:
        known = {"finding": rules, "outcome": set(Outcome), "repair": set(REPAIRS), "nothing": {""}}
        assert expected.name in known[expected.kind]
        assert expected.place is None or expected.place < defect.rows


def test_kinds_have_names_of_their_own():
    for dataset in RECIPES:
        names = [defect.name for defect in defects_of(dataset)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("mix", "total"),
    [("0", 0), ("0.3", 0.3), ("all", 0.4), ("all=0.3", 0.3), ("id_missing=0.1,name_note=0.2", 0.3)],
)
def test_a_mix_adds_up(mix, total):
    assert sum(parse_mix(mix, defects_of("welfare.beneficiary")).values()) == pytest.approx(total)


@pytest.mark.parametrize("dataset", sorted(set(load_catalog().schemas) - {"population.person"}))
def test_the_usual_mix_leaves_some_rows_of_every_dataset_clean(dataset):
    shares = parse_mix("calibrated", defects_of(dataset))
    assert 0 < sum(shares.values()) < 0.901


@pytest.mark.parametrize("mix", ["id_mising=0.1", "id_missing=2", "id_missing=x", "all=0.9,id_missing=0.9", "1.5"])
def test_a_wrong_mix_is_refused(mix):
    with pytest.raises(UsageError):
        parse_mix(mix, defects_of("welfare.beneficiary"))


def test_defects_come_in_the_shares_that_were_asked_for(tmp_path):
    done = sample(_request(tmp_path / "out", rows=4000, defects="id_missing=0.1", register=None))
    labels = pl.read_csv(done.labels, infer_schema=False)
    assert labels["defect"].unique().to_list() == ["id_missing"]
    assert labels.height == pytest.approx(400, rel=0.2)
    rows = pl.read_csv(done.export, infer_schema=False)
    planted = rows[(labels["record_id"].cast(pl.Int64) - 1).to_list()]
    assert planted["so_dinh_danh"].fill_null("").eq("").all()
    register = pl.read_csv(done.register, infer_schema=False)
    named = labels.join(register, left_on="true_id", right_on="so_dinh_danh", maintain_order="left")
    assert named["ho_ten"].to_list() == planted["ho_ten"].to_list()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_command_says_what_it_wrote(tmp_path, language):
    arguments = ["sample", "welfare.beneficiary", "--rows", "20", "--out", str(tmp_path / "out"), "--lang", language]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "NOTICE.txt",
        "labels.csv",
        "register.csv",
        "welfare.beneficiary.csv",
    }
    assert "welfare.beneficiary.csv" in result.stdout


def test_a_folder_that_exists_stays_and_nothing_is_advised_that_there_is_not(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError) as refused:
        sample(_request(tmp_path / "out"))
    assert refused.value.key == "sample.exists"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"dataset": "land.holdr"}, "sample.unknown_dataset"),
        ({"rows": 400, "register": 10}, "sample.register_too_small"),
        ({"register": 200_000_000}, "sample.too_many_persons"),
        ({"rows": 2_000_000, "format": "xlsx"}, "sample.too_long_for_sheet"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(tmp_path, changes, key):
    with pytest.raises(UsageError) as refused:
        sample(_request(tmp_path / "out", **changes))
    assert refused.value.key == key
    assert not list(tmp_path.iterdir())
