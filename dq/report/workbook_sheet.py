"""The sheets of a review workbook: one row a finding, further corrections, and the lists behind the drop-downs.

Every cell is text, so that an identifier keeps its zeros and nothing from data is a formula. Only the clerk's cells are
unlocked; there is no password, so that a sheet can be unlocked to sort it.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dq.locale import load_locale
from dq.model import Severity
from dq.report.workbook_columns import COLUMNS, DATA, EXTRA, choice_lists, field_titles, header

MOST_ROWS = 1_000_000
_EXTRA_ROWS = 300
_WIDTHS = tuple(0 if column.hidden else column.width for column in COLUMNS if not column.fill)
_LINE_HEIGHT, _MOST_LINES = 13.5, 12
_BROAD = 1.12  # Vietnamese letters and the breaks between words take more than a digit's width
_CELL_CHARACTERS = 32_767
_LISTS = "lists"
_FIELDS = "review_fields"
_PROTECTED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
_DAYS = {"minimum": "=DATE(2020,1,1)", "maximum": "=DATE(2099,12,31)"}
_A3, _TEXT, _DAY = 8, "@", "dd/mm/yyyy"
_INK, _LINE, _WHITE = "#1B2A41", "#C9D2DC", "#FFFFFF"
_HEAD, _HEAD_FILL, _FILL, _PAPER = "#1F4E79", "#8A5A00", "#FFF8E1", "#F5F7FA"
_SEVERITY = {
    Severity.CRITICAL: ("#FBE3E1", "#8C1D18"),
    Severity.WARNING: ("#FDF0D0", "#6B4E00"),
    Severity.INFO: ("#E8EEF4", "#33475B"),
}


class ReviewBook:
    """Writes one workbook row by row, so that memory does not grow with it.

    Args:
        path: The file.
        language: Of the texts, `vi` or `en`; headers are in both.
        run: The parsed run.json.
        run_id: Its id.
    """

    def __init__(self, path: Path, *, language: str, run: Mapping[str, Any], run_id: str) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Any = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties({"title": load_locale(language).say("review.title"), "comments": run_id})
        self._say = load_locale(language).say
        self._run, self._run_id, self._language = run, run_id, language
        self.n_rows = 0
        self.cover = self.book.add_worksheet(self._say("review.sheet.cover"))
        self._rows = self.book.add_worksheet(self._say("review.sheet.rows"))
        self._extra = self.book.add_worksheet(self._say("review.sheet.extra"))
        self._lists = self.book.add_worksheet(_LISTS)
        self._formats = {column.code: self._format(locked=not column.fill) for column in COLUMNS}
        self._formats["date"] = self._format(locked=False, num_format=_DAY)
        self._formats |= {code: self._format(align="center") for code in ("number", "source_row")}
        self._of_severity = {
            self._say(f"severity.{severity}"): self._format(bg_color=fill, font_color=ink, bold=True, align="center")
            for severity, (fill, ink) in _SEVERITY.items()
        }
        self._write_lists()
        self._head()

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows that have the columns `DATA`."""
        places = {column.code: place for place, column in enumerate(COLUMNS)}
        data = [(places[code], self._formats[code]) for code in DATA]
        filled = [(place, self._formats[column.code]) for place, column in enumerate(COLUMNS) if column.fill]
        write, blank = self._rows.write_string, self._rows.write_blank
        for row in frame.select(DATA).iter_rows():
            self.n_rows += 1
            self._rows.set_row(self.n_rows, _height(row))
            for (place, style), value in zip(data, row, strict=True):
                if value is None:
                    blank(self.n_rows, place, None, style)
                else:
                    write(
                        self.n_rows,
                        place,
                        value[:_CELL_CHARACTERS],
                        self._of_severity.get(value, style) if place == 1 else style,
                    )
            for place, style in filled:
                blank(self.n_rows, place, None, style)

    def close(self, *, hide: Sequence[str] = ()) -> None:
        """Finish the sheets and write the file; the columns `hide` are hidden because no row uses them."""
        self._finish_rows(hide)
        self._write_extra()
        self._lists.hide()
        self.cover.activate()
        self.book.close()

    def _format(self, *, locked: bool = True, **changes: Any) -> Any:
        style = {
            "num_format": _TEXT, "locked": locked, "border": 1, "border_color": _LINE, "text_wrap": True,
            "valign": "top", "font_size": 10, "font_color": _INK, "bg_color": _WHITE if locked else _FILL,
        }  # fmt: skip
        return self.book.add_format(style | changes)

    def _head_format(self, *, fill: bool) -> Any:
        return self._format(
            bg_color=_HEAD_FILL if fill else _HEAD, font_color=_WHITE, bold=True, valign="vcenter", align="center"
        )

    def _head(self) -> None:
        heads = {fill: self._head_format(fill=fill) for fill in (False, True)}
        self._rows.set_row(0, 54)
        for place, column in enumerate(COLUMNS):
            self._rows.write_string(0, place, header(column.code, "\n"), heads[column.fill])

    def _finish_rows(self, hide: Sequence[str]) -> None:
        sheet, last = self._rows, max(self.n_rows, 1)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, None, {"hidden": column.hidden or column.code in hide})
        visible = [place for place, column in enumerate(COLUMNS) if not column.hidden]
        sheet.freeze_panes(1, [column.code for column in COLUMNS].index("source_row") + 1)
        sheet.autofilter(0, 0, last, visible[-1])
        self._validate(last)
        sheet.protect("", _PROTECTED)
        self._print(sheet)

    def _validate(self, last: int) -> None:
        places = {column.code: place for place, column in enumerate(COLUMNS)}
        choices = f"${chr(ord('A') + places['choices'])}2"
        self._rows.data_validation(
            1, places["decision"], last, places["decision"],
            self._list(f"=INDIRECT({choices})", "decision"),
        )  # fmt: skip
        self._rows.data_validation(
            1, places["other_field"], last, places["other_field"], self._list(f"={_FIELDS}", "field")
        )
        self._rows.data_validation(1, places["date"], last, places["date"], self._day())

    def _list(self, source: str, what: str) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": source,
            "error_title": self._say("review.validation.title"),
            "error_message": self._say(f"review.validation.{what}"),
        }

    def _day(self) -> dict[str, Any]:
        return {
            "validate": "date", "criteria": "between", **_DAYS,
            "error_title": self._say("review.validation.title"),
            "error_message": self._say("review.validation.date"),
        }  # fmt: skip

    def _write_extra(self) -> None:
        """Write the sheet on which a clerk corrects further fields, of any row of the file."""
        sheet, widths = self._extra, {column.code: column.width for column in COLUMNS}
        head, cell, key = self._head_format(fill=True), self._format(locked=False), self._formats["run_id"]
        day = self._format(locked=False, num_format=_DAY)
        sheet.set_row(0, 48)
        for place, code in enumerate(EXTRA):
            sheet.write_string(0, place, header(code, "\n"), head)
            sheet.set_column(place, place, max(widths[code], 14), None, {"hidden": code == "run_id"})
        for row in range(1, _EXTRA_ROWS + 1):
            for place, code in enumerate(EXTRA[:-1]):
                sheet.write_blank(row, place, None, day if code == "date" else cell)
            sheet.write_string(row, len(EXTRA) - 1, self._run_id, key)
        field, date = EXTRA.index("field"), EXTRA.index("date")
        sheet.data_validation(1, field, _EXTRA_ROWS, field, self._list(f"={_FIELDS}", "field"))
        sheet.data_validation(1, date, _EXTRA_ROWS, date, self._day())
        sheet.freeze_panes(1, 0)
        sheet.protect("", _PROTECTED)
        self._print(sheet)

    def _write_lists(self) -> None:
        lists = {
            name: [self._say(f"review.decision.{answer}") for answer in answers]
            for name, answers in choice_lists().items()
        }
        lists[_FIELDS] = list(field_titles(self._run["columns"], self._language))
        for row in range(max(map(len, lists.values()))):
            for place, texts in enumerate(lists.values()):
                if row < len(texts):
                    self._lists.write_string(row, place, texts[row])
        for place, (name, texts) in enumerate(lists.items()):
            letter = chr(ord("A") + place)
            self.book.define_name(name, f"={_LISTS}!${letter}$1:${letter}${len(texts)}")

    def _print(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P/&N")
        sheet.repeat_rows(0)


def _height(row: Sequence[str | None]) -> float:
    """Return how high a row must be for its wrapped texts: not every program finds that out by itself."""
    lines = (math.ceil(len(text) * _BROAD / width) for text, width in zip(row, _WIDTHS, strict=True) if text and width)
    return min(max(lines, default=1), _MOST_LINES) * _LINE_HEIGHT + 3
