"""`dq summary`: the monthly report over sectors and communes."""

from pathlib import Path

import click

from dq.cli.options import Formats, Period, catalog_option, language_option


@click.command(
    short_help="Báo cáo tổng hợp tháng. · The monthly summary.",
    epilog="""\b
Ví dụ / Examples:
  dq summary dq-runs/*/* --period 2026-10 --out bao-cao-thang-10
  dq summary dq-runs/*/*-2026-11-* --period 2026-11 --previous bao-cao-thang-10/summary.json
\b
Mã thoát / Exit: 0 đã lập/written · 2 lỗi/error
""",
)
@click.argument("run_dirs", metavar="RUN_DIR...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--period", type=Period(), required=True, help="Tháng báo cáo. · The month of the report.")
@click.option(
    "--previous",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="summary.json của tháng trước. · summary.json of an earlier month.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Thư mục sẽ ghi. · Folder to write to.  [dq-summary-<period>]",
)
@click.option(
    "--format",
    "formats",
    type=Formats(known=("html", "xlsx", "json", "parquet")),
    default="html,xlsx,json",
    show_default=True,
    help="Các dạng cần ghi; json cần cho tháng sau, parquet (figures.parquet) cho bảng điều khiển. · What to write;"
    " next month needs json, a dashboard parquet (figures.parquet).",
)
@click.option(
    "--expect",
    metavar="DATASET",
    multiple=True,
    help="Bộ dữ liệu phải có; dùng nhiều lần được. · Dataset that should be there; repeatable."
    "  [mọi bộ có đối soát/all that are reconciled]",
)
@click.option(
    "--latest",
    is_flag=True,
    help="Một tệp có nhiều lần chạy: lấy lần chạy sau cùng. · Of several runs of one input take the latest.",
)
@click.option("--agency", metavar="TEXT", default="", help="Cơ quan báo cáo. · The agency that reports.")
@click.option("--number", metavar="TEXT", default="", help="Số của báo cáo, ví dụ 12/BC-UBND. · Number of the report.")
@click.option("--place", metavar="TEXT", default="", help="Địa danh. · Place.")
@catalog_option
@language_option
def summary(
    run_dirs: tuple[Path, ...],
    *,
    period: str,
    previous: Path | None,
    out: Path | None,
    formats: tuple[str, ...],
    expect: tuple[str, ...],
    latest: bool,
    agency: str,
    number: str,
    place: str,
    catalog: Path | None,
    lang: str,
) -> int:
    """Tổng hợp các thư mục kết quả RUN_DIR của một tháng, theo ngành và theo đơn vị, thành phụ lục báo cáo.

    Sum up the run folders RUN_DIR of a month, by sector and by commune, as the annex of a report.
    """
    import json
    from io import BytesIO

    from dq.catalog import load_catalog
    from dq.report import write_summary_page, write_summary_workbook
    from dq.report.view_summary import Heading
    from dq.runs import check_target, make_private_folder, write_private
    from dq.summary import as_json, figures, previous_summary, read_runs, summarize_period

    known = load_catalog(catalog)
    expected = [known.schema(name).dataset for name in expect] or [name for name in known.schemas if known.roles(name)]
    before = previous_summary(previous) if previous else None
    runs = read_runs(run_dirs, latest=latest)
    made = summarize_period(runs, period=period, expected=expected, previous=before)
    content = as_json(made)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    plain, heading = json.loads(text), Heading(agency, number, place)
    folder = out or Path(f"dq-summary-{period}")
    stems = {"parquet": "figures"}
    written = {name: (folder / stems.get(name, "summary")).with_suffix(f".{name}") for name in formats}
    for path in written.values():
        check_target(path, read=[previous], runs=run_dirs, making=[folder])
    make_private_folder(folder)
    if "parquet" in written:
        buffer = BytesIO()
        figures(made, runs).write_parquet(buffer)
        write_private(buffer.getvalue(), written["parquet"])
    if "json" in written:
        write_private((text + "\n").encode(), written["json"])
    if "xlsx" in written:
        write_summary_workbook(plain, written["xlsx"], heading=heading, language=lang)
    if "html" in written:
        write_summary_page(plain, written["html"], heading=heading, language=lang)
    for path in written.values():
        click.echo(str(path))
    return 0
