"""Scalars of a catalog file: numbers are numbers, quoted ones and codes with leading zeros stay text."""

import pytest

from dq.catalog.parse import parse


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10", 10),
        ("-3", -3),
        ("0.05", 0.05),
        ("true", True),
        ("null", None),
        ('"10"', "10"),
        ('"null"', "null"),
        ('""', ""),
        ("001085", "001085"),
        ("no", "no"),
        ("1:30", "1:30"),
        ("2025-07-01", "2025-07-01"),
        ("|\n    12\n", "12\n"),
    ],
)
def test_a_scalar_is_what_it_looks_like_in_yaml_1_2(tmp_path, written, value):
    path = tmp_path / "one.yaml"
    path.write_text(f"rule:\n  key: {written}\n", encoding="utf-8")
    read = parse(path, tmp_path).data["rule"]["key"]
    assert read == value
    assert type(read) is type(value)
