"""The calibration tables beside this module; `data/README.md` has their sources."""

import csv
from functools import cache
from importlib.resources import files


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>.csv`."""
    text = files("dq.sample").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
