"""The workbook of answers that were sent back, each with the reason and where it stands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from dq.locale import LANGUAGES, load_locale
from dq.model import Answer
from dq.report.workbook_columns import field_titles

COLUMNS = {  # code of the header → width
    "file": 30, "place": 9, "source_row": 9, "field": 22, "decision": 20, "corrected": 24, "note": 28, "by": 20,
    "reason": 64,
}  # fmt: skip
_CELL_CHARACTERS = 32_767


def write_rejected(path: Path, rejected: pl.DataFrame, run: Mapping[str, Any], *, language: str) -> None:
    """Write the answers that were sent back, by file and row.

    Args:
        path: The workbook.
        rejected: Answers with `shown_row`, `reason` (a code) and `detail` (a rule, or other places); `decision` is a
            label as it was chosen, or a code.
        run: The parsed run.json of the run that they answer.
        language: Of the reasons.
    """
    import xlsxwriter

    say = load_locale(language).say
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    titles = {name: title for title, name in field_titles(run["columns"], language).items()}
    codes = {str(answer): say(f"review.decision.{answer}") for answer in Answer}
    rules = {rule["id"]: rule["title"][language] for rule in run["rules"]}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(say("apply.sheet"))
        cell = book.add_format(
            {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D2DC"}
        )
        head = book.add_format(
            {
                "bold": True,
                "bg_color": "#8C1D18",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "align": "center",
                "border": 1,
            }
        )
        sheet.set_row(0, 34)
        for place, (code, width) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, width)
            header = "\n".join(load_locale(name).say(f"apply.column.{code}") for name in LANGUAGES)
            sheet.write_string(0, place, header, head)
        for number, row in enumerate(rejected.sort("file", "place").iter_rows(named=True), start=1):
            reason = say(f"apply.reason.{row['reason']}", detail=rules.get(row["detail"], row["detail"] or ""))
            field = row["other_field"] or titles.get(row["column"], row["column"])
            decision = codes.get(row["decision"], row["decision"])
            texts = {**row, "source_row": row["shown_row"], "field": field, "decision": decision, "reason": reason}
            for place, code in enumerate(COLUMNS):
                text = "" if texts[code] is None else str(texts[code])
                sheet.write_string(number, place, text[:_CELL_CHARACTERS], cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rejected.height, len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
