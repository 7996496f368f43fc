"""What answers mean before their values are looked at."""

import openpyxl
import polars as pl
import pytest

from dq.model import RECORD_ID, SOURCE_ROW, SOURCE_SHEET
from dq.report.workbook_rejected import COLUMNS, write_rejected
from dq.review.answers import NUMBER, READ
from dq.review.judge import Facts, judge

RUN_ID = "0" * 12
RUN = {
    "columns": [{"name": "ho_ten", "title": {"vi": "Họ tên", "en": "Full name"}, "present": True}],
    "rules": [],
    "input": {"sheets": [{"name": "Xã A"}, {"name": "Xã B"}]},
}
ROWS = pl.DataFrame(
    [(1, 15, "Xã A"), (2, 16, "Xã A"), (3, 15, "Xã B")], schema=[RECORD_ID, SOURCE_ROW, SOURCE_SHEET], orient="row"
)
NO_PROPOSALS = pl.DataFrame(schema={RECORD_ID: pl.Int64, "column": pl.String, "proposed": pl.String})


def further(**cells: str) -> dict[str, object]:
    """What a row of the sheet of further corrections means."""
    given = {"file": "a.xlsx", "place": 2, "run_id": RUN_ID, "source_row": "16", "field": "Họ tên", "corrected": "An"}
    answers = pl.DataFrame([given | cells], schema=READ).with_row_index(NUMBER)
    return judge(answers, Facts(RUN, RUN_ID, ROWS, NO_PROPOSALS)).row(0, named=True)


@pytest.mark.parametrize(
    ("corrected", "value", "reason"),
    [
        ("Nguyễn\x0bVăn An", "Nguyễn Văn An", None),
        ("Nguyễn \r\n Văn An\x00", "Nguyễn Văn An", None),
        ("Nguyễn\tVăn An", "Nguyễn\tVăn An", None),
        ("(để trống)", None, None),
        ("\x0b", "", "no_value"),
    ],
)
def test_control_characters_of_an_answer_are_blanks(corrected, value, reason):
    found = further(corrected=corrected)
    assert (found["value"], found["reason"]) == (value, reason)


@pytest.mark.parametrize(
    ("row", "record", "shown", "reason"),
    [
        ("16", 2, "Xã A · 16", None),
        ("Xã A · 15", 1, "Xã A · 15", None),
        ("xã b - 15", 3, "Xã B · 15", None),
        ("Xã B:15", 3, "Xã B · 15", None),
        ("Xã B · 16", None, "Xã B · 16", "unknown_row"),
        ("Xã C · 16", None, "Xã C · 16", "unknown_row"),
        ("dòng 16", None, "dòng 16", "unknown_row"),
        ("15", None, "15", "ambiguous_row"),
    ],
)
def test_a_further_correction_names_its_row_as_the_workbook_shows_it(row, record, shown, reason):
    found = further(source_row=row)
    assert (found[RECORD_ID], found["shown_row"], found["reason"]) == (record, shown, reason)
    assert found["detail"] == ("Xã A · 15, Xã B · 15" if reason == "ambiguous_row" else None)


@pytest.mark.parametrize(("language", "decision"), [("vi", "sửa"), ("en", "correct")])
def test_a_further_correction_is_sent_back_in_the_words_of_its_workbook(language, decision, tmp_path):
    """The sheet of further corrections has no decision: each is a correction."""
    write_rejected(tmp_path / "rejected.xlsx", pl.DataFrame([further(source_row="15")]), RUN, language=language)
    rows = openpyxl.load_workbook(tmp_path / "rejected.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    found = dict(zip(COLUMNS, next(rows), strict=True))
    assert (found["source_row"], found["decision"], found["corrected"]) == ("15", decision, "An")
    assert "Xã A · 15, Xã B · 15" in found["reason"]
