"""Texts for properties: anything that Unicode assigns, and what Vietnamese exports hold."""

import unicodedata

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st

PIECES = [
    *("Nguyễn", "HÒA", "thủy", "Quý", "Ðặng", "ð", "H’Hen", "Y", "mỹ", "hòang", "đ", "Oà", "ỌE", "ụy"),
    *(
        " ",
        "  ",
        "\u00a0",
        "\t",
        "\n",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\u0001",
        "'",
        "\u2019",
        "\u00b4",
        "`",
        "-",
        ".",
        "…",
    ),
    *("\u0301", "\u0323", "\u031b", "1", "m²", "İ", "Σ", "ß", "ﬁ", "A", "a"),
]
# Unassigned code points are left out: Python's and the engine's tables are of different Unicode versions.
anything = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12)
vietnamese = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
texts = st.lists(anything | vietnamese, min_size=1, max_size=40)
thorough = settings(max_examples=50, deadline=None)


def apply(function, values):
    """The values that an expression function gives for texts."""
    column = pl.Series("text", values, dtype=pl.String)
    return column.to_frame().select(function(pl.col("text"))).to_series().to_list()


def composed(values):
    return [unicodedata.normalize("NFC", value) for value in values]


def decomposed(values):
    return [unicodedata.normalize("NFD", value) for value in values]
