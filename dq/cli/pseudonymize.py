"""`dq pseudonymize`: a register extract as keyed hashes."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Place, catalog_option, language_option, memory_option, place, quiet_option, threads_option


@click.command(
    short_help="Giả danh hóa trích xuất dân cư. · A reference as keyed hashes.",
    epilog="""\b
Ví dụ / Examples:
  dq pseudonymize --new-key khoa.key
  dq pseudonymize dan_cu.parquet --key khoa.key --out dan_cu.gia-danh.parquet
  dq run land.holder dat.xlsx --reference dan_cu.gia-danh.parquet --key khoa.key
\b
Mã thoát / Exit: 0 xong/done · 2 lỗi/error · 130 dừng/interrupted
""",
)
@click.argument("reference", metavar="FILE", type=Place(path_type=Path), required=False)
@click.option(
    "--new-key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Chỉ tạo khóa ngẫu nhiên mới vào tệp này. · Only make a new random key.",
)
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Tệp khóa, từ 32 byte ngẫu nhiên. · The key."
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tệp Parquet để trao đổi. · The result.")
@memory_option
@threads_option
@click.option("--force", is_flag=True, help="Thay tệp kết quả đã có. · Replace an existing result.")
@language_option
@quiet_option
@catalog_option
def pseudonymize(
    reference: Path | str | None,
    *,
    new_key: Path | None,
    key: Path | None,
    out: Path | None,
    memory: str | None,
    threads: int | None,
    force: bool,
    lang: str,
    quiet: bool,
    catalog: Path | None,
) -> int:
    """Biến trích xuất dân cư FILE thành mã băm có khóa (HMAC-SHA-256), để nơi khác đối soát mà không nhận dữ liệu rõ.

    Turn FILE into keyed hashes that another agency can compare with. It stays personal data: see the how-to.
    """
    from dq.errors import UsageError
    from dq.locale import load_locale

    say = load_locale(lang).say
    if new_key is not None:
        from dq.pseudonyms import new_key as write_key

        if reference is not None or key is not None or out is not None:
            raise UsageError("pseudonyms.new_key_alone")
        write_key(new_key)
        click.echo(say("pseudonyms.key_made", path=str(new_key)))
        return 0
    if reference is None or key is None or out is None:
        raise UsageError("pseudonyms.incomplete")
    from dq.catalog import load_catalog
    from dq.cli.progress import progress
    from dq.engine.limits import limits
    from dq.pipeline import pseudonymize_reference

    bounds, loaded = limits(memory, threads), load_catalog(catalog)
    with progress(lang, quiet=quiet) as show:
        rows, mark = pseudonymize_reference(
            place(reference),
            key,
            out,
            catalog=loaded,
            limits=bounds,
            as_of=date.today(),  # noqa: DTZ011 - the user's own day
            force=force,
            progress=show,
        )
    click.echo(say("pseudonyms.written", path=str(out), rows=rows, mark=mark[:8]))
    return 0
