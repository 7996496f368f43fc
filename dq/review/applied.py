"""`applied.parquet`: every answer that was taken over, with those of earlier rounds."""

from pathlib import Path

import polars as pl

from dq.model import RECORD_ID, SOURCE_ROW, Answer
from dq.runs import APPLIED, APPLIED_SCHEMA


def applied_answers(answers: pl.DataFrame, run_dir: Path, run_id: str) -> pl.DataFrame:
    """Return the answers of this round after those of earlier ones, as `APPLIED_SCHEMA`.

    `record_id_now` is the record's number in the corrected file, null for one that was taken out: so an answer that
    changed nothing (kept, not verifiable, referred) is still shown beside its finding in the next round.

    Args:
        answers: The good answers, as `check_values` gives them.
        run_dir: The run that they answer; it may itself come from corrections.
        run_id: Its id.
    """
    removed = answers.filter(pl.col("answer") == str(Answer.REMOVE))[RECORD_ID].unique().sort()
    path = run_dir / APPLIED
    earlier = pl.read_parquet(path, glob=False) if path.is_file() else APPLIED_SCHEMA.to_frame()
    now = answers.select(
        pl.lit(run_id).alias("run_id"),
        RECORD_ID,
        SOURCE_ROW,
        "rule_id",
        pl.when(pl.col("target") != "").then("target").otherwise("column").alias("column"),
        pl.col("answer").alias("decision"),
        "before",
        "after",
        "by",
        pl.col("day").alias("date"),
        "note",
        pl.col("file").alias("source_file"),
        pl.col(RECORD_ID).alias("record_id_now"),
    ).sort(RECORD_ID, "rule_id", "column", nulls_last=True)
    every = pl.concat([earlier, now.cast(APPLIED_SCHEMA)])
    moved = pl.col("record_id_now") - removed.search_sorted(every["record_id_now"].fill_null(0)).cast(pl.Int64)
    gone = pl.col("record_id_now").is_in(removed.implode())
    return every.with_columns(pl.when(~gone).then(moved).alias("record_id_now"))
