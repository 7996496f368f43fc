"""Normalizing a batch of rows.

Only distinct texts that are not canonical already are worked on: most cells of most files need nothing, and what needs
something (a layout of dates, words of a choice) repeats.
"""

from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import DatasetSchema, Field, Storage, ValueType
from dq.model import RECORD_ID, RESERVED, SOURCE_ROW
from dq.normalize import storage
from dq.normalize.legacy import conversion
from dq.normalize.readings import AS_WRITTEN, Reading, Readings
from dq.normalize.table import normalizer
from dq.text.clean import CLEAN, IS_CLEAN
from dq.text.fold import fold_marks, fold_marks_text
from dq.text.steps import Step

FILLER = "filler"
_NONE: Readings = {}
_NEVER = r"[^\s\S]"  # matches no text: none is canonical before it was converted
_FOLDS = r"[^ -@\[-~]"  # anything but small letters, digits and punctuation of ASCII, which folding leaves
LOGGED = ("before", "after", "repair")
CHANGES = pl.Schema(
    {
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "column": pl.String,
        "before": pl.String,
        "after": pl.String,
        "repair": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Normalized:
    """A batch in canonical form.

    Attributes:
        frame: The rows' ids and, of every field that the batch has, its physical columns (`Field.physical`).
        changes: One row a cell that was changed (`CHANGES`): the field, the text before and after, and the codes of the
            repairs in their order, joined by commas. `after` is null for a filler.
    """

    frame: pl.DataFrame
    changes: pl.DataFrame


def normalize_batch(raw: pl.DataFrame, schema: DatasetSchema, readings: Readings = _NONE) -> Normalized:
    """Return `raw` in canonical form, and the log of what was changed.

    A cell is null in the result if it was blank (not logged), a filler (logged) or unreadable (flagged, not logged: its
    text stays in the raw table). Normalizing canonical values again changes nothing.

    Args:
        raw: Rows with `record_id`, `source_row` and the schema's fields as text; other columns are left out.
        schema: What the columns are.
        readings: How columns are read where a cell alone cannot say it (`read_columns`), by field.

    Raises:
        CatalogError: A value type names no normalizer.
    """
    ids = [name for name in RESERVED if name in raw.columns]
    frame = raw.select(ids)
    changes = [CHANGES.to_frame()]
    for field in schema.fields:
        if field.name in raw.columns:
            text, changed = _normalize(raw, field, readings.get(field.name, AS_WRITTEN))
            frame = pl.concat([frame, storage.columns(text, field)], how="horizontal")
            changes.append(changed.select(RECORD_ID, SOURCE_ROW, pl.lit(field.name).alias("column"), *LOGGED))
    return Normalized(frame, pl.concat(changes))


def _normalize(raw: pl.DataFrame, field: Field, reading: Reading) -> tuple[pl.Series, pl.DataFrame]:
    """Return the canonical text of a column and the changes in it."""
    cells = raw.select(RECORD_ID, SOURCE_ROW, before=pl.col(field.name).cast(pl.String))
    before = cells["before"]
    repaired = _repair(before, field.type, reading)
    text = before.replace(repaired["before"], repaired["after"]) if repaired.height else before
    logged = repaired.filter((pl.col("repair") != "") & _is_logged(field.type.storage))
    return text, cells.join(logged, on="before", how="inner", maintain_order="left")


def _repair(values: pl.Series, kind: ValueType, reading: Reading) -> pl.DataFrame:
    """Return `before`, `after`, `repair` of the distinct texts of `values` that may need anything."""
    how = normalizer(kind, reading)
    fillers = {fold_marks_text(filler) for filler in kind.empty}
    legacy = reading.encoding is not None
    frame = _in_question(values, _NEVER if legacy else how.canonical, fillers)
    if frame.is_empty():
        return frame
    if reading.encoding is not None:
        frame = _apply(frame, (conversion(reading.encoding),), _NEVER)
    frame = _drop_fillers(_apply(frame, CLEAN, IS_CLEAN), fillers)
    frame = _drop_fillers(_apply(frame, how.steps, how.canonical), fillers)
    blank = pl.col("after") == ""
    return frame.with_columns(
        after=pl.when(~blank).then("after"),
        repair=pl.when(blank).then(pl.lit("")).otherwise("repair"),
    )


def _in_question(values: pl.Series, canonical: str, fillers: set[str]) -> pl.DataFrame:
    # A filler without letters is found as it is; one in words may be written with marks and capitals, but not longer.
    longest = max((len(filler) for filler in fillers if any(map(str.isalpha, filler))), default=0)
    text = pl.col("before")
    needed = ~text.str.contains(canonical) | text.is_in(sorted(fillers)) | (text.str.len_chars() <= longest)
    distinct = values.to_frame("before").lazy().filter(needed).unique()
    return distinct.with_columns(after="before", repair=pl.lit("")).collect()


def _apply(frame: pl.DataFrame, steps: tuple[Step, ...], canonical: str) -> pl.DataFrame:
    """Return `frame` with `after` and `repair` after `steps`; a text that has become canonical needs no further one."""
    done = pl.col("after").str.contains(canonical).fill_null(value=True)
    changed = pl.col("next").ne_missing(pl.col("after"))
    finished = []
    for step in steps:
        finished.append(frame.filter(done))
        stepped = frame.lazy().filter(~done).with_columns(next=step.apply(pl.col("after")))
        frame = stepped.select("before", after="next", repair=_noted(step.code, changed)).collect()
        if frame.is_empty():
            break
    return pl.concat([*finished, frame])


def _noted(code: str, changed: pl.Expr) -> pl.Expr:
    so_far = pl.col("repair")
    return (
        pl.when(changed & (so_far != "")).then(so_far + f",{code}").when(changed).then(pl.lit(code)).otherwise(so_far)
    )


def _drop_fillers(frame: pl.DataFrame, fillers: set[str]) -> pl.DataFrame:
    """Return `frame` with null after and the repair `filler` where `after` says that there is no value."""
    longest = max(map(len, fillers), default=0)
    text = pl.col("after")
    short = frame.filter((text.str.len_chars() <= longest) & text.str.contains(_FOLDS)).select("after")
    # Even of no text at all, folding costs: its expressions are compiled first.
    said = short.filter(fold_marks(text).is_in(sorted(fillers)))["after"] if short.height else ()
    is_filler = text.is_in(sorted({*fillers, *said}))
    return frame.with_columns(
        after=pl.when(~is_filler).then("after"), repair=pl.when(is_filler).then(pl.lit(FILLER)).otherwise("repair")
    )


def _is_logged(kind: Storage) -> pl.Expr:
    is_filler = pl.col("after").is_null()
    return is_filler | ((pl.col("after") != pl.col("before")) & storage.value(pl.col("after"), kind).is_not_null())
