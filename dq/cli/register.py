"""`dq register`: the reference extract of the population, ahead of the runs that use it."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Place, catalog_option, language_option, memory_option, place, quiet_option, threads_option


@click.group(short_help="Trích xuất dân cư. · The reference extract.")
def register() -> None:
    """Chuẩn bị trích xuất dân cư một lần cho nhiều lần đối soát. · Prepare the reference once for many runs."""


@register.command("prepare", epilog="Ví dụ / Example:  dq register prepare dan_cu.parquet --memory 6GB")
@click.argument("reference", metavar="FILE", type=Place(path_type=Path))
@memory_option
@threads_option
@language_option
@quiet_option
@catalog_option
def prepare(
    reference: Path | str, *, memory: str | None, threads: int | None, lang: str, quiet: bool, catalog: Path | None
) -> int:
    """Chuẩn bị trích xuất dân cư FILE; các lần chạy sau với đúng tệp này dùng lại, không phải chờ.

    Prepare FILE; every later run with this very file finds it ready. What is kept is personal data: see the README.
    """
    from dq.catalog import load_catalog
    from dq.cli.progress import progress
    from dq.engine.limits import limits
    from dq.locale import load_locale
    from dq.pipeline import prepare_reference

    bounds, loaded = limits(memory, threads), load_catalog(catalog)
    with progress(lang, quiet=quiet) as show:
        found = prepare_reference(place(reference), loaded, limits=bounds, as_of=date.today(), progress=show)  # noqa: DTZ011 - the user's own day
    rows, locale = found.info.rows, load_locale(lang)
    click.echo(locale.say("register.prepared", name=found.info.name, rows=rows, folder=str(found.folder)))
    if found.malformed:
        click.echo(locale.say("register.malformed", name=found.info.name, n=found.malformed))
    return 0
