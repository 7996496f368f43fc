"""`dq apply`: take over what clerks answered, write the corrected export, and run the whole job again."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Day, Formats, catalog_option, language_option


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
    "--reference",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Trích xuất CSDL quốc gia về dân cư để đối soát. · Reference extract of the population.",
)
@click.option(
    "--no-register", is_flag=True, help="Chủ ý không đối soát với dân cư. · Meant to run without a reference."
)
@click.option("--as-of", type=Day(), help="Ngày lấy làm mốc kiểm tra. · Day of the check.  [như lần trước/as before]")
@language_option
@click.option(
    "--format",
    "formats",
    type=Formats(),
    default="parquet",
    show_default=True,
    help="Định dạng của clean và quarantine. · Formats of clean and quarantine.",
)
@click.option("--memory", metavar="3GB", help="Giới hạn bộ nhớ của cả tiến trình. · Memory bound.  [60 %]")
@click.option("--threads", type=click.IntRange(min=1), help="Số luồng. · Threads.  [tất cả/all]")
@click.option("--force", is_flag=True, help="Thay thư mục kết quả đã có. · Replace an existing run folder.")
@catalog_option
def apply(
    run_dir: Path,
    filled: tuple[Path, ...],
    *,
    source: Path,
    out: Path,
    reference: Path | None,
    no_register: bool,
    as_of: date | None,
    lang: str,
    formats: tuple[str, ...],
    memory: str | None,
    threads: int | None,
    force: bool,
    catalog: Path | None,
) -> int:
    """Đọc các phiếu FILLED đã điền của lần chạy RUN_DIR, sửa tệp đã kiểm tra và chạy lại từ đầu.

    Read the filled workbooks of RUN_DIR, write the corrected export, and check it again.
    """
    import os

    if threads is not None:
        os.environ["POLARS_MAX_THREADS"] = str(threads)  # Polars reads it once, when it is imported
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
        reference=reference,
        no_register=no_register,
        as_of=as_of,
        language=lang,
        formats=formats,
        force=force,
    )
    with progress(lang) as show:
        result = apply_answers(request, load_catalog(catalog), progress=show)
    show_applied(result, lang)
    show_outcome(result.outcome, lang)
    return 0 if result.outcome.passed else 1
