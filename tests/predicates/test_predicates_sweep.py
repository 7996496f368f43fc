"""What every predicate owes, whichever it is: docstring, tests, null for null, a verdict or null for any text."""

import inspect
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from predicate_rows import DAYS, columns, dtype, required_arguments

from dq.predicates.registry import PREDICATES

HERE = Path(__file__)
ARGUMENTS = {"pattern": ".*", "values": ["x"], "length": 1, "days": 30}
# Values that get a verdict, by parameter, and by predicate where that does not do.
VALUES = {"number": "001085990123", "sex": "nam", "group": "1", "coefficient": 1.5, "serial": "AB 123456"}
SPECIAL = {
    "phone_prefix_assigned": {"number": "0912345678"},
    "civil_status_year_matches": {"number_or_book": "12/2023"},
    "commune_name_matches": {"code": "00004", "name": "Phường Ba Đình"},
    "place_names_commune": {"place": "Phường Ba Đình", "code": "00004"},
    "health_card_group_known": {"card": "DN4010123456789"},
    "health_card_province_known": {"card": "DN4010123456789"},
    "health_card_matches_social_insurance": {"card": "DN4010123456789", "number": "0123456789"},
    "health_card_matches_personal_id": {"card": "001085990123"},
}


def arguments(name):
    return {argument: ARGUMENTS[argument] for argument in required_arguments(name)}


def example(name, parameter):
    day = date(2020, 5, 17) if parameter in DAYS else "w7er8uz0x3kq"
    return SPECIAL.get(name, {}).get(parameter, VALUES.get(parameter, day))


def verdicts_of(name, rows):
    schema = {parameter: dtype(parameter) for parameter in columns(name)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.select(verdict=PREDICATES[name](*map(pl.col, schema), **arguments(name))).to_series()


@pytest.mark.parametrize("name", PREDICATES)
def test_is_registered_under_its_own_name_and_documented(name):
    function = PREDICATES[name]
    assert function.__name__ == name
    assert (inspect.getdoc(function) or "").startswith("Return whether ")


@pytest.mark.parametrize("name", PREDICATES)
def test_has_tests_of_its_own(name):
    others = [path for path in HERE.parent.glob("test_*.py") if path != HERE]
    assert any(name in path.read_text(encoding="utf-8") for path in others)


@pytest.mark.parametrize("name", PREDICATES)
def test_null_in_any_column_gives_null(name):
    values = [example(name, parameter) for parameter in columns(name)]
    assert verdicts_of(name, [values]).item() is not None
    for place in range(len(values)):
        row = [None if other == place else value for other, value in enumerate(values)]
        assert verdicts_of(name, [row]).item() is None, f"column {columns(name)[place]}"
    assert verdicts_of(name, [[None] * len(values)]).item() is None


@pytest.mark.parametrize("name", PREDICATES)
def test_gives_a_boolean_for_each_row_and_for_no_row(name):
    values = [example(name, parameter) for parameter in columns(name)]
    verdicts = verdicts_of(name, [values, values, [None] * len(values)])
    assert verdicts.dtype == pl.Boolean
    assert len(verdicts) == 3
    assert verdicts_of(name, []).dtype == pl.Boolean


@pytest.mark.parametrize("name", [name for name in PREDICATES if dtype(columns(name)[0]) == pl.String])
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(), min_size=1, max_size=20))
def test_total_on_any_text(name, texts):
    others = [example(name, parameter) for parameter in columns(name)[1:]]
    verdicts = verdicts_of(name, [[text, *others] for text in texts])
    assert verdicts.dtype == pl.Boolean
    assert len(verdicts) == len(texts)
