"""What is done to a clean row to make it wrong, or written badly: one small function a change.

A change says which rows it can be done to (`fits`), and the new cells. It knows no rule: what must be found is said by
`data/defects.csv`.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import polars as pl

from dq.sample.counter import Floats, Ints
from dq.sample.draw import Draw
from dq.sample.people import Population
from dq.text.fold import fold_marks

ALWAYS = pl.lit(value=True)
SPELLINGS = {"Mỹ": "Mĩ", "Quý": "Quí", "Lý": "Lí", "Kỳ": "Kì", "My": "Mi", "Ly": "Li", "Vy": "Vi"}
_WHOLE = r"^\d{2}/\d{2}/\d{4}$"
_TITLES = {"Nam": "Ông", "Nữ": "Bà"}


@dataclass(frozen=True, slots=True)
class Planted:
    """The rows of one defect: their cells, their places in the export, and the persons of the changed column.

    `place` is the place of each row in its group: 0, 1 … for a defect that takes several rows, which stand together.
    """

    frame: pl.DataFrame
    row: Ints
    place: Ints
    person: Ints
    draw: Draw
    chance: Floats

    @property
    def people(self) -> Population:
        """The people."""
        return self.draw.population

    def first(self, column: str) -> pl.Series:
        """Return the cells of the first row of each group."""
        index = np.arange(self.row.size) - self.place
        return self.frame[column].gather(index)


@dataclass(frozen=True, slots=True)
class Change:
    """New cells by column, where `fits` holds over the clean cells.

    Of a group the rows from place `first` on are changed, where its first row fits; `every`: where all of them do.
    """

    cells: Mapping[str, pl.Expr | pl.Series] = field(default_factory=dict)
    fits: pl.Expr | pl.Series = field(default_factory=lambda: ALWAYS)
    first: int = 0
    every: bool = False


Maker = Callable[[Planted, str, str], Change]


def _set(_planted: Planted, column: str, text: str) -> Change:
    """The same text in all the columns named."""
    return Change({name: pl.lit(text) for name in column.split()})


def _same_as(_planted: Planted, column: str, text: str) -> Change:
    return Change({column: pl.col(text)}, _filled(text))


def _after_check(planted: Planted, column: str, text: str) -> Change:
    """A day so many days after the check."""
    return Change({column: pl.lit((planted.people.as_of + timedelta(days=int(text))).strftime("%d/%m/%Y"))})


def _former_commune(planted: Planted, column: str, _text: str) -> Change:
    """A commune that was abolished on 1 July 2025 and went into the person's own."""
    former = planted.people.places.frame["former"].gather(planted.people.communes(planted.person))
    return Change({column: former}, former.is_not_null())


def _append(_planted: Planted, column: str, text: str) -> Change:
    return Change({column: pl.col(column) + text}, pl.col(column) != "")


def _prepend(_planted: Planted, column: str, text: str) -> Change:
    return Change({column: text + pl.col(column)}, pl.col(column) != "")


def _replace(_planted: Planted, column: str, text: str) -> Change:
    old, _, new = text.partition("|")
    changed = pl.col(column).str.replace_all(old, new, literal=True)
    return Change({column: changed}, changed != pl.col(column))


def _upper(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.to_uppercase()})


def _without_marks(planted: Planted, column: str, _text: str) -> Change:
    plain = fold_marks(pl.col(column)).str.to_uppercase()
    kinh = pl.col("dan_toc") == "Kinh" if "dan_toc" in planted.frame.columns else ALWAYS
    named = kinh & pl.col(column).str.contains(r"^(?:Nguyễn|Trần|Phạm|Huỳnh|Đặng|Đỗ|Võ|Vũ|Bùi|Ngô) ")
    return Change({column: plain}, named & ~pl.col(column).str.contains("'"))


def _decomposed(_planted: Planted, column: str, _text: str) -> Change:
    nfd = pl.col(column).str.normalize("NFD")
    return Change({column: nfd}, nfd != pl.col(column))


def _spaced(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.format(" {} ", pl.col(column).str.replace(" ", "  ", literal=True))}, _filled(column))


def _mojibake(planted: Planted, column: str, _text: str) -> Change:
    """UTF-8 that was read as Windows-1252, of a Nguyễn."""
    broken = [_read_as_1252(name) for name in planted.frame[column]]
    return Change({column: pl.Series(broken, dtype=pl.String)}, pl.col(column).str.starts_with("Nguyễn "))


def _read_as_1252(name: str) -> str:
    return unicodedata.normalize("NFC", name).encode().decode("cp1252", errors="replace").replace("\ufffd", "")


def _spelled(_planted: Planted, column: str, _text: str) -> Change:
    spaced = (pl.lit(" ") + pl.col(column) + " ").str.replace_many({f" {y} ": f" {i} " for y, i in SPELLINGS.items()})
    changed = spaced.str.slice(1, spaced.str.len_chars() - 2)
    return Change({column: changed}, changed != pl.col(column))


def _mistyped(_planted: Planted, column: str, _text: str) -> Change:
    """One letter too many in the last word."""
    return Change({column: pl.col(column) + "h"}, ~pl.col(column).str.contains(r"[hH]$"))


def _marks_changed(_planted: Planted, column: str, _text: str) -> Change:
    """Nguyên for Nguyễn: another letter by its marks."""
    swap = {"Nguyễn": "Nguyên", "Trần": "Trân", "Phạm": "Phàm", "Lê ": "Lễ ", "Hoàng": "Hoãng", "Huỳnh": "Huynh"}
    changed = pl.col(column).str.replace_many(swap)
    return Change({column: changed}, changed != pl.col(column))


def _middle_left_out(_planted: Planted, column: str, _text: str) -> Change:
    words = pl.col(column).str.split(" ")
    short = words.list.first() + " " + words.list.last()
    return Change({column: short}, words.list.len() == 3)  # noqa: PLR2004 - one word in the middle


def _titled(_planted: Planted, column: str, _text: str) -> Change:
    title = pl.col("gioi_tinh").replace_strict(_TITLES, default="")
    known = r"^(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Phan|Trương|Đinh) \S+ \S"
    return Change({column: title + " " + pl.col(column)}, (title != "") & pl.col(column).str.contains(known))


def _other_sex(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).replace_strict({"Nam": "Nữ", "Nữ": "Nam"}, default="")}, _filled(column))


def _lost_zero(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.replace("^0+", "")}, pl.col(column).str.starts_with("0"))


def _grouped(_planted: Planted, column: str, _text: str) -> Change:
    number = pl.col(column)
    grouped = number.str.head(3) + " " + number.str.slice(3, 3) + " " + number.str.slice(6)
    return Change({column: grouped}, _filled(column))


def _letter_o(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.replace("0", "O", literal=True)}, pl.col(column).str.contains("0"))


def _truncated(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.head(pl.col(column).str.len_chars() - 1)}, _filled(column))


def _scientific(_planted: Planted, column: str, _text: str) -> Change:
    digits = pl.col(column).str.strip_chars_start("0")
    short = digits.str.head(1) + "." + digits.str.slice(1, 4) + "E+" + (digits.str.len_chars() - 1).cast(pl.String)
    return Change({column: short}, _filled(column))


def _wrong_century(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.head(3) + "6" + pl.col(column).str.slice(4)}, _filled(column))


def _unassigned_province(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: "003" + pl.col(column).str.slice(3)}, _filled(column))


def _unknown_number(planted: Planted, column: str, _text: str) -> Change:
    number = planted.people.unknown(planted.person)
    return Change({column: number}, pl.Series(number.is_not_null()) & planted.frame[column].ne(""))


def _cancelled_number(planted: Planted, column: str, _text: str) -> Change:
    number = planted.people.cancelled(planted.person)
    return Change({column: number}, number.is_not_null())


def _card_number(planted: Planted, column: str, _text: str) -> Change:
    number = planted.people.cards(planted.person)
    return Change({column: number}, number.is_not_null())


def _unknown_card(planted: Planted, column: str, _text: str) -> Change:
    """A card number with a prefix that no police had."""
    number = "4699" + pl.Series(planted.row % 100_000).cast(pl.String).str.zfill(5)
    return Change({column: number}, _filled(column))


def _somebody_else(planted: Planted, column: str, _text: str) -> Change:
    """The number of another person who is not in the file, of the same sex, year and province."""
    other = planted.draw.others(planted.row)
    number = planted.people.numbers(other)
    names = planted.people.names(np.maximum(other, 0))
    return Change({column: number}, number.is_not_null() & names.ne(planted.frame["ho_ten"]))


def _departed(planted: Planted, _column: str, _text: str) -> Change:
    """Another person in the row, who has died; the cells come with the row (see `rows.made`)."""
    return Change({}, pl.Series(planted.people.is_dead(planted.person)))


def _swapped(planted: Planted, column: str, _text: str) -> Change:
    day, month = pl.col(column).str.head(2), pl.col(column).str.slice(3, 2)
    # This year's dates might come to lie in the future.
    past = pl.col(column).str.tail(4) < str(planted.people.as_of.year)
    fits = pl.col(column).str.contains(_WHOLE) & (day <= "12") & (day != month) & past
    return Change({column: month + "/" + day + pl.col(column).str.slice(5)}, fits)


def _year_only(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.tail(4)}, pl.col(column).str.contains(_WHOLE))


def _first_of_year(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: "01/01/" + pl.col(column)}, pl.col(column).str.contains(r"^\d{4}$"))


def _years_later(_planted: Planted, column: str, text: str) -> Change:
    year = (pl.col(column).str.tail(4).cast(pl.Int64, strict=False) + int(text)).cast(pl.String)
    changed = pl.col(column).str.head(pl.col(column).str.len_chars() - 4) + year
    leap = pl.col(column).str.starts_with("29/02")
    return Change({column: changed}, _filled(column) & ~leap)


def _dotted(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: pl.col(column).str.replace_all("/", ".", literal=True)}, pl.col(column).str.contains(_WHOLE))


def _iso(_planted: Planted, column: str, _text: str) -> Change:
    return Change({column: _day(column).dt.to_string("%Y-%m-%d")}, pl.col(column).str.contains(_WHOLE))


def _in_words(_planted: Planted, column: str, _text: str) -> Change:
    day, month, year = (pl.col(column).str.slice(*part) for part in ((0, 2), (3, 2), (6, 4)))
    return Change({column: pl.format("ngày {} tháng {} năm {}", day, month, year)}, pl.col(column).str.contains(_WHOLE))


def _two_digit_year(_planted: Planted, column: str, _text: str) -> Change:
    year = pl.col(column).str.tail(4).cast(pl.Int64, strict=False)
    fits = pl.col(column).str.contains(_WHOLE) & year.is_between(1930, 2029)
    return Change({column: pl.col(column).str.head(6) + pl.col(column).str.tail(2)}, fits)


def _serial(_planted: Planted, column: str, _text: str) -> Change:
    days = (_day(column) - pl.date(1899, 12, 30)).dt.total_days()
    year = pl.col(column).str.tail(4).cast(pl.Int64, strict=False)
    fits = pl.col(column).str.contains(_WHOLE) & (year >= 1910)  # noqa: PLR2004 - smaller numbers may be years
    return Change({column: days.cast(pl.String)}, fits)


def _days_later(_planted: Planted, column: str, text: str) -> Change:
    moved = (_day(column) + pl.duration(days=int(text))).dt.to_string("%d/%m/%Y")
    return Change({column: moved}, pl.col(column).str.contains(_WHOLE))


def _times(_planted: Planted, column: str, text: str) -> Change:
    amount = pl.col(column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) * float(text)
    whole = amount.round(0).cast(pl.Int64).cast(pl.String)
    return Change({column: whole}, pl.col(column).str.contains("^[0-9]"))


def _copied(planted: Planted, column: str, text: str) -> Change:
    """The first row again: every cell but those named in `column`; `text` says what some are instead (`name:value`)."""
    kept = column.split()
    cells: dict[str, pl.Expr | pl.Series] = {
        name: planted.first(name) for name in planted.frame.columns if name not in kept
    }
    cells |= {name: pl.lit(value) for name, _, value in (item.partition(":") for item in text.split(";") if item)}
    return Change(cells, first=1)


def _copied_with_card(planted: Planted, column: str, text: str) -> Change:
    """The first row again, with the old card's number."""
    index = np.arange(planted.row.size) - planted.place
    number = planted.people.cards(planted.person[index])
    cells = {**_copied(planted, "", text).cells, column: number}
    return Change(cells, number.is_not_null(), first=1)


def _number_of_first(planted: Planted, column: str, _text: str) -> Change:
    """The number of the first row on another person, whose name and year of birth are plainly another's."""
    born, name = planted.frame["ngay_sinh"], planted.frame["ho_ten"]
    other = (born.str.tail(4) != planted.first("ngay_sinh").str.tail(4)) & (
        name.str.split(" ").list.first() != planted.first("ho_ten").str.split(" ").list.first()
    )
    return Change({column: planted.first(column)}, pl.Series(planted.place == 0) | other, first=1, every=True)


def _of_first(planted: Planted, column: str, _text: str) -> Change:
    """Cells of the first row, those named in `column`."""
    return Change({name: planted.first(name) for name in column.split()}, first=1)


def _filled(column: str) -> pl.Expr:
    return pl.col(column) != ""


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%d/%m/%Y", strict=False)


CHANGES: Mapping[str, Maker] = {
    "set": _set,
    "same_as": _same_as,
    "after_check": _after_check,
    "former_commune": _former_commune,
    "append": _append,
    "prepend": _prepend,
    "replace": _replace,
    "upper": _upper,
    "without_marks": _without_marks,
    "decomposed": _decomposed,
    "spaced": _spaced,
    "mojibake": _mojibake,
    "spelled": _spelled,
    "mistyped": _mistyped,
    "marks_changed": _marks_changed,
    "middle_left_out": _middle_left_out,
    "titled": _titled,
    "other_sex": _other_sex,
    "lost_zero": _lost_zero,
    "grouped": _grouped,
    "letter_o": _letter_o,
    "truncated": _truncated,
    "scientific": _scientific,
    "wrong_century": _wrong_century,
    "unassigned_province": _unassigned_province,
    "unknown_number": _unknown_number,
    "cancelled_number": _cancelled_number,
    "card_number": _card_number,
    "unknown_card": _unknown_card,
    "somebody_else": _somebody_else,
    "departed": _departed,
    "swapped": _swapped,
    "year_only": _year_only,
    "first_of_year": _first_of_year,
    "years_later": _years_later,
    "dotted": _dotted,
    "iso": _iso,
    "in_words": _in_words,
    "two_digit_year": _two_digit_year,
    "serial": _serial,
    "days_later": _days_later,
    "times": _times,
    "copied": _copied,
    "copied_with_card": _copied_with_card,
    "number_of_first": _number_of_first,
    "of_first": _of_first,
}
