"""One slip told from sets of texts is one slip told letter by letter."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.text.names import similar_sql
from dq.text.slips import LONGEST, kept_slips, probed_slips

WORDS = st.text("abdnƀ", min_size=1, max_size=4)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CONNECTION = duckdb.connect()


def similar(a: str, b: str) -> bool:
    sql = f"SELECT {similar_sql('a', 'b')} FROM (SELECT $a AS a, $b AS b)"
    return CONNECTION.execute(sql, {"a": a, "b": b}).fetchone()[0]


@st.composite
def neighbors(draw) -> tuple[str, str]:
    """Two names that are often one slip or two apart."""
    name = draw(NAMES)
    other = name
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(other)))
        match draw(st.integers(0, 3)):
            case 0:
                other = other[:place] + draw(st.sampled_from("abn ")) + other[place:]
            case 1:
                other = other[:place] + other[place + 1 :]
            case 2:
                other = other[:place] + other[place + 1 : place + 2] + other[place : place + 1] + other[place + 2 :]
            case 3:
                words = other.split(" ")
                other = " ".join(words[:1] + words[2:])
    return name, " ".join(other.split())


@settings(max_examples=400, deadline=None)
@given(neighbors() | st.tuples(NAMES, NAMES))
def test_sets_of_texts_tell_one_slip_exactly(pair):
    a, b = pair
    if a == b:
        return  # equal names have another verdict
    assert bool(set(kept_slips(b)) & set(probed_slips(a))) == similar(a, b)


def test_a_text_too_long_for_a_name_lists_nothing():
    assert kept_slips("a" * (LONGEST + 1)) == probed_slips("a" * (LONGEST + 1)) == []
