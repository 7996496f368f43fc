"""`dq person`: one person across sectors."""

import sys
from pathlib import Path

import click

from dq.cli.options import catalog_option, language_option, memory_option, quiet_option, threads_option


@click.command(
    short_help="Một người qua nhiều ngành: hồ sơ, mâu thuẫn. · One person across sectors.",
    epilog="""\b
Ví dụ / Examples:
  dq person - dq-runs/land.holder/dat dq-runs/civil_registry.death/kt < so.txt
  dq person 001085990101 dq-runs/*/* --reveal --reason "đối chiếu thẻ căn cước"
  dq person --all --out mau_thuan.parquet dq-runs/*/*
\b
Số gõ trên dòng lệnh thì người khác trên máy thấy được (ps); dùng - để đọc từ stdin.
A number on the command line is seen by others on the machine (ps); - reads it from stdin.
\b
Mã thoát / Exit: 0 không mâu thuẫn/no conflict · 1 có mâu thuẫn/conflicts · 2 lỗi/error
""",
)
@click.argument("given", metavar="[IDENTIFIER|-] RUN_DIR...", nargs=-1, required=True)
@click.option("--all", "everybody", is_flag=True, help="Mọi số định danh; cần --out. · All numbers; needs --out.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Tệp Parquet, giá trị đầy đủ. · With whole values."
)
@click.option("--reveal", is_flag=True, help="Không che giá trị; cần --reason. · Whole values; needs --reason.")
@click.option("--reason", metavar="TEXT", help="Lý do không che, được ghi lại. · Why, which is recorded.")
@memory_option
@threads_option
@language_option
@quiet_option
@catalog_option
def person(
    given: tuple[str, ...],
    *,
    everybody: bool,
    out: Path | None,
    reveal: bool,
    reason: str | None,
    memory: str | None,
    threads: int | None,
    lang: str,
    quiet: bool,
    catalog: Path | None,
) -> int:
    """Đặt cạnh nhau các bản ghi của một số định danh ở nhiều thư mục kết quả, nêu chỗ mâu thuẫn và ai cần sửa.

    Put the records of one number from several run folders side by side; tell what contradicts, and who is to correct.
    """
    from dq.catalog import load_catalog
    from dq.engine.limits import limits
    from dq.errors import UsageError

    if reveal and not (reason or "").strip():
        raise UsageError("review.reason_missing")
    if reason is not None and not reveal:
        raise UsageError("review.reason_useless")
    if everybody and (out is None or reveal):
        raise UsageError("person.all_out")
    if not everybody and len(given) == 1:
        raise UsageError("person.no_folder")
    from dq.cli.person_table import show_counts, show_person
    from dq.cli.progress import progress
    from dq.person import write_all, write_one

    bounds, loaded = limits(memory, threads), load_catalog(catalog)
    if everybody and out is not None:
        with progress(lang, quiet=quiet) as show:
            counts = write_all(tuple(map(Path, given)), loaded, out, limits=bounds, progress=show)
        show_counts(counts, out, lang)
        return 1 if counts else 0
    number = sys.stdin.readline() if given[0] == "-" else given[0]
    found = write_one(
        number, tuple(map(Path, given[1:])), loaded, limits=bounds, out=out, reason=reason if reveal else None
    )
    show_person(found, loaded, lang, reveal=reveal)
    return 1 if found.conflicts.height else 0
