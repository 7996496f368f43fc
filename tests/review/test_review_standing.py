"""A correction never makes a record something that is left out when the file is read."""

from datetime import date

import polars as pl
import pytest
from filled_workbooks import fill
from test_review_exports import HEADER, ROWS, correct, delimited, export_of, workbook

from dq.engine.limits import limits
from dq.model import RECORD_ID, Answer
from dq.pipeline import RunRequest, run
from dq.review import ApplyRequest, apply_answers
from dq.review.edits import Edit
from dq.review.export_text import is_record
from dq.review.standing import keep_records
from dq.review.values import raw_records

pytestmark = pytest.mark.xdist_group("great_expectations")

AS_OF = date(2026, 11, 1)
BARE = ["", "Nguyễn Văn An", "", "", "", "", "", "", ""]
COUNTED = ["", "Nguyễn Văn Bình", "", "", "120", "", "", "", ""]


@pytest.fixture
def sent_back(catalog, tmp_path):
    """Judge new cells, (record, column, text) each; give the records whose answers are sent back."""

    def judge(cells: list[tuple[int, str, str | None]], path) -> set[int]:
        export, loaded = export_of(path, catalog.schema("land.holder"), tmp_path / "input")
        answers = pl.DataFrame(
            [
                {RECORD_ID: record, "answer": str(Answer.CORRECT), "target": target, "after": after, "reason": None}
                for record, target, after in cells
            ],
            schema_overrides={"after": pl.String, "reason": pl.String},
        )
        judged = keep_records(answers, raw_records(loaded.raw.parts(), answers[RECORD_ID]), export)
        assert set(judged["reason"].drop_nulls()) <= {"no_record"}
        return set(judged.filter(pl.col("reason").is_not_null())[RECORD_ID])

    return judge


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(2, "ho_ten", None)], {2}),
        ([(2, "ho_ten", "Tổng cộng")], {2}),
        ([(2, "ho_ten", "Thôn 3")], {2}),
        ([(2, "ho_ten", "Người lập biểu")], {2}),
        ([(2, "ho_ten", None), (2, "so_to", "12")], set()),
        ([(2, "ho_ten", "Trần Thị Cộng")], set()),
        ([(3, "ho_ten", "Tổng cộng"), (1, "ho_ten", "Tổng cộng"), (2, "ho_ten", "Lê Văn An")], {3}),
    ],
)
def test_answers_are_sent_back_after_which_a_row_is_no_record(cells, expected, sent_back, tmp_path, catalog):
    path = tmp_path / "dat.csv"
    path.write_text(delimited([HEADER, ROWS[0], BARE, COUNTED, ROWS[3]]), encoding="utf-8")
    assert sent_back(cells, path) == expected
    edits: dict[int, Edit] = {}
    for record, column, text in cells:
        if record not in expected:
            edits[record] = Edit(cells={**edits.get(record, Edit()).cells, column: text})
    correct(path, catalog.schema("land.holder"), tmp_path, edits)


def test_a_row_of_a_workbook_is_not_emptied(sent_back, tmp_path):
    path = workbook(tmp_path / "dat.xlsx", more=[BARE])
    assert sent_back([(5, "ho_ten", None), (1, "ho_ten", None)], path) == {5}


def test_a_line_that_is_written_again_is_not_blank(catalog, tmp_path):
    path = tmp_path / "dat.csv"
    path.write_text(delimited([HEADER, *ROWS]), encoding="utf-8")
    export, _ = export_of(path, catalog.schema("land.holder"), tmp_path / "input")
    commas = "," * (len(HEADER) - 1)
    assert [is_record(line, export) for line in (commas, f"00004{commas}", commas[1:])] == [False, True, False]


def test_such_an_answer_comes_back_and_the_others_are_taken_over(catalog, tmp_path):
    source = tmp_path / "dat.csv"
    source.write_text(delimited([HEADER, ROWS[0], BARE, ROWS[3]]), encoding="utf-8")
    given = (limits("1GB", 2), None, None)
    done = run(RunRequest("land.holder", source, tmp_path / "run", AS_OF, *given, no_register=True), catalog)
    further = [(3, "ho_ten", "Tổng cộng"), (2, "loai_dat", "CLN")]
    filled = fill(done.folder / "review.xlsx", tmp_path / "a.xlsx", lambda _row: {}, further)
    asked = ApplyRequest(done.folder, (filled,), source, tmp_path / "next", *given, no_register=True)
    result = apply_answers(asked, catalog)
    assert dict(result.rejected) == {"no_record": 1}
    assert (result.figures["cells"], result.outcome.summary["rows"]["total"]) == (1, 3)
