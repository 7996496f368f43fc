"""`dq doctor`: whether this machine is fit to run dq."""

from pathlib import Path

import click

from dq.cli.options import language_option

UNFIT = 1


@click.command(
    short_help="Máy này chạy được dq không? · Is this machine fit?",
    epilog="""\b
Ví dụ / Example:  dq doctor
Mã thoát / Exit: 0 chạy được/fit · 1 không/unfit
""",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("dq-runs"),
    help="Nơi sẽ ghi kết quả. · Where results would be written.  [dq-runs]",
)
@language_option
def doctor(*, out: Path, lang: str) -> int:
    """Xem phiên bản, bộ nhớ, đĩa, thư mục ghi, màn hình chữ, gói tùy chọn. Không đọc dữ liệu nào.

    Look at versions, memory, disk, folders, console and optional packages. No data is read.
    """
    from dq.doctor import Health, examine
    from dq.locale import load_locale
    from dq.report.format import Size, plain

    locale, signs = load_locale(lang), examine(out)
    for sign in signs:
        said = {
            name: plain(Size(value), lang) if name in sign.sizes else value for name, value in sign.parameters.items()
        }
        click.echo(f"{locale.say(f'doctor.health.{sign.health}'):<10} {locale.say(f'doctor.{sign.name}', **said)}")
    fit = all(sign.health is not Health.BROKEN for sign in signs)
    click.echo(locale.say("doctor.fit" if fit else "doctor.unfit"))
    return 0 if fit else UNFIT
