"""All findings in one file, by record, nothing lost; and which records they hold back."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq import findings
from dq.engine import duck
from dq.engine.limits import Limits
from dq.model import RuleKind, Severity
from dq.pipeline import held
from dq.pipeline.held import write_findings, write_held

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


PAIRS = st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["CRITICAL", "WARNING"])), max_size=30)
BLOCKING = st.lists(st.tuples(st.integers(1, 12), st.just("register.missing_id")), max_size=8)
WAIVED = st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["CRITICAL", "register.missing_id"])), max_size=8)
BY_RECORD = {"record_id": pl.Int64, "rule_id": pl.String}


@given(found=PAIRS, blocking=BLOCKING, waived=WAIVED, at_once=st.integers(1, 13), with_register=st.booleans())
def test_a_row_is_held_back_by_what_is_critical_or_blocks_and_is_not_waived(
    found, blocking, waived, at_once, with_register, tmp_path_factory, catalog
):
    folder = tmp_path_factory.mktemp("held")
    shipped = next(rule for rule in catalog.rules["land.holder"] if rule.kind is RuleKind.RECORD)
    rules = [replace(shipped, id=name, severity=Severity(name.lower())) for name in ("CRITICAL", "WARNING")]
    for name, rows in (("found", found), ("register", blocking), ("waived", waived)):
        frame = pl.DataFrame(rows, schema=BY_RECORD, orient="row").sort("record_id")
        frame.write_parquet(folder / f"{name}.parquet")
    with pytest.MonkeyPatch.context() as patch, duck.connect(LIMITS, folder / "spill") as connection:
        patch.setattr(held, "_AT_ONCE", at_once)
        write_held(
            connection,
            rules,
            found=folder / "found.parquet",
            register=folder / "register.parquet" if with_register else None,
            waived=folder / "waived.parquet",
            rows=12,
            out=folder / "held.parquet",
        )
    expected: dict[int, set[str]] = {}
    for record, rule in [*found, *(blocking if with_register else [])]:
        if rule != "WARNING" and (record, rule) not in waived:
            expected.setdefault(record, set()).add(rule)
    written_rows = pl.read_parquet(folder / "held.parquet").rows()
    assert written_rows == [(record, sorted(reasons)) for record, reasons in sorted(expected.items())]
