"""Persons alike within one dataset: what is found, what is not, what is left out and counted."""

from dataclasses import replace
from pathlib import Path

import pytest
from link_people import DATASET, crowd, number, raw

from dq.catalog import Catalog
from dq.catalog.linking import LinkModel
from dq.engine import duck
from dq.engine.limits import Limits
from dq.link import ALIKE_TABLE, persons_batch, read_weights, similar_persons
from dq.normalize import normalize_batch

CROWD = [
    {"so_dinh_danh": number(index), "ho_ten": name, "ngay_sinh": born, "gioi_tinh": sex, "ma_xa": commune}
    for index, (name, born, sex, commune) in enumerate(crowd(2000), start=100)
]
AN = {
    "so_dinh_danh": number(1), "ho_ten": "Nguyễn Thế An", "ngay_sinh": "1985-03-12", "gioi_tinh": "nam",
    "ma_xa": "00004",
}  # fmt: skip


def other(**changes):
    """The same person without a number, otherwise as `changes` say."""
    return AN | {"so_dinh_danh": None} | changes


@pytest.fixture
def alike(catalog: Catalog, tmp_path: Path):
    def found(*people, known=(), **changes):
        model = catalog.linking(DATASET)
        assert isinstance(model, LinkModel)
        schema = catalog.schema(DATASET)
        frame = normalize_batch(raw([*people, *CROWD]), schema).frame
        persons_batch(frame, schema, catalog.roles(DATASET), model).write_parquet(tmp_path / "part-0.parquet")
        with duck.connect(Limits(memory=1_000_000_000, threads=1), tmp_path / "spill") as connection:
            connection.execute(f"CREATE TABLE alike ({ALIKE_TABLE})")
            connection.execute("CREATE TABLE known (record_id BIGINT, cluster_id BIGINT)")
            for record in known:
                connection.execute("INSERT INTO known VALUES (?, 1)", [record])
            counts = similar_persons(
                connection,
                str(tmp_path / "part-*.parquet"),
                "known",
                model=replace(model, **changes),
                weights=read_weights(model.weights, model),
            )
            return connection.execute("SELECT * FROM alike ORDER BY 1, 2").fetchall(), counts

    return found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ngay_sinh": "1985"}, ["name:equal", "birth_date:year", "sex:equal", "commune:equal"]),
        ({"ngay_sinh": "1985-03-17"}, ["name:equal", "birth_date:one_digit", "sex:equal", "commune:equal"]),
        (
            {"ho_ten": "NGUYEN THE AN", "ngay_sinh": "1985-12-03"},
            ["name:marks", "birth_date:swapped", "sex:equal", "commune:equal"],
        ),
        ({"ma_xa": "00001"}, ["name:equal", "birth_date:equal", "sex:equal", "commune:province"]),
        ({"ho_ten": "Nguyễn An"}, ["name:similar", "birth_date:equal", "sex:equal", "commune:equal"]),
    ],
)
def test_one_person_is_found_in_another_spelling_with_a_wrong_day_a_year_or_elsewhere(alike, changes, said):
    [(left, right, probability, comparison)], counts = alike(AN, other(**changes))

    assert (left, right, comparison) == (1, 2, said)
    assert 0.9 <= probability <= 1
    assert counts["pairs"] >= 1
    assert counts["blocks_cut"] == counts["persons_cut"] == 0


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([AN, other(ngay_sinh="1962-08-29")], id="a namesake of another birth date"),
        pytest.param([AN, other(ngay_sinh="1962")], id="a namesake of another year"),
        pytest.param([AN, AN | {"so_dinh_danh": number(2), "ngay_sinh": "1985-03-17"}], id="two numbers"),
        pytest.param([AN, AN], id="one person in two rows"),
        pytest.param([other(), other()], id="one person in two rows without a number"),
        pytest.param(
            [AN, AN | {"so_dinh_danh": number(2), "ngay_sinh": "1985-09-28"}, other(ngay_sinh="1985")],
            id="a year that is that of two",
        ),
    ],
)
def test_namesakes_and_rows_of_one_person_are_not_said_to_be_alike(alike, people):
    assert alike(*people)[0] == []


def test_records_that_are_known_to_be_one_are_no_pair_and_compete_as_one(alike):
    people = [AN, other(ho_ten="Nguyễn Thế Ân"), other(ngay_sinh="1985")]

    pairs = alike(*people, known=(1, 2))[0]

    assert {(left, right) for left, right, *_ in pairs} >= {(1, 3)}
    assert (1, 2) not in {(left, right) for left, right, *_ in pairs}


def test_one_number_in_two_spellings_competes_once(alike):
    people = [AN, AN | {"ho_ten": "Nguyễn Thế Ân"}, other(ngay_sinh="1985")]

    assert (1, 3) in {(left, right) for left, right, *_ in alike(*people)[0]}


def test_a_block_that_too_many_share_is_left_out_and_counted(alike):
    found, counts = alike(AN, other(ngay_sinh="1985"), max_block=1)

    assert found == []
    assert counts["blocks_cut"] > 0
    assert counts["persons_cut"] > 2


def test_without_dedupe_in_the_model_nothing_is_compared(alike):
    assert alike(AN, other(ngay_sinh="1985"), dedupe=None) == ([], {"pairs": 0, "blocks_cut": 0, "persons_cut": 0})
