"""The table of engines. Another one is an entry here and a module beside this one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from dq.database import postgresql, sqlite


class Reader(Protocol):
    """An open connection that reads, in one snapshot, and cannot write."""

    def columns(self, relation: str) -> list[str]:
        """Return the names of the columns of a relation (SQL that can stand behind FROM)."""

    def key(self, table: str) -> list[str]:
        """Return the parts of the table's key as SQL; nothing where it has none."""

    def batches(self, sql: str, columns: Sequence[str], *, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield what a SELECT of text columns returns, about `rows` rows at a time."""


class Writer(Protocol):
    """An open connection with one transaction, which is committed at its end and undone by any error."""

    def write(self, table: str, rows: pa.RecordBatchReader, *, replace: bool) -> int:
        """Create the table, write all rows, and return their number."""


@dataclass(frozen=True, slots=True)
class Driver:
    """How an engine is opened by a URL."""

    read: Callable[[str], AbstractContextManager[Reader]]
    write: Callable[[str], AbstractContextManager[Writer]]


DRIVERS: Mapping[str, Driver] = {
    "postgresql": Driver(postgresql.reading, postgresql.writing),
    "sqlite": Driver(sqlite.reading, sqlite.writing),
}
