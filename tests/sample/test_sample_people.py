"""The synthetic population: unique numbers, families that fit together, shares of the census."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from dq.identifiers import ethnic_group, personal_id
from dq.sample.cells import AGES, ROOM, allot, census
from dq.sample.families import MOTHER_AGES, NOBODY
from dq.sample.people import population
from dq.sample.recipes.recipe import by_age

AS_OF = date(2026, 11, 1)
ALL = 60_000


@pytest.fixture(scope="module")
def people():
    return population(ALL, seed=5, as_of=AS_OF)


@pytest.fixture(scope="module")
def everybody():
    return np.arange(ALL)


def test_rows_of_the_register_are_all_persons_once(people, everybody):
    assert np.array_equal(np.sort(people.at(everybody)), everybody)


def test_numbers_are_unique_well_formed_and_recognizably_synthetic(people, everybody):
    frame = pl.DataFrame({"number": people.numbers(everybody), "year": people.years(everybody)})
    assert frame["number"].n_unique() == ALL
    assert frame.select(personal_id.is_assigned(pl.col("number")).all()).item()
    assert frame["number"].str.slice(6, 2).eq("99").all()
    assert not frame["number"].str.ends_with("999999").any()
    assert frame.select((personal_id.birth_year(pl.col("number")) == pl.col("year")).all()).item()


def test_numbers_in_force_cancelled_and_unknown_do_not_meet(people, everybody):
    kinds = [people.numbers(everybody), people.cancelled(everybody), people.unknown(everybody)]
    numbers = pl.concat([kind.drop_nulls() for kind in kinds])
    assert numbers.n_unique() == numbers.len()
    assert kinds[1].is_not_null().mean() == pytest.approx(0.02, abs=0.01)


def test_spouses_have_each_other_and_husbands_are_older(people, everybody):
    spouse = people.families.spouse(everybody)
    married = np.flatnonzero(spouse != NOBODY)
    assert 0.3 < married.size / ALL < 0.6
    assert np.array_equal(people.families.spouse(spouse[married]), married)
    wives = married[people.sexes(married) == 1]
    older = people.years(wives) - people.years(spouse[wives])
    assert older.min() == 0
    assert older.max() == 5
    assert (people.sexes(spouse[wives]) == 0).all()


def test_mothers_are_women_of_a_fitting_age_with_siblings_far_apart(people, everybody):
    mother = people.families.mother(everybody)
    children = np.flatnonzero(mother != NOBODY)
    assert children.size / ALL > 0.6
    assert (people.sexes(mother[children]) == 1).all()
    assert set(people.years(children) - people.years(mother[children])) == set(MOTHER_AGES)
    born = pl.DataFrame({"mother": mother[children], "day": people.birth_days(children)}).sort("mother", "day")
    gaps = born.select(pl.col("day").diff().over("mother")).to_series().drop_nulls()
    assert gaps.min() > 365
    assert not people.is_dead(mother[children]).any()


def test_children_have_the_surname_of_their_father(people, everybody):
    mother = people.families.mother(everybody)
    father = people.families.father(mother)
    children = np.flatnonzero(father != NOBODY)[:5000]
    names = pl.DataFrame(
        {"child": people.names(people.kin(children)), "father": people.names(people.kin(father[children]))}
    )
    kinh = people.groups(people.kin(children)).eq("Kinh")
    first = names.filter(kinh).select(pl.all().str.split(" ").list.first())
    assert first["child"].eq(first["father"]).all()


def test_ethnic_groups_are_known_and_have_the_shares_of_the_census(people, everybody):
    groups = people.groups(people.kin(everybody))
    assert set(groups.unique()) <= set(ethnic_group.names())
    shares = dict(groups.value_counts(normalize=True).iter_rows())
    assert shares["Kinh"] == pytest.approx(0.853, abs=0.01)
    assert shares["Tày"] == pytest.approx(0.019, abs=0.004)


def test_surnames_have_their_shares(people, everybody):
    kinh = people.names(people.kin(everybody)).filter(people.groups(people.kin(everybody)).eq("Kinh"))
    shares = dict(kinh.str.split(" ").list.first().value_counts(normalize=True).iter_rows())
    assert shares["Nguyễn"] == pytest.approx(0.384, abs=0.02)
    assert shares["Trần"] == pytest.approx(0.121, abs=0.015)
    assert shares["Phạm"] == pytest.approx(0.07, abs=0.01)


def test_of_many_elderly_only_the_year_of_birth_is_known(people, everybody):
    age = AS_OF.year - people.years(everybody)
    year_only = people.births(everybody).str.len_chars().eq(4).to_numpy()
    assert year_only[age >= 80].mean() == pytest.approx(0.40, abs=0.05)
    assert year_only[(age >= 60) & (age < 70)].mean() == pytest.approx(0.20, abs=0.03)
    assert not year_only[age < 60].any()


def test_counts_follow_the_census_exactly_until_a_cell_is_full():
    shares, _ = census(AS_OF)
    fits = int(ROOM / shares.max())
    assert 10_000_000 < fits < 20_000_000
    counts = allot(shares, fits, ROOM)
    assert np.abs(counts - shares * fits).max() <= 1
    assert counts.sum() == fits


def test_a_register_of_120_million_still_has_unique_numbers_for_everybody():
    shares, _ = census(AS_OF)
    counts = allot(shares, 120_000_000, ROOM)
    assert counts.sum() == 120_000_000
    assert counts.max() <= ROOM
    with pytest.raises(ValueError, match="no room"):
        allot(shares, ROOM * shares.size + 1, ROOM)


def test_nothing_is_later_than_the_day_of_the_check(people, everybody):
    last = (AS_OF - date(1970, 1, 1)).days
    assert people.birth_days(everybody).max() < last
    dead = np.flatnonzero(people.is_dead(everybody))
    assert dead.size > 0
    assert (people.death_days(dead) > people.birth_days(dead)).all()
    assert people.death_days(dead).max() < last


def test_bands_of_age_are_weights_from_their_first_age_on():
    weight = by_age((16, 0.5), (60, 2.0))
    assert weight.shape == (2, AGES)
    assert weight[0, [0, 15, 16, 59, 60, 104]].tolist() == [0, 0, 0.5, 0.5, 2, 2]
