"""What the three civil-status exports share: number and book, day and place of the registration."""

import numpy as np
import polars as pl

from dq.sample.cells import parts
from dq.sample.counter import Ints
from dq.sample.recipes.recipe import Batch
from dq.sample.texts import written_days

_MOST = 999_999  # numbers of six digits are read


def entry(batch: Batch, person: Ints, registered: Ints, among: Ints, kinds: int) -> dict[str, pl.Series]:
    """Return the cells of an entry in the book of the commune where `person` lives.

    Args:
        batch: The rows.
        person: The person by whom the entry is numbered: each one has one entry at the most.
        registered: The day of the registration.
        among: Which of the persons with one rank in one commune it is, below `kinds`.
        kinds: How many of them there may be.

    A number is unique in its book (commune and year); in most registers numbers run in the order of the days.
    """
    people, places = batch.population, batch.population.places
    cell, rank = people.cells.locate(person)
    size = places.size(parts(cell)[0])
    commune = people.communes(person)
    slots = int(people.cells.counts.max() // places.size(np.arange(len(places.starts) - 1)).min()) + 1
    span = slots * kinds
    own = rank // size * kinds + among
    year, of_year = _year_and_day(registered)
    number = own + 1 + (of_year * span if 366 * span < _MOST else 0)
    texts = pl.DataFrame({"n": number, "y": year, "long": batch.chance("long-number") < 0.3})  # noqa: PLR2004
    frame = places.frame[commune]
    return {
        "so": texts.select(
            pl.when("long").then(pl.format("{}/{}", "n", "y")).otherwise(pl.col("n").cast(pl.String))
        ).to_series(),
        "quyen_so": texts.select(pl.format("01/{}", "y")).to_series(),
        "ngay_dang_ky": written_days(registered),
        "noi_dang_ky": frame.select(pl.format("UBND {}, {}", "lower", "province")).to_series(),
        "ma_xa": frame["code"],
    }


def _year_and_day(day: Ints) -> tuple[Ints, Ints]:
    """Return the year, and the day within it counted from 0."""
    years = day.astype("datetime64[D]").astype("datetime64[Y]")
    return years.astype(np.int64) + 1970, day - years.astype("datetime64[D]").astype(np.int64)
