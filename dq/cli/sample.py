"""`dq sample`: a synthetic register and export with planted defects."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Day, complete_dataset, language_option, quiet_option


@click.command(
    short_help="Tạo dữ liệu giả định có lỗi gài sẵn. · Make synthetic data with planted defects.",
    epilog="""\b
Ví dụ / Examples:
  dq sample land.holder --rows 100000 --out mau-dat-dai
  dq sample welfare.beneficiary --rows 5000 --seed 7 --defects 0.2 --out mau
  dq sample welfare.beneficiary --rows 1000 --defects "id_missing=0.1,name_title=0.05" --out mau
""",
)
@click.argument("dataset", shell_complete=complete_dataset)
@click.option("--rows", type=click.IntRange(min=1), required=True, metavar="N", help="Số dòng. · Rows of the export.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    required=True,
    help="Thư mục sẽ tạo. · Folder to make.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Cùng số thì cùng dữ liệu. · Same seed, same data."
)
@click.option(
    "--register",
    type=click.IntRange(min=1),
    metavar="N",
    help="Số người của trích xuất dân cư. · Persons of the register.  [theo bộ dữ liệu/by dataset]",
)
@click.option(
    "--defects",
    default="calibrated",
    show_default=True,
    metavar="MIX",
    help="Tỷ lệ dòng có lỗi (0 – 1), all, hoặc loại=tỷ lệ,… · Share of rows with a defect, all, or kind=share,…",
)
@click.option("--as-of", type=Day(), help="Ngày lấy làm mốc. · Day of the data.  [hôm nay/today]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    show_default=True,
    help="Định dạng tệp. · Format of the files.",
)
@language_option
@quiet_option
def sample(
    dataset: str,
    *,
    rows: int,
    out: Path,
    seed: int,
    register: int | None,
    defects: str,
    as_of: date | None,
    form: str,
    lang: str,
    quiet: bool,
) -> int:
    """Tạo trích xuất dân cư và tệp xuất giả định của DATASET, kèm labels.csv nói lỗi nào gài ở dòng nào.

    Make a synthetic register and an export of DATASET, with labels.csv: which defect is in which row.
    """
    from dq.cli.progress import progress
    from dq.locale import load_locale
    from dq.sample import SampleRequest
    from dq.sample import sample as make

    day = as_of or date.today()  # noqa: DTZ011 - the user's own day
    request = SampleRequest(dataset, rows, out, day, seed=seed, register=register, defects=defects, format=form)
    with progress(lang, quiet=quiet) as show:
        done = make(request, progress=show)
    say = load_locale(lang).say
    click.echo(say("sample.export", path=str(done.export), rows=f"{done.rows:,}"))
    if done.register:
        click.echo(say("sample.register", path=str(done.register), rows=f"{done.persons:,}"))
    click.echo(say("sample.labels", path=str(done.labels), rows=f"{done.planted:,}"))
    return 0
