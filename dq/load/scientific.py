"""Identifiers that a spreadsheet or a short float turned into `7.9E+10`: their last digits are lost for good.

They stay as they are, so that their checks fail; the notice says why, because the file must be exported again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from dq.catalog.schemas import DatasetSchema, Masking
from dq.model import SOURCE_ROW
from dq.provenance import Notice

_PLACES = 50
# Also a number that went through that writing and is a number again: 79000000000.
_LOST = r"^\s*(?:\d(?:[.,]\d+)?[eE]\+?\d{1,2}|0?[1-9]\d{4}0{6}|[1-9]\d{5}0{6})\s*$"


@dataclass(slots=True)
class ScientificNumbers:
    """Watches the identifiers of a file: `found` are their number and their first rows by column."""

    schema: DatasetSchema
    found: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    def watch(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield `frames` of a staged table as they are."""
        for frame in frames:
            for name in identifiers(self.schema):
                if name in frame.columns and frame.schema[name] == pl.String:
                    self._note(name, frame.filter(pl.col(name).str.contains(_LOST))[SOURCE_ROW])
            yield frame

    def notices(self) -> list[Notice]:
        """Return a notice for each column that has such a number."""
        return [
            Notice("scientific_numbers", count, tuple(rows), column=name) for name, (count, rows) in self.found.items()
        ]

    def _note(self, name: str, rows: pl.Series) -> None:
        if rows.len():
            count, places = self.found.get(name, (0, []))
            places += [str(row) for row in rows.head(_PLACES - len(places))]
            self.found[name] = (count + rows.len(), places)


def identifiers(schema: DatasetSchema) -> list[str]:
    """Return the columns whose values point at one person or thing, all digits of which count."""
    return [field.name for field in schema.fields if field.type.mask is Masking.LAST4]
