"""What a run is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dq.database import Address, file_of
from dq.engine.limits import Limits


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A `dq run` as data; the defaults are those of the command line (DESIGN §4)."""

    dataset: str
    source: Path | Address
    out: Path
    as_of: date
    limits: Limits
    reference: Path | Address | None = None
    key: Path | None = None  # of a pseudonymized reference
    no_register: bool = False
    language: str = "vi"
    sheet: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ("parquet",)
    force: bool = False
    companions: tuple[tuple[str, Path], ...] = ()  # other datasets with their files, in the order of `--with`
    previous: Path | None = None
    waivers: Path | None = None
    target: Address | None = None  # the table that the clean rows are also written to
    no_link: bool = False
    weights: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it reads, those of databases too."""
        places = (self.source, self.reference, self.key, self.waivers, self.weights)
        found = (file_of(place) for place in (*places, *(file for _, file in self.companions)))
        return tuple(file for file in found if file is not None)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The run folder that was written, and its `run.json`."""

    folder: Path
    summary: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether the gate passed."""
        return bool(self.summary["decision"]["passed"])
