"""Small schemas over the real value types, and batches of one column."""

from datetime import date

import polars as pl

from dq.catalog.locate import locate
from dq.catalog.schemas import DatasetSchema, Field, ValueType, load_types
from dq.model import SourceRef, Text
from dq.normalize import normalize_batch, read_columns

TYPES = load_types(locate().root)
_TEXT, _SOURCE = Text("thử", "test"), SourceRef("test.yaml", 1)
COLUMN = "cot"
AS_OF = date(2026, 11, 21)


def schema(**columns):
    """A dataset of columns with the named (or given) value types."""
    fields = tuple(
        Field(
            name=name,
            type=kind if isinstance(kind, ValueType) else TYPES[kind],
            title=_TEXT,
            required=False,
            aliases=(),
            constraints=(),
            sensitive=False,
            authority="sector",
            source=_SOURCE,
        )
        for name, kind in columns.items()
    )
    return DatasetSchema("thu.nghiem", _TEXT, fields, None, (), _SOURCE)


def batch(**columns):
    """Raw rows of text columns."""
    height = len(next(iter(columns.values())))
    ids = pl.int_range(1, height + 1, eager=True)
    texts = {name: pl.Series(values, dtype=pl.String) for name, values in columns.items()}
    return pl.DataFrame({"record_id": ids, "source_row": ids + 1, **texts})


def decide(rows, columns, **options):
    """How the columns of raw rows are read."""
    return read_columns([rows], columns, rows=rows.height, as_of=AS_OF, **options)


def normalize(kind, values, **options):
    """The canonical columns and the change log of a column of `kind`, read as a whole."""
    rows, columns = batch(**{COLUMN: values}), schema(**{COLUMN: kind})
    return normalize_batch(rows, columns, decide(rows, columns, **options))


def read(kind, text):
    """The value of one cell and its repairs (empty if it was not changed)."""
    result = normalize(kind, [text])
    changes = result.changes["repair"].to_list()
    return result.frame[COLUMN].item(), ",".join(changes)


def again(result):
    """The canonical values of a result as the text that a second run would load."""
    return result.frame[COLUMN].cast(pl.String).to_list()
