"""Every row of the table of outcomes (DESIGN §5), in its order."""

from dataclasses import replace

import pytest

from dq.model import Outcome

ID, OTHER, CMND = "001085990001", "001085990002", "012345678"
AN = {
    "so_dinh_danh": ID,
    "ho_ten": "Nguyễn Văn An",
    "ngay_sinh": "1985-03-02",
    "gioi_tinh": "nam",
    "tinh_trang": "song",
}


def person(**changes):
    row = {name: AN[name] for name in ("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh")}
    return row | changes


def table(judge, cases, **options):
    """Judge (changes to the record, changes to its holder) at once, each with numbers of its own."""
    people, holders = [], []
    for index, (changes, held) in enumerate(cases):
        number, old, cmnd = f"00108599{index:04d}", f"00107599{index:04d}", f"01234{index:04d}"
        tokens = {"OLD": old, "CMND": cmnd, "UNKNOWN": f"00106599{index:04d}", "UNKNOWN CMND": f"98765{index:04d}"}
        row = person(so_dinh_danh=number) | changes
        people.append(row | {"so_dinh_danh": tokens.get(row["so_dinh_danh"], row["so_dinh_danh"])})
        holders.append(AN | {"so_dinh_danh": number, "so_cmnd": cmnd, "so_dinh_danh_cu": old} | held)
    return judge(people, holders, **options)


OUTCOMES = [
    ({"loai_chu": "to_chuc", "so_dinh_danh": None}, Outcome.NOT_APPLICABLE),
    ({"loai_chu": "cong_dong"}, Outcome.NOT_APPLICABLE),
    ({"loai_chu": "ca_nhan"}, Outcome.MATCHED),
    ({"so_dinh_danh": None}, Outcome.MISSING_ID),
    ({"so_dinh_danh": "00108599000"}, Outcome.INVALID_ID),
    ({"so_dinh_danh": "001985990001"}, Outcome.INVALID_ID),  # no century 9
    ({"so_dinh_danh": "0123456789"}, Outcome.INVALID_ID),
    ({"so_dinh_danh": "7.9203E+10"}, Outcome.INVALID_ID),
    ({"so_dinh_danh": "OLD"}, Outcome.SUPERSEDED),
    ({"so_dinh_danh": "CMND"}, Outcome.SUPERSEDED),
    ({"so_dinh_danh": "UNKNOWN"}, Outcome.NOT_FOUND),
    ({"so_dinh_danh": "UNKNOWN CMND"}, Outcome.NOT_FOUND),
    ({"ho_ten": "Nguyễn Văn Anh"}, Outcome.MISMATCHED),
    ({"ngay_sinh": "1985-02-03"}, Outcome.MISMATCHED),
    ({"gioi_tinh": "nu"}, Outcome.MISMATCHED),
    ({"ho_ten": None}, Outcome.MISMATCHED),
    ({}, Outcome.MATCHED),
    ({"ho_ten": "NGUYỄN  VĂN AN", "ngay_sinh": "1985"}, Outcome.MATCHED),
    ({"ngay_sinh": None, "gioi_tinh": None}, Outcome.MATCHED),
]


def test_every_outcome(judge):
    judged = table(judge, [(changes, {}) for changes, _ in OUTCOMES])
    assert judged.outcomes == [outcome for _, outcome in OUTCOMES]


@pytest.mark.parametrize("status", ["chet", "mat_tich"])
def test_the_dead_and_the_missing_are_deceased(judge, status):
    judged = judge([person()], [{**AN, "tinh_trang": status}])
    assert judged.outcomes == [Outcome.DECEASED]
    assert judged.one()["register_status"] == status


def test_a_date_of_death_without_a_status_says_dead(judge):
    holder = {**AN, "tinh_trang": None, "ngay_chet": "2020"}
    assert judge([person()], [holder]).outcomes == [Outcome.DECEASED]


def test_somebody_elses_death_is_a_mismatch(judge):
    judged = judge(
        [person(ho_ten="Lê Thị Cúc", ngay_sinh="1999-09-09", gioi_tinh="nu")], [{**AN, "tinh_trang": "chet"}]
    )
    row = judged.one()
    assert row["outcome"] == Outcome.MISMATCHED
    assert row["same_person_likely"] is False
    assert row["register_status"] == "chet"
    assert (row["owner"], row["action"]) == ("sector", "verify_person")


def test_deceased_comes_before_mismatched(judge):
    judged = judge([person(ngay_sinh="1985-02-03")], [{**AN, "tinh_trang": "chet"}])
    assert judged.outcomes == [Outcome.DECEASED]
    assert judged.one()["fields_differing"] == ["ngay_sinh"]


def test_a_dataset_not_of_the_living_only_tells_the_status(judge, holder_role):
    role = replace(holder_role, living=False)
    judged = judge([person()], [{**AN, "tinh_trang": "chet"}], roles=[role])
    assert judged.outcomes == [Outcome.MATCHED]
    assert judged.one()["register_status"] == "chet"
    result = {item.rule_id: item for item in judged.result.evaluation.results}["land.holder.register.deceased"]
    assert (result.status, result.reason) == ("not_applicable", "not_living")


SPELLINGS = [
    ("Lê Thị Mỹ", "Lê Thị Mĩ", Outcome.MATCHED_SPELLING),
    ("Lý Văn Quý", "Lí Văn Quí", Outcome.MATCHED_SPELLING),
    ("Lê Thị Thúy", "Lê Thị Thúi", Outcome.MISMATCHED),
    ("Lê Thị Thúy", "Lê Thị Thuý", Outcome.MATCHED),
    ("Lê Hòa", "Lê Hoà", Outcome.MATCHED),
]


def test_spelling_of_i_and_y(judge):
    judged = table(judge, [({"ho_ten": name}, {"ho_ten": registered}) for name, registered, _ in SPELLINGS])
    assert judged.outcomes == [outcome for _, _, outcome in SPELLINGS]


def test_a_misspelled_name_with_a_wrong_date_is_a_mismatch_of_the_date(judge):
    judged = judge([person(ho_ten="Lê Thị Mỹ", ngay_sinh="1990")], [{**AN, "ho_ten": "Lê Thị Mĩ"}])
    assert judged.outcomes == [Outcome.MISMATCHED]
    assert judged.one()["fields_differing"] == ["ngay_sinh"]


def test_fields_differing_are_the_columns_of_the_file(judge):
    other = person(ho_ten="Phạm Quốc Dũng", ngay_sinh="1970", gioi_tinh="nu")
    assert judge([other], [AN]).one()["fields_differing"] == ["ho_ten", "ngay_sinh", "gioi_tinh"]


def test_a_blank_name_is_a_differing_field(judge):
    row = judge([person(ho_ten=None)], [AN]).one()
    assert row["fields_differing"] == ["ho_ten"]
    assert (row["name"], row["action"]) == ("absent", "correct_name")


def test_fields_that_the_register_does_not_hold_agree(judge):
    holder = {**AN, "ngay_sinh": None, "gioi_tinh": "x"}
    row = judge([person(gioi_tinh="nu")], [holder]).one()
    assert row["outcome"] == Outcome.MATCHED
    assert (row["name"], row["birth_date"], row["sex"]) == ("equal", "absent", "absent")


def test_verdicts_stand_only_where_somebody_was_compared(judge):
    judged = judge([person(so_dinh_danh=None), person(so_dinh_danh="001085990777")], [AN])
    for row in judged.frame.iter_rows(named=True):
        assert [row[name] for name in ("name", "birth_date", "sex", "same_person_likely", "register_status")] == [
            None
        ] * 5
        assert row["fields_differing"] == []


ACTIONS = [
    ({"loai_chu": "to_chuc"}, "song", None, "none"),
    ({"so_dinh_danh": None}, "song", "sector", "add_identifier"),
    ({"so_dinh_danh": "1"}, "song", "sector", "correct_identifier"),
    ({"so_dinh_danh": "OLD"}, "song", "sector", "replace_identifier"),
    ({"so_dinh_danh": "UNKNOWN"}, "song", "police", "verify_with_police"),
    ({}, "chet", "sector", "verify_death"),
    ({"ho_ten": "Nguyễn Văn Am"}, "song", "sector", "correct_name"),
    ({"ngay_sinh": "1985-02-03"}, "song", "sector", "correct_birth_date"),
    ({"gioi_tinh": "nu"}, "song", "sector", "correct_sex"),
    ({}, "song", None, "none"),
]


def test_who_acts_and_how(judge):
    judged = table(judge, [(changes, {"tinh_trang": status}) for changes, status, _, _ in ACTIONS])
    assert judged.frame.select("owner", "action").rows() == [(owner, action) for *_, owner, action in ACTIONS]


def test_an_adopted_spelling_is_for_the_sector(judge):
    row = judge([person(ho_ten="Lê Mỹ")], [{**AN, "ho_ten": "Lê Mĩ"}]).one()
    assert (row["owner"], row["action"]) == ("sector", "adopt_spelling")


CIVIL_STATUS = [
    ({"ngay_sinh": "1985-02-03"}, "police"),  # the book prevails over the register
    ({"ho_ten": "Nguyễn Văn Am"}, "police"),
    ({"ho_ten": "Nguyen Van An"}, "sector"),  # no book is written without marks
    ({"ho_ten": None}, "sector"),
    ({"ho_ten": "Lê Thị Cúc", "ngay_sinh": "1999"}, "sector"),  # somebody else
]


def test_a_mismatch_of_civil_status_is_the_registers(judge):
    judged = table(judge, [(changes, {}) for changes, _ in CIVIL_STATUS], dataset="civil_registry.birth")
    rows = judged.frame.filter(role="chu_the").select("outcome", "owner").rows()
    assert rows == [(Outcome.MISMATCHED, owner) for _, owner in CIVIL_STATUS]


def test_without_a_reference_the_first_tests_still_hold_back(judge):
    people = [
        person(loai_chu="to_chuc"),
        person(so_dinh_danh=None),
        person(so_dinh_danh="1"),
        person(so_dinh_danh=OTHER),
        person(so_dinh_danh=OTHER, ho_ten="Phạm Quốc Dũng", ngay_sinh="1970"),
        person(),
        person(so_dinh_danh=CMND),
    ]
    judged = judge(people, None)
    assert judged.outcomes == [
        Outcome.NOT_APPLICABLE,
        Outcome.MISSING_ID,
        Outcome.INVALID_ID,
        Outcome.DUPLICATE_ID,
        Outcome.DUPLICATE_ID,
        Outcome.NOT_CHECKED,
        Outcome.NOT_CHECKED,
    ]
    assert judged.held["record_id"].to_list() == [2, 3, 4, 5]
    by_id = {item.rule_id.rpartition(".")[2]: item for item in judged.result.evaluation.results}
    assert [(item.status, item.n_checked, item.n_failed) for item in list(by_id.values())[:3]] == [
        ("failed", 6, 1),
        ("failed", 5, 1),
        ("failed", 4, 2),
    ]
    for name in ("superseded", "not_found", "deceased", "mismatched", "matched_spelling"):
        assert (by_id[name].status, by_id[name].reason) == ("not_applicable", "no_reference")
