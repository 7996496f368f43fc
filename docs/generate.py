"""Write the pages of docs/ that are made from the program: cli.md from its commands, rules.md from its catalog.

python docs/generate.py            writes them
python docs/generate.py --check    exits 1 with the names of those that are out of date
"""

import argparse
import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dq.catalog import Catalog, load_catalog
from dq.catalog.evidence import text_of
from dq.cli.main import cli
from dq.locale import load_locale
from dq.model import Query, Rule

FOLDER = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/generate.py (`make docs`); do not edit. -->"
RULE_HEADERS = ("Mức · Severity", "Chữ · Word", "Ai sửa · Who acts", "Điều phải đúng · What must hold")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` name those that are out of date; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a page is out of date")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    stale = {name: text for name, text in pages().items() if _read(options.folder / name) != text}
    for name, text in stale.items():
        if options.check:
            print(f"docs/{name} is out of date: run `make docs`", file=sys.stderr)
        else:
            (options.folder / name).write_text(text, encoding="utf-8")
            print(f"docs/{name}")
    return 1 if stale and options.check else 0


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    return {"cli.md": command_page(), "rules.md": rule_page(load_catalog())}


def command_page() -> str:
    """Return the page of all commands."""
    lines = [
        NOTE,
        "",
        "# Dòng lệnh · Command line",
        "",
        "Mã thoát: **0** đạt · **1** không đạt · **2** lỗi sử dụng hoặc lỗi đã lường trước · **70** lỗi của dq",
        "· **130** bị dừng.",
        "Kết quả ra stdout, tiến độ ra stderr.",
        "",
        "Exit codes: **0** gate passed · **1** gate failed · **2** usage or expected error · **70** a bug in dq",
        "· **130** interrupted.",
        "Results go to stdout, progress to stderr.",
        "",
    ]
    for name, command in commands():
        lines += [f"## {name}", "", _help(command), "", "```text", _usage(name, command), "```", ""]
        if isinstance(command, click.Group):
            lines += [f"* [{name} {child}](#{_anchor(f'{name} {child}')})" for child in sorted(command.commands)]
            lines.append("")
        lines += [*_options(name, command), *_example(command)]
    return "\n".join(lines)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its full name, groups before what they hold."""
    waiting: list[tuple[str, click.Command]] = [("dq", cli)]
    while waiting:
        name, command = waiting.pop(0)
        yield name, command
        if isinstance(command, click.Group):
            waiting[:0] = [(f"{name} {child}", command.commands[child]) for child in sorted(command.commands)]


def rule_page(catalog: Catalog) -> str:
    """Return the page of all rules, a section a dataset."""
    lines = [
        NOTE,
        "",
        "# Quy tắc · Rules",
        "",
        "Mỗi quy tắc kết thúc ở đúng một trạng thái: đạt, không đạt, lỗi, không áp dụng. Quy tắc *suy ra* lấy từ lược",
        "đồ (`schemas/`) và từ kết quả đối soát với dân cư; các quy tắc khác viết trong `checks/`. Xem một quy tắc:",
        "`dq rules show MÃ`.",
        "",
        "Each rule ends in exactly one status: passed, failed, error, not applicable. *Derived* rules follow from the",
        "schema (`schemas/`) and from the outcomes of the register; the others are written in `checks/`. To see one:",
        "`dq rules show ID`.",
        "",
    ]
    for dataset, rules in catalog.rules.items():
        schema = catalog.schema(dataset)
        written, derived = [r for r in rules if not r.derived], [r for r in rules if r.derived]
        lines += [
            f"## {dataset}",
            "",
            f"{schema.title.vi} · {schema.title.en}: {len(written)} viết tay/written, {len(derived)} suy ra/derived.",
            "",
        ]
        if written:
            lines += _table(
                ("Mã · Id", *RULE_HEADERS, "Phép kiểm tra · Test", "Căn cứ · Legal basis"),
                ([*_described(rule), _test(rule), "; ".join(rule.legal_basis)] for rule in written),
            )
        lines += _table(("Mã suy ra · Derived id", *RULE_HEADERS), (_described(rule) for rule in derived))
    return "\n".join(lines)


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\f")[0].strip()


def _usage(name: str, command: click.Command) -> str:
    pieces = command.collect_usage_pieces(click.Context(command, info_name=name))
    return " ".join([name, *pieces])


def _options(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=name)
    records = (option.get_help_record(context) for option in command.params if isinstance(option, click.Option))
    rows = [[f"`{record[0]}`", record[1]] for record in records if record]
    return _table(("Tùy chọn · Option", "Ý nghĩa · Meaning"), rows) if rows else []


def _example(command: click.Command) -> list[str]:
    text = inspect.cleandoc((command.epilog or "").replace("\b", ""))
    return ["```text", text, "```", ""] if text else []


def _described(rule: Rule) -> list[str]:
    vi, en = load_locale("vi"), load_locale("en")
    words = [f"{vi.say(key)} · {en.say(key)}" for key in _keys(rule)]
    return [f"`{rule.id}`", *words, f"{rule.title.vi}<br>*{rule.title.en}*"]


def _keys(rule: Rule) -> tuple[str, str, str]:
    return f"severity.{rule.severity}", f"word.{rule.dimension}", f"owner.{rule.owner}"


def _test(rule: Rule) -> str:
    """Return the test as a person reads it; SQL of a file as a link to it."""
    condition = f" khi/when `{rule.when}`" if rule.when else ""
    if isinstance(rule.body, Query):
        return f"[{Path(rule.body.file).name}](../{rule.body.file}){condition}"
    return f"`{' '.join(text_of(rule).split())}`{condition}"


def _table(headers: Sequence[str], rows: Iterator[list[str]] | list[list[str]]) -> list[str]:
    cells = [[_cell(text) for text in row] for row in rows]
    return [_row(headers), _row(["---"] * len(headers)), *map(_row, cells), ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip() or "–"


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
