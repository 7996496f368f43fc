"""Rows of beneficiaries: who belongs to which group, with the coefficient, amount and term that the decree gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from synthetic.days import day_of, written
from synthetic.people import Person, Register, to_vi
from synthetic.sample import Change, Label, Record, planted_row

STANDARD = 500_000  # đồng, since 1 July 2024
_BANKS = ("Agribank chi nhánh Đắk Lắk", "Agribank chi nhánh Krông Pắc", "VietinBank", "LPBank")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of Điều 5 of Nghị định 20/2021/NĐ-CP.

    Attributes:
        born: First and last year of birth, with which the age fits on 1 November 2026 in any case.
        coefficient: That of persons so old.
        since: Age from which on the benefit may have begun in any case.
        until: Birthday with which it ends, 0 if none does.
    """

    born: tuple[int, int]
    coefficient: str
    since: int = 1
    until: int = 0


GROUPS = {
    "1": Group((2011, 2021), "1,5", until=16),
    "2": Group((2005, 2009), "1,5", since=16, until=22),
    "3": Group((2011, 2021), "2,0", until=16),
    "4": Group((1972, 2000), "1,0", since=20),
    "5a": Group((1948, 1964), "1,5", since=61),
    "5b": Group((1947, 1949), "1,0", since=76),
    "5c": Group((1930, 1944), "1,0", since=81),
    "5d": Group((1948, 1964), "3,0", since=61),
    "6": Group((1967, 2002), "1,5"),
    "7": Group((2024, 2026), "1,5", since=0, until=3),
    "8": Group((1967, 2002), "1,5", since=20),
}
_THIS_AUTUMN = {"ngay_huong": "10/2026", "ngay_quyet_dinh": "15/09/2026"}
# How many rows of each there are beside those with something to find.
_CLEAN = {"1": 17, "2": 8, "3": 3, "4": 9, "5a": 26, "5b": 5, "5c": 5, "5d": 2, "6": 20, "7": 14, "8": 3}


class BeneficiaryRows:
    """Makes rows; each one of another person, decision and account unless it is told otherwise."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        by_hand = {person.number for person in register.cast.values()}
        self.pool = [person for person in register.persons if person.status == "song" and person.number not in by_hand]
        rng.shuffle(self.pool)
        self.serial = iter(rng.sample(range(1, 99_999), 600))

    def take(self, fits: Callable[[Person], bool] = lambda _person: True, *, group: str = "") -> Person:
        """Return the first person left that `fits` and is old enough for `group`; nobody else gets them."""
        first, last = GROUPS[group].born if group else (0, 9999)
        person = next(person for person in self.pool if first <= person.year <= last and fits(person))
        self.pool.remove(person)
        return person

    def row(
        self,
        *labels: Label,
        group: str = "6",
        person: Person | None = None,
        coefficient: str = "",
        **changes: Change,
    ) -> Record:
        """Return a row of `person` (else of the next one for `group`) with `changes`, which `labels` are found in.

        The amount is that of `coefficient` (else of the group's).
        """
        taken = person or self.take(group=group)
        rng, factor = self.rng, coefficient or GROUPS[group].coefficient
        amount = int(float(factor.replace(",", ".")) * STANDARD)
        cells = {
            "stt": "",
            "ma_xa": taken.commune.code,
            "ho_ten": taken.name,
            "ngay_sinh": to_vi(taken.born),
            "gioi_tinh": taken.sex_word,
            "so_dinh_danh": taken.number,
            "dan_toc": taken.ethnicity,
            "nhom_doi_tuong": group,
            "he_so": factor,
            "muc_huong": rng.choice((f"{amount}", f"{amount:,}".replace(",", "."))),
            **self._term(GROUPS[group], taken),
            **self._payment(taken),
            "tinh_trang_huong": "Đang hưởng",
            "so_thang_chua_nhan": "0",
            "ngay_chet": "",
            "ngay_cap_nhat": f"{rng.randint(1, 28):02d}/{rng.randint(1, 10):02d}/2026",
            "dia_chi": f"Thôn {rng.randint(1, 9)}",
            "ghi_chu": "",
        }
        return planted_row(cells, changes, labels)

    def _term(self, group: Group, person: Person) -> dict[str, str]:
        """Return decision, start and end. Benefits run by the month, and the decision comes before the first."""
        rng = self.rng
        if group.since:
            first = min(max(2021, person.year + group.since), 2025)
            start = date(rng.randint(first, 2025), rng.randint(1, 6), 1)
        else:
            start = (day_of(person) + timedelta(days=62)).replace(day=1)
        month = to_vi(start.isoformat()[:7])
        return {
            "so_quyet_dinh": f"{rng.randint(100, 999)}/QĐ-UBND",
            "ngay_quyet_dinh": written(start - timedelta(days=rng.randint(3, 25))),
            "ngay_huong": rng.choice((month, f"01/{month}")),
            "ngay_thoi_huong": f"{day_of(person).month:02d}/{person.year + group.until}" if group.until else "",
        }

    def _payment(self, person: Person) -> dict[str, str]:
        rng, serial = self.rng, next(self.serial)
        has_account = rng.random() < 0.8  # noqa: PLR2004 - the others are paid in cash
        carer = person.mother.name if person.mother and not person.is_adult else ""
        return {
            "nguoi_nhan_thay": carer,
            "so_tai_khoan": f"5299{serial:09d}" if has_account else "",
            "ngan_hang": rng.choice(_BANKS) if has_account else "",
            "dien_thoai": rng.choice((f"0{rng.choice(('91', '98', '86', '35'))}99{serial:05d}", "")),
        }


def of_group(record: Record, group: str) -> Record:
    """Return `record` with the truth that its person belongs to another group than the one that it names."""
    factor = GROUPS[group].coefficient
    amount = int(float(factor.replace(",", ".")) * STANDARD)
    right = {**record.cells, "nhom_doi_tuong": group, "he_so": factor, "muc_huong": f"{amount}"}
    return replace(record, truth=right)


def clean_beneficiaries(rows: BeneficiaryRows) -> Iterator[Record]:
    """Yield rows without a finding; among them who may draw two benefits, and the disabled of all ages."""
    for group, number in _CLEAN.items():
        for _ in range(number):
            yield rows.row(group=group)
    # A single parent has a benefit a child, in one row or one row a child, and may have another of clause 6.
    yield rows.row(group="4", coefficient="3,0")
    parent = rows.take(group="4")
    yield rows.row(group="4", person=parent, ghi_chu="con thứ nhất")
    yield rows.row(group="4", person=parent, ghi_chu="con thứ hai")
    parent = rows.take(group="4")
    yield rows.row(group="4", person=parent)
    yield rows.row(group="6", person=parent)
    for coefficient in ("2,0", "2,5", "2,0", "2,5"):
        yield rows.row(group="6", person=rows.take(group="5a"), coefficient=coefficient)
        yield rows.row(group="6", person=rows.take(group="1"), coefficient=coefficient)
    for coefficient in ("2,5", "2,5", "2,5"):
        yield rows.row(group="1", person=rows.take(group="7"), coefficient=coefficient, **_THIS_AUTUMN)
    for name in ("Y Bhăm Niê", "H'Hen Niê", "Vừ A Dính", "K'Brểu", "Moong Thị Mão"):
        yield rows.row(group="6", person=rows.register.cast[name])
