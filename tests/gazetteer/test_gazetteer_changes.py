"""What became of communes, and their names beside their codes."""

from datetime import date

import polars as pl
import pytest

from dq.gazetteer import (
    commune_key,
    commune_map,
    communes,
    in_force,
    name_matches,
    names_commune,
    proposed_commune,
    successors,
)

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
OLD = communes().filter(pl.col("code").is_not_null(), pl.col("valid_from").is_null())


def propose(codes, at):
    frame = pl.DataFrame({"code": pl.Series(codes, dtype=pl.String)})
    return frame.select(proposed_commune(pl.col("code"), pl.lit(at))).to_series().to_list()


@pytest.mark.parametrize(
    ("code", "at", "proposed"),
    [
        ("00001", AFTER, "00097"),  # whole
        ("00001", BEFORE, None),  # was in force
        ("00004", AFTER, None),  # is in force, as a larger unit
        ("99999", AFTER, None),
        (None, AFTER, None),
    ],
)
def test_only_a_merger_of_the_whole_is_proposed(code, at, proposed):
    assert propose([code], at) == [proposed]


def test_every_commune_that_is_gone_has_a_proposal_or_several_successors():
    gone = OLD.filter(~in_force(pl.col("code"), pl.lit(AFTER)))["code"].to_list()
    split = set(commune_map().filter(pl.col("kind") == "split")["old_code"])
    proposed = dict(zip(gone, propose(gone, AFTER), strict=True))
    assert {code for code, new in proposed.items() if new is None} == split & set(gone)
    in_list = set(communes().filter(pl.col("valid_from").is_not_null())["code"])
    assert {new for new in proposed.values() if new is not None} <= in_list


def test_the_default_successor_comes_first():
    split = commune_map().filter(pl.col("kind") == "split")["old_code"].drop_nulls().unique().sort()
    for code in split.to_list():
        found = successors(code)
        assert [successor.is_default for successor in found] == [True, *[False] * (len(found) - 1)]
        assert len(found) > 1
    assert [successor.code for successor in successors("00001")] == ["00097"]
    assert successors("99999") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xã Mỹ Hoà", "mĩ hòa"),
        ("Phường 01", "P. 1"),
        ("Xã Ea H’Leo", "xa ea h'leo"),
        ("Thị trấn Quảng Phú", "TT Quảng Phú"),
        ("Đặc khu Côn Đảo", "Côn Đảo"),
    ],
)
def test_writings_of_one_name_have_one_key(one, other):
    keys = pl.DataFrame({"name": [one, other]}).select(commune_key(pl.col("name"))).to_series()
    assert keys[0] == keys[1]


@pytest.mark.parametrize("day", [BEFORE, AFTER, date(2026, 4, 29), date(2026, 4, 30)])
def test_every_commune_matches_its_own_name_on_its_days(day):
    named = communes().filter(pl.col("code").is_not_null(), in_force_on(day))
    verdicts = named.select(
        at=name_matches(pl.col("code"), pl.col("name"), pl.lit(day)), ever=names_commune(pl.col("name"), pl.col("code"))
    )
    assert verdicts["at"].to_list() == [True] * named.height
    assert False not in verdicts["ever"].to_list()


def in_force_on(day):
    return (pl.col("valid_from").fill_null(date.min) <= day) & (pl.col("valid_to").fill_null(date.max) >= day)
