"""The rows of an export, batch by batch: made clean, then changed where a defect is planned, with the labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from dq.sample.changes import CHANGES, Planted
from dq.sample.counter import Flags, Ints, uniform
from dq.sample.defects import ROLE, Defect, plan
from dq.sample.draw import Draw
from dq.sample.recipes.recipe import PERSON, Batch, Recipe

DEPARTED = "departed"
HIDDEN = "_"
_ROW = "_row"
LABELS = pl.Schema(
    {
        "record_id": pl.Int64,
        "defect": pl.String,
        "column": pl.String,
        "kind": pl.String,
        "expected": pl.String,
        "role": pl.String,
        "true_id": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the rows of an export are to be: a recipe, the persons drawn for it, and the share of each defect."""

    recipe: Recipe
    draw: Draw
    defects: Sequence[Defect]
    shares: Mapping[str, float]


def made(order: Order, row: Ints) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the cells of rows (whole blocks of them), and what a run must say of each changed one (`LABELS`)."""
    kind, place = plan(order.draw.population.seed, row, order.defects, order.shares, apart=order.recipe.rows_a_person)
    clean = order.recipe.rows(Batch(order.draw, row, _persons(order, row, kind)))
    clean = clean.with_columns(pl.Series(_ROW, row))
    frames = [clean.filter(pl.Series(kind < 0))]
    labels = [LABELS.to_frame()]
    for index in np.unique(kind[kind >= 0]):
        chosen = kind == index
        changed, told = _planted(order, order.defects[index], clean.filter(pl.Series(chosen)), place[chosen])
        frames.append(changed)
        labels.append(told)
    whole = pl.concat(frames).sort(_ROW)
    visible = [name for name in whole.columns if not name.startswith(HIDDEN)]
    return whole.select(visible), pl.concat(labels).sort("record_id", maintain_order=True)


def _persons(order: Order, row: Ints, kind: Ints) -> Ints:
    """Return whom each row is about; where the person shall have died, one who has."""
    person = order.draw.people(order.recipe.drawn(row))
    dead: Flags = _is_departed(order, kind)
    if not dead.any() or order.draw.gone.total == 0:
        return person
    turn, first = _turns(order, row[dead])
    person[dead] = np.where(first, order.draw.departed(turn), person[dead])
    return person


def _turns(order: Order, row: Ints) -> tuple[Ints, Flags]:
    """Return which of the dead each row may have, and whether no row before it has the same.

    There are fewer dead than rows, so that a window of rows shares one: the first of them that needs a dead person.
    """
    window = -(-order.draw.drawn.total * order.recipe.rows_a_person // order.draw.gone.total)
    turn = row // window
    before = (turn * window)[:, None] + np.arange(window)
    seed, apart = order.draw.population.seed, order.recipe.rows_a_person
    kind, _ = plan(seed, before.ravel(), order.defects, order.shares, apart=apart)
    needs = _is_departed(order, kind).reshape(before.shape)
    earlier = needs & (before < row[:, None])
    return turn, np.logical_not(earlier.sum(axis=1))


def _is_departed(order: Order, kind: Ints) -> Flags:
    changes = [place for place, defect in enumerate(order.defects) if defect.change == DEPARTED]
    return np.isin(kind, changes)


def _planted(order: Order, defect: Defect, frame: pl.DataFrame, place: Ints) -> tuple[pl.DataFrame, pl.DataFrame]:
    row = frame[_ROW].to_numpy()
    column = defect.column.split(" ")[0]
    person = frame[order.recipe.people.get(column, PERSON)].to_numpy()
    chance = uniform(order.draw.population.seed, f"change-{defect.name}", row)
    planted = Planted(frame, row, place, person, order.draw, chance)
    change = CHANGES[defect.change](planted, defect.column, defect.argument)
    fits = frame.select(_fits=change.fits)["_fits"].fill_null(value=False)
    if fits.len() == 1 and frame.height != 1:
        fits = pl.repeat(bool(fits[0]), frame.height, eager=True)
    if defect.when:
        fits &= frame.select(_when=pl.sql_expr(defect.when))["_when"].fill_null(value=False)
    if (
        defect.rows > 1
    ):  # a group is changed whole or not at all: by its first row, and what the change says of the others
        start = np.arange(frame.height) - place
        every = pl.DataFrame({"start": start, "fits": fits}).select(pl.col("fits").all().over("start"))
        fits = every.to_series() if change.every else fits.gather(start)
    last = defect.rows if change.last is None else change.last
    where = fits & pl.Series((place >= change.first) & (place <= last))
    cells = {name: value if isinstance(value, pl.Expr) else pl.lit(value) for name, value in change.cells.items()}
    changed = frame.with_columns(
        pl.when(pl.lit(where)).then(value).otherwise(pl.col(name)).cast(frame.schema[name]).alias(name)
        for name, value in cells.items()
        if name != _ROW
    )
    return changed, _labels(order, defect, changed, fits.to_numpy(), place)


def _labels(order: Order, defect: Defect, frame: pl.DataFrame, fits: Flags, place: Ints) -> pl.DataFrame:
    parts = [LABELS.to_frame()]
    people = {_role(column): person for column, person in order.recipe.people.items()}
    for expected in defect.expected:
        of_row = fits if expected.place is None else fits & (place == expected.place)
        rows = frame.filter(pl.Series(of_row))
        person = rows[people.get(expected.role, PERSON)].to_numpy()
        parts.append(
            rows.select(
                (pl.col(_ROW) + 1).alias("record_id"),
                pl.lit(defect.name).alias("defect"),
                pl.lit(defect.column.split(" ")[0]).alias("column"),
                pl.lit(expected.kind).alias("kind"),
                pl.lit(expected.name).alias("expected"),
                pl.lit(expected.role).alias("role"),
                order.draw.population.numbers(person).alias("true_id"),
            )
        )
    return pl.concat(parts)


def _role(identifier: str) -> str:
    """Return the role of an identifier: `so_dinh_danh_me` is the number of `me`."""
    return identifier.removeprefix("so_dinh_danh").lstrip("_") or ROLE
