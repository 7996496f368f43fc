"""Rows of births: whose, with what number of which book, and those in which there is nothing to find."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import permutations
from random import Random

from synthetic.civil_registry import FULL_RULES, Book, office
from synthetic.days import day_of, written
from synthetic.people import Person, Register, to_vi
from synthetic.sample import Change, Label, Record, outcome, planted_row

NO_FATHER = {"ho_ten_cha": "", "nam_sinh_cha": "", "so_dinh_danh_cha": ""}
_OLD_BOOKS = 36


class BirthRows:
    """Makes rows; each one of another child and number of the book unless it is told otherwise."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        self.pool = register.children(since=2001)
        rng.shuffle(self.pool)
        self.book = Book(spacing=3)
        adults = [person for person in register.children(since=1972) if person.year < 2000]  # noqa: PLR2004
        self.in_old_books = [person for person in adults if person.number[:3] == person.commune.prefix][:_OLD_BOOKS]

    def take(self, fits: Callable[[Person], bool] = lambda _child: True, *, since: str = "2001") -> Person:
        """Return the first child left that `fits` and is born from `since` on; nobody else gets it."""
        child = next(child for child in self.pool if child.born >= since and fits(child))
        self.pool.remove(child)
        return child

    def pair(self, fits: Callable[[Person, Person], bool]) -> tuple[Person, Person]:
        """Return the first two children left that `fits`."""
        one, other = next(both for both in permutations(self.pool, 2) if fits(*both))
        self.pool.remove(one)
        self.pool.remove(other)
        return one, other

    def row(
        self,
        *labels: Label,
        child: Person | None = None,
        since: str = "2001",
        days: int | None = None,
        mother: Person | None = None,
        **changes: Change,
    ) -> Record:
        """Return a row of `child` (else of one born from `since` on) with `changes`, which `labels` are found in.

        `days` are those from birth to registration; `mother` stands in the place of the child's own.
        """
        born = child or self.take(since=since)
        registered = day_of(born) + timedelta(days=self.rng.randint(5, 45) if days is None else days)
        cells = {
            "stt": "",
            **self._entry(born, registered),
            **_child(born, self.rng),
            **_parent("me", mother or born.mother),
            **_parent("cha", born.father),
            "ngay_cap_nhat": written(self._updated(registered)),
            "ghi_chu": "",
        }
        return planted_row(cells, changes, labels)

    def _entry(self, child: Person, registered: date) -> dict[str, str]:
        """Return number, book, day and place; numbers of a book go up with the days."""
        commune, year = child.commune, registered.year
        number = self.book.number(commune.code, registered)
        return {
            "so": self.rng.choice((f"{number}", f"{number}", f"{number}/{year}")),
            "quyen_so": f"01/{year}",
            "ngay_dang_ky": written(registered),
            "noi_dang_ky": office(commune, registered),
            "ma_xa": commune.code,
        }

    def _updated(self, registered: date) -> date:
        if registered.year < FULL_RULES:  # digitized later
            return date(2026, self.rng.randint(1, 10), self.rng.randint(1, 28))
        return registered + timedelta(days=self.rng.randint(0, 15))


def _child(child: Person, rng: Random) -> dict[str, str]:
    commune = child.commune
    hospitals = ("Bệnh viện Đa khoa vùng Tây Nguyên", "Bệnh viện Thiện Hạnh", "Trung tâm Y tế khu vực Krông Pắc")
    return {
        "ho_ten": child.name,
        "ngay_sinh": to_vi(child.born),
        "gioi_tinh": child.sex_word,
        "so_dinh_danh": child.number,
        "dan_toc": child.ethnicity,
        "quoc_tich": "Việt Nam",
        "noi_sinh": rng.choice((*hospitals, f"Trạm Y tế {commune.name[0].lower()}{commune.name[1:]}")),
        "que_quan": f"{commune.name}, {commune.province}",
    }


def _parent(role: str, person: Person | None) -> dict[str, str]:
    """Return the cells of a parent, of whom the book has the year of birth only."""
    return {
        f"ho_ten_{role}": person.name if person else "",
        f"nam_sinh_{role}": str(person.year) if person else "",
        f"so_dinh_danh_{role}": person.number if person else "",
    }


def clean_births(rows: BirthRows) -> Iterator[Record]:
    """Yield rows without a finding: whoever is left, twins among them, unmarried mothers, old books."""
    no_parents = (outcome("not_applicable", "me"), outcome("not_applicable", "cha"))
    # In a book of before 1990 neither numbers nor the place of birth; often the year of birth only.
    for index, person in enumerate(rows.in_old_books):
        born = to_vi(person.born) if index % 3 else person.born[:4]
        yield rows.row(
            *no_parents, child=person, quyen_so=("01", "02-TP/KS", "03")[index % 3], ngay_sinh=born, so_dinh_danh_me="",
            so_dinh_danh_cha="", noi_dang_ky="", noi_sinh="", que_quan="", ghi_chu="số hóa sổ cũ",
        )  # fmt: skip
    for _ in range(3):
        yield rows.row(outcome("not_applicable", "cha"), **NO_FATHER)
    # The mother is a citizen, father and child are not: a child of another nationality has no number.
    yield rows.row(
        outcome("not_applicable"), outcome("not_applicable", "cha"), since="2019", ho_ten="Kim Min Jun",
        gioi_tinh="Nam", so_dinh_danh="", dan_toc="Hàn", quoc_tich="Hàn Quốc", ho_ten_cha="Kim Sung Ho",
        nam_sinh_cha="1985", so_dinh_danh_cha="",
    )  # fmt: skip
    while rows.pool:
        yield rows.row()
