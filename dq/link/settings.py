"""The model in the words of Splink."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dq.catalog.linking import Comparison
from dq.link.fields import KINDS
from dq.link.kinds import DIFFERENT, Level, both
from dq.link.weights import Odds

UNIQUE_ID = "unique_id"


def settings(
    comparisons: Sequence[Comparison],
    levels: Mapping[str, Mapping[str, Odds]],
    *,
    blocking: Sequence[str],
    prior: float,
    link_type: Literal["link_only", "dedupe_only"] = "link_only",
    only: str | None = None,
) -> dict[str, Any]:
    """Return Splink's settings for linking two tables, or one with itself.

    Args:
        comparisons: The fields to compare.
        levels: Trained odds by comparison and level; nothing for a model that is to be trained.
        blocking: Columns; a pair is compared if it is equal in one of them at least.
        prior: The probability that a person and one of the reference, drawn at random, are the same.
        link_type: `dedupe_only` for pairs within one table.
        only: A condition over `l` and `r` that a pair must meet to be compared at all.
    """
    also = f" AND ({only})" if only else ""
    return {
        "link_type": link_type,
        "unique_id_column_name": UNIQUE_ID,
        "probability_two_random_records_match": prior,
        "retain_matching_columns": True,  # or Splink drops how the fields agree
        "retain_intermediate_calculation_columns": False,
        "comparisons": [_comparison(item, levels.get(item.name, {})) for item in comparisons],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{column} = r.{column}{also}", "sql_dialect": "duckdb"} for column in blocking
        ],
    }


def frequency_columns(comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """Return the columns whose frequencies in the reference the model needs."""
    levels = [level for item in comparisons for level in KINDS[item.kind].levels(item.name)]
    return tuple(dict.fromkeys(level.frequency for level in levels if level.frequency))


def level_of_value(comparison: Comparison) -> dict[int, str]:
    """Return the code of each comparison vector value of Splink; -1, of a field that is not held, is none of them."""
    codes = [level.code for level in KINDS[comparison.kind].levels(comparison.name)]
    return dict(enumerate([DIFFERENT, *reversed(codes)]))


def _comparison(comparison: Comparison, odds: Mapping[str, Odds]) -> dict[str, Any]:
    kind = KINDS[comparison.kind]
    levels = [_level(level, odds.get(level.code)) for level in kind.levels(comparison.name)]
    held = comparison.name + kind.held
    absent = " OR ".join(f"{side} IS NULL" for side in both(held))
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [
            {"sql_condition": absent, "label_for_charts": "absent", "is_null_level": True},
            *levels,
            {"sql_condition": "ELSE", "label_for_charts": DIFFERENT, **_odds(odds.get(DIFFERENT))},
        ],
    }


def _level(level: Level, odds: Odds | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.code, **_odds(odds)}
    if level.frequency:
        entry |= {"tf_adjustment_column": level.frequency, "tf_adjustment_weight": 1.0}
        # A level's own u is what its frequencies are an average of; else Splink looks for the level of that column.
        entry["disable_tf_exact_match_detection"] = level.like is None
    return entry


def _odds(odds: Odds | None) -> dict[str, float]:
    return {} if odds is None else {"m_probability": odds.m, "u_probability": odds.u}
