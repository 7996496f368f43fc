"""How a user overrides what loading finds out by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the command line says about an input.

    Attributes:
        sheet: Name of the sheet to read; None: the first visible one whose header fits.
        encoding: Name of the text encoding; None: it is found out.
        mapping: Header → canonical column. It overrides the aliases; an empty column makes the header pass-through.
            Of two equal headers the second is called `Header (2)`.
        batch_rows: Rows of a staged part; memory is bounded by it.
        keyed: The column `source_key` of the file says which row of a database each record was.
    """

    sheet: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    batch_rows: int = 100_000
    keyed: bool = False
