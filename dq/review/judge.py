"""Whether an answer fits its run: the row's key, the decision, the field, and that no two answers contradict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dq.model import MALFORMED, RECORD_ID, SOURCE_ROW, SOURCE_SHEET, Answer
from dq.report.workbook_columns import answer_of_label, column_of_title, may_remove, row_key, words_for_empty
from dq.review.answers import Rejection, reject
from dq.text.fold import fold_text

_CONTROL = r"\s*[\x00-\x08\n-\x1f\x7f]+\s*"  # but the tab, which parts the cells of a line
_ROW = r"^(?:(.*\S)\s*[·•:;|!/–-]\s*)?(\d+)$"  # a row of the file, of several sheets with the sheet: “Xã A · 15”
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Facts:
    """What answers are judged against.

    Attributes:
        run: The parsed run.json.
        run_id: Its id.
        rows: `record_id`, `source_row`, `source_sheet` (null without sheets) of every record.
        proposals: `record_id`, `column`, `proposed`.
    """

    run: Mapping[str, Any]
    run_id: str
    rows: pl.DataFrame
    proposals: pl.DataFrame


def judge(answers: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return `answers` with what they mean, or why they mean nothing.

    Added: `record_id` as Int64, `answer` (a code of `Answer`), `target` (the column to change; empty for a malformed
    line), `value` (the new text, null for an empty cell or a row that is taken out), `day`, `shown_row` (the row of the
    file as the workbook shows it), `reason` (a code of `Rejection`, null where the answer is good so far) and `detail`.
    """
    frame = answers.with_columns(
        pl.col("record_id").cast(pl.Int64, strict=False),
        pl.lit(None, pl.String).alias("reason"),
        pl.lit(None, pl.String).alias("detail"),
    )
    frame = _belonging(_placed(frame, facts), facts)
    frame = _decided(frame, facts)
    frame = _targeted(frame, facts)
    return _valued(frame, facts)


def contradictions(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with every answer rejected that another good one contradicts, and each kept only once.

    Two contradict that give one cell different values, one finding different decisions, or take a row out that another
    one corrects. The detail names the other one's file and row.
    """
    good = pl.col("reason").is_null()
    changes = good & pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT])
    removes = good & (pl.col("answer") == str(Answer.REMOVE))
    place = pl.concat_str("file", pl.lit(":"), "place")
    meaning = pl.when(changes).then(pl.concat_str(pl.lit("="), pl.col("value").fill_null(""))).otherwise("answer")
    cell, finding = [RECORD_ID, "target"], [RECORD_ID, "rule_id", "column"]
    # A further correction answers no finding, so it can only contradict about its cell.
    of_finding = good & pl.col("rule_id").is_not_null()
    frame = frame.with_columns(meaning.alias("meaning"), place.alias("where"))
    frame = frame.with_columns(
        (pl.col("meaning").filter(changes).n_unique().over(cell) > 1).alias("two_values") & changes,
        ((pl.col("answer").filter(of_finding).n_unique().over(finding) > 1) & of_finding).alias("two_decisions"),
        (removes.any().over(RECORD_ID) & changes.any().over(RECORD_ID) & (removes | changes)).alias("removed_too"),
        pl.col("where").filter(good).unique(maintain_order=True).implode().over(RECORD_ID).alias("places"),
    )
    others = pl.col("places").list.set_difference(pl.concat_list("where")).list.head(3).list.join(", ")
    clash = pl.any_horizontal("two_values", "two_decisions", "removed_too")
    frame = reject(frame, clash, Rejection.CONFLICT, others)
    kept = frame.filter(good).unique(
        [RECORD_ID, "rule_id", "column", "target", "meaning"], keep="first", maintain_order=True
    )
    return pl.concat([kept, frame.filter(~good)]).drop(
        "meaning", "where", "two_values", "two_decisions", "removed_too", "places"
    )


def _placed(frame: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return `frame` with the record of each further correction, by its row in the file."""
    extra = pl.col("rule_id").is_null() & pl.col("row_key").is_null()
    given = pl.col("source_row").str.extract_groups(_ROW).struct
    frame = frame.with_columns(
        pl.col("source_row").alias("shown_row"),
        _sheet_key(given.field("1")).alias("sheet"),
        given.field("2").cast(pl.Int64, strict=False).alias(SOURCE_ROW),
    )
    # Sheets of one workbook may have the same row: which is meant must be said.
    rows = facts.rows.with_columns(_sheet_key(pl.col(SOURCE_SHEET)).alias("sheet"))
    named = rows.select("sheet", SOURCE_ROW, pl.col(RECORD_ID).alias("named"))
    alone = rows.group_by(SOURCE_ROW).agg(
        pl.col(RECORD_ID).first().alias("alone"),
        pl.len().alias("n_rows"),
        pl.concat_str(pl.col(SOURCE_SHEET).sort(), pl.lit(" · "), SOURCE_ROW).str.join(", ").alias("places"),
    )
    frame = frame.join(named, on=["sheet", SOURCE_ROW], how="left", maintain_order="left")
    frame = frame.join(alone, on=SOURCE_ROW, how="left", maintain_order="left")
    bare = pl.col("sheet").is_null()
    ambiguous = extra & bare & (pl.col("n_rows") > 1)
    found = pl.when(~bare).then("named").when(pl.col("n_rows") == 1).then("alone")
    frame = frame.with_columns(
        pl.when(extra).then(found).otherwise(RECORD_ID).alias(RECORD_ID),
        pl.when(extra).then(pl.lit(str(Answer.CORRECT))).otherwise("decision").alias("decision"),
        pl.when(extra).then("field").otherwise("other_field").alias("other_field"),
        extra.alias("extra"),
        ambiguous.alias("ambiguous"),
    )
    frame = reject(frame, pl.col("run_id").is_null() | (pl.col("run_id") != facts.run_id), Rejection.OTHER_RUN)
    frame = reject(frame, pl.col("ambiguous"), Rejection.AMBIGUOUS_ROW, pl.col("places"))
    frame = reject(frame, pl.col("extra") & pl.col(RECORD_ID).is_null(), Rejection.UNKNOWN_ROW)
    return frame.drop("sheet", "named", "alone", "n_rows", "places", "ambiguous")


def _sheet_key(name: pl.Expr) -> pl.Expr:
    return name.str.normalize("NFC").str.strip_chars().str.to_lowercase()


def _belonging(frame: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    # Answers are written by people, so they are few enough to be looked at one by one.
    keys = [
        record is not None and rule is not None and key == row_key(facts.run_id, record, rule, column or "")
        for record, rule, column, key in frame.select(RECORD_ID, "rule_id", "column", "row_key").iter_rows()
    ]
    fits = pl.Series("fits", keys, dtype=pl.Boolean)
    frame = frame.with_columns(fits, pl.col("column").fill_null(""))
    # The row number that the sheet shows may have been changed by sorting a part of it; the hidden record counts.
    frame = frame.drop(SOURCE_ROW).join(facts.rows, on=RECORD_ID, how="left", maintain_order="left")
    several = len(facts.run["input"]["sheets"]) > 1
    sheet = pl.concat_str(SOURCE_SHEET, pl.lit(" · "), SOURCE_ROW) if several else pl.lit(None, pl.String)
    shown = pl.coalesce(sheet, pl.col(SOURCE_ROW).cast(pl.String), "shown_row")
    frame = frame.with_columns(shown.alias("shown_row")).drop(SOURCE_SHEET)
    return reject(frame, ~pl.col("extra") & ~pl.col("fits"), Rejection.CHANGED_KEY).drop("fits")


def _decided(frame: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    labels = answer_of_label()
    decided = [labels.get(fold_text(text)) if text else None for text in frame["decision"]]
    kinds = {rule["id"]: rule["kind"] for rule in facts.run["rules"]}
    removable = [rule is not None and may_remove(rule, kinds.get(rule, "")) for rule in frame["rule_id"]]
    frame = frame.with_columns(
        pl.Series("answer", [None if answer is None else str(answer) for answer in decided], dtype=pl.String),
        pl.Series("removable", removable, dtype=pl.Boolean),
    )
    frame = reject(frame, pl.col("decision").is_null(), Rejection.NO_DECISION)
    frame = reject(frame, pl.col("answer").is_null(), Rejection.UNKNOWN_DECISION)
    removes = pl.col("answer") == str(Answer.REMOVE)
    return reject(frame, removes & ~pl.col("removable"), Rejection.NOT_REMOVABLE).drop("removable")


def _targeted(frame: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    titles = column_of_title(facts.run["columns"])
    chosen = pl.Series(
        "chosen", [titles.get(fold_text(text), "?") if text else None for text in frame["other_field"]], dtype=pl.String
    )
    frame = frame.with_columns(chosen)
    corrects = pl.col("answer") == str(Answer.CORRECT)
    target = pl.when(corrects).then(pl.coalesce("chosen", "column")).otherwise("column")
    malformed = (pl.col("rule_id") == MALFORMED).fill_null(value=False)
    frame = frame.with_columns(pl.when(malformed).then(pl.lit("")).otherwise(target).alias("target"))
    known = pl.col("target").is_in(sorted(titles.values())) | malformed
    return reject(frame, corrects & ~known, Rejection.UNKNOWN_FIELD).drop("chosen")


def _valued(frame: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    empty = pl.Series(
        "empties", [text is not None and fold_text(text) in words_for_empty() for text in frame["corrected"]],
        dtype=pl.Boolean,
    )  # fmt: skip
    frame = frame.with_columns(empty).join(
        facts.proposals.rename({"column": "target"}), on=[RECORD_ID, "target"], how="left", maintain_order="left"
    )
    is_correct, is_accept = (pl.col("answer") == str(answer) for answer in (Answer.CORRECT, Answer.ACCEPT))
    typed = pl.when(~pl.col("empties")).then(pl.col("corrected").str.replace_all(_CONTROL, " ").str.strip_chars(" "))
    frame = frame.with_columns(
        pl.when(is_correct).then(typed).when(is_accept).then("proposed").alias("value"),
        pl.coalesce(*(pl.col("date").str.to_date(form, strict=False) for form in _DAYS)).alias("day"),
    )
    nothing = pl.col("corrected").is_null() | (pl.col("value") == "")
    frame = reject(frame, is_correct & nothing, Rejection.NO_VALUE)
    frame = reject(frame, is_accept & pl.col("proposed").is_null(), Rejection.NO_PROPOSAL)
    frame = reject(frame, ~is_correct & pl.col("corrected").is_not_null(), Rejection.SUPERFLUOUS_VALUE)
    return reject(frame, pl.col("date").is_not_null() & pl.col("day").is_null(), Rejection.BAD_DATE).drop(
        "empties", "proposed"
    )
