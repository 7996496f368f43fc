"""What linking promises: candidates ranked by probability, confidence by threshold, and nothing ever accepted."""

from dataclasses import replace

import polars as pl
import pytest
from link_people import NEIGHBORS, crowd, linked, number, registered

PEOPLE = NEIGHBORS + crowd(300)


def person(**changes):
    return {"ma_xa": "00004", "ho_ten": "Nguyễn Văn An", "ngay_sinh": "02/03/1985", "gioi_tinh": "Nam"} | changes


def candidates(result):
    return pl.read_parquet(result.candidates)


def test_candidates_are_ranked_and_their_probabilities_add_up_to_one_at_most(catalog, tmp_path):
    twins = [*PEOPLE, ("Nguyễn Văn An", "1985-03-20", "nam", "00004"), ("Nguyễn Văn Anh", "1985-03-02", "nam", "00004")]

    result = linked(catalog, tmp_path, [person(ngay_sinh="1985"), person()], registered(twins))

    found = candidates(result)
    assert found.columns == [
        "record_id", "role", "source_row", "candidate_id", "match_probability", "rank", "comparison",
    ]  # fmt: skip
    assert found.sort("record_id", "role", "rank").equals(found)
    for _, mine in found.group_by("record_id"):
        assert mine["rank"].to_list() == list(range(1, mine.height + 1))
        assert mine["match_probability"].is_sorted(descending=True)
        assert mine["match_probability"].sum() <= 1
    assert found.filter(rank=1)["candidate_id"].to_list() == [number(0), number(0)]
    assert found.filter(record_id=1).height > 1


AGREEMENTS = [
    ({}, ["name:equal", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"ngay_sinh": "1985"}, ["name:equal", "birth_date:year", "sex:equal", "commune:equal"]),
    ({"ngay_sinh": "01/01/1985"}, ["name:equal", "birth_date:year", "sex:equal", "commune:equal"]),
    ({"ngay_sinh": "03/02/1985"}, ["name:equal", "birth_date:swapped", "sex:equal", "commune:equal"]),
    ({"ngay_sinh": "12/03/1985"}, ["name:equal", "birth_date:one_digit", "sex:equal", "commune:equal"]),
    ({"ngay_sinh": "17/08/1984"}, ["name:equal", "birth_date:near_year", "sex:equal", "commune:equal"]),
    ({"ho_ten": "NGUYEN VAN AN"}, ["name:marks", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"ho_ten": "Nguyễn Văm An"}, ["name:similar", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"ho_ten": "Nguyễn An"}, ["name:similar", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"ho_ten": "Nguyễn Hữu An"}, ["name:ends", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"ho_ten": "Trần Văn An"}, ["name:given", "birth_date:equal", "sex:equal", "commune:equal"]),
    ({"gioi_tinh": "Nữ"}, ["name:equal", "birth_date:equal", "sex:different", "commune:equal"]),
    ({"ma_xa": "00001"}, ["name:equal", "birth_date:equal", "sex:equal", "commune:province"]),
    ({"ma_xa": None, "gioi_tinh": None}, ["name:equal", "birth_date:equal"]),
]


def test_how_each_field_agrees_is_said_of_each_candidate(catalog, tmp_path):
    result = linked(catalog, tmp_path, [person(**changes) for changes, _ in AGREEMENTS], registered(PEOPLE))

    found = candidates(result).filter(candidate_id=number(0))
    assert dict(zip(found["record_id"], found["comparison"].to_list(), strict=True)) == {
        index: said for index, (_, said) in enumerate(AGREEMENTS, start=1)
    }


def test_one_spelling_of_i_and_y_is_told_from_marks(catalog, tmp_path):
    result = linked(catalog, tmp_path, [person(ho_ten="Hoàng Văn Quí", ngay_sinh="05/05/1970")], registered(PEOPLE))

    assert candidates(result)["comparison"][0][0] == "name:spelling"


def test_an_old_commune_code_is_compared_by_the_unit_that_it_went_into(catalog, tmp_path):
    people = [*PEOPLE, ("Cao Thị Nga", "1971-02-03", "nu", "00097")]  # Phúc Xá (00001) went into Hồng Hà (00097)

    result = linked(
        catalog,
        tmp_path,
        [person(ho_ten="Cao Thị Nga", ngay_sinh="03/02/1971", gioi_tinh="Nữ", ma_xa="00001")],
        registered(people),
    )

    assert candidates(result)["comparison"][0][-1] == "commune:merged"


def test_of_many_alike_none_stands_out(catalog, tmp_path):
    alike = [("Nguyễn Thị Hoa", f"1950-0{i + 1}-11", "nu", "00004") for i in range(8)]

    result = linked(
        catalog,
        tmp_path,
        [person(ho_ten="Nguyễn Thị Hoa", ngay_sinh="1950", gioi_tinh="Nữ")],
        registered(PEOPLE + alike),
    )

    assert result.confidences == {"single": 0, "review": 1, "none": 0}
    found = candidates(result)
    assert found.height == catalog.linking("welfare.beneficiary").max_candidates
    assert found["match_probability"].max() < 0.2


def test_every_person_gets_a_confidence_even_without_a_name(catalog, tmp_path):
    people = [person(), person(ho_ten="Đinh Không Ai", ngay_sinh="01/02/1933"), person(ho_ten=None, ngay_sinh=None)]

    result = linked(catalog, tmp_path, people, registered(PEOPLE))

    said = pl.read_parquet(result.linked)
    assert said["record_id"].to_list() == [1, 2, 3]
    assert said["confidence"].to_list()[1:] == ["none", "none"]
    assert said["n_candidates"].to_list()[1:] == [0, 0]
    assert result.counts["persons_unblocked"] == 1
    assert sum(result.confidences.values()) == 3


def test_a_block_that_offers_too_many_is_left_out_and_counted(catalog, tmp_path):
    model = replace(catalog.linking("welfare.beneficiary"), max_block=5)
    alike = [("Nguyễn Thị Hoa", f"1950-0{i + 1}-11", "nu", "00008") for i in range(8)]
    asked = person(ho_ten="Nguyễn Thị Hoa", ngay_sinh="1950", gioi_tinh="Nữ", ma_xa="00070")

    result = linked(catalog, tmp_path, [asked, person()], registered(PEOPLE + alike), model=model)

    assert result.counts["blocks_cut"] == 1
    assert result.counts["persons_cut"] == 1
    assert candidates(result)["record_id"].unique().to_list() == [2]
    assert result.counts["pairs"] <= 2 * len(model.blocking) * model.max_block


def test_chunks_give_what_one_pass_gives(catalog, tmp_path):
    people = [
        person(),
        person(ho_ten="Trần Thị Bình", ngay_sinh="15/07/1985", gioi_tinh="Nữ"),
        person(ngay_sinh="1985"),
    ]

    whole = linked(catalog, tmp_path / "whole", people, registered(PEOPLE))
    parts = linked(catalog, tmp_path / "parts", people, registered(PEOPLE), chunk=1)

    assert candidates(parts).equals(candidates(whole))
    assert parts.confidences == whole.confidences


def test_without_anything_in_common_to_compare_nobody_has_a_candidate(catalog, tmp_path):
    result = linked(
        catalog, tmp_path, [person(ho_ten=None, ngay_sinh=None, gioi_tinh=None, ma_xa=None)], registered(PEOPLE)
    )

    assert result.confidences == {"single": 0, "review": 0, "none": 1}
    assert candidates(result).is_empty()


SURE = [
    ({}, "single"),
    ({"gioi_tinh": None}, "single"),
    ({"ho_ten": "NGUYEN VAN AN"}, "single"),
    ({"ho_ten": "Nguyễn Văm An"}, "single"),
    ({"gioi_tinh": "Nữ"}, "review"),
    ({"ho_ten": "Nguyễn Hữu An"}, "review"),
    ({"ho_ten": "Trần Văn An"}, "review"),
    ({"ho_ten": "Nguyễn Văn Bảo"}, "review"),
]


@pytest.mark.parametrize(("changes", "confidence"), SURE)
def test_a_candidate_of_another_name_or_sex_never_stands_out(catalog, tmp_path, changes, confidence):
    result = linked(catalog, tmp_path, [person(**changes)], registered(PEOPLE))

    assert candidates(result)["candidate_id"].to_list() == [number(0)]
    assert result.confidences[confidence] == 1


@pytest.mark.parametrize(("name", "confidence"), [("Nguyễn Văn An", "single"), ("Nguyễn Vân An", "review")])
@pytest.mark.parametrize("holder", [(9, "doi_tuong"), (1, "nguoi_khac")])
def test_a_number_that_somebody_else_has_is_proposed_for_nobody_of_nearly_that_name(
    catalog, tmp_path, name, confidence, holder
):
    record, role = holder
    numbers = f"(SELECT {record} AS record_id, '{role}' AS role, '{number(0)}' AS identifier)"

    result = linked(catalog, tmp_path, [person(ho_ten=name)], registered(PEOPLE), numbers=numbers)

    assert result.confidences[confidence] == 1


def test_the_number_that_the_person_has_already_is_nobody_elses(catalog, tmp_path):
    [role] = {item.role for item in catalog.roles("welfare.beneficiary")}
    numbers = f"(SELECT 1 AS record_id, '{role}' AS role, '{number(0)}' AS identifier)"

    result = linked(catalog, tmp_path, [person(ho_ten="NGUYEN VAN AN")], registered(PEOPLE), numbers=numbers)

    assert result.confidences["single"] == 1


def test_of_two_for_whom_one_person_stands_out_only_the_one_of_that_name_is_sure(catalog, tmp_path):
    people = [person(), person(ho_ten="Nguyễn Văn Ân")]

    result = linked(catalog, tmp_path, people, registered(PEOPLE))

    assert pl.read_parquet(result.linked)["candidate_id"].to_list() == [number(0), number(0)]
    assert pl.read_parquet(result.linked)["confidence"].to_list() == ["single", "review"]
