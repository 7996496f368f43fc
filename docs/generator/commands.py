"""cli.md: all commands with their options."""

import inspect
from collections.abc import Iterator

import click

from dq.cli.main import cli
from generator.markdown import NOTE, table


def command_page() -> str:
    """Return the page of all commands."""
    lines = [
        NOTE,
        "",
        "# Dòng lệnh · Command line",
        "",
        "Mã thoát: **0** đạt · **1** không đạt · **2** lỗi sử dụng hoặc lỗi đã lường trước · **70** lỗi của dq",
        "· **130** bị dừng.",
        "Kết quả ra stdout, tiến độ ra stderr: trên màn hình là công đoạn đang chạy, trong tệp nhật ký cứ mười",
        "giây một dòng; `--quiet` thì không có.",
        "",
        "Exit codes: **0** gate passed · **1** gate failed · **2** usage or expected error · **70** a bug in dq",
        "· **130** interrupted.",
        "Results go to stdout, progress to stderr: on a terminal the stage that is going on, in a log a line every ten",
        "seconds; none with `--quiet`.",
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


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\f")[0].strip()


def _usage(name: str, command: click.Command) -> str:
    pieces = command.collect_usage_pieces(click.Context(command, info_name=name))
    return " ".join([name, *pieces])


def _options(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=name)
    records = (option.get_help_record(context) for option in command.params if isinstance(option, click.Option))
    rows = [[f"`{record[0]}`", record[1]] for record in records if record]
    return table(("Tùy chọn · Option", "Ý nghĩa · Meaning"), rows) if rows else []


def _example(command: click.Command) -> list[str]:
    text = inspect.cleandoc((command.epilog or "").replace("\b", ""))
    return ["```text", text, "```", ""] if text else []


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")
