"""The cover of a review workbook: which run it belongs to, what is in it and what is not, how to fill it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dq.locale import LANGUAGES, load_locale
from dq.model import Answer, Severity, Status
from dq.report.format import NONE, number, plain

_WIDTH = 78
_LINE = 84  # letters of a line
STEPS = ("one", "two", "three", "four", "five", "six", "seven")
_MOST_TABLE_RULES = 40


@dataclass(frozen=True, slots=True)
class Reveal:
    """Why a workbook shows whole values, who asked for it, and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Extent:
    """What a workbook holds: its rows of how many in all, its number among how many files, its commune."""

    rows: int
    total: int
    file: int = 1
    files: int = 1
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the cover, in each language; `style` says how it looks."""

    style: str
    texts: Mapping[str, str]


def write_cover(
    book: Any, sheet: Any, run: Mapping[str, Any], run_id: str, extent: Extent, reveal: Reveal | None
) -> None:
    """Write the cover: Vietnamese at the left, English beside it."""
    formats = {name: book.add_format(_BASE | style) for name, style in _STYLES.items()}
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, _WIDTH)
    sheet.set_column(2, 2, _WIDTH)
    row = 0
    for line in _lines(run, run_id, extent, reveal):
        row += 2 if line.style == "heading" else 1  # a gap above each part
        for place, language in enumerate(LANGUAGES, start=1):
            quiet = language != LANGUAGES[0] and line.style == "text"
            sheet.write_string(row, place, line.texts[language], formats["quiet" if quiet else line.style])
        sheet.set_row(row, _height(line))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&F&R&8&P/&N")


def _height(line: _Line) -> float:
    if line.style == "title":
        return 34
    longest = max(map(len, line.texts.values()))
    return (22 if line.style == "heading" else 18) + 16 * (longest // _LINE)


_BASE = {"text_wrap": True, "valign": "top", "font_size": 11, "font_color": "#1B2A41", "num_format": "@"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": "#1F4E79", "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"},
    "text": {},
    "quiet": {"font_color": "#4A5B6C"},
    "warning": {"bold": True, "font_color": "#8C1D18", "bg_color": "#FBE3E1"},
}


def _lines(run: Mapping[str, Any], run_id: str, extent: Extent, reveal: Reveal | None) -> Iterator[_Line]:
    yield _said("title", "review.title")
    yield _both("text", lambda language: f"{run['sector_title'][language]} · {run['dataset_title'][language]}")
    if reveal is not None:
        yield _said("warning", "review.cover.revealed", reason=reveal.reason, by=reveal.by, at=reveal.at)
    yield from _identity(run, run_id, extent)
    yield from _counts(run, extent)
    yield _said("heading", "review.cover.how")
    for step in STEPS:
        yield _said("text", f"review.cover.step.{step}")
    yield _said("heading", "review.cover.decisions")
    for answer in Answer:
        yield _both("text", lambda language, answer=answer: _decision(language, answer))
    yield from _table_rules(run)


def _decision(language: str, answer: Answer) -> str:
    say = load_locale(language).say
    return f"{say(f'review.decision.{answer}')}: {say(f'review.decision_means.{answer}')}"


def _identity(run: Mapping[str, Any], run_id: str, extent: Extent) -> Iterator[_Line]:
    reference = run["reference"]
    yield _said("heading", "review.cover.run")
    source = run["input"]
    yield _said("text", "review.cover.input", name=source["name"], rows=source["rows"])
    if source["sheet"]:
        yield _said("text", "review.cover.sheet", name=source["sheet"])
    yield _said("text", "review.cover.as_of", day=date.fromisoformat(run["as_of"]))
    yield _said("text", "review.cover.reference", name=reference["name"] if reference else NONE)
    yield _said("text", "review.cover.id", id=run_id)
    if extent.commune is not None:
        yield _said("text", "review.cover.commune", name=extent.commune)


def _counts(run: Mapping[str, Any], extent: Extent) -> Iterator[_Line]:
    yield _said("heading", "review.cover.counts")
    yield _said("text", "review.cover.rows", rows=extent.rows, total=extent.total)
    for severity in Severity:
        found = sum(rule["n_failed"] for rule in run["rules"] if rule["severity"] == severity)
        key = f"severity.{severity}"
        yield _both(
            "text",
            lambda language, key=key, found=found: f"{load_locale(language).say(key)}: {number(found, language)}",
        )
    if run["rows"]["malformed"]:
        yield _said("text", "review.cover.malformed", rows=run["rows"]["malformed"])
    if extent.files > 1:
        yield _said("warning", "review.cover.file", file=extent.file, files=extent.files)
    if extent.rows < extent.total and extent.files == 1 and extent.commune is None:
        yield _said("warning", "review.cover.cut", rows=extent.rows, rest=extent.total - extent.rows)


def _table_rules(run: Mapping[str, Any]) -> Iterator[_Line]:
    """Yield the failed rules about the table as a whole: no row of the workbook is theirs."""
    whole = [
        rule
        for rule in run["rules"]
        if rule["status"] == Status.FAILED and rule["kind"] == "dataset" and rule["n_checked"] == 1
    ]
    broken = [rule for rule in run["rules"] if rule["status"] == Status.ERROR]
    if whole or broken:
        yield _said("heading", "review.cover.table")
    for rule in (*whole, *broken)[:_MOST_TABLE_RULES]:
        yield _both("text", lambda language, rule=rule: f"{rule['title'][language]}. {rule['remedy'][language]}")
    if len(whole) + len(broken) > _MOST_TABLE_RULES:
        yield _said("text", "review.cover.more", n=len(whole) + len(broken) - _MOST_TABLE_RULES)


def _said(style: str, key: str, /, **parameters: object) -> _Line:
    return _both(
        style,
        lambda language: load_locale(language).say(
            key, **{name: plain(value, language) for name, value in parameters.items()}
        ),
    )


def _both(style: str, text: Any) -> _Line:
    return _Line(style, {language: text(language) for language in LANGUAGES})
