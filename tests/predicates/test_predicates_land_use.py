"""Codes of land-use types, alone, combined, with areas."""

import polars as pl
import pytest

from dq.predicates.land_use import land_use_codes_known


@pytest.mark.parametrize(
    ("land_use", "expected"),
    [
        ("ONT", True),
        ("odt", True),
        ("ONT+CLN", True),
        ("ODT 100, CLN 250.5", True),
        ("ONT: 200 m2; CLN: 1.250,5 m²", True),
        ("ODT (60 m2) + HNK (5 m2)", True),
        ("LUC-NTS/BHK & T", True),
        ("Đất ở tại nông thôn", False),
        ("OTD", False),
        ("ONT+XYZ", False),
        ("ONT và CLN", False),
        ("01", False),
        ("+", False),
        (None, None),
    ],
)
def test_every_code_must_be_in_the_list(land_use, expected):
    frame = pl.DataFrame({"loai_dat": [land_use]}, schema={"loai_dat": pl.String})
    assert frame.select(land_use_codes_known(pl.col("loai_dat"))).item() is expected
