"""What answers mean before their values are looked at."""

import polars as pl
import pytest

from dq.model import RECORD_ID, SOURCE_ROW, SOURCE_SHEET
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
