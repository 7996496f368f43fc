"""`clean` and `quarantine`: each input row in exactly one, canonical, with the file's other columns untouched."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.model import MALFORMED, RECORD_ID, RESERVED, SOURCE_ROW, UNREADABLE, Loaded, Table
from dq.parallel import in_order
from dq.progress import Advance, unheard
from dq.runs.formats import OriginalWriter
from dq.runs.names import CLEAN, MALFORMED_TEXT, QUARANTINE, REASONS
from dq.staging import FileWriter


@dataclass(frozen=True, slots=True)
class TableCounts:
    """Rows of the two tables."""

    clean: int
    quarantine: int


def write_tables(
    folder: Path,
    *,
    loaded: Loaded,
    canonical: Table,
    held: Path,
    schema: DatasetSchema,
    threads: int,
    formats: Sequence[str] = ("parquet",),
    advance: Advance = unheard,
) -> TableCounts:
    """Write both tables, part by part, as Parquet and in the further `formats` (`csv`, `xlsx`).

    Args:
        folder: The run folder.
        loaded: The staged input; its `raw` parts have the rows of the `canonical` parts.
        canonical: The staged canonical table.
        held: A Parquet file sorted by `record_id` with `reasons` of each row that is held back.
        schema: The dataset's schema.
        threads: Parts that are read at a time.
        formats: Further formats have the headers and order of the input file.
        advance: Told of the rows that are written.
    """
    fields = [name for name in schema.names if name in canonical.columns]
    others = [header.name for header in loaded.info.headers if header.column is None]
    with ExitStack() as stack:
        writers: dict[str, FileWriter] = {}
        originals: list[tuple[str, OriginalWriter]] = []
        for original in (name for name in formats if name != "parquet"):
            for table in (CLEAN, QUARANTINE):
                writer = OriginalWriter(folder / table, original, loaded.info, schema, table == QUARANTINE)
                originals.append((table, stack.enter_context(writer)))
        texts = loaded.raw.columns if originals else (RECORD_ID, *others)
        for frame, raw in _batches(loaded, canonical, held, texts=texts, fields=fields, others=others, threads=threads):
            tables = {
                CLEAN: frame.filter(pl.col(REASONS).is_null()).drop(REASONS, MALFORMED_TEXT),
                QUARANTINE: frame.filter(pl.col(REASONS).is_not_null()),
            }
            for name, table_frame in tables.items():
                rows = _without_flags(table_frame)
                if name not in writers:
                    writers[name] = stack.enter_context(FileWriter(folder / name, rows.schema))
                writers[name].write(rows)
            for name, writer in originals:
                writer.write(tables[name], raw)
            advance(sum(writer.n_rows for writer in writers.values()), loaded.info.rows)
    return TableCounts(writers[CLEAN].n_rows, writers[QUARANTINE].n_rows)


def _batches(
    loaded: Loaded,
    canonical: Table,
    held: Path,
    *,
    texts: Sequence[str],
    fields: Sequence[str],
    others: Sequence[str],
    threads: int,
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield (canonical rows with their reasons, `texts` of the raw rows) part by part, at last the malformed lines."""

    def joined(paths: tuple[Path, Path]) -> tuple[pl.DataFrame, pl.DataFrame]:
        raw = pl.read_parquet(paths[0], columns=list(texts), glob=False)
        return _join(pl.read_parquet(paths[1], glob=False), raw, held, fields, others), raw

    frame, raw = pl.DataFrame(), pl.DataFrame()
    parts = zip(loaded.raw.parts(), canonical.parts(), strict=True)
    for frame, raw in in_order(joined, parts, threads=threads):  # the last ones give the columns
        yield frame, raw
    for path in loaded.malformed.parts():
        lines = pl.read_parquet(path, glob=False)
        malformed = lines.select(
            pl.col(RECORD_ID),
            pl.col(SOURCE_ROW),
            pl.lit([MALFORMED], dtype=pl.List(pl.String)).alias(REASONS),
            pl.col("text").alias(MALFORMED_TEXT),
        )
        yield (
            pl.concat([frame.clear(), malformed], how="diagonal"),
            pl.concat([raw.clear(), lines.select(RECORD_ID)], how="diagonal"),
        )


def _join(
    part: pl.DataFrame, raw: pl.DataFrame, held: Path, fields: Sequence[str], others: Sequence[str]
) -> pl.DataFrame:
    first, last = part[RECORD_ID].min(), part[RECORD_ID].max()
    reasons = pl.scan_parquet(held, glob=False).filter(pl.col(RECORD_ID).is_between(first, last)).collect()
    origin = [name for name in RESERVED if name in part.columns]
    flags = [name + UNREADABLE for name in fields if name + UNREADABLE in part.columns]
    return (
        part.select(*origin, *fields, *flags)
        .hstack(raw.select(others))
        .join(reasons, on=RECORD_ID, how="left", maintain_order="left")
        .with_columns(pl.lit(None, dtype=pl.String).alias(MALFORMED_TEXT))
    )


def _without_flags(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop([name for name in frame.columns if name.endswith(UNREADABLE)])
