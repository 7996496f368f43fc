"""`dq link`: look for candidates again in a run, or learn weights from its data."""

from pathlib import Path

import click

from dq.cli.options import catalog_option, language_option, memory_option, quiet_option, threads_option, weights_option


@click.command(
    short_help="Tìm lại ứng viên cho người thiếu số. · Look for candidates again.",
    epilog="""\b
Ví dụ / Examples:
  dq link dq-runs/land.holder/dat-2026-11-01 --reference dan_cu.parquet
  dq link dq-runs/land.holder/dat-2026-11-01 --reference dan_cu.parquet --train --weights trong_so.json
""",
)
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option(
    "--reference",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Trích xuất dân cư mà lần chạy đã dùng. · The reference that the run had.",
)
@weights_option
@click.option(
    "--train",
    is_flag=True,
    help="Học lại trọng số từ dữ liệu này, lưu vào tệp của --weights. · Learn from this data, save to --weights.",
)
@memory_option
@threads_option
@language_option
@quiet_option
@catalog_option
def link(
    run_dir: Path,
    *,
    reference: Path,
    weights: Path | None,
    train: bool,
    memory: str | None,
    threads: int | None,
    lang: str,
    quiet: bool,
    catalog: Path | None,
) -> int:
    """Tìm lại trong trích xuất dân cư ứng viên cho những người không có số dùng được ở RUN_DIR; không tự nhận ai.

    Look in the reference again for candidates for the persons of RUN_DIR without a usable number; none is accepted.
    """
    from dq.catalog import load_catalog
    from dq.cli.progress import progress
    from dq.engine.limits import limits
    from dq.locale import load_locale
    from dq.pipeline import LinkRequest, relink

    request = LinkRequest(run_dir, reference, limits(memory, threads), weights=weights, train=train)
    with progress(lang, quiet=quiet) as show:
        found = relink(request, load_catalog(catalog), progress=show)
    locale = load_locale(lang)
    if found is None:
        click.echo(locale.say("link.nobody"))
        return 0
    counts = found["confidences"]
    click.echo(locale.say("link.done", persons=sum(counts.values()), **counts))
    if train:
        click.echo(locale.say("link.saved", path=str(weights)))
    click.echo(str(run_dir / "candidates.parquet"))
    return 0
