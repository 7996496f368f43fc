"""Comparing hand-made runs."""

from collections.abc import Callable

import pytest
from two_runs import write_run

from dq.compare import Comparison
from dq.engine.limits import limits
from dq.pipeline import compare_runs


@pytest.fixture
def compared(tmp_path, catalog) -> Callable[..., Comparison]:
    """Compare two runs given as (people, findings) with further facts by keyword."""

    def compare(old, new, *, before=None, after=None) -> Comparison:
        folders = [
            write_run(tmp_path / name, *run, **(facts or {}))
            for name, run, facts in (("old", old, before), ("new", new, after))
        ]
        return compare_runs(*folders, catalog, limits=limits("1GB", 1))

    return compare
