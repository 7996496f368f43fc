"""The peers' own environments: their pins clash with ours and with each other's."""

import subprocess
import sys
from pathlib import Path

from benchmarks.scale.harness import say
from benchmarks.scale.processes import ROOT

REQUIREMENTS = ROOT / "benchmarks" / "peers"
FOLDER = ROOT / ".venv-peers"


def install_peers(folder: Path = FOLDER, requirements: Path = REQUIREMENTS) -> Path:
    """Make an environment a requirements file below `folder`, unless it stands there as asked; return `folder`."""
    for wanted in sorted(requirements.glob("*.txt")):
        environment = folder / wanted.stem
        stamp = environment / "requirements.txt"
        if stamp.is_file() and stamp.read_bytes() == wanted.read_bytes():
            continue
        say(f"peers: installing {wanted.stem}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        python = environment / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], check=True
        )
        stamp.write_bytes(wanted.read_bytes())
    return folder
