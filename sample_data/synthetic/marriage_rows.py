"""Rows of marriages: who married whom and when, with what number of which book, and those without anything to find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from synthetic.civil_registry import FULL_RULES, Book, office
from synthetic.days import day_of, written
from synthetic.people import Person, Register, to_vi
from synthetic.picks import whole_date_known
from synthetic.sample import Change, Label, Record, outcome, planted_row

BOOK_SPACING = 3
_RECENT, _OF_AGE_SINCE = 2019, 2006
_YEAR = timedelta(days=366)
_LAST = date(2026, 9, 20)
_BLANK = {f"{column}_{role}": "" for column in ("so_dinh_danh", "dan_toc", "quoc_tich") for role in ("chong", "vo")}


@dataclass(frozen=True, slots=True)
class Couple:
    """Husband and wife, and the day on which they registered."""

    husband: Person
    wife: Person
    day: date


class MarriageRows:
    """Makes rows; each one of another couple and number of the book unless it is told otherwise.

    `couples` are the parents and the young, who can register in recent years; `old` are the grandparents, those whose
    birth dates are known first.
    """

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        self.book = Book(spacing=BOOK_SPACING)
        parents = [_before_first_child(register, *couple) for couple in register.couples]
        self.old = [
            _before_first_child(register, side.father, side.mother)
            for couple in register.couples
            for side in couple
            if side.father and side.mother
        ]
        married = {person.number for couple in register.couples for person in couple}
        adults = [person for person in register.children(since=1993) if person.is_adult]
        self.young = [person for person in adults if person.number not in married and person.year < _OF_AGE_SINCE]
        rng.shuffle(self.young)
        self.couples = [*parents, *self._pairs()]
        rng.shuffle(self.couples)
        rng.shuffle(self.old)
        self.old.sort(key=lambda couple: not (whole_date_known(couple.husband) and whole_date_known(couple.wife)))

    def take(self, fits: Callable[[Couple], bool] = lambda _couple: True, *, recent: bool = False) -> Couple:
        """Return the first couple left that `fits`, of the grandparents unless `recent`; nobody else gets it."""
        pool = self.couples if recent else self.old
        couple = next(couple for couple in pool if fits(couple))
        pool.remove(couple)
        return couple

    def single(self, sex: str, *, of_age: date) -> Person:
        """Return the next young person who is in no couple, and of age to marry on the day `of_age`."""
        person = next(p for p in self.young if p.sex == sex and day_of(p) + 20 * _YEAR < of_age)
        self.young.remove(person)
        return person

    def row(
        self,
        *labels: Label,
        couple: Couple | None = None,
        day: date | None = None,
        recent: bool = False,
        **changes: Change,
    ) -> Record:
        """Return a row of `couple` (else of the next one) with `changes`, which `labels` are found in.

        `recent` takes a couple who can register now, and registers one late who married before; `day` is another day
        than the couple's own.
        """
        taken = couple or self.take(recent=recent)
        registered = day or (self._recently(taken) if recent else taken.day)
        commune, number = taken.wife.commune, self.book.number(taken.wife.commune.code, registered)
        cells = {
            "stt": "",
            "so": self.rng.choice((f"{number}", f"{number}", f"{number}/{registered.year}")),
            "quyen_so": f"01/{registered.year}",
            "ngay_dang_ky": written(registered),
            "noi_dang_ky": office(commune, registered),
            "ma_xa": commune.code,
            **_spouse("chong", taken.husband),
            **_spouse("vo", taken.wife),
            "ngay_cham_dut": "",
            "ngay_cap_nhat": written(self._updated(registered)),
            "ghi_chu": "",
        }
        return planted_row(cells, changes, labels)

    def _recently(self, couple: Couple) -> date:
        if couple.day.year >= _RECENT:
            return couple.day
        return date(self.rng.randint(_RECENT, 2024), self.rng.randint(1, 12), self.rng.randint(1, 28))

    def _updated(self, registered: date) -> date:
        if registered.year < FULL_RULES:  # digitized later
            return date(2026, self.rng.randint(1, 10), self.rng.randint(1, 28))
        return registered + timedelta(days=self.rng.randint(0, 10))

    def _pairs(self) -> Iterator[Couple]:
        """Yield couples of the young, of two families and much the same age; some stay single."""
        men = [person for person in self.young if person.sex == "nam"]
        for man in men[: len(men) - 4]:
            women = [person for person in self.young if person.sex == "nu" and person.mother is not man.mother]
            near = [woman for woman in women if abs(woman.year - man.year) < 6]  # noqa: PLR2004 - of much the same age
            if len(near) > 1:
                self.young.remove(man)
                self.young.remove(near[0])
                yield Couple(man, near[0], self._of_age(man, near[0]))

    def _of_age(self, husband: Person, wife: Person) -> date:
        first = max(day_of(husband) + 20 * _YEAR, day_of(wife) + 18 * _YEAR, date(2015, 2, 1))
        return first + timedelta(days=self.rng.randint(0, (_LAST - first).days))


def _before_first_child(register: Register, husband: Person, wife: Person) -> Couple:
    born = min(day_of(child) for child in register.persons if child.mother is wife)
    of_age = max(day_of(husband) + 20 * _YEAR, day_of(wife) + 18 * _YEAR)
    return Couple(husband, wife, max(born - timedelta(days=340), of_age + _YEAR))


def _spouse(role: str, person: Person) -> dict[str, str]:
    return {
        f"ho_ten_{role}": person.name,
        f"ngay_sinh_{role}": to_vi(person.born),
        f"so_dinh_danh_{role}": person.number,
        f"dan_toc_{role}": person.ethnicity,
        f"quoc_tich_{role}": "Việt Nam",
    }


def clean_marriages(rows: MarriageRows) -> Iterator[Record]:
    """Yield rows without a finding: whoever is left, old books, a divorce and marriages after it, foreign spouses."""
    neither = (outcome("not_applicable", "chong"), outcome("not_applicable", "vo"))
    # In a book of before 1990 neither numbers nor the place of registration, and often years of birth only.
    for index, couple in enumerate(rows.old[-34:]):
        rows.old.remove(couple)
        yield rows.row(
            *neither, couple=couple, **_BLANK, noi_dang_ky="", ghi_chu="số hóa sổ cũ",
            quyen_so=("01", "02-TP/KH", "03")[index % 3], ngay_sinh_chong=couple.husband.born[:4],
        )  # fmt: skip
    divorced = rows.take(lambda couple: couple.day.year < 2012, recent=True)  # noqa: PLR2004 - time for the rest
    yield rows.row(couple=divorced, ngay_cham_dut="15/06/2016", ghi_chu="ly hôn")
    again = date(2024, 3, 14)
    yield rows.row(couple=Couple(divorced.husband, rows.single("nu", of_age=again), again))
    # Married again to each other.
    divorced = rows.take(lambda couple: couple.day.year < 2012, recent=True)  # noqa: PLR2004 - the same
    yield rows.row(couple=divorced, ngay_cham_dut="2015")
    yield rows.row(couple=divorced, day=date(2022, 8, 9))
    foreign = {"dan_toc_chong": "", "quoc_tich_chong": "Hàn Quốc", "ho_ten_chong": "Kim Sung Ho"}
    for day, passport in ((10, "M99123456"), (24, "")):
        yield rows.row(
            outcome("not_applicable", "chong"), recent=True, day=date(2023, 5, day), so_dinh_danh_chong=passport,
            noi_dang_ky="UBND huyện Cư Kuin, tỉnh Đắk Lắk", **foreign,
        )  # fmt: skip
    for couple in (*rows.couples, *rows.old):
        yield rows.row(couple=couple)
