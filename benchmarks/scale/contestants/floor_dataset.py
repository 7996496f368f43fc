"""Floor of the dataset rules of the shipped catalog: one query written by hand, a column a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.scale.contestants.bare_duckdb import connect
from dq.engine.duck import literal

# checks/welfare/dataset.yaml, but for the rule about decision numbers, a column that the exports do not have. Birth
# dates on 1 January are a question of two shares. No bound parameter: with the first one duckdb imports pandas.
_SQL = """
    SELECT
        median(muc_huong) BETWEEN 360000 AND 3000000 AS "WELFARE-BENEFICIARY-101",
        avg(he_so) BETWEEN 1 AND 4 AS "WELFARE-BENEFICIARY-102",
        bool_or(gioi_tinh = 'nam') AND bool_or(gioi_tinh = 'nu') AS "WELFARE-BENEFICIARY-103",
        count(so_tai_khoan) >= 0.5 * count(*) AS "WELFARE-BENEFICIARY-105",
        count(DISTINCT so_tai_khoan) >= 0.3 * count(so_tai_khoan) AS "WELFARE-BENEFICIARY-106",
        count(*) FILTER (young AND right(ngay_sinh, 5) = '01-01') < 8
            OR count(*) FILTER (young AND right(ngay_sinh, 5) = '01-01')
                <= 0.1 * count(*) FILTER (young) AS "WELFARE-BENEFICIARY-107",
        max(ngay_cap_nhat) >= DATE '2025-07-01' AS "WELFARE-BENEFICIARY-108"
    FROM (
        SELECT *, length(ngay_sinh) = 10 AND ngay_sinh_tu >= DATE '2000-01-01' AS young FROM read_parquet({files})
    )
"""


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, bool]]:
    """Return the work on the parts `canonical`, within `settings`."""

    def work() -> dict[str, bool]:
        with connect(arguments["settings"]) as connection:
            verdicts = connection.execute(_SQL.format(files=literal(arguments["canonical"])))
            names = [column[0] for column in verdicts.description or ()]
            return dict(zip(names, verdicts.fetchone() or (), strict=True))

    return work
