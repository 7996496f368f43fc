"""docs/rules/: a page a hand-written rule, a page of derived rules a dataset, indexes by dataset and by word."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from dq.catalog import Catalog
from dq.catalog.cases import Rows, case_tables
from dq.catalog.evidence import text_of
from dq.locale import load_locale
from dq.model import Dimension, Query, Rule
from generator.markdown import NOTE, code_block, table
from generator.words import CONSEQUENCE, MEANING, counted

RULE_HEADERS = ("Mức · Severity", "Chữ · Word", "Ai sửa · Who acts", "Điều phải đúng · What must hold")
_CASES = {
    "passing": "Đạt · Passes",
    "failing": "Không đạt · Fails",
    "not_checked": "Không kiểm tra · Not checked",
}


def rule_pages(catalog: Catalog) -> dict[str, str]:
    """Return the pages by path below docs/."""
    pages = {"rules/README.md": _index(catalog)}
    for dataset, rules in catalog.rules.items():
        pages[f"rules/{dataset}/README.md"] = _dataset(catalog, dataset)
        pages[f"rules/{dataset}/derived.md"] = _derived(dataset, [rule for rule in rules if rule.derived])
        pages |= {f"rules/{dataset}/{rule.id}.md": _page(rule) for rule in rules if not rule.derived}
    return pages


def _index(catalog: Catalog) -> str:
    lines = [
        NOTE,
        "",
        "# Quy tắc · Rules",
        "",
        "Mỗi quy tắc kết thúc ở đúng một trạng thái: đạt, không đạt, lỗi, không áp dụng. Quy tắc *suy ra* lấy từ lược",
        "đồ (`schemas/`) và từ kết quả đối soát với dân cư; các quy tắc khác viết trong `checks/`. Mọi số định danh",
        "trong ví dụ đều là giả định. Xem một quy tắc trên dòng lệnh: `dq rules show MÃ`.",
        "",
        "Each rule ends in exactly one status: passed, failed, error, not applicable. *Derived* rules follow from the",
        "schema (`schemas/`) and from the outcomes of the register; the others are written in `checks/`. Every",
        "identifier in an example is synthetic. On the command line: `dq rules show ID`.",
        "",
        "## Theo bộ dữ liệu · By dataset",
        "",
    ]
    lines += table(
        ("Bộ dữ liệu · Dataset", "", "Viết tay · Written", "Suy ra · Derived"),
        (
            [
                f"[`{dataset}`]({dataset}/README.md)",
                f"{catalog.schema(dataset).title.vi} · {catalog.schema(dataset).title.en}",
                str(sum(not rule.derived for rule in rules)),
                f"[{sum(rule.derived for rule in rules)}]({dataset}/derived.md)",
            ]
            for dataset, rules in catalog.rules.items()
        ),
    )
    written = [rule for rules in catalog.rules.values() for rule in rules if not rule.derived]
    for word in Dimension:
        mine = [rule for rule in written if rule.dimension is word]
        lines += [f"## {_both(f'word.{word}')}", "", f"{MEANING[word].vi} *{MEANING[word].en}*", ""]
        lines += table(
            ("Mã · Id", "Bộ dữ liệu · Dataset", "Mức · Severity", "Điều phải đúng · What must hold"),
            (
                [f"[{r.id}]({r.dataset}/{r.id}.md)", f"`{r.dataset}`", _both(f"severity.{r.severity}"), _title(r)]
                for r in mine
            ),
        )
    return "\n".join(lines)


def _dataset(catalog: Catalog, dataset: str) -> str:
    schema, rules = catalog.schema(dataset), catalog.rules[dataset]
    written, derived = [r for r in rules if not r.derived], [r for r in rules if r.derived]
    lines = [
        NOTE,
        "",
        f"# {dataset}",
        "",
        f"{schema.title.vi} · {schema.title.en}: {len(written)} viết tay/written, {len(derived)} suy ra/derived.",
        "",
        "[Quy tắc suy ra · Derived rules](derived.md) — [Mọi quy tắc · All rules](../README.md)",
        "",
    ]
    lines += table(("Mã · Id", *RULE_HEADERS), ([f"[{r.id}]({r.id}.md)", *_described(r)] for r in written))
    return "\n".join(lines)


def _derived(dataset: str, rules: list[Rule]) -> str:
    lines = [
        NOTE,
        "",
        f"# {dataset}: quy tắc suy ra · derived rules",
        "",
        "Từ lược đồ và từ kết quả đối soát. · From the schema and from the outcomes of the register.",
        "",
    ]
    for rule in rules:
        lines += [f"## {rule.id}", "", *_head(rule), *_counting(rule), *_remedy(rule)]
        lines += code_block(text_of(rule), "sql" if isinstance(rule.body, Query) else "text")
    return "\n".join(lines)


def _page(rule: Rule) -> str:
    lines = [NOTE, "", f"# {rule.id}", "", *_head(rule), *_facts(rule)]
    lines += ["## Vì sao · Why", "", *_why(rule)]
    lines += ["## Cách đếm · How it is counted", "", *_counting(rule)]
    lines += ["## Ví dụ · Examples", "", *_examples(rule)]
    lines += ["## Cách xử lý · Remedy", "", *_remedy(rule)]
    lines += ["## Phép kiểm tra · Test", "", *_test(rule)]
    return "\n".join(lines)


def _head(rule: Rule) -> list[str]:
    keys = (f"severity.{rule.severity}", f"word.{rule.dimension}", f"owner.{rule.owner}")
    return [f"**{rule.title.vi}**<br>*{rule.title.en}*", "", " — ".join(map(_both, keys)), ""]


def _facts(rule: Rule) -> list[str]:
    rows = [["Bộ dữ liệu · Dataset", f"[`{rule.dataset}`](README.md)"]]
    rows.append(["Cột · Columns", ", ".join(f"`{name}`" for name in rule.columns)])
    if isinstance(rule.body, Query):
        rows += [
            ["Cần tệp · Needs the file of", f"`{dataset}` ({', '.join(f'`{name}`' for name in names)})"]
            for dataset, names in rule.body.companions.items()
        ]
    if rule.aliases:
        rows.append(["Mã cũ · Former ids", ", ".join(f"`{name}`" for name in rule.aliases)])
    rows.append(["Nguồn · Source", f"[{rule.source.file}](../../../{rule.source.file})"])
    return table(("", ""), rows)


def _why(rule: Rule) -> list[str]:
    meaning, consequence = MEANING[rule.dimension], CONSEQUENCE[rule.severity]
    lines = [f"{meaning.vi} {consequence.vi}", "", f"*{meaning.en} {consequence.en}*", ""]
    if rule.legal_basis:
        lines += ["Căn cứ · Legal basis:", "", *(f"* {basis}" for basis in rule.legal_basis), ""]
    return lines


def _counting(rule: Rule) -> list[str]:
    below, above = counted(rule)
    rows = [
        ["Mẫu số · Denominator", f"{below.vi}<br>*{below.en}*"],
        ["Tử số · Numerator", f"{above.vi}<br>*{above.en}*"],
    ]
    return table(("", ""), rows)


def _remedy(rule: Rule) -> list[str]:
    return [rule.remedy.vi, "", f"*{rule.remedy.en}*", ""]


def _examples(rule: Rule) -> Iterator[str]:
    for name, heading in _CASES.items():
        cases = getattr(rule.cases, name)
        if not cases:
            continue
        yield from (f"### {heading}", "")
        groups = _gathered(rule, cases)
        for number, tables in enumerate(groups, start=1):
            if len(groups) > 1:
                yield from (f"{number}.", "")
            for dataset, rows in tables.items():
                if len(tables) > 1:
                    yield from (f"`{dataset}`:", "")
                yield from _rows(rows)


def _gathered(rule: Rule, cases: tuple[Any, ...]) -> list[Mapping[str, Rows]]:
    """Return the tables of the cases; those of one row each, which record rules have, as one table."""
    tables = [case_tables(rule, case) for case in cases]
    if all(
        isinstance(case, Mapping) and set(found) == {rule.dataset} for case, found in zip(cases, tables, strict=True)
    ):
        return [{rule.dataset: [row for found in tables for row in found[rule.dataset]]}]
    return tables


def _rows(rows: Rows) -> list[str]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return table([f"`{name}`" for name in names], ([_value(row.get(name)) for name in names] for row in rows))


def _value(value: object) -> str:
    return "" if value is None else str(value)


def _test(rule: Rule) -> list[str]:
    if not isinstance(rule.body, Query):
        return code_block(" ".join(text_of(rule).split()))
    file = rule.body.file
    lines = [f"[{PurePosixPath(file).name}](../../../{file})", "", *code_block(text_of(rule), "sql")]
    if rule.body.parameters:
        lines += table(("Tham số · Parameter", ""), ([f"`{k}`", f"`{v}`"] for k, v in rule.body.parameters.items()))
    return lines


def _described(rule: Rule) -> list[str]:
    keys = (f"severity.{rule.severity}", f"word.{rule.dimension}", f"owner.{rule.owner}")
    return [*map(_both, keys), _title(rule)]


def _title(rule: Rule) -> str:
    return f"{rule.title.vi}<br>*{rule.title.en}*"


def _both(key: str) -> str:
    return f"{load_locale('vi').say(key)} · {load_locale('en').say(key)}"
