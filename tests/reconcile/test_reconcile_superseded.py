"""Numbers no longer in force, and who holds the number in force."""

import duckdb

from dq.model import Outcome
from dq.reconcile import Verdict
from dq.reconcile.sql import enum_type_sql
from dq.reconcile.superseded import proposal_sql

NEW, NEW2, OLD, CMND = "001085990001", "001085990002", "001084990001", "012345678"
AN = {
    "so_dinh_danh": NEW,
    "ho_ten": "Nguyễn Văn An",
    "ngay_sinh": "1985-03-02",
    "gioi_tinh": "nam",
    "tinh_trang": "song",
}
BICH = {"so_dinh_danh": NEW2, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990-07-15", "gioi_tinh": "nu"}


def person(number, **changes):
    return {"so_dinh_danh": number, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-03-02", "gioi_tinh": "nam"} | changes


def test_a_cancelled_number_needs_the_name_only(judge):
    row = judge([person(OLD, ngay_sinh="1984", gioi_tinh="nu")], [{**AN, "so_dinh_danh_cu": OLD}]).one()
    assert row["outcome"] == Outcome.SUPERSEDED
    assert row["proposed_id"] == NEW
    assert (row["name"], row["birth_date"], row["sex"]) == ("equal", "different", "different")
    assert row["fields_differing"] == ["ngay_sinh", "gioi_tinh"]
    assert (row["register_status"], row["same_person_likely"]) == ("song", True)


def test_several_cancelled_numbers_of_one_person(judge):
    holder = {**AN, "so_dinh_danh_cu": f"001083990001; {OLD}"}
    judged = judge([person(OLD), person("001083990001")], [holder])
    assert judged.frame["proposed_id"].to_list() == [NEW, NEW]


def test_a_name_that_differs_in_spelling_only_agrees(judge):
    row = judge([person(OLD, ho_ten="Lê Mĩ")], [{**AN, "ho_ten": "Lê Mỹ", "so_dinh_danh_cu": OLD}]).one()
    assert (row["outcome"], row["name"], row["proposed_id"]) == (Outcome.SUPERSEDED, "spelling", NEW)


def test_a_cancelled_number_under_another_name_is_not_found(judge):
    people = [person(OLD, ho_ten=name) for name in ("Nguyễn Văn Anh",)]
    judged = judge(people, [{**AN, "so_dinh_danh_cu": OLD}])
    assert judged.outcomes == [Outcome.NOT_FOUND]
    assert judged.one()["proposed_id"] is None


def test_a_name_must_be_held_by_both(judge):
    assert judge([person(OLD, ho_ten=None)], [{**AN, "so_dinh_danh_cu": OLD}]).outcomes == [Outcome.NOT_FOUND]
    assert judge([person(OLD)], [{**AN, "ho_ten": None, "so_dinh_danh_cu": OLD}]).outcomes == [Outcome.NOT_FOUND]


def test_a_cancelled_number_of_two_persons(judge):
    of_both = {"so_dinh_danh_cu": OLD}
    one_agrees = judge([person(OLD)], [AN | of_both, BICH | of_both]).one()
    assert (one_agrees["outcome"], one_agrees["proposed_id"]) == (Outcome.SUPERSEDED, NEW)
    both_agree = judge([person(OLD)], [AN | of_both, AN | of_both | {"so_dinh_danh": NEW2}]).one()
    assert (both_agree["outcome"], both_agree["proposed_id"]) == (Outcome.NOT_FOUND, None)


def test_a_card_number_needs_name_and_birth_date(judge):
    holder = {**AN, "so_cmnd": CMND}
    people = [
        person(CMND),
        person(CMND, ngay_sinh="1985"),
        person(CMND, ngay_sinh=None),
        person(CMND, gioi_tinh="nu"),
        person(CMND, ngay_sinh="1985-02-03"),
        person(CMND, ngay_sinh="1986"),
        person(CMND, ho_ten="Trần Thị Bích"),
    ]
    judged = judge(people, [holder])
    assert judged.outcomes == [Outcome.SUPERSEDED] * 4 + [Outcome.NOT_FOUND] * 3
    assert judged.frame["proposed_id"].to_list() == [NEW] * 4 + [None] * 3


def test_a_card_number_issued_twice_belongs_to_the_one_who_agrees(judge):
    issued_twice = [{**AN, "so_cmnd": CMND}, {**BICH, "so_cmnd": CMND}]
    people = [person(CMND), person(CMND, ho_ten="Trần Thị Bích", ngay_sinh="1990"), person(CMND, ho_ten="Lê Cúc")]
    judged = judge(people, issued_twice)
    assert judged.outcomes == [Outcome.SUPERSEDED, Outcome.SUPERSEDED, Outcome.NOT_FOUND]
    assert judged.frame["proposed_id"].to_list() == [NEW, NEW2, None]


def test_a_card_number_listed_as_cancelled_still_needs_the_birth_date(judge):
    holder = {**AN, "so_dinh_danh_cu": CMND}
    assert judge([person(CMND), person(CMND, ngay_sinh="1986")], [holder]).outcomes == [
        Outcome.SUPERSEDED,
        Outcome.NOT_FOUND,
    ]


def test_a_number_in_force_is_not_superseded_though_somebody_once_had_it(judge):
    judged = judge([person(NEW2)], [{**AN, "so_dinh_danh_cu": NEW2}, BICH])
    assert judged.outcomes == [Outcome.MISMATCHED]


def test_one_person_by_both_ways_is_one_person(judge):
    judged = judge([person(OLD)], [{**AN, "so_dinh_danh_cu": f"{OLD};{OLD}", "so_cmnd": OLD}])
    assert judged.frame["proposed_id"].to_list() == [NEW]


def test_the_number_of_a_dead_person_is_superseded_and_says_so(judge):
    row = judge([person(OLD)], [{**AN, "tinh_trang": "chet", "so_dinh_danh_cu": OLD}]).one()
    assert (row["outcome"], row["register_status"]) == (Outcome.SUPERSEDED, "chet")


def test_a_filler_number_on_many_records_and_holders_makes_no_product():
    with duckdb.connect() as connection:  # 50,000 x 50,000 pairs would not end
        for kind in (Verdict, Outcome):
            connection.execute(enum_type_sql(kind))
        connection.execute("""
            CREATE TABLE judged AS
            SELECT i AS record_id, 'chu_the' AS role, 'not_found'::outcome AS early, '123456789' AS identifier,
                'lê ' || i AS p_name, NULL::DATE AS p_tu, NULL::DATE AS p_den, NULL::VARCHAR AS p_sex
            FROM range(50_000) t(i)
        """)
        connection.execute("""
            CREATE TABLE old_number AS
            SELECT '123456789' AS old_number, 'cmnd' AS kind, 'n' || i AS so_dinh_danh,
                'lê ' || (i + 49_990) AS name_key, NULL::DATE AS ngay_sinh_tu, NULL::DATE AS ngay_sinh_den,
                NULL::VARCHAR AS gioi_tinh, NULL::VARCHAR AS tinh_trang
            FROM range(50_000) t(i)
        """)
        select = proposal_sql("judged", "old_number")
        found = connection.execute(f"SELECT record_id, proposed_id FROM ({select}) ORDER BY 1").fetchall()
    assert found == [(49_990 + index, f"n{index}") for index in range(10)]
