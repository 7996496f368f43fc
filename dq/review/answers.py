"""Answers on their way from the workbooks to the export: what a row says, and why it may be sent back."""

from enum import StrEnum

import polars as pl

CELLS = (
    "run_id", "record_id", "rule_id", "column", "row_key", "source_row", "field", "decision", "corrected",
    "other_field", "note", "date", "by",
)  # fmt: skip
"""Columns of the review sheet that an answer is read from."""

READ = pl.Schema({"file": pl.String, "place": pl.Int64, **dict.fromkeys(CELLS, pl.String)})
"""Answers as they are read: the file with its sheet, the row in it, and the cells as text."""

NUMBER = "number"
"""Column that numbers the answers: two files may have the same name."""


class Rejection(StrEnum):
    """Why an answer is sent back."""

    OTHER_RUN = "other_run"
    CHANGED_KEY = "changed_key"
    UNKNOWN_ROW = "unknown_row"  # a further correction names a row that is no record
    AMBIGUOUS_ROW = "ambiguous_row"  # it names a row that several sheets have
    NO_DECISION = "no_decision"
    UNKNOWN_DECISION = "unknown_decision"
    NO_PROPOSAL = "no_proposal"
    NOT_REMOVABLE = "not_removable"
    UNKNOWN_FIELD = "unknown_field"
    NO_VALUE = "no_value"
    SUPERFLUOUS_VALUE = "superfluous_value"  # the decision changes nothing, but a value is given
    UNCHANGED = "unchanged"
    BAD_DATE = "bad_date"
    CONFLICT = "conflict"
    MASKED = "masked"  # what the workbook shows instead of the value was given as the value
    UNREADABLE = "unreadable"
    WRONG_IDENTIFIER = "wrong_identifier"
    BREAKS_RULE = "breaks_rule"
    LAST_OF_GROUP = "last_of_group"  # together with others it would take out every row of a group of duplicates
    NO_RECORD = "no_record"  # after the corrections the row would be blank, or look like a total or a heading
    WRONG_LINE = "wrong_line"  # a malformed line was written again, and is still no record
    LEGACY_TEXT = "legacy_text"  # the column is in an encoding of before Unicode
    SPLIT_COLUMN = "split_column"  # the file says the value in several columns
    NOT_WRITABLE = "not_writable"  # the encoding of the file does not have these letters


def reject(frame: pl.DataFrame, where: pl.Expr, reason: Rejection, detail: pl.Expr | None = None) -> pl.DataFrame:
    """Return `frame` with `reason` (and `detail`) set where it has none yet and `where` is true."""
    now = pl.col("reason").is_null() & where.fill_null(value=False)
    changes = [pl.when(now).then(pl.lit(str(reason))).otherwise("reason").alias("reason")]
    if detail is not None:
        changes.append(pl.when(now).then(detail).otherwise("detail").alias("detail"))
    return frame.with_columns(changes)
