"""What a benchmark is told, and the data and environments that its sections share."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import data
from benchmarks.scale.harness import BenchmarkError, Contestant, run, say
from benchmarks.scale.processes import Bounds, Done, watch
from benchmarks.scale.rules import AS_OF, DATASET
from dq.engine import duck
from dq.engine.limits import limits

UNBOUND = Bounds(memory=10**13, seconds=10**9)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows, or rows and persons of the register, of each section."""

    validate: tuple[int, ...] = (1_000_000,)
    dataset: tuple[int, ...] = (1_000_000,)
    reconcile: tuple[tuple[int, int], ...] = ((1_000_000, 5_000_000),)
    job: tuple[tuple[int, int], ...] = ((1_000_000, 5_000_000),)
    growth: tuple[int, ...] = (300_000, 1_000_000, 2_000_000)
    persons: int = 5_000_000  # of the register where a section does not say it


SMALL = Sizes()
FULL = Sizes(
    validate=(1_000_000, 10_000_000),
    dataset=(1_000_000, 10_000_000),
    reconcile=((1_000_000, 5_000_000), (5_000_000, 100_000_000)),
    job=((1_000_000, 5_000_000), (5_000_000, 100_000_000)),
    growth=(1_000_000, 3_000_000, 10_000_000, 30_000_000),
    persons=100_000_000,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to measure.

    Attributes:
        sizes: What sizes.
        memory: What dq may take (`--memory`).
        data: The folder of exports, registers and prepared registers; kept.
        work: The folder of everything else; thrown away.
        bounds: How often a contestant runs, and what it may take.
        peers: The folder of the peers' environments; None leaves them out.
    """

    sizes: Sizes
    memory: str
    data: Path
    work: Path
    bounds: Bounds
    peers: Path | None

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of all processes: what dq keeps beside the data, its trail thrown away, nothing sent out."""
        return {
            "DQ_CACHE": str(self.data / "cache"),
            "DQ_AUDIT": str(self.work / "audit.jsonl"),
            "DQ_LANG": "en",
            "GX_ANALYTICS_ENABLED": "false",
        }

    @property
    def duckdb(self) -> list[str]:
        """The SQL that keeps a bare DuckDB within what dq gives its own."""
        return duck.limit_statements(limits(self.memory), self.work / "spill")

    def peer(self, environment: str) -> Path:
        """Return the interpreter of the peer environment of this name."""
        if self.peers is None:
            raise BenchmarkError("this run has no peers")
        return self.peers / environment / "bin" / "python"

    def export(self, rows: int, persons: int, *, defects: float = 0.0) -> Path:
        """Return an export about `rows` of `persons`, made where it is not there."""
        say(f"data: {rows:,} rows of {persons:,} persons")
        self.data.mkdir(parents=True, exist_ok=True)
        return data.write_export(self.data / data.export_name(rows, persons, defects), rows, persons, defects=defects)

    def register(self, persons: int) -> Path:
        """Return a register, made where it is not there, and prepared as `dq register prepare` does."""
        say(f"data: register of {persons:,} persons, prepared")
        self.data.mkdir(parents=True, exist_ok=True)
        path = data.write_register(self.data / f"register-{persons}.parquet", persons)
        command = dq_command("register", "prepare", str(path), "--memory", self.memory)
        self._dq(command)
        return path

    def dq_run(self, export: Path, register: Path | None, out: Path) -> Done:
        """Run the whole job without candidates as a user does, and return how it ended; its results stand in `out`."""
        against = ["--no-register"] if register is None else ["--reference", str(register)]
        command = dq_command("run", DATASET, str(export), *against, "--no-link", "--force")
        return self._dq([*command, "--memory", self.memory, "--as-of", AS_OF.isoformat(), "--out", str(out)])

    def _dq(self, command: Sequence[str]) -> Done:
        done = watch(command, UNBOUND, self.environment, accept=(0, 1))  # 1: the gate is not passed
        if done.failure:
            raise BenchmarkError(f"{' '.join(command[2:5])}: {done.failure}\n{done.output}")
        return done

    def staged(self, rows: int, persons: int) -> Path:
        """Return the folder in which the canonical parts and the persons of an export stand (`contestants/staged`)."""
        folder = self.work / f"staged-{rows}-of-{persons}"
        if not folder.exists():
            arguments = {"export": self.export(rows, persons), "folder": folder, "memory": self.memory}
            run(Contestant("staging", "staged", arguments), rows, UNBOUND)
        return folder / "stage"


def dq_command(*arguments: str) -> list[str]:
    """Return the command line of dq with `arguments`."""
    return [sys.executable, "-m", "dq", *arguments]
