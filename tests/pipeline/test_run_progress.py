"""What a run tells of itself while it goes on."""

from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.pipeline import RunRequest, prepare_reference, run
from dq.progress import Unit
from dq.runs import read_summary

pytestmark = pytest.mark.xdist_group("great_expectations")

LIMITS = Limits(memory=2_000_000_000, threads=2)
DAY = date(2026, 11, 1)


class Recorder:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float, int | None, Unit]] = []

    def __call__(self, stage: str, done: float = 0, total: int | None = None, unit: Unit = Unit.ROWS) -> None:
        self.told.append((stage, done, total, unit))

    def spilled(self, size: int) -> None:
        raise AssertionError(f"{size} bytes put aside of six rows")

    def last(self, stage: str, unit: Unit) -> tuple[float, int | None]:
        return [(done, total) for name, done, total, counted in self.told if (name, counted) == (stage, unit)][-1]


@pytest.fixture
def told(export: Path, reference: Path, tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))
    recorder = Recorder()
    run(
        RunRequest("land.holder", export, tmp_path / "out", DAY, LIMITS, reference=reference),
        catalog,
        progress=recorder,
    )
    return recorder


def test_every_stage_is_told_in_the_order_of_its_timings(told: Recorder, tmp_path: Path) -> None:
    stages = [name for name, _ in groupby(stage for stage, *_ in told.told)]
    assert stages == [*read_summary(tmp_path / "out")["timings"], "audit"]
    assert stages[:4] == ["load", "reference", "check", "expect"]


def test_what_is_counted_is_counted_to_its_end(told: Recorder, export: Path, reference: Path, catalog: Catalog) -> None:
    size, rules = export.stat().st_size, len(catalog.rules["land.holder"])
    assert told.last("load", Unit.BYTES) == (size, size)
    assert told.last("load", Unit.ROWS) == (7, 7)
    assert told.last("reference", Unit.BYTES) == (reference.stat().st_size,) * 2
    assert told.last("reference", Unit.ROWS) == (5, 5)
    assert told.last("check", Unit.ROWS) == (6, 6)
    assert told.last("reconcile", Unit.SHARE) == (100, 100)
    assert told.last("write", Unit.ROWS) == (7, 7)
    assert told.last("profile", Unit.SHARE) == (100, 100)
    assert told.last("review", Unit.ROWS)[0] > 3
    assert told.last("link", Unit.PERSONS) == (1, 1)
    for stage in ("expect", "query"):
        done, total = told.last(stage, Unit.STEPS)
        assert done == total
        assert 0 < done < rules


def test_a_count_never_goes_back(told: Recorder) -> None:
    for (stage, total, unit), facts in groupby(told.told, key=lambda item: (item[0], item[2], item[3])):
        counted = [done for _, done, _, _ in facts]
        assert counted == sorted(counted), (stage, unit)
        assert total is None or counted[-1] <= total


def test_the_most_that_was_put_aside_is_in_the_summary(told: Recorder, tmp_path: Path) -> None:
    assert told.told
    assert read_summary(tmp_path / "out")["peak_spill"] == 0


def test_preparing_a_reference_tells_its_stage_also_where_it_is_prepared(
    reference: Path, tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DQ_CACHE", str(tmp_path / "cache"))
    first, again = Recorder(), Recorder()
    for recorder in (first, again):
        prepare_reference(reference, catalog, limits=LIMITS, as_of=DAY, progress=recorder)
    assert first.last("reference", Unit.ROWS) == (5, 5)
    assert again.told == [("reference", 0, None, Unit.ROWS)]
