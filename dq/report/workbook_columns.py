"""The columns of the review workbook, its decisions, and the key that ties a row to its finding.

Headers are in both languages whatever the workbook's, so that an answer is found by them in any order, wherever a clerk
put further columns between.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dq.locale import LANGUAGES, load_locale
from dq.model import MALFORMED, Answer, Outcome
from dq.text.fold import fold_text


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A column of the review sheet. `fill`: the clerk writes in it; `hidden`: it ties the row to its finding."""

    code: str
    width: int
    fill: bool = False
    hidden: bool = False


COLUMNS = (
    ReviewColumn("number", 6),
    ReviewColumn("severity", 13),
    ReviewColumn("source_row", 11),
    ReviewColumn("commune", 21),
    ReviewColumn("name", 20),
    ReviewColumn("identifier", 15),
    ReviewColumn("field", 20),
    ReviewColumn("value", 18),
    ReviewColumn("problem", 32),
    ReviewColumn("remedy", 42),
    ReviewColumn("owner", 17),
    ReviewColumn("proposed", 16),
    ReviewColumn("earlier", 24),
    ReviewColumn("decision", 18, fill=True),
    ReviewColumn("corrected", 20, fill=True),
    ReviewColumn("other_field", 18, fill=True),
    ReviewColumn("note", 22, fill=True),
    ReviewColumn("date", 12, fill=True),
    ReviewColumn("by", 16, fill=True),
    ReviewColumn("choices", 10, hidden=True),
    ReviewColumn("run_id", 14, hidden=True),
    ReviewColumn("record_id", 10, hidden=True),
    ReviewColumn("rule_id", 20, hidden=True),
    ReviewColumn("column", 16, hidden=True),
    ReviewColumn("row_key", 18, hidden=True),
)
DATA = tuple(column.code for column in COLUMNS if not column.fill)
"""What `dq.report.workbook_rows` gives, all of it text."""

EXTRA = ("source_row", "field", "corrected", "note", "date", "by", "run_id")
"""Columns of the sheet of further corrections."""

_ALWAYS = (Answer.CORRECT, Answer.KEEP, Answer.UNVERIFIED, Answer.REFER_CIVIL_REGISTRY, Answer.REFER_POLICE)
_KEY_LENGTH = 16


def row_key(run: str, record_id: int, rule_id: str, column: str) -> str:
    """Return the check of a row's hidden cells: it no longer fits when one of them was changed."""
    text = "\0".join((run, str(record_id), rule_id, column))
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]


def may_remove(rule_id: str, kind: str) -> bool:
    """Whether taking the row off the list can be the answer: several rows are one, or the person is no longer kept."""
    of_several = {str(Outcome.DUPLICATE_ID), str(Outcome.DECEASED), "unique"}
    return rule_id == MALFORMED or kind == "cross" or rule_id.rpartition(".")[2] in of_several


def choices(*, proposed: bool, removable: bool) -> str:
    """Return the name of the list of decisions that a row offers."""
    return f"decisions_{int(proposed)}{int(removable)}"


def choice_lists() -> Mapping[str, tuple[Answer, ...]]:
    """Return the lists of decisions by their name."""
    return {
        choices(proposed=proposed, removable=removable): (
            *((Answer.ACCEPT,) if proposed else ()),
            *_ALWAYS,
            *((Answer.REMOVE,) if removable else ()),
        )
        for proposed in (False, True)
        for removable in (False, True)
    }


def header(code: str, separator: str = " · ") -> str:
    """Return the header of a column, in both languages."""
    return separator.join(load_locale(language).say(f"review.column.{code}") for language in LANGUAGES)


def field_titles(columns: Sequence[Mapping[str, Any]], language: str) -> dict[str, str]:
    """Return the columns that the file has by the title under which a clerk chooses one; no title stands for two."""
    present = [column for column in columns if column["present"]]
    titles = Counter(column["title"][language] for column in present)
    return {
        title if titles[title] == 1 else f"{title} ({column['name']})": column["name"]
        for column in present
        for title in [column["title"][language]]
    }


def column_of_title(columns: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the columns that the file has by their folded titles in both languages and by their names."""
    found = {fold_text(column["name"]): column["name"] for column in columns if column["present"]}
    for language in LANGUAGES:
        found |= {fold_text(title): name for title, name in field_titles(columns, language).items()}
    return found


@lru_cache(maxsize=1)
def column_of_header() -> Mapping[str, str]:
    """Return the code of each column by its folded header."""
    return {fold_text(header(column.code)): column.code for column in COLUMNS}


@lru_cache(maxsize=1)
def answer_of_label() -> Mapping[str, Answer]:
    """Return the answers by their folded labels in both languages and by their codes."""
    labels = {
        fold_text(load_locale(language).say(f"review.decision.{answer}")): answer
        for language in LANGUAGES
        for answer in Answer
    }
    return labels | {fold_text(answer): answer for answer in Answer}


@lru_cache(maxsize=1)
def words_for_empty() -> frozenset[str]:
    """Return the folded words by which a clerk says that a cell must become empty."""
    return frozenset(fold_text(load_locale(language).say("review.empty")) for language in LANGUAGES)


@lru_cache(maxsize=1)
def words_for_masked() -> frozenset[str]:
    """Return the folded words that stand in the place of a value that is not shown."""
    return frozenset(fold_text(load_locale(language).say("review.masked")) for language in LANGUAGES)
