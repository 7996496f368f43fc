"""All findings in one file: sorted by record, plain text whatever the parts hold, nothing lost."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq import findings
from dq.engine import duck
from dq.engine.limits import Limits
from dq.pipeline.held import write_findings

LIMITS = Limits(memory=1_000_000_000, threads=2)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["LAND-003", "LAND-01", "land.holder.ho_ten.required", "it's"]),
        st.just("land.holder"),
        st.integers(1, 9),
        st.integers(2, 99),
        st.sampled_from(["ho_ten", "dien_tich", None]),
    ),
    max_size=30,
)
DAY = date(2026, 11, 1)


def written(folder, parts):
    paths = []
    for place, part in enumerate(parts):
        paths.append(folder / f"part-{place}.parquet")
        part.write_parquet(paths[-1])
    with duck.connect(LIMITS, folder / "spill") as connection:
        write_findings(connection, paths, folder / "findings.parquet")
    return pl.read_parquet(folder / "findings.parquet")


@given(rows=ROWS, cut=st.integers(0, 30))
def test_every_finding_is_there_by_record_rule_and_column(rows, cut, tmp_path_factory):
    frame = pl.DataFrame(rows, schema=findings.SCHEMA, orient="row")
    # As record rules stage them, and as DuckDB does.
    categories = frame.head(cut).with_columns(pl.col(pl.String).cast(pl.Categorical))
    found = written(tmp_path_factory.mktemp("findings"), [categories, frame.slice(cut)])
    assert found.schema == findings.SCHEMA
    key = ["record_id", "rule_id", "column"]
    assert found.select(key).equals(frame.sort(key, nulls_last=True).select(key))
    assert sorted(found.rows(), key=str) == sorted(rows, key=str)


@pytest.mark.parametrize("parts", [[], [findings.empty()]])
def test_without_findings_the_file_has_its_columns(parts, tmp_path):
    assert written(tmp_path, parts).equals(findings.empty())
