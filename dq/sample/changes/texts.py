"""Changes of any cell: other texts, added ones, none."""

import polars as pl

from dq.sample.changes.change import Change, Planted, filled


def set_text(_planted: Planted, column: str, text: str) -> Change:
    """The same text in all the columns named."""
    return Change({name: pl.lit(text) for name in column.split()})


def same_as(_planted: Planted, column: str, text: str) -> Change:
    """What stands in another column."""
    return Change({column: pl.col(text)}, filled(text))


def former_commune(planted: Planted, column: str, _text: str) -> Change:
    """A commune that was abolished on 1 July 2025 and went into the person's own."""
    former = planted.people.places.frame["former"].gather(planted.people.communes(planted.person))
    return Change({column: former}, former.is_not_null())


def append(_planted: Planted, column: str, text: str) -> Change:
    """With a text after it."""
    return Change({column: pl.col(column) + text}, pl.col(column) != "")


def prepend(_planted: Planted, column: str, text: str) -> Change:
    """With a text before it."""
    return Change({column: text + pl.col(column)}, pl.col(column) != "")


def overwrite(_planted: Planted, column: str, text: str) -> Change:
    """Other characters in the place of as many (`text@place`)."""
    new, _, place = text.partition("@")
    start = int(place or 0)
    changed = pl.col(column).str.head(start) + new + pl.col(column).str.slice(start + len(new))
    return Change({column: changed}, filled(column))


def replace_text(_planted: Planted, column: str, text: str) -> Change:
    """With a text in the place of another (`old|new`)."""
    old, _, new = text.partition("|")
    changed = pl.col(column).str.replace_all(old, new, literal=True)
    return Change({column: changed}, changed != pl.col(column))


def organization(_planted: Planted, column: str, text: str) -> Change:
    """A holder that is no person; `column` names the cells that it does not have."""
    cells = {"loai_chu": pl.lit("Tổ chức"), "ho_ten": pl.lit(text), **{name: pl.lit("") for name in column.split()}}
    return Change(cells)
