"""`waivers.yaml` is checked at the border: file, line, what is wrong; never a value of the data."""

import re
from datetime import date

import pytest

from dq.errors import CatalogError
from dq.locale import load_locale
from dq.waive import load_waivers

NUMBER = "001085990101"
GOOD = {
    "id": "W-1",
    "rule": "WELFARE-BENEFICIARY-025",
    "reason": '"Đang xác minh tại xã, hẹn trước tháng 12"',
    "by": '"Trần Văn Quản, Trưởng phòng"',
    "expires": "2026-12-31",
    "all_records": "true",
}


@pytest.fixture
def load(tmp_path, catalog):
    def read(text: str):
        path = tmp_path / "waivers.yaml"
        path.write_text(text, encoding="utf-8")
        return load_waivers(path, catalog.rules, catalog.schema("welfare.beneficiary"))

    return read


def entry(**changes: str | None) -> str:
    lines = [f"{name}: {value}" for name, value in (GOOD | changes).items() if value is not None]
    return "waivers:\n  - " + "\n    ".join(lines) + "\n"


def test_a_waiver_says_who_excuses_what_why_and_until_when(load):
    (waiver,) = load(entry())
    assert (waiver.id, waiver.rule.id, waiver.scope) == ("W-1", "WELFARE-BENEFICIARY-025", "all")
    assert waiver.in_force(date(2026, 12, 31))
    assert not waiver.in_force(date(2027, 1, 1))


def test_waivers_of_other_datasets_are_for_other_runs(load):
    assert load(entry(rule="land.holder.register.missing_id")) == ()


def test_a_record_is_named_by_its_key_or_an_alternate_one(load):
    key = f"[{{so_dinh_danh: '{NUMBER}', nhom_doi_tuong: 6}}]"
    (waiver,) = load(entry(all_records=None, records=key))
    assert waiver.records == ({"so_dinh_danh": NUMBER, "nhom_doi_tuong": "6"},)


def say(error: pytest.ExceptionInfo[CatalogError], language: str = "en") -> str:
    return load_locale(language).say(error.value.key, **error.value.parameters)


@pytest.mark.parametrize(
    ("changes", "line", "problem"),
    [
        ({"expires": None}, 2, "key 'expires' is missing"),
        ({"by": None}, 2, "key 'by' is missing"),
        ({"reason": '"vì thế"'}, 4, "'reason' must have at least 10 character"),
        ({"expires": "cuối năm"}, 6, "'expires' must be a date written as year-month-day, such as 2026-11-01"),
        ({"expires": "31/12/2026"}, 6, "'expires' must be a date"),
        ({"id": '""'}, 2, "'id' may hold letters"),
        ({"id": '"MT 2026"'}, 2, "'id' may hold letters"),
        ({"by": "An"}, 5, "'by' must have at least 3 character"),
        ({"rule": "no such thing at all"}, 3, "no rule 'no such thing at all'. See: dq rules list"),
        ({"all_records": "everything"}, 7, "'all_records' must be true or false"),
        ({"experis": "2026-12-31"}, 8, "did you mean 'expires'?"),
        ({"rule": "WELFARE-BENEFICIARY-O25"}, 3, "did you mean 'WELFARE-BENEFICIARY-"),
        ({"rule": "malformed_row"}, 3, "malformed lines cannot be waived"),
        ({"all_records": None}, 2, "exactly one of"),
        ({"where": "he_so > 1"}, 2, "exactly one of"),
        ({"reason": f'"Người có số {NUMBER} đang xác minh"'}, 4, "long number"),
        ({"by": f'"An {NUMBER}"'}, 5, "long number"),
        (
            {"all_records": None, "records": "[{ho_ten: An}]"},
            7,
            "is named by the columns of a key: [so_dinh_danh, nhom_doi_tuong]",
        ),
        ({"all_records": None, "records": "[{so_dinh_danh: '', nhom_doi_tuong: '6'}]"}, 7, "'so_dinh_danh' is empty"),
    ],
)
def test_a_wrong_entry_is_named_by_file_and_line(load, changes, line, problem):
    with pytest.raises(CatalogError) as error:
        load(entry(**changes))
    assert error.value.parameters["where"] == f"waivers.yaml:{line}"
    assert problem in say(error)
    assert NUMBER not in str(error.value)
    assert not re.search(r"\b(?:should|is|must|missing|unknown|holds|cannot)\b", say(error, "vi"))


def test_one_id_twice_and_an_unknown_section_are_refused(load):
    with pytest.raises(CatalogError) as error:
        load(entry() + entry().removeprefix("waivers:\n"))
    assert "stands twice" in say(error)
    with pytest.raises(CatalogError) as error:
        load(entry().replace("waivers:", "waiver:"))
    assert "did you mean 'waivers'?" in say(error)
