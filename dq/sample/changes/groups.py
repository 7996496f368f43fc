"""Changes of rows that are wrong only beside another row."""

import numpy as np
import polars as pl

from dq.sample.changes.change import Change, Planted, day_of


def copied(planted: Planted, column: str, text: str) -> Change:
    """The first row again: every cell but those named in `column`; `text` says what some are instead (`name:value`)."""
    kept = column.split()
    cells: dict[str, pl.Expr | pl.Series] = {
        name: planted.first(name) for name in planted.frame.columns if name not in kept
    }
    cells |= {name: pl.lit(value) for name, _, value in (item.partition(":") for item in text.split(";") if item)}
    return Change(cells, first=1)


def copied_with_card(planted: Planted, column: str, text: str) -> Change:
    """The first row again, with the old card's number."""
    index = np.arange(planted.row.size) - planted.place
    number = planted.people.cards(planted.person[index])
    cells = {**copied(planted, "", text).cells, column: number}
    return Change(cells, number.is_not_null(), first=1)


def number_of_first(planted: Planted, column: str, text: str) -> Change:
    """The number of the first row on another person, whose name and year of birth are plainly another's.

    `text` is the place of that row where it is not the second; then the second may be about the first's person, and
    the group is left alone.
    """
    target = int(text or 1)
    born, name = planted.frame["ngay_sinh"], planted.frame["ho_ten"]
    other = (born.str.tail(4) != planted.first("ngay_sinh").str.tail(4)) & (
        name.str.split(" ").list.first() != planted.first("ho_ten").str.split(" ").list.first()
    )
    apart = planted.frame[column] != planted.first(column)
    fits = pl.Series(planted.place != target) | other
    fits &= pl.Series((planted.place == 0) | (planted.place > target)) | apart
    return Change({column: planted.first(column)}, fits, first=target, last=target, every=True)


def of_first(planted: Planted, column: str, text: str) -> Change:
    """Cells of the first row, those named in `column`; `text`: in the row of this place only."""
    place = int(text) if text else None
    return Change({name: planted.first(name) for name in column.split()}, first=place or 1, last=place)


def entry_of_first(planted: Planted, column: str, _text: str) -> Change:
    """The entry of the first row on another one, which was registered earlier."""
    days = planted.frame.select(day_of("ngay_dang_ky"))["ngay_dang_ky"]
    first = days.gather(np.arange(planted.row.size) - planted.place)
    return Change({name: planted.first(name) for name in column.split()}, days <= first, first=1, every=True)
