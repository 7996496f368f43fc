"""Labelled persons for linking: a register of realistic people, and records of some of them without a number.

One name in ten has a defect and one date in twenty, one date in five is a year alone; besides, one person in ten is
recorded in another commune than that of residence, two in a hundred in another province, one in a hundred with the
other sex; one commune in five is written with its code of before the merger of 2025.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from dq.catalog import load_catalog
from dq.gazetteer import commune_map, communes
from dq.link import persons_batch, register_batch
from dq.normalize import normalize_batch
from dq.sample.people import population

AS_OF = date(2026, 11, 1)
DATASET = "civil_registry.birth"  # whose persons have everything that is compared, parents too
NAME_DEFECTS, DATE_DEFECTS, YEAR_ONLY, MOVED, WRONG_SEX = 0.10, 0.05, 0.20, 0.10, 0.01
OLD_CODE, OTHER_PROVINCE = 0.20, 0.02
_BATCH = 100_000
_SURNAMES = {"Nguyễn": "Nguyên", "Hoàng": "Huỳnh", "Huỳnh": "Hoàng", "Vũ": "Võ", "Võ": "Vũ", "Phạm": "Phan"}
_SLIPS = "aeiouyn"
_PROVINCE_COMMUNES = 100


@dataclass(frozen=True)
class Labelled:
    """Parts of persons and of candidates as linking reads them, and who is who (`record_id`, `truth`, `born`)."""

    persons: Path
    reference: Path
    truth: Path

    @property
    def persons_glob(self) -> str:
        """The pattern of the persons' parts."""
        return str(self.persons / "part-*.parquet")

    @property
    def reference_glob(self) -> str:
        """The pattern of the candidates' parts."""
        return str(self.reference / "part-*.parquet")


def register(rows: int, *, seed: int = 7) -> pl.DataFrame:
    """Return a register of `rows` persons who live in one province of 100 communes, with the day each was born."""
    people = population(rows, seed=seed, as_of=AS_OF)
    listed = communes().filter(pl.col("valid_to").is_null(), pl.col("code").is_not_null(), pl.col("alias_of").is_null())
    province = listed.group_by("province_code").len().sort("len", "province_code", descending=True)["province_code"][0]
    codes = listed.filter(pl.col("province_code") == province)["code"].sort().head(_PROVINCE_COMMUNES)
    parts = []
    for first in range(0, rows, 2 * _BATCH):
        person = people.at(np.arange(first, min(rows, first + 2 * _BATCH)))
        kin = people.kin(person)
        father, mother = people.parent_names(kin)
        year = people.years(person)
        ages = {name: year - 20 - (person * step % 16) for name, step in (("nam_sinh_cha", 7), ("nam_sinh_me", 11))}
        parts.append(
            pl.DataFrame(
                {
                    "so_dinh_danh": people.numbers(person),
                    "ho_ten": people.names(kin),
                    "ngay_sinh": people.births(person),
                    "gioi_tinh": pl.Series(people.sexes(person)).replace_strict({0: "nam", 1: "nu"}),
                    "ma_xa_thuong_tru": codes.gather(people.communes(person) % len(codes)),
                    "ho_ten_cha": father,
                    "ho_ten_me": mother,
                    **{name: pl.Series(years).cast(pl.String) for name, years in ages.items()},
                    "born": pl.Series(people.birth_days(person)).cast(pl.Int32).cast(pl.Date),
                }
            )
        )
    return pl.concat(parts)


def records(people: pl.DataFrame, count: int, *, seed: int = 3, parents: bool = True) -> pl.DataFrame:
    """Return `count` records of different people without their numbers, `truth` beside them."""
    rng = np.random.default_rng(seed)
    codes = people["ma_xa_thuong_tru"].unique().sort().to_list()
    far = communes().filter(pl.col("valid_to").is_null(), pl.col("code").is_not_null())["code"].to_list()
    former = _former_codes()
    rows = []
    for person in people.sample(count, seed=seed, shuffle=True).iter_rows(named=True):
        born = person["born"]
        written = _wrong_date(rng, born) if rng.random() < DATE_DEFECTS else born.isoformat()
        commune = person["ma_xa_thuong_tru"]
        if (chance := rng.random()) < MOVED:
            commune = codes[rng.integers(len(codes))] if chance >= OTHER_PROVINCE else far[rng.integers(len(far))]
        other = {"nam": "nu", "nu": "nam"}[person["gioi_tinh"]]
        rows.append(
            {
                "so_dinh_danh": None,
                "ho_ten": _written(rng, person["ho_ten"]),
                "ngay_sinh": written[:4] if rng.random() < YEAR_ONLY else written,
                "gioi_tinh": other if rng.random() < WRONG_SEX else person["gioi_tinh"],
                "ma_xa": former.get(commune, commune) if rng.random() < OLD_CODE else commune,
                "ho_ten_cha": _written(rng, person["ho_ten_cha"]) if parents else None,
                "ho_ten_me": _written(rng, person["ho_ten_me"]) if parents else None,
                "nam_sinh_cha": person["nam_sinh_cha"] if parents else None,
                "nam_sinh_me": person["nam_sinh_me"] if parents else None,
                "truth": person["so_dinh_danh"],
            }
        )
    ids = {
        "record_id": pl.int_range(1, count + 1, dtype=pl.Int64),
        "source_row": pl.int_range(2, count + 2, dtype=pl.Int64),
    }
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(rows[0], pl.String)).with_columns(**ids)


def stage(people: pl.DataFrame, labelled: pl.DataFrame, folder: Path) -> Labelled:
    """Write what linking reads of both below `folder`."""
    catalog = load_catalog()
    model = catalog.linking(DATASET)
    assert model is not None  # noqa: S101 - the shipped catalog has one
    made = Labelled(folder / "persons", folder / "reference", folder / "truth.parquet")
    for path in (made.persons, made.reference):
        path.mkdir(parents=True, exist_ok=True)
    reference = catalog.schema("population.person")
    numbered = people.drop("born").with_row_index("record_id", 1).with_columns(pl.col("record_id").cast(pl.Int64))
    for index, part in enumerate(numbered.with_columns(source_row="record_id").iter_slices(_BATCH)):
        canonical = normalize_batch(part, reference).frame
        register_batch(canonical, reference, model).write_parquet(made.reference / f"part-{index:05d}.parquet")
    schema, roles = catalog.schema(DATASET), catalog.roles(DATASET)[:1]
    for index, part in enumerate(labelled.drop("truth").iter_slices(_BATCH)):
        canonical = normalize_batch(part, schema).frame
        persons_batch(canonical, schema, roles, model).write_parquet(made.persons / f"part-{index:05d}.parquet")
    labelled.select("record_id", "truth", "ngay_sinh").write_parquet(made.truth)
    return made


def _former_codes() -> dict[str, str]:
    """Return one code that is no longer in force of each commune that was put together from others."""
    listed = communes().filter(pl.col("valid_to").is_null(), pl.col("code").is_not_null())["code"]
    gone = commune_map().filter(
        pl.col("is_default"), pl.col("old_code").is_not_null(), ~pl.col("old_code").is_in(listed.implode())
    )
    one = gone.sort("old_code").unique("new_code", keep="first", maintain_order=True)
    return dict(zip(one["new_code"], one["old_code"], strict=True))


def _written(rng: np.random.Generator, name: str | None) -> str | None:
    """Return a name as a clerk may have written it: one in ten without marks, short of a word, or with a slip."""
    if name is None or rng.random() >= NAME_DEFECTS:
        return name
    words, kind = name.split(), rng.random()
    if kind < 0.4:
        return _without_marks(name)
    if kind < 0.6 and len(words) > 2:
        return " ".join([words[0], *words[2:]])
    if kind < 0.9:
        at, slip = int(rng.integers(1, len(name))), rng.integers(3)
        if slip == 0:
            return name[:at] + name[at + 1 :]
        if slip == 1:
            return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
        return name[:at] + _SLIPS[rng.integers(len(_SLIPS))] + name[at + 1 :]
    return " ".join([_SURNAMES.get(words[0], "Trần"), *words[1:]])


def _wrong_date(rng: np.random.Generator, born: date) -> str:
    """Return a date with day and month swapped, another year, or another day and month."""
    kind = rng.integers(3)
    if kind == 0 and born.day <= 12:
        return f"{born.year:04d}-{born.day:02d}-{born.month:02d}"
    if kind == 1:
        return f"{born.year + int(rng.choice([-10, -1, 1, 10])):04d}-{born.month:02d}-{min(born.day, 28):02d}"
    return f"{born.year:04d}-{born.month:02d}-{born.day % 28 + 1:02d}"


def _without_marks(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn").upper()
