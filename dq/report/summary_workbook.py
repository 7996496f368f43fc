"""The monthly summary as a workbook: a sheet a table, in one language, every figure a number."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from dq.locale import load_locale
from dq.report.format import Score
from dq.report.view_summary import Figures, SummaryView, Unit

_WIDTH = {"text": 34, "num": 14}


def summary_workbook(view: SummaryView, language: str) -> bytes:
    """Return the workbook: datasets, scores, outcomes, owners, work, communes."""
    import xlsxwriter

    say = load_locale(language).say
    content = BytesIO()
    book: Any = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": say("report.summary.document_title", month=view.month, year=view.year)})
    titles = [line.title.get(language) for line in view.datasets]
    words = [say(f"report.word.{word}") for word, _, _ in view.total.scores]
    pairs = [*zip(titles, (line.figures for line in view.datasets), strict=True), (say("report.total"), view.total)]
    _sheet(
        book,
        say("report.sheet.datasets"),
        [say(key) for key in _FIGURES],
        [[title, *_figures(figures)] for title, figures in pairs],
    )
    _sheet(
        book,
        say("report.sheet.words"),
        [say("report.summary.dataset"), *words, say("report.compare.overall")],
        [[title, *(_score(s) for _, s, _ in figures.scores), _score(figures.overall)] for title, figures in pairs],
    )
    _sheet(
        book,
        say("report.sheet.outcomes"),
        [say("report.col.outcome"), *titles, say("report.total")],
        [[say(f"report.outcome.{outcome}"), *parts, n] for outcome, parts, n in view.outcomes],
    )
    _sheet(
        book,
        say("report.sheet.owners"),
        [say(f"report.col.{key}") for key in ("owner", "rules", "critical", "other")],
        [[say(f"report.owner.{line.owner}"), line.rules, line.critical, line.other] for line in view.owners],
    )
    _sheet(
        book,
        say("report.sheet.work"),
        [say(key) for key in _WORK],
        [
            [
                line.title.get(language),
                line.dataset.get(language),
                say(f"report.owner.{line.owner}"),
                line.remedy.get(language),
                say(f"report.severity.{line.severity}"),
                line.findings,
                line.rule_id,
            ]
            for line in view.work
        ],
    )
    units = [say(key) for key in _UNITS]
    _sheet(book, say("report.sheet.provinces"), units, [_unit(line, say) for line in view.provinces])
    _sheet(book, say("report.sheet.communes"), units, [_unit(line, say) for line in view.communes])
    book.close()
    return content.getvalue()


_FIGURES = (
    "report.summary.dataset",
    "report.col.records",
    "report.figure.ready",
    "report.figure.held",
    "report.summary.missing_id",
    "report.col.critical",
    "report.col.other",
    "report.section.waivers",
)
_WORK = (
    "report.summary.what",
    "report.summary.dataset",
    "report.col.owner",
    "report.col.remedy",
    "report.compare.severity",
    "report.waivers.findings",
    "report.col.id",
)
_UNITS = (
    "report.summary.rank",
    "report.col.commune",
    "report.col.code",
    "report.summary.province",
    "report.col.records",
    "report.figure.ready",
    "report.figure.held",
)


def _figures(figures: Figures) -> list[object]:
    counts = (figures.ready.part, figures.held, figures.missing_id, figures.critical, figures.other, figures.waived)
    return [figures.records, *counts]


def _score(score: Score) -> float | None:
    return None if score.value is None else round(score.value, 2)


def _unit(line: Unit, say: Callable[..., str]) -> list[object]:
    name = line.name if line.kind == "unit" else say(f"report.communes.{line.kind}")
    few = say("report.summary.few")
    counts = [few if n is None else n for n in (line.records, line.ready, line.held)]
    return [line.rank, name, line.code, line.province, *counts]


def _sheet(book: Any, name: str, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    figure = book.add_format({"border": 1, "num_format": "#,##0.##", "valign": "top"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        kind = "num" if any(isinstance(row[column], int | float) for row in rows) else "text"
        sheet.set_column(column, column, _WIDTH[kind])
        sheet.write_string(0, column, header, head)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(place, column, value, figure)
            elif value is None:
                sheet.write_blank(place, column, None, cell)
            else:
                sheet.write_string(place, column, str(value), cell)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headers) - 1)
