"""`dq compare`: what changed between two runs of one dataset."""

from pathlib import Path

import click

from dq.cli.options import Formats, catalog_option, language_option, memory_option, quiet_option, threads_option


@click.command(
    short_help="So hai lần chạy: đã sửa, còn tồn, mới. · Compare two runs: fixed, open, new.",
    epilog="""\b
Ví dụ / Examples:
  dq compare dq-runs/land.holder/dat-2026-10-01 dq-runs/land.holder/dat-2026-11-01
  dq compare OLD NEW --out so-sanh
  dq compare OLD NEW --format json > so-sanh.json
\b
Mã thoát / Exit: 0 không có vi phạm nghiêm trọng mới/no new critical findings · 1 có/there are · 2 lỗi/error
""",
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Thư mục ghi comparison.json, comparison.html. · Folder for comparison.json and comparison.html.",
)
@click.option(
    "--format",
    "formats",
    type=Formats(known=("text", "json", "html")),
    help="Các dạng cần ghi; bảng chữ hiện ra màn hình. · What to write; text goes to the terminal."
    "  [text; với --out/with --out: text,json,html]",
)
@memory_option
@threads_option
@catalog_option
@language_option
@quiet_option
def compare(
    old: Path,
    new: Path,
    *,
    out: Path | None,
    formats: tuple[str, ...] | None,
    memory: str | None,
    threads: int | None,
    catalog: Path | None,
    lang: str,
    quiet: bool,
) -> int:
    """So hai thư mục kết quả OLD và NEW của cùng bộ dữ liệu: vi phạm nào đã khắc phục, còn tồn, mới.

    Compare the run folders OLD and NEW of one dataset: findings fixed, still open, new, by rule, commune and owner.
    """
    import json

    from dq.catalog import load_catalog
    from dq.cli.comparison_table import show_comparison
    from dq.cli.progress import progress
    from dq.compare import as_json
    from dq.engine.limits import limits
    from dq.errors import UsageError
    from dq.pipeline import compare_runs
    from dq.report import write_comparison
    from dq.runs import make_private_folder, write_private

    chosen = formats or (("text", "json", "html") if out else ("text",))
    if out is None and ("html" in chosen or len(chosen) > 1):
        raise UsageError("compare.needs_out")
    with progress(lang, quiet=quiet) as show:
        result = compare_runs(old, new, load_catalog(catalog), limits=limits(memory, threads), progress=show)
    comparison = as_json(result)
    text = json.dumps(comparison, ensure_ascii=False, indent=2)
    if out is not None:
        make_private_folder(out)
        if "json" in chosen:
            write_private((text + "\n").encode(), out / "comparison.json")
        if "html" in chosen:
            write_comparison(comparison, out / "comparison.html", language=lang)
    elif "json" in chosen:
        click.echo(text)
    if "text" in chosen:
        show_comparison(comparison, lang, page=out / "comparison.html" if out and "html" in chosen else None)
    return 1 if result.worse else 0
