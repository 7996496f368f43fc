"""Build a folder that `pip install --no-index --find-links` installs dq from: `make wheelhouse`.

For this machine the wheels are built or downloaded as they are installed here. For Windows they are downloaded, since
none can be built elsewhere; a package without a wheel for it stops the script, by its name.
"""

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = "win_amd64"


def pip(*arguments: str) -> None:
    """Run pip of this Python; it says itself what went wrong."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"not complete: pip {' '.join(arguments)}")


def requirements(extras: list[str]) -> list[str]:
    """Return what dq requires, with the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(item for extra in extras for item in project["optional-dependencies"][extra])]


def main() -> None:
    """Build the folder for the platforms that are asked for."""
    parser = argparse.ArgumentParser(description="Build a folder to install dq from without a network.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "wheelhouse")
    parser.add_argument("--extras", default="database,legacy", help="extras of dq to take along")
    parser.add_argument("--windows", metavar="3.11", help="for 64-bit Windows with this version of Python")
    options = parser.parse_args()
    extras = [extra for extra in options.extras.split(",") if extra]
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("dq_population-*.whl"):
        old.unlink()
    if options.windows is None:
        pip("wheel", "--quiet", "--wheel-dir", str(out), f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT))
    else:
        pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT))  # dq itself runs anywhere
        abi = "cp" + options.windows.replace(".", "")
        chosen = ["--platform", WINDOWS, "--python-version", options.windows, "--implementation", "cp"]
        chosen += [word for name in (abi, "abi3", "none") for word in ("--abi", name)]
        pip("download", "--quiet", "--only-binary=:all:", *chosen, "--dest", str(out), *requirements(extras))
    wheels = sorted(out.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    print(f"{out}: {len(wheels)} wheels, {size:,.0f} MB")


if __name__ == "__main__":
    main()
