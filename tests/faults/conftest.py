"""A desk with a small catalog and exports, and the command line as a process that is stopped, starved and blinded."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pets import GOOD, write_catalog


@pytest.fixture(autouse=True, scope="session")
def _interrupts_are_heard():
    """Where the tests run in the background of a shell, SIGINT is ignored, and by every process they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Ended:
    """What a user sees of a command that is over."""

    code: int
    out: str
    err: str

    def says_one_error(self) -> bool:
        """Whether it ended with one message, no traceback and no report of a bug."""
        return self.code == 2 and self.err.count("Error:") == 1 and "Traceback" not in self.err


@dataclass(frozen=True)
class Desk:
    """A folder with a catalog, `small.csv` and `large.csv`."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def run(self, source: str = "small.csv", *options: str) -> list[str]:
        """Return the arguments of a run to `out`."""
        return ["run", "pets.owner", source, "--no-register", "--out", "out", "--memory", "1GB", "--threads", "1",
                "--catalog", str(self.folder / "catalog"), "--lang", "en", *options]  # fmt: skip

    def start(self, arguments: list[str], *, limit: tuple[int, int] | None = None, **options) -> subprocess.Popen[str]:
        """Start dq; `limit` is a resource and how much of it there is."""

        def prepare() -> None:
            if limit is not None:
                resource.setrlimit(limit[0], (limit[1], limit[1]))

        own = {"DQ_AUDIT": str(self.folder / "state" / "audit.jsonl"), "DQ_CACHE": str(self.folder / "cache")}
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        environment = {**os.environ, **own, **options.pop("env", {})}
        return subprocess.Popen(
            [sys.executable, "-m", "dq", *arguments],
            env={name: value for name, value in environment.items() if value is not None},
            cwd=options.pop("cwd", self.folder),
            text=True,
            encoding="utf-8",
            errors="replace",
            preexec_fn=prepare,  # noqa: PLW1509 - no threads here
            **streams | options,
        )

    def call(self, arguments: list[str], **options) -> Ended:
        """Run dq to its end."""
        process = self.start(arguments, **options)
        out, err = process.communicate(timeout=200)
        return Ended(process.returncode, out or "", err or "")

    def left(self) -> list[str]:
        """Return what stands on the desk beside what was there before."""
        own = {"catalog", "small.csv", "large.csv", "state", "cache"}
        return sorted(path.name for path in self.folder.iterdir() if path.name not in own)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "bàn làm việc"
    write_catalog(folder / "catalog")
    (folder / "small.csv").write_text(GOOD, encoding="utf-8")
    rows = "".join(f"Chủ nuôi {index},{index % 90}\n" for index in range(150_000))
    (folder / "large.csv").write_text("name,pets\n" + rows, encoding="utf-8")
    return Desk(folder)


@pytest.fixture
def here(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """The command line in this process, which is faster; what is no expected error still fails the test."""
    from dq.cli.main import main

    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("DQ_CACHE", str(desk.folder / "cache"))

    def call(arguments: list[str]) -> Ended:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        said = capfd.readouterr()
        return Ended(int(stop.value.code or 0), said.out, said.err)

    return call
