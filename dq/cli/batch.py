"""`dq batch`: check many exports by a plan."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import catalog_option, language_option, memory_option, quiet_option, threads_option


@click.command(
    short_help="Kiểm tra nhiều tệp theo kế hoạch. · Check many exports.",
    epilog="""\b
Ví dụ / Example:  dq batch ke_hoach.yaml --memory 6GB
Mã thoát / Exit: 2 có việc bị lỗi/a job in error · 1 có tệp không đạt/a decision failed · 0 đạt/passed ·
  130 dừng/interrupted (gọi lại để làm tiếp/call again to go on)
""",
)
@click.argument("plan", metavar="PLAN.yaml", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Làm lại cả những việc đã xong. · Run again what is done.")
@click.option(
    "--junit",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ghi thêm kết quả dạng JUnit XML, mỗi việc một bộ. · Write the results as JUnit XML too, a suite a job.",
)
@memory_option
@threads_option
@language_option
@quiet_option
@catalog_option
def batch(
    plan: Path,
    *,
    force: bool,
    junit: Path | None,
    memory: str | None,
    threads: int | None,
    lang: str,
    quiet: bool,
    catalog: Path | None,
) -> int:
    """Kiểm tra nhiều tệp theo kế hoạch PLAN.yaml, không cần người trông; việc đã xong và không đổi thì bỏ qua.

    Check the exports of PLAN.yaml unattended. A job that breaks does not stop the others; one that is done is skipped.
    """
    from dq.batch import BatchRequest, as_data, read_plan, run_batch
    from dq.catalog import load_catalog
    from dq.cli.batch_progress import batch_progress
    from dq.engine.limits import limits
    from dq.locale import load_locale
    from dq.report.junit import write_batch_junit
    from dq.runs import check_target

    locale = load_locale(lang)

    request = BatchRequest(
        plan=read_plan(plan, today=date.today()),  # noqa: DTZ011 - the user's own day
        limits=limits(memory, threads),
        language=lang,
        force=force,
        catalog=catalog,
    )
    if junit is not None:
        check_target(junit, option="--junit", read=(plan, *request.plan.files), making=[request.plan.out])
    with batch_progress(lang, quiet=quiet) as listener:
        ended = run_batch(request, load_catalog(catalog), listener=listener)
    if junit is not None:
        write_batch_junit(as_data(ended), ended.out, junit, language=lang)
    counts = " · ".join(f"{locale.say(f'batch.status.{status}')} {n}" for status, n in ended.counts.items() if n)
    click.echo(locale.say("batch.ended", planned=ended.planned, counts=counts, page=str(ended.out / "batch.html")))
    return ended.exit_code
