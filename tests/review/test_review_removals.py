"""Of a group of duplicates one row stays, whatever the answers say together."""

from datetime import date
from itertools import count
from random import Random

import polars as pl
import pytest

from dq.engine.limits import limits
from dq.load import LoadOptions, load
from dq.model import RECORD_ID, Answer
from dq.pipeline.readings import decided_readings
from dq.review.answers import NUMBER
from dq.review.removals import keep_one_of_each

AS_OF = date(2026, 11, 1)
SAME_HOLDER = "LAND-HOLDER-201"
COLUMNS = (
    "ma_xa", "so_to", "so_thua", "dien_tich", "loai_dat", "so_phat_hanh", "ngay_cap", "loai_chu", "ho_ten", "ngay_sinh",
    "gioi_tinh", "so_dinh_danh",
)  # fmt: skip


def row(person: int, name: str = "Nguyễn Văn An") -> str:
    cells = ["24133", "1", f"{person}", "100", "ODT", f"BK {person:06d}", "01/02/2015", "Cá nhân", name, "1980", "Nam"]
    return ",".join([*cells, f"066080{990000 + person:06d}"])


@pytest.fixture
def keep(catalog, tmp_path):
    """Judge removals, (record, rule) each, of a file whose rows are of the given persons; give those sent back."""

    number = count()

    def judge(persons: list[int], removals: list[tuple[int, str]], names: dict[int, str] | None = None) -> set[int]:
        folder = tmp_path / f"{next(number)}"
        folder.mkdir()
        path, schema = folder / "dat.csv", catalog.schema("land.holder")
        rows = [row(person, (names or {}).get(place, "Nguyễn Văn An")) for place, person in enumerate(persons, start=1)]
        path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
        loaded = load(path, schema, folder / "input", options=LoadOptions(batch_rows=500))
        answers = pl.DataFrame(
            [
                {NUMBER: place, RECORD_ID: record, "rule_id": rule, "answer": str(Answer.REMOVE), "reason": None,
                 "detail": None}
                for place, (record, rule) in enumerate(removals)
            ],
            schema_overrides={"reason": pl.String, "detail": pl.String},
        )  # fmt: skip
        judged = keep_one_of_each(
            answers, loaded, decided_readings(loaded, schema, AS_OF), catalog=catalog, schema=schema, as_of=AS_OF,
            limits=limits("1GB", 2), work=folder / "removals",
        )  # fmt: skip
        assert judged.drop("reason", "detail").equals(answers.drop("reason", "detail"))
        assert set(judged["reason"].drop_nulls()) <= {"last_of_group"}
        return set(judged.filter(pl.col("reason").is_not_null())[RECORD_ID])

    return judge


@pytest.mark.parametrize(
    ("persons", "removed", "sent_back"),
    [
        ([1, 1, 2], [2], set()),
        ([1, 1, 2], [1, 2], {1, 2}),
        ([1, 2, 1, 1], [3, 4], set()),
        ([1, 2, 1, 1], [1, 3, 4], {1, 3, 4}),
        ([1, 1, 2, 2], [1, 2, 4], {1, 2}),
    ],
)
def test_one_row_of_each_group_stays(persons, removed, sent_back, keep):
    assert keep(persons, [(record, SAME_HOLDER) for record in removed]) == sent_back


def test_many_groups_are_told_apart(keep):
    rng = Random(7)  # noqa: S311 - the same every time, and no secret
    persons = [person for person in range(300) for _ in range(3)]
    rng.shuffle(persons)
    removed = {record for record in range(1, len(persons) + 1) if rng.random() < 0.7}
    staying = {person for record, person in enumerate(persons, start=1) if record not in removed}
    expected = {record for record in removed if persons[record - 1] not in staying}
    assert 100 < len(expected) < len(removed)
    assert keep(persons, [(record, SAME_HOLDER) for record in sorted(removed)]) == expected


def test_one_number_of_two_persons_stays_with_one_of_them(keep):
    duplicate = "land.holder.register.duplicate_id"
    names = {2: "Trần Thị Bình"}
    assert keep([1, 1, 2], [(1, duplicate), (2, duplicate)], names) == {1, 2}
    assert keep([1, 1, 2], [(2, duplicate)], names) == set()


def test_a_row_with_a_reason_of_its_own_goes(keep):
    deceased = "land.holder.register.deceased"
    assert keep([1, 1, 2], [(1, SAME_HOLDER), (1, deceased), (2, SAME_HOLDER)]) == {2}
    assert keep([1, 1, 2], [(1, deceased), (2, deceased)]) == set()
