"""`dq report`: render the report of a run folder again."""

from pathlib import Path

import click

from dq.cli.options import language_option


@click.command(
    short_help="Lập lại báo cáo của một lần chạy. · Render a run's report again.",
    epilog="Ví dụ / Example:  dq report dq-runs/land.holder/export-2026-11-01 --public --out cong_bo.html",
)
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Tệp HTML sẽ ghi. · HTML file to write.  [RUN_DIR/report.html, report-public.html]",
)
@click.option("--public", is_flag=True, help="Bản công bố: không có dữ liệu cá nhân nào. · No personal value at all.")
@language_option
def report(run_dir: Path, *, out: Path | None, public: bool, lang: str) -> int:
    """Lập lại báo cáo HTML từ thư mục kết quả RUN_DIR. · Render the HTML report of RUN_DIR again."""
    from dq.report import write_report
    from dq.runs import PAGES, PUBLIC_REPORT, REPORT, check_target

    target = out or run_dir / (PUBLIC_REPORT if public else REPORT)
    check_target(target, runs=[run_dir], own=PAGES)
    write_report(run_dir, target, public=public, language=lang)
    click.echo(str(target))
    return 0
