"""`dq apply`: take over what clerks answered, write the corrected export, and run the whole job again."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Day, catalog_option, language_option, place, quiet_option
from dq.cli.run_options import run_options


@click.command(
    short_help="Nhận phiếu rà soát đã điền, sửa tệp, chạy lại. · Apply filled review workbooks.",
    epilog="""\b
Ví dụ / Examples:
  dq apply dq-runs/land.holder/export-2026-11-01 xa_ea_kao.xlsx xa_ea_tul.xlsx
      --input export.xlsx --reference dan_cu.parquet --out dq-runs/land.holder/vong-2
\b
Mã thoát / Exit: 0 đạt/passed · 1 không đạt/failed · 2 lỗi/error · 130 dừng/interrupted
""",
)
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.argument("filled", metavar="FILLED...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--input",
    "source",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Tệp mà lần chạy đã kiểm tra; không bị sửa. · The file that the run checked; it stays as it is.",
)
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Thư mục của lần chạy mới. · New run folder.",
)
@click.option(
    "--previous",
    metavar="OLD_RUN_DIR",
    type=click.Path(path_type=Path),
    help="Lần chạy để so trong báo cáo. · Earlier run to compare with, in the report.  [RUN_DIR]",
)
@click.option("--as-of", type=Day(), help="Ngày lấy làm mốc kiểm tra. · Day of the check.  [như lần trước/as before]")
@language_option
@quiet_option
@run_options
@catalog_option
def apply(
    run_dir: Path,
    filled: tuple[Path, ...],
    *,
    source: Path,
    out: Path,
    reference: Path | str | None,
    key: Path | None,
    no_register: bool,
    companions: tuple[tuple[str, Path], ...],
    waivers: Path | None,
    previous: Path | None,
    no_link: bool,
    weights: Path | None,
    as_of: date | None,
    lang: str,
    quiet: bool,
    formats: tuple[str, ...],
    memory: str | None,
    threads: int | None,
    force: bool,
    catalog: Path | None,
) -> int:
    """Đọc các phiếu FILLED đã điền của lần chạy RUN_DIR, sửa tệp đã kiểm tra và chạy lại từ đầu.

    Read the filled workbooks of RUN_DIR, write the corrected export, and check it again.
    """
    from dq.catalog import load_catalog
    from dq.cli.panel import show_applied, show_outcome
    from dq.cli.progress import progress
    from dq.engine.limits import limits
    from dq.review import ApplyRequest, apply_answers

    request = ApplyRequest(
        run_dir=run_dir,
        filled=filled,
        source=source,
        out=out,
        limits=limits(memory, threads),
        reference=place(reference) if reference is not None else None,
        key=key,
        no_register=no_register,
        companions=companions,
        waivers=waivers,
        previous=previous,
        no_link=no_link,
        weights=weights,
        as_of=as_of,
        language=lang,
        formats=formats,
        force=force,
    )
    with progress(lang, quiet=quiet) as show:
        result = apply_answers(request, load_catalog(catalog), progress=show)
    show_applied(result, lang)
    show_outcome(result.outcome, lang)
    return 0 if result.outcome.passed else 1
