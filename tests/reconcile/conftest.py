"""A small register and a small dataset, written as a person would, and judged through the real functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from register_rows import Row, canonical, prepared

from dq.catalog import Catalog
from dq.catalog.sectors import Role
from dq.reconcile import ReconcileResult, persons_batch, reconcile


@dataclass(frozen=True)
class Judged:
    """What `reconcile` wrote."""

    frame: pl.DataFrame
    findings: pl.DataFrame
    held: pl.DataFrame
    result: ReconcileResult

    @property
    def outcomes(self) -> list[str]:
        return self.frame["outcome"].to_list()

    def one(self) -> dict[str, Any]:
        return self.frame.row(0, named=True)


@pytest.fixture
def judge(tmp_path: Path, catalog: Catalog) -> Callable[..., Judged]:
    def run(
        people: Sequence[Row],
        holders: Sequence[Row] | None = (),
        *,
        roles: Sequence[Role] | None = None,
        dataset: str = "land.holder",
        columns: Sequence[str] | None = None,
    ) -> Judged:
        """Judge `people` against `holders`, None for a run without a reference."""
        folder = tmp_path / f"run-{len(list(tmp_path.iterdir()))}"
        staged = folder / "persons"
        staged.mkdir(parents=True)
        mine = catalog.roles(dataset) if roles is None else roles
        rows = canonical(people or [{"so_dinh_danh": None}])
        for index, part in enumerate(rows.iter_slices(max(3, rows.height // 2))):
            kept = part if people else part.clear()
            persons_batch(kept, catalog.schema(dataset), mine).write_parquet(staged / f"part-{index:05d}.parquet")
        register = None if holders is None else prepared(folder / "register", holders or [{}], columns)
        with duckdb.connect() as connection:
            result = reconcile(
                connection,
                str(staged / "part-*.parquet"),
                register,
                roles=mine,
                dataset=dataset,
                out=folder / "out",
            )
        return Judged(
            pl.read_parquet(result.reconciliation),
            pl.read_parquet(result.findings),
            pl.read_parquet(result.held),
            result,
        )

    return run


@pytest.fixture
def holder_role(catalog: Catalog) -> Role:
    return catalog.roles("land.holder")[0]
