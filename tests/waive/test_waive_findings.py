"""What a waiver covers, over hand-made findings."""

from datetime import date

import duckdb
import polars as pl
import pytest

from dq import findings
from dq.model import RuleResult, SourceRef, Status
from dq.waive import Waiver, waive
from dq.waive.findings import SCOPE_SCHEMA

TODAY = date(2026, 11, 1)
RECORD_RULE, TABLE_RULE = "WELFARE-BENEFICIARY-025", "WELFARE-BENEFICIARY-101"


@pytest.fixture
def waived(tmp_path, catalog):
    def apply(waivers, *, scope=(), found=(), results=()):
        rows = [(rule, "welfare.beneficiary", record, record + 1, "ho_ten") for rule, record in found]
        pl.DataFrame(rows, schema=findings.SCHEMA, orient="row").write_parquet(tmp_path / "findings.parquet")
        pl.DataFrame(list(scope), schema=SCOPE_SCHEMA, orient="row").write_parquet(tmp_path / "scope.parquet")
        made = [
            Waiver(name, catalog.rule(rule), "reason", "by", expires, SourceRef("w.yaml", 1), all_records=whole)
            for name, rule, expires, whole in waivers
        ]
        with duckdb.connect() as connection:
            given = results or [RuleResult(rule, Status.FAILED, 10, 1) for _, rule, _, _ in waivers]
            counts = waive(
                connection,
                made,
                given,
                found=tmp_path / "findings.parquet",
                scope=tmp_path / "scope.parquet",
                as_of=TODAY,
                out=tmp_path / "waived.parquet",
            )
        return counts, pl.read_parquet(tmp_path / "waived.parquet").select("record_id", "waiver").rows()

    return apply


FOUND = [(RECORD_RULE, 1), (RECORD_RULE, 2)]


def test_a_finding_under_two_waivers_is_waived_once_by_the_first(waived):
    waivers = [("b", RECORD_RULE, TODAY, False), ("a", RECORD_RULE, TODAY, True)]
    counts, rows = waived(waivers, found=FOUND, scope=[("b", 2), ("b", 2)])
    assert rows == [(1, "a"), (2, "b")]
    assert counts.rules == {RECORD_RULE: 2}
    assert counts.covered == {"a": 2, "b": 1}


def test_an_expired_waiver_waives_nothing_and_says_what_it_covered(waived):
    counts, rows = waived([("old", RECORD_RULE, date(2026, 10, 31), True)], found=FOUND)
    assert rows == []
    assert counts.rules == {}
    assert counts.covered == {"old": 2}


def test_a_rule_about_the_whole_table_is_waived_as_one(waived):
    failed = [RuleResult(TABLE_RULE, Status.FAILED, 1, 1)]
    counts, rows = waived([("t", TABLE_RULE, TODAY, True)], results=failed)
    assert rows == [(None, "t")]
    assert counts.rules == {TABLE_RULE: 1}


@pytest.mark.parametrize("status", [Status.ERROR, Status.NOT_APPLICABLE, Status.PASSED])
def test_what_did_not_fail_cannot_be_waived(waived, status):
    counts, rows = waived([("t", TABLE_RULE, TODAY, True)], results=[RuleResult(TABLE_RULE, status)])
    assert (counts.rules, rows) == ({}, [])
