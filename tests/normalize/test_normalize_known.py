"""What batches share changes no result, and is bounded."""

from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalize_batches import COLUMN, TYPES, batch, decide, schema

from dq.normalize import Known, apply, known, normalize_batch
from dq.parallel import in_order

# A type a storage, and one whose repairs are several steps.
KINDS = pytest.mark.parametrize("kind", ["person_name", "partial_date", "money", "decimal", "sex", "personal_id"])
CELLS = st.lists(
    st.sampled_from(
        [
            "Nguyễn Văn  Hòa",
            "Ðặng ",
            "02/03/1950",
            "1950",
            "31/02/1990",
            "1.500.000",
            "1,5",
            "12,x",
            "Nam",
            "nữ",
            "",
            "-",
        ]
    )
    | st.sampled_from(["079203991234", "79203991234", "không có", "0", None]),
    min_size=1,
    max_size=40,
)


def normalized(kind, values, size, *, shared, threads=1):
    rows, columns = batch(**{COLUMN: values}), schema(**{COLUMN: kind})
    work = partial(normalize_batch, schema=columns, readings=decide(rows, columns), known=shared)
    parts = list(in_order(work, rows.iter_slices(size), threads=threads))
    return pl.concat(part.frame for part in parts), pl.concat(part.changes for part in parts)


def test_the_kinds_are_there():
    assert {"person_name", "partial_date", "money", "decimal", "sex", "personal_id"} <= set(TYPES)


@KINDS
@settings(max_examples=20, deadline=None)
@given(values=CELLS, few=st.sampled_from([0, 100]), size=st.integers(1, 40))
def test_batches_that_share_what_is_known_give_the_same_as_one_alone(kind, values, few, size):
    alone = normalized(kind, values, len(values), shared=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply, "_FEW", few)
        shared = normalized(kind, values, size, shared=Known())
    assert shared[0].equals(alone[0])
    assert shared[1].equals(alone[1])


@KINDS
def test_threads_that_meet_the_same_texts_keep_each_once(kind):
    values = ["02/03/1950", "1.500.000", "1,5", "Nam", "nữ ", "79203991234", "không có", None] * 40
    shared = Known()
    alone, together = (
        normalized(kind, values, 8, shared=each, threads=threads) for each, threads in ((None, 1), (shared, 4))
    )
    assert together[0].equals(alone[0])
    assert together[1].equals(alone[1])


def repairs(texts):
    return texts.with_columns(after=pl.col("before").str.to_uppercase())


def texts(*values):
    return pl.DataFrame({"before": values}, schema={"before": pl.String})


def recorded(asked):
    def repair(unknown):
        asked.append("".join(sorted(unknown["before"])))
        return repairs(unknown)

    return repair


def test_only_what_was_not_met_is_worked_out():
    asked, shared = [], Known()
    for values in ("ab", "bc", "ac"):
        result = shared.repairs("column", texts(*values), recorded(asked))
        assert dict(result.iter_rows()) == {text: text.upper() for text in values}
    assert asked == ["ab", "c", ""]


def test_texts_of_two_columns_are_told_apart():
    shared = Known()
    shared.repairs("one", texts("a"), repairs)
    other = shared.repairs("two", texts("a"), lambda unknown: unknown.with_columns(after=pl.lit("?")))
    assert other["after"].to_list() == ["?"]


def test_no_more_than_so_many_texts_are_kept(monkeypatch):
    monkeypatch.setattr(known, "MOST", 3)
    asked, shared = [], Known()
    for values in ("ab", "abcd", "abcd"):
        shared.repairs("column", texts(*values), recorded(asked))
    assert asked == ["ab", "cd", "cd"]


def test_texts_that_never_come_again_are_not_kept():
    asked, shared = [], Known()
    for values in ("abcdef", "uvwxyz", "abcdef"):
        shared.repairs("column", texts(*values), recorded(asked))
    assert asked == ["abcdef", "uvwxyz", "abcdef"]
