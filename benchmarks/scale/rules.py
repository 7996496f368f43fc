"""The rules that all contestants judge, written once; each says them in its own words. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

AS_OF = date(2026, 11, 1)
DATASET = "welfare.beneficiary"
_GROUPS = ("1", "2", "3", "4", "5a", "5b", "5c", "5d", "6", "7", "8")


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule over one record. Absent values violate `not_null` only.

    Attributes:
        name: What a finding is counted under.
        kind: `not_null`, `regex`, `length`, `in_set`, `between` (both ends included), or `not_after`.
        column: What it judges.
        arguments: The pattern; the two ends; the values; the later column.
    """

    name: str
    kind: str
    column: str
    arguments: tuple[Any, ...] = ()


# The number of FACTS §1.1, names, codes, amounts and dates of welfare.beneficiary. The syntax of the patterns is one
# that Rust's and Python's engines read alike.
RECORD_RULES = (
    RecordRule("number_given", "not_null", "so_dinh_danh"),
    RecordRule("number_format", "regex", "so_dinh_danh", ("^0[0-9]{2}[0-3][0-9]{8}$",)),
    RecordRule("number_length", "length", "so_dinh_danh", (12, 12)),
    RecordRule("name_given", "not_null", "ho_ten"),
    RecordRule("name_length", "length", "ho_ten", (2, 100)),
    RecordRule("name_in_small_letters", "regex", "ho_ten", ("[a-z]",)),
    RecordRule("sex_code", "in_set", "gioi_tinh", ("nam", "nu")),
    RecordRule("group_code", "in_set", "nhom_doi_tuong", _GROUPS),
    RecordRule("coefficient_range", "between", "he_so", (1.0, 3.0)),
    RecordRule("amount_range", "between", "muc_huong", (360_000, 5_000_000)),
    RecordRule("birth_range", "between", "ngay_sinh_tu", (date(1940, 1, 1), AS_OF)),
    RecordRule("decided_before_paid", "not_after", "ngay_quyet_dinh", ("ngay_huong_den",)),
)
COLUMNS = tuple(dict.fromkeys([*(rule.column for rule in RECORD_RULES), "ngay_huong_den"]))


@dataclass(frozen=True, slots=True)
class DatasetRule:
    """A rule over the whole table, as Great Expectations names it, and as an aggregate of DuckDB that is true or false.

    Attributes:
        name: What its verdict stands under.
        expectation: The expectation in snake_case.
        arguments: Its arguments; days as ISO text.
        sql: The same as an aggregate over the table.
    """

    name: str
    expectation: str
    arguments: Mapping[str, Any]
    sql: str


DATASET_RULES = (
    DatasetRule(
        "rows",
        "expect_table_row_count_to_be_between",
        {"min_value": 1, "max_value": 100_000_000},
        "count(*) <= 100000000",
    ),
    DatasetRule(
        "one_number_one_row",
        "expect_column_values_to_be_unique",
        {"column": "so_dinh_danh"},
        "count(DISTINCT so_dinh_danh) = count(so_dinh_danh)",
    ),
    DatasetRule(
        "one_benefit_one_row",
        "expect_compound_columns_to_be_unique",
        {"column_list": ["so_dinh_danh", "nhom_doi_tuong", "so_tai_khoan"]},
        "count(DISTINCT (so_dinh_danh, nhom_doi_tuong, so_tai_khoan)) = count(*)",
    ),
    DatasetRule(
        "only_two_sexes",
        "expect_column_distinct_values_to_be_in_set",
        {"column": "gioi_tinh", "value_set": ["nam", "nu"]},
        "count(*) FILTER (gioi_tinh NOT IN ('nam', 'nu')) = 0",
    ),
    DatasetRule(
        "both_sexes",
        "expect_column_distinct_values_to_contain_set",
        {"column": "gioi_tinh", "value_set": ["nam", "nu"]},
        "bool_or(gioi_tinh = 'nam') AND bool_or(gioi_tinh = 'nu')",
    ),
    DatasetRule(
        "mean_coefficient",
        "expect_column_mean_to_be_between",
        {"column": "he_so", "min_value": 1, "max_value": 4},
        "avg(he_so) BETWEEN 1 AND 4",
    ),
    DatasetRule(
        "median_amount",
        "expect_column_median_to_be_between",
        {"column": "muc_huong", "min_value": 360_000, "max_value": 3_000_000},
        "median(muc_huong) BETWEEN 360000 AND 3000000",
    ),
    DatasetRule(
        "least_amount",
        "expect_column_min_to_be_between",
        {"column": "muc_huong", "min_value": 360_000},
        "min(muc_huong) >= 360000",
    ),
    DatasetRule(
        "last_update",
        "expect_column_max_to_be_between",
        {"column": "ngay_cap_nhat", "min_value": "2025-07-01"},
        "max(ngay_cap_nhat) >= DATE '2025-07-01'",
    ),
    DatasetRule(
        "numbers_given",
        "expect_column_values_to_not_be_null",
        {"column": "so_dinh_danh", "mostly": 0.99},
        "count(so_dinh_danh) >= 0.99 * count(*)",
    ),
    DatasetRule(
        "accounts_differ",
        "expect_column_proportion_of_unique_values_to_be_between",
        {"column": "so_tai_khoan", "min_value": 0.3},
        "count(DISTINCT so_tai_khoan) >= 0.3 * count(so_tai_khoan)",
    ),
    DatasetRule(
        "communes",
        "expect_column_unique_value_count_to_be_between",
        {"column": "ma_xa", "min_value": 2, "max_value": 3321},
        "count(DISTINCT ma_xa) BETWEEN 2 AND 3321",
    ),
)
