"""Corrections after which a row would no longer be read as a record: it is blank then, or looks like a total."""

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.load.detect import EXTENSIONS, Kind
from dq.load.header_row import Row
from dq.load.headers import Layout
from dq.load.leftout import Separator
from dq.load.ranges import Ranges
from dq.load.rows import ROW, TEXT, cell
from dq.model import RECORD_ID, Answer
from dq.provenance import Header
from dq.review.answers import Rejection, reject
from dq.review.edits import Export
from dq.review.values import with_new_cells

_WITH_OTHER_ROWS = (Kind.DELIMITED, Kind.WORKBOOK)  # formats in which not every row is a record


def keep_records(answers: pl.DataFrame, raw: pl.DataFrame, export: Export) -> pl.DataFrame:
    """Return the answers with those sent back that together make a row blank, a total, a heading or a signature.

    Args:
        answers: Judged answers with `after`.
        raw: The records of the answers as the file has them.
        export: The file.
    """
    if EXTENSIONS[export.info.format] not in _WITH_OTHER_ROWS:
        return answers
    changes = pl.col("answer").is_in([Answer.CORRECT, Answer.ACCEPT]) & pl.col("target").is_in(raw.columns)
    changing = answers.filter(pl.col("reason").is_null() & changes)
    before = raw.join(changing.select(RECORD_ID).unique(), on=RECORD_ID, how="semi", maintain_order="left")
    after = with_new_cells(before, changing, "after")
    # A row that looks like none, and is one by what stands below it, stays one.
    gone = set(_left_out(after, export)) - set(_left_out(before, export))
    return reject(answers, changes & pl.col(RECORD_ID).is_in(sorted(gone)), Rejection.NO_RECORD)


def _left_out(rows: pl.DataFrame, export: Export) -> list[int]:
    """Return which records would be left out if a file held these rows."""
    if rows.is_empty():
        return []
    layout = _layout(export, rows)
    places = (pl.col(header.name).alias(cell(place)) for place, header in enumerate(layout.headers))
    frame = rows.select(pl.col(RECORD_ID).alias(ROW), *places, pl.lit(None, pl.String).alias(TEXT))
    separator = _separator(layout, export.schema, export.info.delimiter)
    kept = pl.concat([frame.clear(), *separator.separate([frame])])
    return frame.filter(~pl.col(ROW).is_in(kept[ROW].implode()))[ROW].to_list()


def _layout(export: Export, rows: pl.DataFrame) -> Layout:
    """Return where the staged columns stand, each once: one that the file splits by header is one there."""
    named = {header.name: Header(header.header, header.name, header.column) for header in export.info.headers}
    headers = tuple(header for name, header in named.items() if name in rows.columns)
    return Layout(tuple(range(len(headers))), headers, tuple(header.header for header in headers))


def _separator(layout: Layout, schema: DatasetSchema, delimiter: str | None) -> Separator:
    header = [Row(0, 1, layout.texts)]
    return Separator(layout, schema, Ranges(), header, delimiter=delimiter or ",")
