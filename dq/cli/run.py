"""`dq run`: check one export."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Day, HeaderMap, Place, catalog_option, complete_dataset, language_option, place, quiet_option
from dq.cli.run_options import run_options


@click.command(
    short_help="Kiểm tra một tệp dữ liệu. · Check one export.",
    epilog="""\b
Ví dụ / Examples:
  dq run land.holder so_dia_chinh.xlsx --reference dan_cu.parquet
  dq run welfare.beneficiary btxh.csv --no-register --as-of 2026-10-31
  dq run civil_registry.birth ks.csv --reference dan_cu.csv --map "Tên trẻ=ho_ten"
  dq run land.holder "postgresql://may-chu/dat_dai?table=public.chu_su_dung" --no-register
  dq run welfare.beneficiary btxh.csv --reference dan_cu.csv --with civil_registry.death=khai_tu.csv
\b
Mã thoát / Exit: 0 đạt/passed · 1 không đạt/failed · 2 lỗi/error · 130 dừng/interrupted
""",
)
@click.argument("dataset", shell_complete=complete_dataset)
@click.argument("source", metavar="INPUT", type=Place(path_type=Path))
@click.option(
    "--query",
    metavar="FILE.sql",
    type=click.Path(path_type=Path),
    help="Câu SELECT đọc từ cơ sở dữ liệu, thay cho ?table=. · A SELECT to the database instead of ?table=.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Thư mục kết quả. · Run folder.  [dq-runs/<dataset>/<input>-<as-of>]",
)
@click.option("--as-of", type=Day(), help="Ngày lấy làm mốc kiểm tra. · Day of the check.  [hôm nay/today]")
@language_option
@quiet_option
@click.option("--sheet", metavar="NAME", help="Trang tính của tệp Excel. · Sheet of the workbook.")
@click.option("--encoding", metavar="NAME", help="Bảng mã của tệp CSV. · Encoding of a CSV file.")
@click.option(
    "--map",
    "mapping",
    type=HeaderMap(),
    multiple=True,
    help="Tiêu đề nào là cột nào; dùng nhiều lần được. · Which header is which column; repeatable.",
)
@click.option(
    "--previous",
    metavar="RUN_DIR",
    type=click.Path(path_type=Path),
    help="Lần chạy trước, để so trong báo cáo. · Earlier run to compare with, in the report.",
)
@click.option(
    "--to",
    "target",
    metavar="URI",
    help="Ghi thêm các dòng sạch vào bảng này của cơ sở dữ liệu. · Write the clean rows to this table too.",
)
@click.option(
    "--junit",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ghi thêm kết quả dạng JUnit XML. · Write the results as JUnit XML too.",
)
@run_options
@catalog_option
def run(
    dataset: str,
    source: Path | str,
    *,
    query: Path | None,
    reference: Path | str | None,
    key: Path | None,
    no_register: bool,
    out: Path | None,
    as_of: date | None,
    lang: str,
    quiet: bool,
    sheet: str | None,
    encoding: str | None,
    mapping: tuple[tuple[str, str], ...],
    companions: tuple[tuple[str, Path], ...],
    formats: tuple[str, ...],
    memory: str | None,
    threads: int | None,
    waivers: Path | None,
    target: str | None,
    junit: Path | None,
    previous: Path | None,
    no_link: bool,
    weights: Path | None,
    force: bool,
    catalog: Path | None,
) -> int:
    """Kiểm tra tệp INPUT theo bộ dữ liệu DATASET và ghi kết luận, dữ liệu sạch, dữ liệu giữ lại, báo cáo.

    Check INPUT as DATASET; write the decision, clean and quarantined rows, and the report.
    """
    from dq.apart import EXPECTATIONS, apart

    expectations = click.get_current_context().with_resource(apart(EXPECTATIONS, threads=threads))  # takes the longest
    from dq.catalog import load_catalog
    from dq.cli.panel import show_outcome
    from dq.cli.progress import progress
    from dq.database import parse_address
    from dq.engine.limits import limits
    from dq.pipeline import RunRequest
    from dq.pipeline import run as run_pipeline

    given = place(source, query)
    day = as_of or date.today()  # noqa: DTZ011 - the user's own day
    request = RunRequest(
        dataset=dataset,
        source=given,
        out=out or Path("dq-runs") / dataset / f"{given.stem}-{day.isoformat()}",
        as_of=day,
        limits=limits(memory, threads),
        reference=place(reference) if reference is not None else None,
        key=key,
        no_register=no_register,
        language=lang,
        sheet=sheet,
        encoding=encoding,
        mapping=dict(mapping),
        companions=companions,
        formats=formats,
        force=force,
        previous=previous,
        waivers=waivers,
        target=parse_address(target) if target is not None else None,
        no_link=no_link,
        weights=weights,
    )
    if junit is not None:
        from dq.runs import check_target

        check_target(junit, option="--junit", read=(*request.files, query), making=[request.out])
    with progress(lang, quiet=quiet) as show:
        outcome = run_pipeline(request, load_catalog(catalog), progress=show, expectations=expectations)
    if junit is not None:
        from dq.report.junit import write_junit

        write_junit(outcome.summary, junit, language=lang)
    show_outcome(outcome, lang)
    return 0 if outcome.passed else 1
