"""Run → fill the workbook with what is true → apply → run again: the sample passes, and nothing else has changed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from filled_workbooks import fill, read_truth

from dq.engine.limits import limits
from dq.pipeline import RunRequest, run
from dq.review import ApplyRequest, apply_answers

pytestmark = pytest.mark.xdist_group("great_expectations")

AS_OF = date(2026, 11, 1)
FILES = [
    ("land.holder", "land/holder.xlsx"),
    ("land.holder", "land/holder.csv"),
    ("civil_registry.birth", "civil_registry/birth.csv"),
    ("civil_registry.death", "civil_registry/death.csv"),
    ("civil_registry.marriage", "civil_registry/marriage.csv"),
    ("health_insurance.participant", "health_insurance/participant.csv"),
    ("welfare.beneficiary", "welfare/beneficiary.csv"),
    ("population.person", "population/person.csv"),
]


@pytest.mark.parametrize(("dataset", "file"), FILES, ids=lambda item: item)
def test_the_sample_passes_once_what_is_true_is_filled_in(dataset, file, samples, reference, catalog, tmp_path):
    source = samples / file
    register = reference if catalog.roles(dataset) else None
    given = (limits("2GB", 2), register)
    first = run(RunRequest(dataset, source, tmp_path / "first", AS_OF, *given, no_link=True), catalog)
    truth = read_truth(source.parent / "truth.csv", source.name, catalog.schema(dataset).names)
    filled = fill_with_truth(first.folder / "review.xlsx", truth, tmp_path / "filled.xlsx")

    request = ApplyRequest(first.folder, (filled,), source, tmp_path / "second", *given, no_link=True)
    result = apply_answers(request, catalog)

    assert dict(result.rejected) == {}
    assert _left(result.outcome.folder) - _kept(result.outcome.folder) == set()
    assert result.outcome.passed, result.outcome.summary["decision"]
    removed = sum(not cells for cells in truth.values())
    rows = result.outcome.summary["rows"]
    assert rows["total"] == first.summary["rows"]["total"] - removed
    assert rows["clean"] + rows["quarantine"] == rows["total"]
    assert (rows["malformed"], rows["quarantine"]) == (0, 0)


def fill_with_truth(source: Path, truth, out: Path) -> Path:
    """Answer every row as a clerk who knows the truth: correct, take out, or keep what is right as it is."""
    done: set[tuple[int, str]] = set()

    def answer(row):
        number, column = int(row["source_row"]), row["column"]
        if number not in truth:
            return {"decision": "giữ nguyên", "note": "đã đối chiếu", "by": "Lê A", "date": date(2026, 11, 20)}
        if not truth[number]:
            return {"decision": "loại dòng", "by": "Lê A"} if row["choices"].endswith("1") else {}
        if column in truth[number]:
            done.add((number, column))
            return {"decision": "sửa", "corrected": truth[number][column] or "(để trống)", "by": "Lê A"}
        return {}

    further = (
        (number, column, text or "(để trống)")
        for number, cells in truth.items()
        for column, text in cells.items()
        if (number, column) not in done
    )
    return fill(source, out, answer, further)


def _left(folder: Path) -> set[tuple[int, str]]:
    found = pl.read_parquet(folder / "findings.parquet")
    return set(found.select("record_id", "rule_id").iter_rows())


def _kept(folder: Path) -> set[tuple[int, str]]:
    applied = pl.read_parquet(folder / "applied.parquet").filter(pl.col("decision") == "keep")
    return set(applied.select("record_id_now", "rule_id").iter_rows())
