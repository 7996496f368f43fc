"""Rows of health-insurance participants: whose card of which group, with what number, household, place and term."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from synthetic.days import day_of, written
from synthetic.people import Person, Register, to_vi
from synthetic.sample import Change, Label, Record, planted_row, right

_YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))
_SCHOOL_YEAR = (date(2026, 10, 1), date(2027, 9, 30))
_CLEAN = 150
UNDRAWN = 100_000
"""A serial above those that are drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of insured: the letters and benefit level of its cards, the years of birth it is given to, the term."""

    card: str
    born: tuple[int, int]
    term: tuple[date, date] = _YEAR_2026


CHILD = Group("TE1", (2021, 2026))
PUPIL = Group("HS4", (2009, 2019), _SCHOOL_YEAR)
HOUSEHOLD = Group("GD4", (1961, 2005))
EMPLOYEE = Group("DN4", (1967, 2004))
OFFICIAL = Group("HC4", (1967, 2002))
PENSIONER = Group("HT3", (1930, 1962))
POOR = Group("HN2", (1961, 2007))
SURVIVOR = Group("CT4", (1930, 1944))
GROUPS = (CHILD, PUPIL, HOUSEHOLD, HOUSEHOLD, EMPLOYEE, OFFICIAL, PENSIONER, POOR)


class ParticipantRows:
    """Makes rows; each one of another person, card and number unless it is told otherwise."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        by_hand = {person.number for person in register.cast.values()}
        self.pool = [person for person in register.persons if person.status == "song" and person.number not in by_hand]
        rng.shuffle(self.pool)
        self.serial = iter(rng.sample(range(1, UNDRAWN - 1), 600))
        self.households: dict[str, str] = {}
        self.husbands = {wife.number: husband for husband, wife in register.couples}

    def take(self, fits: Callable[[Person], bool] = lambda _person: True, *, group: Group | None = None) -> Person:
        """Return the first person left that `fits` and whom cards of `group` are for; nobody else gets them."""
        first, last = group.born if group else (0, 9999)
        person = next(person for person in self.pool if first <= person.year <= last and fits(person))
        self.pool.remove(person)
        return person

    def number(self, person: Person) -> str:
        """Return a social-insurance number that nobody has: the province, then 99."""
        return f"{person.commune.prefix[1:]}99{next(self.serial):06d}"

    def row(
        self,
        *labels: Label,
        group: Group = HOUSEHOLD,
        person: Person | None = None,
        number: str = "",
        **changes: Change,
    ) -> Record:
        """Return a row of `person` (else of the next one for `group`) with `changes`, which `labels` are found in.

        `number` is the social-insurance number on the card, else one of the person's own.
        """
        taken = person or self.take(group=group)
        number, province = number or self.number(taken), taken.commune.prefix[1:]
        first, last = _term(group, taken)
        cells = {
            "stt": "",
            "so_the": f"{group.card}{province}{number}",
            "so_bhxh": number,
            "ho_ten": taken.name,
            "ngay_sinh": to_vi(taken.born),
            "gioi_tinh": taken.sex_word,
            "so_dinh_danh": taken.number,
            "ma_xa": taken.commune.code,
            "ma_ho_gia_dinh": self._household(taken),
            "noi_kcb": f"{province}{self.rng.choice(('001', '014', '102'))}",
            "tu_ngay": written(first),
            "den_ngay": written(last),
            "ngay_cap_nhat": f"{self.rng.randint(1, 28):02d}/{self.rng.randint(1, 10):02d}/2026",
            "dia_chi": f"Thôn {self.rng.randint(1, 9)}",
            "ghi_chu": "",
        }
        return planted_row(cells, changes, labels)

    def _household(self, person: Person) -> str:
        """Return the code of the household: parents and children who are not of age, or one of one's own."""
        head = person.father if person.father and not person.is_adult else self.husbands.get(person.number, person)
        serial = len(self.households) + 1
        return self.households.setdefault(head.number, f"{head.commune.prefix[1:]}99{serial:06d}")


def with_card_of(record: Record, group: Group) -> Record:
    """Return `record` as one whose person should have a card of `group`."""
    first, last = map(written, group.term)
    return right(record, so_the=f"{group.card}{record.cells['so_the'][3:]}", tu_ngay=first, den_ngay=last)


def _term(group: Group, person: Person) -> tuple[date, date]:
    """Return first and last day; a child's card runs from birth to the school year after the sixth birthday."""
    if group is not CHILD:
        return group.term
    return day_of(person), date(person.year + 6, 9, 30)


def clean_participants(rows: ParticipantRows) -> Iterator[Record]:
    """Yield rows without a finding; among them cards of all forms and households without a code."""
    for name in ("Y Bhăm Niê", "H'Hen Niê", "Vừ A Dính", "K'Brểu"):
        yield rows.row(person=rows.register.cast[name])
    # Newer cards show the ten digits alone; since 1 August 2025 the personal number stands for both.
    for _ in range(6):
        person = rows.take(group=EMPLOYEE)
        number = rows.number(person)
        yield rows.row(person=person, number=number, so_the=number)
        person = rows.take(group=HOUSEHOLD)
        yield rows.row(person=person, so_the=person.number, so_bhxh=person.number)
        person = rows.take(group=POOR)
        yield rows.row(group=POOR, person=person, so_bhxh=person.number)
    # A child without a birth certificate had a medical number in the card.
    for _ in range(3):
        child = rows.take(group=CHILD)
        yield rows.row(group=CHILD, person=child, so_bhxh=rows.number(child))
    # The card of the year before, and the renewed one.
    person = rows.take(group=EMPLOYEE)
    number = rows.number(person)
    yield rows.row(group=EMPLOYEE, person=person, number=number)
    yield rows.row(group=EMPLOYEE, person=person, number=number, tu_ngay="01/01/2027", den_ngay="31/12/2027")
    for name in ("Trạm Y tế xã Ea Phê", "Bệnh viện Đa khoa vùng Tây Nguyên"):
        yield rows.row(noi_kcb=name, ma_ho_gia_dinh="", ngay_cap_nhat="")
    for index in range(_CLEAN):
        group = GROUPS[index % len(GROUPS)]
        if any(group.born[0] <= person.year <= group.born[1] for person in rows.pool):
            yield rows.row(group=group)
