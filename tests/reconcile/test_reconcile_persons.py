"""The persons of a batch in their roles."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from register_rows import canonical

from dq.reconcile import PERSONS_SCHEMA, persons_batch

ID = "001085990001"
PERSON = {"so_dinh_danh": ID, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-03", "gioi_tinh": "nam"}


@pytest.fixture
def persons(catalog):
    def run(rows, dataset="land.holder", roles=None):
        return persons_batch(canonical(rows), catalog.schema(dataset), roles or catalog.roles(dataset))

    return run


def test_one_person(persons):
    frame = persons([PERSON])
    assert frame.schema == PERSONS_SCHEMA
    assert frame.rows() == [
        (1, 2, "chu_the", True, ID, "personal_id", "nguyễn văn an", date(1985, 3, 1), date(1985, 3, 31), "nam")
    ]


@pytest.mark.parametrize(
    ("identifier", "id_class"),
    [
        (ID, "personal_id"),
        ("012345678", "cmnd"),
        ("12345678", "invalid"),
        ("0010859900010", "invalid"),
        ("001985990001", "invalid"),
        ("chưa rõ", "invalid"),
        (None, None),
    ],
)
def test_class_of_an_identifier(persons, identifier, id_class):
    assert persons([PERSON | {"so_dinh_danh": identifier}])["id_class"].to_list() == [id_class]


@pytest.mark.parametrize(("kind", "applicable"), [("ca_nhan", True), ("to_chuc", False), (None, True)])
def test_when_decides_who_is_a_person(persons, kind, applicable):
    assert persons([PERSON | {"loai_chu": kind}])["applicable"].to_list() == [applicable]


def test_a_role_may_say_the_sex_itself(persons):
    frame = persons([{"so_dinh_danh_vo": ID, "so_dinh_danh_chong": ID}], dataset="civil_registry.marriage")
    assert dict(frame.select("role", "sex").iter_rows()) == {"chong": "nam", "vo": "nu"}


@pytest.mark.parametrize(
    ("nationality", "identifier", "applicable"),
    [
        ("Việt Nam", None, True),
        (None, None, True),
        ("Hàn Quốc", None, False),
        ("Hàn Quốc", "M12345678", False),
        # Whatever the nationality says: a number of the population is looked up.
        ("CHXHCN Viet-Nam", "001185990001", True),
        ("Hàn Quốc", "001185990001", True),
    ],
)
def test_a_spouse_with_a_personal_number_is_never_taken_for_a_foreigner(persons, nationality, identifier, applicable):
    couple = {"quoc_tich_vo": nationality, "so_dinh_danh_vo": identifier, "ngay_dang_ky": "2020-05-01"}
    frame = persons([couple], dataset="civil_registry.marriage")
    assert frame.filter(role="vo")["applicable"].to_list() == [applicable]


def test_a_condition_on_a_column_that_the_file_lacks_sees_null(persons, catalog):
    role = catalog.roles("land.holder")[0]
    for when, applicable in (("loai_chu = 'ca_nhan'", False), ("loai_chu IS NULL", True), (None, True)):
        frame = persons([PERSON], roles=[replace(role, when=when)])
        assert frame["applicable"].to_list() == [applicable]


def test_columns_that_the_file_lacks_are_null(persons):
    row = persons([{"ho_ten": "Lê An"}]).row(0, named=True)
    held = ("identifier", "id_class", "birth_tu", "birth_den", "sex")
    assert [row[name] for name in held] == [None] * 5
    assert row["name_key"] == "lê an"


def test_a_year_is_all_its_days(catalog):
    schema, roles = catalog.schema("land.holder"), catalog.roles("land.holder")
    years = [
        replace(field, type=catalog.types["year"]) if field.name == "ngay_sinh" else field for field in schema.fields
    ]
    rows = canonical([PERSON] * 3).with_columns(ngay_sinh=pl.Series([1960, 0, None]))
    frame = persons_batch(rows, replace(schema, fields=tuple(years)), roles)
    assert frame.select("birth_tu", "birth_den").rows() == [
        (date(1960, 1, 1), date(1960, 12, 31)),
        (None, None),
        (None, None),
    ]


def test_a_whole_date_is_its_own_bounds(persons, catalog):
    role = replace(catalog.roles("land.holder")[0], birth_date="ngay_cap_nhat", sex=None)
    row = persons([PERSON | {"ngay_cap_nhat": "2026-05-01"}], roles=[role]).row(0, named=True)
    assert (row["birth_tu"], row["birth_den"], row["sex"]) == (date(2026, 5, 1), date(2026, 5, 1), None)


def test_text_that_is_no_sex_and_a_blank_name_are_not_held(persons):
    row = persons([PERSON | {"gioi_tinh": "3", "ho_ten": " "}]).row(0, named=True)
    assert (row["sex"], row["name_key"]) == (None, None)


def test_any_partition_gives_the_same_rows(catalog):
    rows = [PERSON | {"so_dinh_danh": f"00108599{index:04d}", "loai_chu": None} for index in range(7)]
    frame, schema, roles = (
        canonical(rows),
        catalog.schema("civil_registry.birth"),
        catalog.roles("civil_registry.birth"),
    )
    whole = persons_batch(frame, schema, roles)
    parts = [persons_batch(part, schema, roles) for part in frame.iter_slices(2)]
    assert_frame_equal(pl.concat(parts), whole)
    assert whole.height == 7 * len(roles)
    assert whole.select("record_id", "role").rows() == sorted(whole.select("record_id", "role").rows())
