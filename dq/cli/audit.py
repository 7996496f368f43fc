"""`dq audit`: read the audit trail, and find whether somebody changed it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from dq.cli.options import language_option

BROKEN = 1
UNKNOWN = "?"

trail_option = click.option(
    "--file",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Tệp nhật ký (mặc định: DQ_AUDIT). · The trail.  [DQ_AUDIT]",
)


@click.group(short_help="Nhật ký kiểm toán. · The audit trail.")
def audit() -> None:
    """Nhật ký kiểm toán: ai đã làm gì, với dữ liệu nào, khi nào. · Who did what with which data, and when."""


@audit.command(
    epilog="""\b
Ví dụ / Example:  dq audit verify
Mã thoát / Exit: 0 nguyên vẹn/whole · 1 đã bị sửa/tampered with · 2 lỗi/error
"""
)
@trail_option
@language_option
def verify(*, path: Path | None, lang: str) -> int:
    """Tìm dòng bị sửa, bị xóa, bị đổi chỗ. · Find lines that were changed, removed or moved."""
    from dq.audit import verify as verify_trail
    from dq.locale import load_locale

    locale, found = load_locale(lang), verify_trail(path)
    click.echo(locale.say("audit.trail", path=str(found.path), lines=found.lines))
    for problem in found.problems:
        click.echo(locale.say("audit.line", line=problem.line, fault=locale.say(f"audit.fault.{problem.fault}")))
    click.echo(locale.say("audit.whole" if found.whole else "audit.broken"))
    click.echo(locale.say("audit.last", hash=found.last))
    return 0 if found.whole else BROKEN


@audit.command(epilog="Ví dụ / Example:  dq audit show --last 50")
@click.option(
    "--last", type=click.IntRange(min=1), default=20, show_default=True, help="Số dòng cuối. · How many lines."
)
@trail_option
@language_option
def show(*, last: int, path: Path | None, lang: str) -> int:
    """Xem các dòng cuối của nhật ký. · Show the last lines of the trail."""
    from collections import deque

    from dq.audit import entries
    from dq.locale import load_locale

    locale = load_locale(lang)
    for entry in deque(entries(path), maxlen=last):
        what = " ".join(_text(entry, key) for key in ("command", "dataset") if key in entry)
        event = _text(entry, "event")
        known = f"audit.event.{event}"
        said = locale.say(known) if known in locale.sentences else event
        click.echo(f"{entry['n']:>6}  {_text(entry, 'at')[:19]}Z  {_text(entry, 'user'):<12} {what:<28} {said}")
    return 0


def _text(entry: Mapping[str, Any], key: str) -> str:
    """Return a text of an entry fit for a line of a terminal; `?` where somebody put something else there."""
    value = entry.get(key)
    return "".join(filter(str.isprintable, value)) or UNKNOWN if isinstance(value, str) else UNKNOWN
