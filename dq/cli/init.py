"""`dq init`: a first draft of a dataset's schema and rules from an export."""

from pathlib import Path

import click

from dq.cli.options import catalog_option, language_option


@click.command(
    short_help="Soạn nháp lược đồ và quy tắc từ một tệp. · Draft schema and rules from an export.",
    epilog="""\b
Ví dụ / Examples:
  dq init fishery.vessel --from tau_ca.xlsx
  dq rules lint --catalog catalog
  dq run fishery.vessel tau_ca.xlsx --catalog catalog --no-register
""",
)
@click.argument("dataset", metavar="SECTOR.DATASET")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Tệp xuất để xem các cột. · The export to look at.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("catalog"),
    show_default=True,
    help="Thư mục bộ quy tắc sẽ ghi vào; chưa có thì tạo. · Catalog folder to write into; made where missing.",
)
@click.option("--sheet", metavar="NAME", help="Trang tính của tệp Excel. · Sheet of the workbook.")
@language_option
@catalog_option
def init(dataset: str, *, source: Path, out: Path, sheet: str | None, lang: str, catalog: Path | None) -> int:
    """Soạn nháp lược đồ và quy tắc của SECTOR.DATASET từ một tệp xuất; người phụ trách quyết định các chỗ ghi (?).

    Draft schema and rules of SECTOR.DATASET from an export; a person decides what is marked (?). Of the values only
    code lists that look like nobody's are written: read them before you share the draft. Nothing is overwritten.
    """
    from dq.catalog import load_catalog
    from dq.draft import draft
    from dq.locale import load_locale

    locale = load_locale(lang)
    made = draft(dataset, source, out, load_catalog(catalog), sheet=sheet)
    for field in made.fields:
        said = [locale.say(f"draft.flag.{word}") for word in ("required", "unique") if getattr(field, word)]
        said += [locale.say("draft.choices", n=len(field.choices))] if field.choices else []
        click.echo(f"{field.name:<28} {field.type.name:<18} {', '.join(said)}".rstrip())
    for file in made.files:
        click.echo(str(made.folder / file))
    click.echo(locale.say("draft.next", folder=made.folder, dataset=dataset, file=source))
    return 0
