"""Repairs of texts that were met before: most texts of most columns come again in the next batch."""

import threading
from collections.abc import Callable, Hashable

import polars as pl

MOST = 50_000  # texts of a column that are kept: all days of a century, but not all names

_WORTH_IT = 0.2  # share of the texts of a batch that must be known already


class Known:
    """What was made of the texts of one table, whose columns are read one way; safe for several threads."""

    def __init__(self) -> None:
        self._repairs: dict[Hashable, pl.DataFrame] = {}
        self._rare: set[Hashable] = set()  # texts that hardly ever come again, such as numbers of persons
        self._lock = threading.Lock()

    def repairs(
        self, key: Hashable, texts: pl.DataFrame, repair: Callable[[pl.DataFrame], pl.DataFrame]
    ) -> pl.DataFrame:
        """Return `repair(texts)`, of which only what was not met before is worked out.

        Args:
            key: What tells these texts from others: their field, and what is made of them.
            texts: A row a distinct text, which stands in the column `before`.
            repair: Gives a row a text, `before` among its columns; of each text alone.
        """
        known = self._repairs.get(key)
        if known is None:
            new = repair(texts)
            self._keep(key, new)
            return new
        found = known.join(texts, on="before", how="semi")
        new = repair(texts.join(known, on="before", how="anti"))
        if found.height < texts.height * _WORTH_IT:
            self._forget(key)
        else:
            self._keep(key, new)
        return pl.concat([found, new])

    def _keep(self, key: Hashable, new: pl.DataFrame) -> None:
        with self._lock:
            known = self._repairs.get(key, new.clear())
            if key not in self._rare and known.height + new.height <= MOST:
                # Another thread may have met the same meanwhile.
                self._repairs[key] = pl.concat([known, new.join(known, on="before", how="anti")])

    def _forget(self, key: Hashable) -> None:
        with self._lock:
            self._rare.add(key)
            self._repairs.pop(key, None)
