"""The people: a synthetic extract of the register with whole families, of whom every dataset speaks.

Their personal numbers are structurally right (province, century and sex, year), but the six last digits begin with 99.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from synthetic.names import family_of, full_name

AS_OF_YEAR = 2026
COLUMNS = (
    "so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "dan_toc", "quoc_tich", "ma_xa_thuong_tru", "so_cmnd",
    "so_dinh_danh_cu", "ho_ten_cha", "ho_ten_me", "tinh_trang", "ngay_chet", "ngay_cap_nhat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune whose code and name did not change on 1 July 2025, and the police's prefixes of its people."""

    code: str
    name: str
    province: str
    prefix: str  # of personal numbers
    card: str  # of old identity cards

    def address(self, place: str) -> str:
        """Return an address of two levels."""
        return f"{place}, {self.name[0].lower()}{self.name[1:]}, {self.province}"


_DAK_LAK, _NGHE_AN, _DIEN_BIEN, _HA_NOI = "tỉnh Đắk Lắk", "tỉnh Nghệ An", "tỉnh Điện Biên", "thành phố Hà Nội"
EA_KAO = Commune("24169", "Phường Ea Kao", _DAK_LAK, "066", "241")
EA_KTUR = Commune("24544", "Xã Ea Ktur", _DAK_LAK, "066", "241")
EA_PHE = Commune("24502", "Xã Ea Phê", _DAK_LAK, "066", "240")
TAN_TIEN = Commune("24526", "Xã Tân Tiến", _DAK_LAK, "066", "241")
EA_TUL = Commune("24277", "Xã Ea Tul", _DAK_LAK, "066", "240")
MUONG_LONG = Commune("16831", "Xã Mường Lống", _NGHE_AN, "040", "187")
KIM_LIEN = Commune("17971", "Xã Kim Liên", _NGHE_AN, "040", "182")
MUONG_NHE = Commune("03160", "Xã Mường Nhé", _DIEN_BIEN, "011", "040")
VINH_TUY = Commune("00283", "Phường Vĩnh Tuy", _HA_NOI, "001", "012")
MINH_CHAU = Commune("09661", "Xã Minh Châu", _HA_NOI, "001", "017")
COMMUNES = (EA_KAO, EA_KTUR, EA_PHE, TAN_TIEN, EA_TUL, MUONG_LONG, KIM_LIEN, MUONG_NHE, VINH_TUY, MINH_CHAU)

MERGED = "24166"  # Xã Hòa Thắng, merged into Phường Tân Lập on 1 July 2025

# Families by commune and ethnicity.
_FAMILIES = (
    *[(EA_KAO, "Kinh")] * 11, *[(EA_KTUR, "Kinh")] * 9, *[(EA_PHE, "Kinh")] * 8, *[(TAN_TIEN, "Kinh")] * 6,
    *[(EA_KAO, "Ê Đê")] * 4, *[(EA_TUL, "Ê Đê")] * 5, *[(EA_TUL, "Kinh")] * 3,
    *[(MUONG_LONG, "Mông")] * 2, *[(KIM_LIEN, "Kinh")] * 3, (MUONG_LONG, "Thái"), (MUONG_LONG, "Khơ Mú"),
    *[(MUONG_NHE, "Mông")] * 1, (MUONG_NHE, "Thái"), *[(VINH_TUY, "Kinh")] * 3, *[(MINH_CHAU, "Kinh")] * 2,
)  # fmt: skip
# Where the parents of today's families in the Central Highlands had their births registered.
_MIGRANTS = ("066", "066", "040", "042", "051", "001", "034")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the register; dates are ISO 8601 at their own precision."""

    number: str
    name: str
    born: str
    sex: str
    commune: Commune
    ethnicity: str = "Kinh"
    card: str = ""
    cancelled: str = ""
    father_name: str = ""
    mother_name: str = ""
    father: "Person | None" = None
    mother: "Person | None" = None
    status: str = "song"
    died: str = ""
    updated: str = "2026-08-14"

    @property
    def year(self) -> int:
        """The year of birth."""
        return int(self.born[:4])

    @property
    def sex_word(self) -> str:
        """The sex as people write it."""
        return {"nam": "Nam", "nu": "Nữ"}[self.sex]

    @property
    def is_adult(self) -> bool:
        """Whether the person is of age in any case."""
        return AS_OF_YEAR - self.year > 18  # noqa: PLR2004 - the age of majority

    def entry(self) -> tuple[str, ...]:
        """Return the person's row of the register, in the order of `COLUMNS`."""
        return (
            self.number, self.name, self.born, self.sex, self.ethnicity, "Việt Nam", self.commune.code, self.card,
            self.cancelled, self.father_name, self.mother_name, self.status, self.died, self.updated,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """The people: `persons` is all of them, `couples` those who have children together, `cast` those made by hand."""

    persons: tuple[Person, ...]
    couples: tuple[tuple[Person, Person], ...]
    cast: dict[str, Person]

    def living_adults(self) -> list[Person]:
        """Return the adults alive whom chance made, in a fixed order."""
        return [person for person in self._common() if person.is_adult and person.status == "song"]

    def dead(self) -> list[Person]:
        """Return the dead whom chance made, in a fixed order."""
        return [person for person in self._common() if person.status == "chet"]

    def children(self, *, since: int) -> list[Person]:
        """Return those born from the year `since` on whose parents are in the register."""
        return [person for person in self._common() if person.year >= since and person.mother and person.father]

    def _common(self) -> list[Person]:
        by_hand = {person.number for person in self.cast.values()}
        return [person for person in self.persons if person.number not in by_hand]


def make_register(cast: tuple[Person, ...], *, seed: int = 2026) -> Register:
    """Return the people: `cast`, then families made by chance."""
    rng = Random(seed)
    digits = _last_digits(rng)
    persons, couples = list(cast), []
    for commune, ethnicity in _FAMILIES:
        family = _family(rng, digits, commune, ethnicity)
        persons += family
        couples.append((family[4], family[5]))
    persons += _newborns(rng, digits, couples, persons)
    return Register(tuple(persons), tuple(couples), {person.name: person for person in cast})


def personal_number(prefix: str, sex: str, year: int, last: str) -> str:
    """Return a personal number by its structure: prefix, century and sex, year, the six last digits."""
    century = (year - 1900) // 100 * 2 + (sex == "nu")
    return f"{prefix}{century}{year % 100:02d}{last}"


def to_vi(iso: str) -> str:
    """Return a date as people write it: `02/03/1985`, `03/1985`, `1985`."""
    return "/".join(reversed(iso.split("-")))


def _last_digits(rng: Random) -> Iterator[str]:
    """Yield the six last digits of numbers, each once; those of the cast (9900…) and 999999 are not among them."""
    return iter([f"99{number:04d}" for number in rng.sample(range(100, 9999), 2000)])


def _day(rng: Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _family(rng: Random, digits: Iterator[str], commune: Commune, ethnicity: str) -> list[Person]:
    """Return four grandparents, father, mother, and their children."""
    father_year = rng.randint(1972, 1992)
    mother_year = father_year + rng.randint(-2, 6)
    father_side = _couple(rng, digits, commune, ethnicity, child_year=father_year)
    mother_side = _couple(rng, digits, commune, ethnicity, child_year=mother_year)
    father = _child(rng, digits, father_side, sex="nam", born=_day(rng, father_year, father_year))
    mother = _child(rng, digits, mother_side, sex="nu", born=_day(rng, mother_year, mother_year))
    children = []
    year = mother_year + rng.randint(21, 26)
    for _ in range(rng.randint(2, 4)):
        if year < AS_OF_YEAR:
            sex = rng.choice(("nam", "nu"))
            children.append(_child(rng, digits, (father, mother), sex=sex, born=_day(rng, year, year)))
        year += rng.randint(3, 5)
    return [*father_side, *mother_side, father, mother, *children]


def _newborns(
    rng: Random, digits: Iterator[str], couples: list[tuple[Person, Person]], persons: list[Person]
) -> list[Person]:
    """Return the births of the last year, one to each couple still young without an infant; the first are twins."""
    youngest = {person.mother.number: person.year for person in persons if person.mother}
    born = []
    for father, mother in couples:
        if mother.year >= 1982 and youngest.get(mother.number, 0) <= 2024:  # noqa: PLR2004 - young, no infant
            day = (date(2025, 7, 1) + timedelta(days=rng.randint(0, 420))).isoformat()
            for sex in ("nam", "nu") if not born else (rng.choice(("nam", "nu")),):
                child = _child(rng, digits, (father, mother), sex=sex, born=day)
                born.append(replace(child, updated=f"2026-{rng.randint(9, 10):02d}-{rng.randint(15, 24):02d}"))
    return born


def _couple(
    rng: Random, digits: Iterator[str], commune: Commune, ethnicity: str, *, child_year: int
) -> tuple[Person, Person]:
    """Return grandparents, of whom half have died; of the old often nothing but the year of birth is known."""
    prefix = rng.choice(_MIGRANTS) if commune.prefix == "066" and ethnicity == "Kinh" else commune.prefix
    pair = []
    for sex, younger in (("nam", 0), ("nu", rng.randint(0, 4))):
        year = child_year - rng.randint(25, 34) + younger
        day = _day(rng, year, year)
        born = rng.choice((day, day, day, str(year), str(year), day[:7])) if year < 1960 else day  # noqa: PLR2004
        parents = (full_name(rng, ethnicity, "nam", year - 25), full_name(rng, ethnicity, "nu", year - 25))
        name = full_name(rng, ethnicity, sex, year, family=family_of(parents[ethnicity == "Ê Đê"], ethnicity))
        person = Person(
            personal_number(prefix, sex, year, next(digits)), name, born, sex, commune, ethnicity,
            card=_card(rng, commune), father_name=rng.choice((*parents[:1] * 9, "")), mother_name=parents[1],
            updated=_updated(rng),
        )  # fmt: skip
        pair.append(_dead(rng, person) if rng.randint(0, 1) else person)
    return pair[0], pair[1]


def _dead(rng: Random, person: Person) -> Person:
    died = _day(rng, 2016, 2025)
    return replace(person, status="chet", died=died, updated=_updated(rng))


def _child(rng: Random, digits: Iterator[str], parents: tuple[Person, Person], *, sex: str, born: str) -> Person:
    father, mother = parents
    year = int(born[:4])
    family = family_of((mother if mother.ethnicity == "Ê Đê" else father).name, father.ethnicity)
    prefix = father.number[:3] if year < 2000 else father.commune.prefix  # noqa: PLR2004 - born where they came from
    return Person(
        personal_number(prefix, sex, year, next(digits)),
        full_name(rng, father.ethnicity, sex, year, family=family), born, sex, father.commune, father.ethnicity,
        card=_card(rng, father.commune) if year < 2000 else "",  # noqa: PLR2004 - before cards of 12 digits
        father_name=father.name, mother_name=mother.name, father=father, mother=mother,
        updated=_updated(rng),
    )  # fmt: skip


def _card(rng: Random, commune: Commune) -> str:
    return f"{commune.card}99{rng.randint(100, 9999):04d}"


def _updated(rng: Random) -> str:
    return f"2026-{rng.randint(1, 10):02d}-{rng.randint(1, 25):02d}"
