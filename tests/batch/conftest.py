"""A small catalog without the slow engine, and plans over it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pets import write_catalog


@dataclass(frozen=True)
class Desk:
    """A folder with a catalog, exports, and `plan.yaml`."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def plan(self, inputs: dict[str, str], *, workers: int = 2) -> None:
        jobs = "".join(f'  - {{name: {name}, dataset: pets.owner, input: "{text}"}}\n' for name, text in inputs.items())
        self.write("plan.yaml", f"as_of: 2026-11-01\nno_register: true\nout: out\nworkers: {workers}\njobs:\n{jobs}")

    def start(self, *options: str, deaf: bool = False) -> subprocess.Popen[str]:
        """Start a batch; a deaf one hears no SIGINT, as in the background of a shell."""
        command = [sys.executable, "-m", "dq", "batch", str(self.folder / "plan.yaml"), "--lang", "en"]
        return subprocess.Popen(
            [*command, "--memory", "2GB", "--catalog", str(self.folder / "catalog"), *options],
            cwd=self.folder,
            env=os.environ | {"DQ_AUDIT": str(self.folder / "audit.jsonl"), "DQ_CACHE": str(self.folder / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN if deaf else signal.default_int_handler),  # noqa: PLW1509 - no threads here
        )

    def call(self, *options: str) -> tuple[int, str, str]:
        process = self.start(*options)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "bàn làm việc")
    write_catalog(desk.folder / "catalog")
    return desk


@pytest.fixture
def large(desk: Desk) -> Callable[[str], None]:
    """Write an export that takes a while."""

    def write(name: str) -> None:
        desk.write(name, "name,pets\n" + "".join(f"Chủ nuôi {index},{index % 90}\n" for index in range(1_500_000)))

    return write
