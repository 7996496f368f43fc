"""The kinds of defects as data (`data/defects.csv`), and how many rows of an export get which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from dq.errors import UsageError
from dq.sample.counter import Floats, Ints, uniform, whole
from dq.sample.tables import read

BLOCK = 4  # rows that a group of rows with one defect lies in; batches are cut between blocks
ROLE = "chu_the"
_MOST = 0.9  # of the rows have a defect where usual rates add up to more


@dataclass(frozen=True, slots=True)
class Expected:
    """What a run must say of a row: `kind` is `finding`, `outcome`, `repair` or `nothing`.

    `role` is the person whom an outcome is about; `place` the row of a group, counted from 0, or None for all of them.
    """

    kind: str
    name: str
    role: str = ROLE
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect of a dataset: a change with its argument, the column, how many rows belong together.

    `when` is a SQL expression over the clean row (of a group: its first); `rate` the share of rows in a usual export.
    """

    name: str
    change: str
    argument: str
    column: str
    rows: int
    rate: float
    when: str
    expected: tuple[Expected, ...]


def defects_of(dataset: str) -> tuple[Defect, ...]:
    """Return the defects of a dataset in the order of the file."""
    return tuple(_defect(row) for row in read("defects") if row["dataset"] == dataset)


def parse_mix(text: str, defects: Sequence[Defect]) -> dict[str, float]:
    """Return the share of rows of each defect that `text` asks for.

    A number is the share of rows with any defect, in the usual mix; `calibrated` the usual mix at its usual rates, as
    far as a row in ten stays clean; `all` every kind alike; `name=0.02` one kind. Several are joined by commas;
    `all=0.6` gives the total of a mix.

    Raises:
        UsageError: A name or a share is wrong, or there are more defects than rows.
    """
    usual = {defect.name: defect.rate for defect in defects}
    mixes = {"calibrated": usual, "all": dict.fromkeys(usual, 0.4 / max(len(usual), 1))}
    shares = dict.fromkeys(usual, 0.0)
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, given, value = item.partition("=")
        share = _share(value if given else item if _is_number(item) else "", item)
        if _is_number(item):
            name = "calibrated"
        if name in mixes:
            total = sum(mixes[name].values()) or 1.0
            scale = min(1.0, _MOST / total) if share is None else share / total
            shares = {kind: shares[kind] + rate * scale for kind, rate in mixes[name].items()}
        elif name in shares:
            shares[name] += 0.01 if share is None else share
        else:
            near = ", ".join(get_close_matches(name, [*shares, *mixes], n=3)) or ", ".join(mixes)
            raise UsageError("sample.unknown_defect", given=name, near=near)
    if sum(shares.values()) > 1:
        raise UsageError("sample.too_many_defects", share=f"{sum(shares.values()):.2f}")
    return shares


def plan(
    seed: int, row: Ints, defects: Sequence[Defect], shares: Mapping[str, float], *, apart: int = 1
) -> tuple[Ints, Ints]:
    """Return the defect of each row (its place in `defects`, -1 for none) and the row's place in the group.

    A group takes the first rows of a block, the others of the block stay clean. Of `apart` rows, which are about one
    person and the family, one has a defect at the most: two at once would mean something else than each of them.
    """
    grouped = [place for place, defect in enumerate(defects) if defect.rows > 1]
    single = [place for place, defect in enumerate(defects) if defect.rows == 1]
    per_block = np.array([shares[defects[place].name] * BLOCK / defects[place].rows for place in grouped])
    left = max(1 - per_block.sum(), 1e-9)
    per_row = np.array([shares[defects[place].name] / left for place in single])
    of_block = _chosen(uniform(seed, "plan-block", row // BLOCK), grouped, per_block)
    of_row = _chosen(uniform(seed, "plan-row", row // apart), single, np.minimum(per_row * apart, 1))
    of_row = np.where(row % apart == whole(seed, "plan-which", row // apart, apart), of_row, -1)
    place = row % BLOCK
    sizes = np.array([defect.rows for defect in defects] + [0])
    in_group = (of_block >= 0) & (place < sizes[of_block])
    kind = np.where(of_block >= 0, np.where(in_group, of_block, -1), of_row)
    return kind, np.where(in_group, place, 0)


def _chosen(chance: Floats, kinds: Sequence[int], shares: Floats) -> Ints:
    if not kinds:
        return np.full(chance.shape, -1, np.int64)
    place = np.searchsorted(np.cumsum(shares), chance, side="right")
    return np.array([*kinds, -1])[place]


def _defect(row: Mapping[str, str]) -> Defect:
    change, _, argument = row["change"].partition("=")
    expected = tuple(_expected(token) for token in row["expected"].split()) or (Expected("nothing", ""),)
    return Defect(
        row["defect"], change, argument, row["column"], int(row["rows"] or 1), float(row["rate"]), row["when"], expected
    )


def _expected(token: str) -> Expected:
    """Return what `RULE-001`, `outcome=mismatched@me`, `repair=nfc` means; `#2`: of the second row only."""
    token, _, place = token.partition("#")
    kind, given, name = token.partition("=")
    name, _, role = (name if given else kind).partition("@")
    return Expected(kind if given else "finding", name, role or ROLE, int(place) - 1 if place else None)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _share(value: str, item: str) -> float | None:
    if not value:
        return None
    if not _is_number(value) or float(value) > 1:
        raise UsageError("sample.bad_share", given=item)
    return float(value)
