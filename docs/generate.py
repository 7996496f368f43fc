"""Write what in docs/ is made from the program.

cli.md from its commands, rules/ from its catalog, json-schema/ from the models that judge the catalog's YAML files.

python docs/generate.py            writes them, and deletes pages of rules that are gone
python docs/generate.py --check    exits 1 with the names of those that are out of date or left over
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

SCHEMAS = "json-schema"
FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from generator.commands import command_page  # noqa: E402 - it stands beside this script
from generator.rules import rule_pages  # noqa: E402 - it stands beside this script

from dq.catalog import load_catalog  # noqa: E402 - sorted below the two above
from dq.catalog.json_schema import FILES, json_schema  # noqa: E402 - the same


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` name those that are out of date; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a page is out of date")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    made = pages()
    stale = [name for name, text in made.items() if _read(options.folder / name) != text]
    orphans = [name for name in _present(options.folder) if name not in made]
    for name in [*stale, *orphans]:
        path = options.folder / name
        if options.check:
            problem = "is out of date" if name in made else "is left over"
            print(f"docs/{name} {problem}: run `make docs`", file=sys.stderr)
        elif name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
            print(f"docs/{name}")
        else:
            path.unlink()
            print(f"docs/{name} deleted")
    return 1 if options.check and (stale or orphans) else 0


def pages() -> dict[str, str]:
    """Return the generated pages by their path below docs/."""
    schemas = {f"{SCHEMAS}/{name}.json": _as_json(json_schema(name)) for name in FILES}
    return {"cli.md": command_page(), **rule_pages(load_catalog()), **schemas}


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _present(folder: Path) -> list[str]:
    """Return the files that stand where only generated ones may."""
    files = [path for name in ("rules", SCHEMAS) for path in sorted((folder / name).rglob("*"))]
    return [path.relative_to(folder).as_posix() for path in files if path.is_file()]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
