"""Normalizing a batch of rows.

Only distinct texts that are not canonical already are worked on: most cells of most files need nothing, and what needs
something (a layout of dates, words of a choice) repeats.
"""

from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import DatasetSchema, Field, Storage
from dq.model import RECORD_ID, RESERVED, SOURCE_ROW, UNREADABLE
from dq.normalize import storage
from dq.normalize.kind import Normalizer
from dq.normalize.known import Known
from dq.normalize.legacy import conversion
from dq.normalize.readings import AS_WRITTEN, Reading, Readings
from dq.normalize.table import normalizer
from dq.text.clean import CLEAN, HAS_ODD_SPACES, IS_CLEAN, SPACES
from dq.text.fold import fold_marks, fold_marks_text
from dq.text.steps import Step

FILLER = "filler"
_NONE: Readings = {}
_NEVER = r"[^\s\S]"  # matches no text: none is canonical before it was converted
_FOLDS = r"[^ -@\[-~]"  # anything but small letters, digits and punctuation of ASCII, which folding leaves
_LOOKED_AT, _FEW = 1_000, 100  # cells, and how many texts among them are few
_STORED = "stored "  # before the name of a physical column, so that a field may be called like a column here
LOGGED = ("before", "after", "repair")
_REPEATED = pl.Categorical()  # few values on many rows
CHANGES = pl.Schema(
    {
        RECORD_ID: pl.Int64(),
        SOURCE_ROW: pl.Int64(),
        "column": _REPEATED,
        "before": pl.String(),
        "after": pl.String(),
        "repair": _REPEATED,
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


def normalize_batch(
    raw: pl.DataFrame, schema: DatasetSchema, readings: Readings = _NONE, known: Known | None = None
) -> Normalized:
    """Return `raw` in canonical form, and the log of what was changed.

    A cell is null in the result if it was blank (not logged), a filler (logged) or unreadable (flagged, not logged: its
    text stays in the raw table). Normalizing canonical values again changes nothing.

    Args:
        raw: Rows with `record_id`, `source_row` and the schema's fields as text; other columns are left out.
        schema: What the columns are.
        readings: How columns are read where a cell alone cannot say it (`read_columns`), by field.
        known: What the batches of the same table share, so that what repeats is worked out once.

    Raises:
        CatalogError: A value type names no normalizer.
    """
    ids = [name for name in RESERVED if name in raw.columns]
    frame = raw.select(ids)
    changes = [CHANGES.to_frame()]
    known = known or Known()
    for field in schema.fields:
        if field.name in raw.columns:
            columns, changed = _normalize(raw, field, readings.get(field.name, AS_WRITTEN), known)
            frame = frame.hstack(columns)
            changes.append(changed)
    return Normalized(frame, pl.concat(changes))


def _normalize(raw: pl.DataFrame, field: Field, reading: Reading, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the physical columns of a field and the changes in it."""
    cells = raw.select(RECORD_ID, SOURCE_ROW, before=pl.col(field.name).cast(pl.String))
    how, kind = normalizer(field.type, reading), field.type
    fillers = {fold_marks_text(filler) for filler in kind.empty}
    # Of few texts that stand on many rows all are worked out, with what is stored of them; else those that need it.
    few = cells["before"].head(_LOOKED_AT).n_unique() <= _FEW
    canonical = _NEVER if reading.encoding is not None else how.canonical
    texts = _distinct(cells["before"]) if few else _in_question(cells["before"], canonical, fillers)
    if texts.is_empty():
        return storage.columns(cells["before"], field), CHANGES.to_frame()

    def repaired(unknown: pl.DataFrame) -> pl.DataFrame:
        repairs = _repair(unknown, how, reading, fillers).with_columns(
            logged=(pl.col("repair") != "") & _is_logged(kind.storage),
            repair=pl.col("repair").cast(pl.Categorical),
            met=pl.lit(value=True),
        )
        if not few:
            return repairs
        stored = storage.columns(repairs["after"], field)
        return repairs.hstack(stored.rename(lambda name: _STORED + name))

    repairs = known.repairs((field.name, few), texts, repaired)
    cells = cells.join(repairs, on="before", how="left", maintain_order="left")
    column = pl.lit(field.name, dtype=pl.Categorical).alias("column")
    changes = cells.filter("logged").select(RECORD_ID, SOURCE_ROW, column, *LOGGED)
    if few:
        flags = [name for name in field.physical if name.endswith(UNREADABLE)]
        stored = cells.select(pl.col(_STORED + name).alias(name) for name in field.physical)
        return stored.with_columns(pl.col(flags).fill_null(value=False)), changes
    text = cells.select(pl.when("met").then("after").otherwise("before")).to_series()
    return storage.columns(text, field), changes


def _repair(texts: pl.DataFrame, how: Normalizer, reading: Reading, fillers: set[str]) -> pl.DataFrame:
    """Return `before`, `after`, `repair` of each of `texts`."""
    frame = texts.with_columns(after="before", repair=pl.lit(""))
    if frame.is_empty():
        return frame
    if reading.encoding is not None:
        frame = _apply(frame, (conversion(reading.encoding),), _NEVER)
    frame = _drop_fillers(_clean(frame), fillers)
    frame = _drop_fillers(_apply(frame, how.steps, how.canonical), fillers)
    blank = pl.col("after") == ""
    return frame.with_columns(
        after=pl.when(~blank).then("after"),
        repair=pl.when(blank).then(pl.lit("")).otherwise("repair"),
    )


def _distinct(values: pl.Series) -> pl.DataFrame:
    return values.drop_nulls().unique().to_frame("before")


def _in_question(values: pl.Series, canonical: str, fillers: set[str]) -> pl.DataFrame:
    """Return the distinct texts of `values` that may need anything."""
    # A filler without letters is found as it is; one in words may be written with marks and capitals, but not longer.
    longest = max((len(filler) for filler in fillers if any(map(str.isalpha, filler))), default=0)
    text = pl.col("before")
    needed = ~text.str.contains(canonical) | text.is_in(sorted(fillers)) | (text.str.len_chars() <= longest)
    return values.to_frame("before").lazy().filter(needed).unique().collect()


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` after the steps of `CLEAN`; most texts that need any need the last one only."""
    odd_spaces = frame["after"].str.contains(HAS_ODD_SPACES).fill_null(value=False)
    return pl.concat(
        [_apply(frame.filter(odd_spaces), SPACES, IS_CLEAN), _apply(frame.filter(~odd_spaces), CLEAN, IS_CLEAN)]
    )


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
