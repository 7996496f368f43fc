"""What is to be changed in an export, by record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dq.catalog.schemas import DatasetSchema
from dq.load.aliases import Aliases
from dq.provenance import InputInfo


@dataclass(frozen=True, slots=True)
class Edit:
    """The change of one record.

    Attributes:
        cells: Canonical column → new text, None for an empty cell.
        removed: The whole record leaves the file.
        line: A malformed line, written again.
        n_lines: How many physical lines a malformed line takes; 0 for a record.
    """

    cells: Mapping[str, str | None] = field(default_factory=dict)
    removed: bool = False
    line: str | None = None
    n_lines: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its row, and in a workbook the sheet."""

    row: int
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """An export to be corrected: the file, what loading found out about it, and how its headers are understood."""

    path: Path
    info: InputInfo
    schema: DatasetSchema
    aliases: Aliases

    @property
    def headers(self) -> dict[str, str]:
        """The header of each canonical column that stands in one column of the file; only such a cell can be changed.

        A form may split a value (a column for men, one for women), and then which cell says it depends on the value.
        """
        found = [header for header in self.info.headers if header.column]
        names = [header.column for header in found]
        return {
            header.column: header.header
            for header in found
            if header.column and header.implies is None and names.count(header.column) == 1
        }
