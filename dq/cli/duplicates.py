"""`dq duplicates`: records of a run that are the same thing twice."""

from pathlib import Path

import click

from dq.cli.options import catalog_option, language_option, memory_option, quiet_option, threads_option


@click.command(
    short_help="Bản ghi trùng trong một lần chạy. · Records that stand there twice.",
    epilog="""\b
Ví dụ / Example:
  dq duplicates dq-runs/welfare.beneficiary/btxh-2026-11-01
\b
Mã thoát / Exit: 0 không có/none · 1 có/found · 2 lỗi/error
""",
)
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Tệp Parquet kết quả. · The result.  [RUN_DIR/duplicates.parquet]",
)
@memory_option
@threads_option
@language_option
@quiet_option
@catalog_option
def duplicates(
    run_dir: Path,
    *,
    out: Path | None,
    memory: str | None,
    threads: int | None,
    lang: str,
    quiet: bool,
    catalog: Path | None,
) -> int:
    """Nhóm các bản ghi trùng ở RUN_DIR, nêu lý do và đề xuất bản ghi giữ lại; không gộp gì.

    Group the records of RUN_DIR that are the same thing twice, with a reason and a suggested survivor; merge nothing.
    """
    from dq.catalog import load_catalog
    from dq.cli.progress import progress
    from dq.duplicates import OTHER_NUMBER, SIMILAR_PERSON, find_duplicates
    from dq.engine.limits import limits
    from dq.locale import load_locale
    from dq.report.format import number
    from dq.runs import DUPLICATES

    loaded, say = load_catalog(catalog), load_locale(lang).say
    bounds = limits(memory, threads)
    with progress(lang, quiet=quiet) as show:
        found = find_duplicates(run_dir, loaded, out=out or run_dir / DUPLICATES, limits=bounds, progress=show)
    titles = {OTHER_NUMBER: say("duplicates.other_number"), SIMILAR_PERSON: say("duplicates.similar_person")}
    titles |= {key.code: key.title.get(lang) for key in loaded.duplicate_keys(found.dataset)}
    click.echo(say("duplicates.found", clusters=number(found.clusters, lang), records=number(found.records, lang)))
    for reason, n in found.reasons.items():
        click.echo(say("duplicates.reason", reason=titles[reason], n=number(n, lang)))
    if found.likeness.get("blocks_cut"):
        counts = {name: number(found.likeness[name], lang) for name in ("blocks_cut", "persons_cut")}
        click.echo(say("duplicates.cut", **counts))
    click.echo(say("duplicates.written", path=str(found.path)))
    return 1 if found.clusters else 0
