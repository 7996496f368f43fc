"""Values that are sent back whatever the rules of their column say."""

from datetime import date

import polars as pl
import pytest

from dq.load import load
from dq.model import MALFORMED, RECORD_ID, Answer
from dq.pipeline.readings import decided_readings
from dq.review.answers import NUMBER
from dq.review.values import check_values, raw_records

AS_OF = date(2026, 11, 1)


@pytest.fixture
def reason(catalog, tmp_path):
    """Judge one correction of the first record of a sample; give why it is sent back."""

    def judge(samples, file: str, dataset: str, target: str, value: str, rule_id: str | None = None) -> str | None:
        path, schema = samples / file, catalog.schema(dataset)
        loaded = load(path, schema, tmp_path / "input")
        answers = pl.DataFrame(
            [
                {NUMBER: 0, RECORD_ID: 1, "rule_id": rule_id, "answer": str(Answer.CORRECT), "target": target,
                 "value": value, "reason": None, "detail": None}
            ],
            schema_overrides={"rule_id": pl.String, "reason": pl.String, "detail": pl.String},
        )  # fmt: skip
        raw = raw_records(loaded.raw.parts(), answers[RECORD_ID])
        readings = decided_readings(loaded, schema, AS_OF)
        return check_values(answers, raw, readings, catalog=catalog, dataset=dataset, as_of=AS_OF)["reason"].item()

    return judge


INSURED = ("health_insurance/participant.csv", "health_insurance.participant")
BENEFICIARY = ("welfare/beneficiary.csv", "welfare.beneficiary")


@pytest.mark.parametrize(
    ("sample", "target", "value", "expected"),
    [
        (INSURED, "so_bhxh", "******1997", "masked"),
        (INSURED, "so_the", "***********1997", "masked"),
        (INSURED, "so_the", "HS46666990*1498", "masked"),
        (INSURED, "so_dinh_danh", "********2571", "masked"),
        (INSURED, "ho_ten", "Võ Văn Bảo, gọi ******6789", "masked"),
        (INSURED, "noi_kcb", "66103*", None),
        (INSURED, "so_bhxh", "6699024059", None),
        (BENEFICIARY, "dan_toc", "(đã che)", "masked"),
        (BENEFICIARY, "dan_toc", "Masked", "masked"),
        (BENEFICIARY, "dan_toc", "Ê Đê", None),
    ],
)
def test_what_is_shown_of_a_masked_value_is_not_the_value(sample, target, value, expected, reason, samples):
    assert reason(samples, *sample, target, value) == expected


def test_the_stars_of_a_malformed_line_are_not_written(reason, samples):
    assert reason(samples, *INSURED, "", "1,******2405,x", MALFORMED) == "masked"
