import itertools

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_samples import apply

from dq.text.fold import fold_marks
from dq.text.names import marks_folded_sql, name_key, similar_sql, spelling_sql

WORDS = [
    "Nguyễn",
    "Trần",
    "Đặng",
    "Thị",
    "Văn",
    "Quý",
    "Quí",
    "Mỹ",
    "Mĩ",
    "Ly",
    "Hòa",
    "Thúy",
    "H'Hen",
    "Y",
    "Kỳ",
    "An",
]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
few = settings(max_examples=30, deadline=None)
letters = st.sampled_from("abcdeghiklmnopqrstuvxy")
plain_names = st.lists(st.text(letters, min_size=1, max_size=5), min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


def ask(connection, sql, rows):
    """The values of a SQL expression over the columns a, b of a literal table."""
    values = ", ".join(["(?, ?, ?)"] * len(rows))
    parameters = [cell for place, row in enumerate(rows) for cell in (place, *row)]
    table = f"(VALUES {values}) AS names(place, a, b)"
    found = connection.execute(f"SELECT {sql} FROM {table} ORDER BY place", parameters).fetchall()
    return [row[0] for row in found]


SIMILAR = [
    ("nguyen van an", "nguyen van ann"),  # inserted
    ("nguyen van an", "nguyen van n"),  # dropped
    ("nguyen van an", "nguyen van am"),  # changed
    ("nguyen van an", "nguyen van na"),  # swapped
    ("tran thi hoa", "trna thi hoa"),
    ("le an", "lee an"),
    ("y", "h"),
    ("nguyen van an", "nguyen an"),  # middle word
    ("nguyen thi ngoc lan", "nguyen thi lan"),
    ("nguyen thi ngoc lan", "nguyen ngoc lan"),
    ("le thi thi an", "le thi an"),
]
NOT_SIMILAR = [
    ("nguyen van an", "nguyen van an"),  # equal
    ("nguyen van an", "van an"),  # first word
    ("nguyen van an", "nguyen van"),  # last word
    ("nguyen an", "an"),
    ("nguyen thi ngoc lan", "nguyen lan"),  # two middle words
    ("nguyen van an", "nguyen an van"),  # order
    ("nguyen van an", "nguyen vam am"),  # two letters
    ("nguyen van an", "nguyen vann ann"),
    ("nguyen van an", "nguyen am"),  # a word and a letter
    ("nguyen van an", "nguyen thi an"),  # another word
    ("nguyen van an", "nguyen vanan"),  # a space is no letter
    ("nguyen van an", "nguyen va nan"),
    ("nguyen van an", "nguyen van a n"),
    ("nguyen van an", "tran van an"),
    ("le thi hoa", "le thi mai"),
    ("abc", "cba"),
]


@pytest.mark.parametrize(("pairs", "expected"), [(SIMILAR, True), (NOT_SIMILAR, False)], ids=["similar", "not_similar"])
def test_similar_both_ways(connection, pairs, expected):
    sql = similar_sql("a", "b")
    assert ask(connection, sql, pairs) == [expected] * len(pairs)
    assert ask(connection, sql, [(b, a) for a, b in pairs]) == [expected] * len(pairs)


@pytest.mark.parametrize("pair", [(None, "an"), ("an", None), (None, None)])
def test_null_is_not_compared(connection, pair):
    assert ask(connection, similar_sql("a", "b"), [pair, ("an", "am")]) == [None, True]


def slips(name):
    """Every name that is one slip from `name`, and none that is not."""
    found = set()
    for place, letter in enumerate(name):
        if letter != " ":
            shorter = name[:place] + name[place + 1 :]
            if "  " not in f" {shorter} ":
                found.add(shorter)
            found.add(name[:place] + "w" + name[place + 1 :])
            found.add(name[:place] + "w" + name[place:])
            if place + 1 < len(name) and name[place + 1] != " ":
                found.add(name[:place] + name[place + 1] + letter + name[place + 2 :])
    words = name.split(" ")
    found.update(" ".join(words[:place] + words[place + 1 :]) for place in range(1, len(words) - 1))
    return sorted(found - {name, ""})


@few
@given(name=plain_names)
def test_every_slip_is_similar(connection, name):
    pairs = [(name, slip) for slip in slips(name)]
    assert ask(connection, similar_sql("a", "b"), pairs) == [True] * len(pairs)


@few
@given(name=plain_names, data=st.data())
def test_only_a_slip_is_similar(connection, name, data):
    one_slip = st.sampled_from([name, *slips(name)])
    two_slips = one_slip.flatmap(lambda slip: st.sampled_from([slip, *slips(slip)]))
    others = data.draw(st.lists(two_slips | plain_names, min_size=1, max_size=20))
    expected = [is_one_slip(name, other) for other in others]
    assert ask(connection, similar_sql("a", "b"), [(name, other) for other in others]) == expected


def is_one_slip(one, other):
    for long, short in ((one, other), (other, one)):
        words, fewer = long.split(" "), short.split(" ")
        if any(words[:place] + words[place + 1 :] == fewer for place in range(1, len(words) - 1)):
            return True
    words, others = one.split(" "), other.split(" ")
    if len(words) != len(others):
        return False
    unequal = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    return len(unequal) == 1 and is_one_letter(*unequal[0])


def is_one_letter(a, b):
    if len(a) == len(b):
        places = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = len(places) == 2 and places[1] == places[0] + 1 and a[places[0]] == b[places[1]]
        return len(places) == 1 or (swapped and a[places[1]] == b[places[0]])
    long, short = sorted((a, b), key=len, reverse=True)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


SAME_SPELLING = [
    ("Mỹ", "Mĩ"),
    ("Lý", "Lí"),
    ("Quý", "Quí"),
    ("Qúy", "Quí"),
    ("Ly", "Li"),
    ("Kỳ", "Kì"),
    ("Hỷ", "Hỉ"),
    ("Sỹ", "Sĩ"),
    ("Tỵ", "Tị"),
    ("Vy", "Vi"),
    ("Nguyễn Quý Mỹ Ly", "Nguyễn Quí Mĩ Li"),
    ("Ly Ly", "Li Ly"),
]
OTHER_SPELLING = [
    ("Thúy", "Thúi"),
    ("Thy", "Thi"),
    ("Huy", "Hui"),
    ("Quyên", "Quiên"),
    ("Khuy", "Khui"),
    ("Mỹ", "Mị"),
    ("Nhy", "Nhi"),
    ("Chy", "Chi"),
    ("My", "Mĩ"),
    ("Duy", "Dui"),
    ("Yên", "Iên"),
]


@pytest.mark.parametrize(
    ("pairs", "expected"), [(SAME_SPELLING, True), (OTHER_SPELLING, False)], ids=["same_spelling", "other_spelling"]
)
def test_spelling(connection, pairs, expected):
    keys = [apply(name_key, pair) for pair in pairs]
    assert ask(connection, f"{spelling_sql('a')} = {spelling_sql('b')}", keys) == [expected] * len(pairs)


VARIANTS = [("Quý", "Quí"), ("Mỹ", "Mĩ"), ("Ly", "Li"), ("Kỳ", "Kì"), ("An", "An")]
OTHERS = [("Thúy", "Thúi"), ("Y", "I"), ("Thy", "Thi")]
sides = st.tuples(st.sampled_from([*VARIANTS, *VARIANTS, *OTHERS]), st.integers(0, 1), st.integers(0, 1))


@few
@given(words=st.lists(sides, min_size=1, max_size=5))
def test_spelling_judges_every_word(connection, words):
    pair = [" ".join(written[side] for written, *sides in words for side in [sides[which]]) for which in (0, 1)]
    expected = all(one == other or written in VARIANTS for written, one, other in words)
    assert ask(connection, f"{spelling_sql('a')} = {spelling_sql('b')}", [apply(name_key, pair)]) == [expected]


@few
@given(values=st.lists(names, min_size=1, max_size=20))
def test_marks_are_folded_as_in_polars(connection, values):
    keys = apply(name_key, values)
    assert ask(connection, marks_folded_sql("a"), [(key, None) for key in keys]) == apply(fold_marks, keys)


def test_every_vietnamese_letter_folds(connection):
    letters = [
        "".join(pair)
        for pair in itertools.product("aăâeêioôơuưyđ", ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"])
    ]
    keys = apply(name_key, letters)
    folded = ask(connection, marks_folded_sql("a"), [(key, None) for key in keys])
    assert "".join(letter[:1] for letter in folded) == "".join(letter * 6 for letter in "aaaeeiooouuyd")


def test_null_and_empty_keys(connection):
    for sql in (spelling_sql("a"), marks_folded_sql("a")):
        assert ask(connection, sql, [(None, None), ("", None)]) == [None, ""]


def test_an_expression_may_stand_for_a_key(connection):
    assert ask(connection, similar_sql("coalesce(a, b)", "b || 'x'"), [(None, "an")]) == [True]
