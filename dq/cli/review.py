"""`dq review`: all findings of a run as workbooks for the people who correct them."""

from pathlib import Path

import click

from dq.cli.options import Formats, language_option, quiet_option
from dq.errors import UsageError


@click.command(
    short_help="Lập phiếu rà soát đầy đủ. · Write all findings for review.",
    epilog="""\b
Ví dụ / Examples:
  dq review dq-runs/land.holder/export-2026-11-01
  dq review dq-runs/land.holder/export-2026-11-01 --split-by ma_xa --out gui_xa.zip
  dq review dq-runs/land.holder/export-2026-11-01 --reveal --reason "đối chiếu thẻ căn cước tại xã"
""",
)
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option("--split-by", metavar="COLUMN", help="Mỗi xã một tệp, ví dụ ma_xa. · A file a commune, such as ma_xa.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Tệp sẽ ghi; nhiều tệp thì là .zip. · File to write; .zip where there are several.  [RUN_DIR/review-full.*]",
)
@click.option(
    "--format",
    "formats",
    type=Formats(known=("xlsx", "csv")),
    default="xlsx",
    show_default=True,
    help="Định dạng của phiếu. · Formats of the workbook.",
)
@click.option("--reveal", is_flag=True, help="Không che giá trị; cần --reason. · Whole values; needs --reason.")
@click.option("--reason", metavar="TEXT", help="Lý do không che, được ghi lại. · Why, which is recorded.")
@language_option
@quiet_option
def review(
    run_dir: Path,
    *,
    split_by: str | None,
    out: Path | None,
    formats: tuple[str, ...],
    reveal: bool,
    reason: str | None,
    lang: str,
    quiet: bool,
) -> int:
    """Ghi mọi phát hiện của RUN_DIR thành phiếu rà soát để cán bộ cấp xã trả lời.

    Write all findings of RUN_DIR as review workbooks for clerks to answer.
    """
    from dq.cli.progress import progress
    from dq.locale import load_locale
    from dq.report.format import number
    from dq.report.workbook import write_review

    if reveal and not (reason or "").strip():
        raise UsageError("review.reason_missing")
    if reason is not None and not reveal:
        raise UsageError("review.reason_useless")
    with progress(lang, quiet=quiet) as show:
        done = write_review(
            run_dir, out, split_by=split_by, formats=formats, reason=reason, language=lang, progress=show
        )
    say = load_locale(lang).say
    click.echo(say("review.written", rows=number(done.rows, lang), path=done.path))
    if done.reveal is not None:
        click.echo(say("review.revealed"), err=True)
    return 0
