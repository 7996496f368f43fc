"""`apply`: filled workbooks → judged answers → corrected export → the whole job again, in one run folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dq.audit import audited
from dq.catalog import Catalog
from dq.errors import LoadError, OutputError, UsageError
from dq.load import LoadOptions, load
from dq.load.aliases import read_aliases
from dq.load.encoding import UTF8
from dq.model import MALFORMED, RECORD_ID, SOURCE_ROW, SOURCE_SHEET, Answer, Loaded
from dq.normalize import Readings
from dq.pipeline import RunOutcome, run_into
from dq.pipeline.contradictions import refuse_contradictions
from dq.pipeline.readings import decided_readings
from dq.progress import Progress, silent
from dq.report.workbook_rejected import write_rejected
from dq.review.answers import NUMBER, Rejection, reject
from dq.review.applied import applied_answers
from dq.review.edits import Edit, Export
from dq.review.export import corrected_name, verify, write_corrected
from dq.review.export_text import encodable, is_record
from dq.review.judge import Facts, contradictions, judge
from dq.review.reading import read_answers
from dq.review.removals import keep_one_of_each
from dq.review.request import ApplyRequest, load_options, next_run, refuse_less
from dq.review.standing import keep_records
from dq.review.values import check_values, raw_records
from dq.runs import (
    APPLIED,
    CLEAN,
    CORRECTED,
    PROPOSALS,
    PROPOSALS_SCHEMA,
    QUARANTINE,
    REJECTED,
    SURE,
    RunWriter,
    open_run,
    read_summary,
    refuse_replacing,
    run_id,
    write_summary,
)

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """The new run, and the figures of the answers: `answers`, `cells`, `rows_removed`, `kept`, `rejected` by reason."""

    outcome: RunOutcome
    figures: Mapping[str, Any]
    rejected: Mapping[str, int] = field(default_factory=dict)


def apply_answers(request: ApplyRequest, catalog: Catalog, *, progress: Progress = silent) -> ApplyResult:
    """Write the corrected export and a run on it, whole or not at all; the input and the answered run stay as they are.

    Raises:
        DQError: The input is another one than that of the run, no answer belongs to the run, or a file cannot be read
            or written; nothing is left behind.
    """
    run = read_summary(request.run_dir)
    refuse_less(request, run)
    again = next_run(request, run, catalog)
    refuse_contradictions(again, catalog)
    refuse_replacing(request.out, (*again.files, *request.filled))
    files = [path.name for path in request.filled]
    facts = {"run": run_id(run), "filled": files, "input": request.source.name, "out": request.out.name}
    with audited("apply", **facts) as event, open_run(request.out, force=request.force) as writer:
        progress("apply")
        work = writer.work / "apply"
        work.mkdir()
        export, loaded = _load(request, run, catalog, work)
        answers = _answers(request, run, work)
        checked = _check(answers, run, export, loaded, request, catalog, work)
        good = checked.filter(pl.col("reason").is_null())
        bad = checked.filter(pl.col("reason").is_not_null())
        edits = _edits(good, loaded)
        corrected = _write(writer, export, loaded, edits, sheet=run["sheet"])
        applied_answers(good, request.run_dir, run_id(run)).write_parquet(writer.folder / APPLIED, compression="zstd")
        if bad.height:
            write_rejected(writer.folder / REJECTED, bad, run, language=request.language)
        same = corrected.suffix == request.source.suffix
        summary = run_into(
            writer, replace(again, source=corrected, sheet=again.sheet if same else None), catalog, progress=progress
        )
        figures = _figures(good, bad, edits, run_id(run))
        summary["applied"] = figures
        write_summary(writer.folder, summary)
        event.update(figures | {"passed": summary["decision"]["passed"]})
    rejected = dict(bad.group_by("reason").len().sort("len", "reason", descending=[True, False]).iter_rows())
    return ApplyResult(RunOutcome(request.out, summary), figures, rejected)


def _load(request: ApplyRequest, run: Mapping[str, Any], catalog: Catalog, work: Path) -> tuple[Export, Loaded]:
    """Return the input of the run as it was loaded then; it must be the very same bytes."""
    schema, options = catalog.schema(run["dataset"]), load_options(run, request.limits.batch_rows)
    loaded = load(request.source, schema, work / "input", options=options)
    if loaded.info.sha256 != run["input"]["sha256"]:
        raise LoadError("apply.other_input", file=request.source.name, name=run["input"]["name"])
    return Export(request.source, loaded.info, schema, read_aliases(schema, options.mapping)), loaded


def _answers(request: ApplyRequest, run: Mapping[str, Any], work: Path) -> pl.DataFrame:
    read = read_answers(request.filled, work)
    if read.is_empty():
        raise UsageError("apply.no_answers")
    numbers = read["source_row"].str.extract(r"(\d+)$")
    wanted = pl.col(RECORD_ID).is_in(_numbers(read["record_id"])) | pl.col(SOURCE_ROW).is_in(_numbers(numbers))
    tables = [pl.scan_parquet(request.run_dir / name, glob=False) for name in (CLEAN, QUARANTINE)]
    columns = pl.Schema({RECORD_ID: pl.Int64, SOURCE_ROW: pl.Int64, SOURCE_SHEET: pl.String})
    found = [table.filter(wanted).select(pl.col("^(record_id|source_row|source_sheet)$")).collect() for table in tables]
    rows = pl.concat([columns.to_frame(), *found], how="diagonal")
    path = request.run_dir / PROPOSALS
    proposals = pl.read_parquet(path, glob=False) if path.is_file() else PROPOSALS_SCHEMA.to_frame()
    single = (
        proposals.filter(pl.col("confidence") == SURE)
        .select(RECORD_ID, "column", "proposed")
        .unique([RECORD_ID, "column"], keep="first")
    )
    judged = judge(read, Facts(run, run_id(run), rows, single))
    if judged.filter(pl.col("reason").ne_missing(str(Rejection.OTHER_RUN))).is_empty():
        raise UsageError("apply.other_run", id=run_id(run))
    return contradictions(judged)


def _numbers(texts: pl.Series) -> pl.Series:
    return texts.cast(pl.Int64, strict=False).drop_nulls().unique().implode()


def _check(
    answers: pl.DataFrame,
    run: Mapping[str, Any],
    export: Export,
    loaded: Loaded,
    request: ApplyRequest,
    catalog: Catalog,
    work: Path,
) -> pl.DataFrame:
    """Return the answers with `before`, `after`, and why those are sent back that cannot be carried out."""
    raw = raw_records(loaded.raw.parts(), answers[RECORD_ID].drop_nulls())
    as_of = date.fromisoformat(run["as_of"])
    readings = decided_readings(loaded, export.schema, as_of)
    answers = reject(answers, pl.col("target").is_in(_legacy(readings)), Rejection.LEGACY_TEXT)
    split = ~pl.col("target").is_in(["", *export.headers]) & pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT])
    answers = reject(answers, split, Rejection.SPLIT_COLUMN)
    frame = check_values(answers, raw, readings, catalog=catalog, dataset=run["dataset"], as_of=as_of)
    rewritten = (pl.col("rule_id") == MALFORMED).fill_null(value=False) & (pl.col("answer") == str(Answer.CORRECT))
    frame = frame.with_columns(pl.when(rewritten).then("value").otherwise("after").alias("after"))
    frame = keep_one_of_each(
        frame,
        loaded,
        readings,
        catalog=catalog,
        schema=export.schema,
        as_of=as_of,
        limits=request.limits,
        work=work / "removals",
    )
    whole = [text is not None and is_record(text, export) for text in frame.filter(rewritten)["after"]]
    records = pl.Series("records", whole, dtype=pl.Boolean)
    lines = frame.filter(rewritten).select(NUMBER).with_columns(records)
    frame = frame.join(lines, on=NUMBER, how="left", maintain_order="left")
    frame = reject(frame, ~pl.col("records"), Rejection.WRONG_LINE).drop("records")
    frame = keep_records(frame, raw, export)
    if export.info.encoding in {None, UTF8}:
        return frame
    letters = [None if text is None else encodable(text, str(export.info.encoding)) for text in frame["after"]]
    frame = frame.with_columns(pl.Series("letters", letters, dtype=pl.String))
    lost = pl.col("after").is_not_null() & pl.col("letters").is_null()
    return reject(frame, lost, Rejection.NOT_WRITABLE).with_columns(after="letters").drop("letters")


def _legacy(readings: Readings) -> list[str]:
    """Return the columns in a legacy encoding, in which no letter of Unicode can be written."""
    return [name for name, reading in readings.items() if reading.encoding is not None]


def _edits(good: pl.DataFrame, loaded: Loaded) -> dict[int, Edit]:
    """Return the changes of the export by record."""
    lines = pl.concat([pl.read_parquet(path, glob=False) for path in loaded.malformed.parts()])
    answered = lines.filter(pl.col(RECORD_ID).is_in(good[RECORD_ID].unique().implode()))
    heights = {record: len(_BREAK.findall(text)) + 1 for record, text in answered.select(RECORD_ID, "text").iter_rows()}
    edits: dict[int, Edit] = {}
    for record, answer, target, text in good.select(RECORD_ID, "answer", "target", "after").iter_rows():
        if answer == Answer.REMOVE:
            edits[record] = Edit(removed=True, n_lines=heights.get(record, 0))
        elif answer == Answer.CORRECT and record in heights:
            edits[record] = Edit(line=text, n_lines=heights[record])
        elif answer in {Answer.CORRECT, Answer.ACCEPT}:
            edits[record] = Edit(cells={**edits.get(record, Edit()).cells, target: text})
    return edits


def _write(writer: RunWriter, export: Export, loaded: Loaded, edits: Mapping[int, Edit], *, sheet: str | None) -> Path:
    """Write the corrected export, read it again, and make sure that nothing else changed."""
    folder = writer.folder / CORRECTED
    folder.mkdir()
    out = folder / corrected_name(export)
    try:
        write_corrected(export, out, edits, loaded)
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
    same = out.suffix == export.path.suffix
    options = LoadOptions(
        sheet=sheet if same else None,
        encoding=export.info.encoding if same else None,
        mapping=export.aliases.mapping,
    )
    again = load(out, export.schema, writer.work / "apply" / "again", options=options)
    verify(loaded, again, edits, schema=export.schema)
    return out


def _figures(good: pl.DataFrame, bad: pl.DataFrame, edits: Mapping[int, Edit], run: str) -> dict[str, Any]:
    decisions = dict(good.group_by("answer").len().sort("answer").iter_rows())
    return {
        "run_id": run,
        "answers": good.height,
        "decisions": decisions,
        "cells": sum(len(edit.cells) for edit in edits.values()),
        "rows_removed": sum(edit.removed for edit in edits.values()),
        "lines_rewritten": sum(edit.line is not None for edit in edits.values()),
        "rejected": bad.height,
    }
