"""Whether a corrected value is right: normalized like every value, and judged by the record rules of its column."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema, Masking, Storage
from dq.identifiers import cmnd, personal_id
from dq.model import MALFORMED, RECORD_ID, SOURCE_ROW, UNREADABLE, Answer, RuleKind, Severity
from dq.normalize import Readings, normalize_batch
from dq.normalize.readings import AS_WRITTEN, DateOrder
from dq.report.workbook_columns import words_for_masked
from dq.review.answers import NUMBER, Rejection, reject
from dq.text.fold import fold
from dq.validate import BatchEvaluator, CompiledRule, batch_evaluator

_CELL = (RECORD_ID, "target")
_STAR, _STARS = r"\*", r"\*{5}"  # of a number with nine digits, which is masked wherever it stands, five at least


def check_values(
    answers: pl.DataFrame, raw: pl.DataFrame, readings: Readings, *, catalog: Catalog, dataset: str, as_of: date
) -> pl.DataFrame:
    """Return the answers with `before` and `after`, those rejected whose value is not right.

    A value is sent back that is only what the workbook shows of a masked one, cannot be read as its type, is no
    identifier where one must stand, does not settle the record rule that it answers, or breaks a critical rule of its
    column that the record did not break before. All corrections of a record are judged together.

    Args:
        answers: What `judge` returned.
        raw: The records of the answers as the file has them.
        readings: How the file's columns are read; what a clerk writes is read day first, always.
        catalog: The schemas and rules.
        dataset: The dataset.
        as_of: The day of the run.
    """
    schema = catalog.schema(dataset)
    answers = reject(_with_before(answers, raw), _is_masked(schema), Rejection.MASKED)
    changing = answers.filter(
        pl.col("reason").is_null(), pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT]), pl.col("target") != ""
    )
    changing = _canonical(changing, schema)
    corrected = with_new_cells(raw, changing, "canonical")
    canonical = normalize_batch(corrected, schema, readings).frame
    present = [name for name in schema.names if name in raw.columns]
    rules = [rule for rule in catalog.rules[dataset] if rule.kind is RuleKind.RECORD]
    evaluator = batch_evaluator(rules, schema, present, as_of)
    identifiers = {role.identifier for role in catalog.roles(dataset)}
    verdicts = changing.select(*_CELL).unique()
    unreadable = _cells(canonical, verdicts, lambda column: pl.col(column + UNREADABLE), suffix=UNREADABLE)
    wrong = _cells(canonical, verdicts, _no_identifier, only=identifiers)
    broken = _broken(changing, evaluator, corrected=canonical, before=normalize_batch(raw, schema, readings).frame)
    answers = reject(answers, _among(unreadable), Rejection.UNREADABLE)
    answers = reject(answers, _among(wrong), Rejection.WRONG_IDENTIFIER)
    answers = answers.join(broken, on=NUMBER, how="left", maintain_order="left")
    answers = reject(answers, pl.col("broken").is_not_null(), Rejection.BREAKS_RULE, pl.col("broken")).drop("broken")
    return _written(answers, canonical, schema, readings)


def _with_before(answers: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Return `answers` with the text that each cell has now; the same value again is no correction."""
    frames = [
        raw.select(RECORD_ID, pl.lit(name).alias("target"), pl.col(name).cast(pl.String).alias("before"))
        for name in sorted(set(answers["target"].drop_nulls()))
        if name in raw.columns
    ]
    empty = pl.DataFrame(schema={RECORD_ID: pl.Int64, "target": pl.String, "before": pl.String})
    answers = answers.join(pl.concat([empty, *frames]), on=_CELL, how="left", maintain_order="left")
    is_correct = pl.col("answer") == str(Answer.CORRECT)
    of_cell = pl.col("rule_id").fill_null("") != MALFORMED
    return reject(answers, is_correct & of_cell & pl.col("value").eq_missing(pl.col("before")), Rejection.UNCHANGED)


def _is_masked(schema: DatasetSchema) -> pl.Expr:
    """Whether an answer copies what the workbook shows of a masked value."""
    last4 = [field.name for field in schema.fields if field.type.mask is Masking.LAST4]
    hidden = [field.name for field in schema.fields if field.sensitive]
    value, target = pl.col("value"), pl.col("target")
    stars = pl.when(target.is_in(last4)).then(value.str.contains(_STAR)).otherwise(value.str.contains(_STARS))
    return (pl.col("answer") == str(Answer.CORRECT)) & (
        stars | (target.is_in(hidden) & fold(value).is_in(sorted(words_for_masked())))
    )


def _canonical(changing: pl.DataFrame, schema: DatasetSchema) -> pl.DataFrame:
    """Return `changing` with `canonical`: the value in its canonical text, or as it was typed where it has none."""
    frames = [changing.with_columns(pl.lit(None, pl.String).alias("canonical")).clear()]
    for (target,), rows in changing.group_by("target", maintain_order=True):
        cells = rows.select(
            pl.col(NUMBER).cast(pl.Int64).alias(RECORD_ID),
            pl.lit(0, pl.Int64).alias(SOURCE_ROW),
            pl.col("value").alias(str(target)),
        )
        text = normalize_batch(cells, schema).frame[str(target)].cast(pl.String)
        frames.append(rows.with_columns(text.alias("canonical")).with_columns(pl.coalesce("canonical", "value")))
    return pl.concat(frames)


def with_new_cells(raw: pl.DataFrame, changing: pl.DataFrame, value: str) -> pl.DataFrame:
    """Return the raw records with the new texts of `changing`, in its column `value`, in their cells (`target`)."""
    frame = raw
    for (target,), rows in changing.unique(_CELL, maintain_order=True).group_by("target"):
        new = rows.select(RECORD_ID, pl.col(value).alias("new"), pl.lit(value=True).alias("given"))
        frame = frame.join(new, on=RECORD_ID, how="left", maintain_order="left")
        text = pl.when(pl.col("given").fill_null(value=False)).then("new").otherwise(str(target))
        frame = frame.with_columns(text.alias(str(target))).drop("new", "given")
    return frame


def _cells(
    canonical: pl.DataFrame,
    cells: pl.DataFrame,
    judged: Callable[[str], pl.Expr],
    *,
    suffix: str = "",
    only: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Return which of the `cells` a test finds wrong."""
    found = [cells.clear()]
    for column in sorted(set(cells["target"])):
        if column + suffix not in canonical.columns or (only is not None and column not in only):
            continue
        wrong = canonical.filter(judged(column).fill_null(value=False)).select(RECORD_ID)
        found.append(cells.filter(pl.col("target") == column).join(wrong, on=RECORD_ID, how="semi"))
    return pl.concat(found)


def _no_identifier(column: str) -> pl.Expr:
    value = pl.col(column)
    return value.is_not_null() & ~(personal_id.is_valid(value) | cmnd.is_valid(value)).fill_null(value=False)


def _among(cells: pl.DataFrame) -> pl.Expr:
    wrong = cells.select(pl.struct(*_CELL).alias("cell"))["cell"]
    changes = pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT])
    return changes & pl.struct(*_CELL).is_in(wrong.implode())


def _broken(
    changing: pl.DataFrame, evaluator: BatchEvaluator, *, corrected: pl.DataFrame, before: pl.DataFrame
) -> pl.DataFrame:
    """Return the number of each answer that a rule speaks against, and the rule (`broken`)."""
    now = evaluator(corrected).findings.select("rule_id", RECORD_ID).unique().collect()
    then = evaluator(before).findings.select("rule_id", RECORD_ID, pl.lit(value=True).alias("old")).unique().collect()
    reads = [
        (rule_id, column, str(item.rule.severity) == Severity.CRITICAL, len(item.reads) == 1)
        for rule_id, item in evaluator.rules.items()
        if isinstance(item, CompiledRule)
        for column in item.reads
    ]
    columns = pl.DataFrame(
        reads,
        schema={"broken": pl.String, "target": pl.String, "critical": pl.Boolean, "alone": pl.Boolean},
        orient="row",
    )
    found = (
        now.join(then, on=["rule_id", RECORD_ID], how="left").rename({"rule_id": "broken"}).join(columns, on="broken")
    )
    against = changing.join(found, on=_CELL).filter(
        (pl.col("broken") == pl.col("rule_id")).fill_null(value=False)
        | (pl.col("critical") & (pl.col("alone") | pl.col("old").is_null()))
    )
    return against.sort("broken").group_by(NUMBER).agg(pl.col("broken").first())


def _written(answers: pl.DataFrame, canonical: pl.DataFrame, schema: DatasetSchema, readings: Readings) -> pl.DataFrame:
    """Return the answers with `after`: as it was typed, but in canonical form where that could be read otherwise.

    That is an identifier, with all its zeros, and a date in a column that is not read day first throughout.
    """
    canonical_form = {
        field.name
        for field in schema.fields
        if field.name in canonical.columns
        and (
            (field.type.mask is Masking.LAST4 and field.type.storage is Storage.TEXT)
            or readings.get(field.name, AS_WRITTEN).date_order in {DateOrder.MONTH_FIRST, DateOrder.CONFLICTING}
        )
    }
    after = pl.col("value")
    frames = [
        canonical.select(RECORD_ID, pl.lit(name).alias("target"), pl.col(name).cast(pl.String).alias("canonical"))
        for name in sorted(canonical_form & set(answers["target"].drop_nulls()))
    ]
    empty = pl.DataFrame(schema={RECORD_ID: pl.Int64, "target": pl.String, "canonical": pl.String})
    answers = answers.join(pl.concat([empty, *frames]), on=_CELL, how="left", maintain_order="left")
    changes = pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT])
    written = pl.when(changes & after.is_not_null()).then(pl.coalesce("canonical", "value"))
    return answers.with_columns(written.alias("after")).drop("canonical")


def raw_records(parts: Sequence[Path], ids: pl.Series) -> pl.DataFrame:
    """Return the staged raw rows of `ids`, in record order."""
    wanted = ids.unique().alias(RECORD_ID).to_frame()
    return pl.concat([pl.read_parquet(path, glob=False).join(wanted, on=RECORD_ID, how="semi") for path in parts])
