"""Writing of the staged tables: record numbers, parts of equal size, malformed lines set apart."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dq.load.rows import TEXT
from dq.model import RECORD_ID, SOURCE_ROW, Table
from dq.staging import write_part

_MALFORMED = {RECORD_ID: pl.Int64, SOURCE_ROW: pl.Int64, "text": pl.String}


@dataclass(slots=True)
class _Parts:
    """Writes frames as parts of `batch_rows` rows, each while the next ones are read."""

    folder: Path
    batch_rows: int
    pool: ThreadPoolExecutor
    writing: Future[None] | None = None
    waiting: list[pl.DataFrame] = field(default_factory=list)
    n_waiting: int = 0
    n_rows: int = 0
    n_parts: int = 0

    def add(self, frame: pl.DataFrame) -> None:
        self.waiting.append(frame)
        self.n_waiting += frame.height
        if self.n_waiting >= self.batch_rows:
            whole = pl.concat(self.waiting)
            full = whole.height // self.batch_rows * self.batch_rows
            for start in range(0, full, self.batch_rows):
                self._write(whole.slice(start, self.batch_rows))
            # A slice without rows would keep the memory of what it was cut from.
            self.waiting, self.n_waiting = [whole.slice(full)] if full < whole.height else [], whole.height - full

    def close(self, empty: pl.DataFrame) -> None:
        """Write what waits; a table without rows is one part without rows, so that it can be scanned."""
        if self.n_waiting or not self.n_parts:
            self._write(pl.concat([empty, *self.waiting]))
        self._finish()

    def _write(self, frame: pl.DataFrame) -> None:
        self._finish()
        self.writing = self.pool.submit(write_part, frame, self.folder / f"part-{self.n_parts:05}.parquet")
        self.n_parts += 1
        self.n_rows += frame.height

    def _finish(self) -> None:
        if self.writing is not None:
            self.writing.result()


@dataclass(frozen=True, slots=True)
class Staged:
    """The staged tables, and how many records there are, malformed ones included."""

    raw: Table
    malformed: Table
    rows: int


def stage(frames: Iterable[pl.DataFrame], folder: Path, *, dataset: str, batch_rows: int) -> Staged:
    """Write records to `folder/raw` and `folder/malformed` and return the tables.

    Args:
        frames: At least one, all with the same columns: `source_row`, the columns of the table, and `TEXT`, which is
            the whole line where it is malformed, else null.
        folder: Where the two folders are made; neither may exist.
        dataset: Name of the dataset.
        batch_rows: Rows of a part.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="staging") as pool:
        raw, malformed = (_Parts(_make(folder / name), batch_rows, pool) for name in ("raw", "malformed"))
        numbered = pl.DataFrame()
        rows = 0
        for frame in frames:
            ids = pl.int_range(rows + 1, rows + 1 + pl.len(), dtype=pl.Int64).alias(RECORD_ID)
            numbered = frame.select(ids, pl.all())
            rows += frame.height
            broken = numbered[TEXT].is_not_null()
            if broken.any():
                malformed.add(numbered.filter(broken).select(RECORD_ID, SOURCE_ROW, text=TEXT))
                raw.add(numbered.filter(~broken).drop(TEXT))
            else:
                raw.add(numbered.drop(TEXT))
        columns = numbered.drop(TEXT).clear()
        raw.close(columns)
        malformed.close(pl.DataFrame(schema=_MALFORMED))
    return Staged(
        Table(dataset, raw.folder, tuple(columns.columns), raw.n_rows),
        Table(dataset, malformed.folder, tuple(_MALFORMED), malformed.n_rows),
        rows,
    )


def _make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
