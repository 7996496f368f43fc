"""`dq rules`: look at the rules, and check that they can run."""

from datetime import date
from pathlib import Path

import click

from dq.cli.options import Day, catalog_option, complete_dataset, language_option

# As in dq.catalog.json_schema.FILES, which is slow to import.
KINDS = ("dataset", "types", "derived", "sector", "rules", "reconcile", "link")


@click.group(short_help="Xem và kiểm tra các quy tắc. · See and check the rules.")
def rules() -> None:
    """Xem và kiểm tra các quy tắc. · See and check the rules."""


@rules.command("list", epilog="Ví dụ / Example:  dq rules list land.holder --word live")
@click.argument("dataset", required=False, shell_complete=complete_dataset)
@click.option(
    "--word",
    type=click.Choice(["correct", "complete", "clean", "live"]),
    help="Chỉ một chữ: đúng, đủ, sạch, sống. · Only one of the four words.",
)
@click.option("--severity", type=click.Choice(["critical", "warning", "info"]), help="Chỉ một mức. · Only one.")
@click.option("--json", "as_json", is_flag=True, help="Xuất JSON. · As JSON.")
@language_option
@catalog_option
def list_rules(
    dataset: str | None, *, word: str | None, severity: str | None, as_json: bool, lang: str, catalog: Path | None
) -> int:
    """Liệt kê các quy tắc, của một bộ dữ liệu hoặc của tất cả. · List the rules of a dataset, or all."""
    from dq.catalog import load_catalog

    loaded = load_catalog(catalog)
    datasets = [loaded.schema(dataset).dataset] if dataset else list(loaded.rules)
    chosen = [
        rule
        for name in datasets
        for rule in loaded.rules[name]
        if (word is None or rule.dimension == word) and (severity is None or rule.severity == severity)
    ]
    if as_json:
        import json

        entries = [
            {"id": r.id, "dataset": r.dataset, "kind": r.kind, "word": r.dimension, "severity": r.severity,
             "title": {"vi": r.title.vi, "en": r.title.en}} for r in chosen
        ]  # fmt: skip
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return 0
    for rule in chosen:
        click.echo(f"{rule.id:<44} {rule.severity:<8} {rule.dimension:<8} {rule.title.get(lang)}")
    return 0


@rules.command("show", epilog="Ví dụ / Example:  dq rules show LAND-HOLDER-001")
@click.argument("rule_id", metavar="RULE")
@language_option
@catalog_option
def show_rule(rule_id: str, *, lang: str, catalog: Path | None) -> int:
    """Nói rõ một quy tắc: điều phải đúng, vì sao, cách sửa. · Explain one rule."""
    from dq.catalog import load_catalog
    from dq.catalog.evidence import text_of
    from dq.locale import load_locale

    locale = load_locale(lang)
    rule = load_catalog(catalog).rule(rule_id)
    lines = {
        "rule.id": rule.id,
        "rule.title": rule.title.get(lang),
        "rule.dataset": rule.dataset,
        "rule.word": locale.say(f"word.{rule.dimension}"),
        "rule.severity": locale.say(f"severity.{rule.severity}"),
        "rule.owner": locale.say(f"owner.{rule.owner}"),
        "rule.remedy": rule.remedy.get(lang),
        "rule.legal_basis": "; ".join(rule.legal_basis) or "–",
        "rule.when": rule.when or "–",
        "rule.test": text_of(rule),
        "rule.source": str(rule.source),
    }
    for key, value in lines.items():
        click.echo(f"{locale.say(key)}: {value}")
    return 0


@rules.command("schema", epilog="Ví dụ / Example:  dq rules schema rules > rules.json")
@click.argument("name", metavar="FILE_KIND", type=click.Choice(KINDS))
def show_schema(name: str) -> int:
    """In JSON Schema của một loại tệp YAML, để trình soạn thảo gợi ý và báo lỗi.

    Print the JSON Schema of a kind of YAML file, for editors.
    """
    import json

    from dq.catalog.json_schema import json_schema

    click.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))
    return 0


@rules.command("lint", epilog="Ví dụ / Example:  dq rules lint --catalog my-catalog")
@language_option
@catalog_option
def lint_rules(*, lang: str, catalog: Path | None) -> int:
    """Đọc và dịch mọi quy tắc mà không cần dữ liệu; lỗi nêu tệp và dòng. · Compile every rule, without data."""
    from dq.catalog import load_catalog
    from dq.lint import lint
    from dq.locale import load_locale

    locale = load_locale(lang)
    loaded = load_catalog(catalog)
    problems = lint(loaded)
    for problem in problems:
        click.echo(locale.say(problem.key, **problem.parameters))
    count = sum(len(group) for group in loaded.rules.values())
    click.echo(locale.say("lint.done", rules=count, datasets=len(loaded.schemas), problems=len(problems)))
    return 2 if problems else 0


@rules.command("export", epilog="Ví dụ / Example:  dq rules export land.holder --format gx > land.holder.json")
@click.argument("dataset", shell_complete=complete_dataset)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["gx"]),
    default="gx",
    show_default=True,
    help="Dạng: bộ quy tắc của Great Expectations. · A suite of Great Expectations.",
)
@click.option("--as-of", type=Day(), help="Ngày thay cho $as_of. · Day that stands for $as_of.  [hôm nay/today]")
@language_option
@catalog_option
def export_rules(dataset: str, *, kind: str, as_of: date | None, lang: str, catalog: Path | None) -> int:  # noqa: ARG001 - one format so far
    """Xuất các quy tắc cho công cụ khác đọc: ràng buộc lược đồ và quy tắc toàn bộ dữ liệu. · Rules for other tools."""
    import json

    from dq.catalog import load_catalog
    from dq.expect import export_suite
    from dq.locale import load_locale

    loaded = load_catalog(catalog)
    schema, day = loaded.schema(dataset), as_of or date.today()  # noqa: DTZ011 - the user's own day
    suite = export_suite(schema, loaded.rules[schema.dataset], day)
    click.echo(json.dumps(suite.content, ensure_ascii=False, indent=2))
    n_rules = len(suite.content["expectations"])
    click.echo(load_locale(lang).say("rule.exported", rules=n_rules, left_out=len(suite.left_out)), err=True)
    return 0
