"""A reference that is itself broken is refused, never joined blindly."""

from datetime import date

import duckdb
import polars as pl
import pytest

from dq.errors import RegisterError
from dq.locale import LANGUAGES, load_locale
from dq.register import check, write_part

NUMBERS = [f"00108599{index:04d}" for index in range(8)]


def staged(folder, numbers, *, updated=None, part_rows=3):
    """Prepare persons with `numbers` in parts below `folder`."""
    frame = pl.DataFrame(
        {
            "source_row": range(2, len(numbers) + 2),
            "so_dinh_danh": pl.Series(numbers, dtype=pl.String),
            "ho_ten": "Nguyễn Văn An",
            "ngay_sinh": "1985",
            "gioi_tinh": "nam",
        }
    )
    if updated is not None:
        frame = frame.with_columns(ngay_cap_nhat=pl.Series(updated, dtype=pl.Date))
    for index, part in enumerate(frame.iter_slices(part_rows)):
        write_part(folder, index, part)
    return folder


def checked(folder):
    with duckdb.connect() as connection:
        return check(connection, folder)


def test_facts(tmp_path):
    updated = [None, date(2026, 9, 30), date(2026, 10, 1), None, date(2020, 1, 1)]
    facts = checked(staged(tmp_path, [*NUMBERS[:3], None, "123"], updated=updated))
    assert (facts.rows, facts.without_identifier, facts.as_of) == (5, 2, date(2026, 10, 1))


def test_a_reference_that_does_not_say_when_it_was_updated(tmp_path):
    assert checked(staged(tmp_path, NUMBERS)).as_of is None


@pytest.mark.parametrize("numbers", [None, []])
def test_no_rows(tmp_path, numbers):
    if numbers is not None:
        write_part(
            tmp_path,
            0,
            pl.DataFrame(schema=dict.fromkeys(("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh"), pl.String)),
        )
    with pytest.raises(RegisterError) as caught:
        checked(tmp_path)
    assert caught.value.key == "register.empty"


def test_no_identifiers(tmp_path):
    with pytest.raises(RegisterError) as caught:
        checked(staged(tmp_path, ["123", None, "7.9E+10", ""]))
    assert (caught.value.key, caught.value.parameters) == ("register.no_identifiers", {"rows": 4})


def test_repeated_identifiers_name_rows_and_no_value(tmp_path):
    numbers = [*NUMBERS, NUMBERS[2], *NUMBERS[4:8], NUMBERS[2], None, None, "123", "123"]
    with pytest.raises(RegisterError) as caught:
        checked(staged(tmp_path, numbers))
    assert caught.value.key == "register.duplicate_identifiers"
    assert caught.value.parameters == {"count": 5, "rows": "4, 6, 7, 8, 9"}
    assert "99" not in str(caught.value)


def test_a_folder_name_with_pattern_characters(tmp_path):
    folder = tmp_path / "Dữ liệu [2026] *'"
    folder.mkdir()
    assert checked(staged(folder, NUMBERS)).rows == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language):
    say = load_locale(language).say
    sentences = [
        say("register.empty"),
        say("register.missing_columns", columns="ho_ten"),
        say("register.no_identifiers", rows=4),
        say("register.duplicate_identifiers", count=5, rows="4, 6"),
        say("register.cache_not_writable", path="x", reason="y"),
        say("register.cache_damaged", path="x"),
    ]
    assert all("{" not in sentence for sentence in sentences)
    assert len(set(sentences)) == 6
