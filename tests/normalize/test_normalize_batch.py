"""What holds for every value type: properties of `normalize_batch`."""

import os
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalize_batches import COLUMN, TYPES, again, batch, normalize, schema

from dq.catalog.schemas import Storage
from dq.normalize import CHANGES, REPAIRS, apply, normalize_batch
from dq.normalize.kind import Normalizer
from dq.text.clean import CLEAN
from dq.text.steps import apply_all

NEVER = "[^\\s\\S]"
PIECES = [
    *("079203991234", "79203991234", "271450123", "27145012", "02/03/1950", "2-3-50", "1950", "1950-03-02", "20882"),
    *("1.500.000", "1,5", "120.50", "m2", "đồng", "E+06", ".0", "Nam", "Nữ", "Kinh", "H’Mông", "Hộ gia đình, cá nhân"),
    *("Nguyễn Văn Hòa", "Ðặng", "không có", "Chưa có", "N/A", "x", "-", "0", "00", ".", "..", "/", ";", "'", "\u2019"),
    *(" ", "  ", "\u00a0", "\u200b", "\n", "O", "l", "w7er8u0evw70", "W3GVK1E12OOO", "AB 123456", "đ12345678", "+84"),
    *("912345678", "01681234567", "00:00:00", "T", "ngày 2 tháng 3 năm 1950", "e\u0302\u0301", "Ê-đê", "…", "²"),
]
anything = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=10)
fragments = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
near = st.text("0123456789/-.,: OolTe", max_size=13)
cells = st.lists(st.none() | st.sampled_from(PIECES) | fragments | near | anything, min_size=1, max_size=60)
pytestmark = pytest.mark.fuzz
thorough = settings(max_examples=int(os.environ.get("DQ_FUZZ_EXAMPLES", "12")), deadline=None)
REPRESENTATIVES = sorted({kind.normalizer: name for name, kind in reversed(TYPES.items())}.values())
one_a_normalizer = pytest.mark.parametrize("kind", REPRESENTATIVES)
every_type = pytest.mark.parametrize("kind", sorted(TYPES))


@one_a_normalizer
@thorough
@given(values=cells)
def test_total_with_the_physical_columns_and_an_honest_log(kind, values):
    result = normalize(kind, values)
    field = schema(**{COLUMN: kind}).field(COLUMN)
    assert result.frame.columns == ["record_id", "source_row", *field.physical]
    assert result.frame["record_id"].to_list() == list(range(1, len(values) + 1))
    assert result.changes.schema == CHANGES
    canonical = dict(zip(result.frame["record_id"], again(result), strict=True))
    for record_id, source_row, column, before, after, repair in result.changes.iter_rows():
        assert (source_row, column) == (record_id + 1, COLUMN)
        assert before == values[record_id - 1]
        assert before != after
        assert set(repair.split(",")) <= set(REPAIRS)
        assert (after is None) == (repair == "filler") == (canonical[record_id] is None)
        if TYPES[kind].storage in {Storage.TEXT, Storage.DATE, Storage.PARTIAL_DATE}:
            assert canonical[record_id] == after


@one_a_normalizer
@thorough
@given(values=cells)
def test_unreadable_says_that_there_is_text_but_no_value(kind, values):
    result = normalize(kind, values)
    field = schema(**{COLUMN: kind}).field(COLUMN)
    flags = result.frame[field.physical[-1]] if len(field.physical) > 1 else [False] * len(values)
    quote = "" if kind == "text" else "'"  # a quote alone is text there, elsewhere a spreadsheet's mark of it
    blank = batch(t=values).select(apply_all(pl.col("t"), CLEAN).str.strip_chars(f"{quote} "))["t"].to_list()
    fillers = set(result.changes.filter(repair="filler")["record_id"])
    for place, (text, flag, value) in enumerate(zip(values, flags, result.frame[COLUMN], strict=True)):
        empty = text is None or blank[place] == "" or place + 1 in fillers
        assert (value is None) == (empty or flag)
        assert not (empty and flag)


@one_a_normalizer
@thorough
@given(values=cells)
def test_normalizing_again_changes_nothing(kind, values):
    first = normalize(kind, values)
    second = normalize(kind, again(first))
    assert second.changes.is_empty()
    if TYPES[kind].storage is Storage.TEXT:
        assert second.frame.equals(first.frame)
    else:
        unreadable = f"{COLUMN}__unreadable"
        assert second.frame.drop(unreadable).equals(first.frame.drop(unreadable))
        assert not second.frame[unreadable].any()


@one_a_normalizer
@thorough
@given(values=cells)
def test_composed_and_decomposed_text_give_the_same(kind, values):
    forms = [
        [value if value is None else unicodedata.normalize(form, value) for value in values] for form in ("NFC", "NFD")
    ]
    composed, decomposed = (normalize(kind, form) for form in forms)
    assert composed.frame.equals(decomposed.frame)


@one_a_normalizer
@thorough
@given(values=cells)
def test_skipping_what_is_canonical_changes_no_result(kind, values):
    quick = normalize(kind, values)
    with pytest.MonkeyPatch.context() as patch:
        usual = apply.normalizer
        patch.setattr(apply, "normalizer", lambda *of: Normalizer(usual(*of).steps, NEVER))
        patch.setattr(apply, "IS_CLEAN", NEVER)
        slow = normalize(kind, values)
    assert quick.frame.equals(slow.frame)
    assert quick.changes.equals(slow.changes)


@every_type
def test_null_in_null_out(kind):
    result = normalize(kind, [None, None])
    assert result.changes.is_empty()
    assert result.frame[COLUMN].null_count() == 2
    for column in result.frame.columns[3:]:
        assert result.frame[column].to_list() == ([False] * 2 if column.endswith("__unreadable") else [None] * 2)


@every_type
def test_every_filler_of_the_type_is_empty_in_any_writing(kind):
    fillers = [form(filler) for filler in TYPES[kind].empty for form in (str, str.upper, lambda text: f" {text}\u00a0")]
    result = normalize(kind, fillers)
    assert result.frame[COLUMN].null_count() == len(fillers)
    assert result.changes["repair"].to_list() == ["filler"] * len(fillers)


@every_type
def test_no_rows(kind):
    result = normalize(kind, [])
    assert result.frame.is_empty()
    assert result.frame.schema == normalize(kind, ["1"]).frame.schema
    assert result.changes.schema == CHANGES


STORED = {
    "ho_ten": ("person_name", "ho_ten", pl.String),
    "ngay_cap": ("date", "ngay_cap", pl.Date),
    "ngay_sinh": ("birth_date", "ngay_sinh_tu", pl.Date),
    "muc_huong": ("money", "muc_huong", pl.Int64),
    "dien_tich": ("decimal", "dien_tich", pl.Float64),
}


def test_columns_of_a_batch():
    raw = batch(
        ghi_chu_rieng=["x"],
        dien_tich=["1,5"],
        ho_ten=[" A "],
        ngay_sinh=["1950"],
        ngay_cap=["02/03/2020"],
        muc_huong=["1.500"],
    ).with_columns(source_sheet=pl.lit("Trang 1"))
    kinds = {name: kind for name, (kind, _, _) in STORED.items()} | {"so_to": "code"}
    result = normalize_batch(raw, schema(**kinds))
    assert result.frame.columns == [
        *("record_id", "source_row", "source_sheet", "ho_ten", "ngay_cap", "ngay_cap__unreadable", "ngay_sinh"),
        *("ngay_sinh_tu", "ngay_sinh_den", "ngay_sinh__unreadable", "muc_huong", "muc_huong__unreadable"),
        *("dien_tich", "dien_tich__unreadable"),
    ]
    for _, column, dtype in STORED.values():
        assert result.frame.schema[column] == dtype
    assert result.changes.select("column", "repair").rows() == [
        ("ho_ten", "spaces"),
        ("ngay_cap", "date_layout"),
        ("muc_huong", "number_layout"),
        ("dien_tich", "number_layout"),
    ]


def test_changes_name_record_and_row_in_order():
    result = normalize("sex", ["Nam", "nam", "Nữ", None, "-", "Nam"])
    assert result.changes.rows() == [
        (1, 2, COLUMN, "Nam", "nam", "choice"),
        (3, 4, COLUMN, "Nữ", "nu", "choice"),
        (5, 6, COLUMN, "-", None, "filler"),
        (6, 7, COLUMN, "Nam", "nam", "choice"),
    ]


def test_a_column_of_another_type_is_read_as_text():
    raw = batch(muc_huong=["1"]).with_columns(muc_huong=pl.lit(1500, pl.Int64))
    assert normalize_batch(raw, schema(muc_huong="money")).frame["muc_huong"].item() == 1500


@pytest.mark.parametrize("few", [0, 100])
def test_a_field_may_be_called_like_anything(few, monkeypatch):
    monkeypatch.setattr(apply, "_FEW", few)
    names = ("before", "after", "repair", "met", "logged", "column", "next", "cell")
    rows = batch(**{name: ["1,5 ", None, "x"] for name in names})
    result = normalize_batch(rows, schema(**dict.fromkeys(names, "decimal")))
    assert result.changes["column"].to_list() == list(names)
    for name in names:
        assert result.frame[name].to_list() == [1.5, None, None]
        assert result.frame[f"{name}__unreadable"].to_list() == [False, False, True]
