"""The rows of the review workbook: findings of a run with what a clerk needs to find and settle each, worst first.

The findings stand in record order in their file, so a pass over it for each severity gives them worst first without
sorting; the values beside them are read for a few thousand findings at a time. Memory does not grow with the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from dq.gazetteer import commune_names
from dq.locale import load_locale
from dq.model import MALFORMED, RECORD_ID, SOURCE_ROW, SOURCE_SHEET, Outcome, Severity
from dq.report.format import PartialDay, plain
from dq.report.mask import CellState, mask
from dq.report.samples import person_columns
from dq.report.shown import clean, last4
from dq.report.workbook_columns import DATA, choices, may_remove, row_key
from dq.report.workbook_offers import Offers, read_offers
from dq.runs import CLEAN, FINDINGS, QUARANTINE, RECONCILIATION, run_id
from dq.staging import read_batches

WINDOW = 10_000
_NOTE = 400  # characters of what a clerk noted
_FINDING = ("rule_id", RECORD_ID, SOURCE_ROW, "column")
_SCHEMA = dict.fromkeys(DATA, pl.String)
_SEXES = ("nam", "nu")
_BY_FIELD = (Outcome.MISMATCHED, Outcome.MATCHED_SPELLING)  # not the identifier is to be looked at, but what differs


@dataclass(frozen=True, slots=True)
class RowSource:
    """What rows are made from: the run folder, its run.json, the language, and whether values are shown whole."""

    folder: Path
    run: Mapping[str, Any]
    language: str
    reveal: bool = False

    @property
    def fields(self) -> dict[str, Mapping[str, Any]]:
        """The columns of the file by name."""
        return {column["name"]: column for column in self.run["columns"] if column["present"]}


def review_rows(source: RowSource, *, most: int | None = None) -> Iterator[pl.DataFrame]:
    """Yield the rows of the workbook (the columns `DATA`, all text), worst first, at most `most` of them.

    Critical findings come first, malformed lines before all; those of one severity in the order of the file.
    """
    rest = most
    for frame in _all_rows(source):
        yield frame if rest is None else frame.head(rest)
        rest = None if rest is None else rest - frame.height
        if rest is not None and rest <= 0:
            return


def count_rows(source: RowSource) -> int:
    """Return how many rows `review_rows` gives in all: a finding each, and one a field for who differs in several."""
    findings = pl.scan_parquet(source.folder / FINDINGS, glob=False).select(pl.len())
    several = (
        pl.scan_parquet(source.folder / RECONCILIATION, glob=False)
        .filter(pl.col("outcome") == str(Outcome.MISMATCHED))
        .select((pl.col("fields_differing").list.len().cast(pl.Int64) - 1).clip(lower_bound=0).sum())
    )
    return int(findings.collect().item() + several.collect().item() + source.run["rows"]["malformed"])


def _all_rows(source: RowSource) -> Iterator[pl.DataFrame]:
    rules = {rule["id"]: rule for rule in source.run["rules"]}
    number = 0
    for findings in _windows(source, rules):
        rows = list(_Window(source, rules, findings).rows(number))
        number += len(rows)
        yield pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _windows(source: RowSource, rules: Mapping[str, Mapping[str, Any]]) -> Iterator[pl.DataFrame]:
    if source.run["rows"]["malformed"]:
        quarantine = pl.scan_parquet(source.folder / QUARANTINE, glob=False)
        malformed = quarantine.filter(pl.col("reasons").list.contains(MALFORMED)).select(RECORD_ID, SOURCE_ROW)
        lines = malformed.collect().sort(RECORD_ID)
        yield lines.select(
            pl.lit(MALFORMED).alias("rule_id"), RECORD_ID, SOURCE_ROW, pl.lit(None, pl.String).alias("column")
        )
    for severity in Severity:
        wanted = [rule_id for rule_id, rule in rules.items() if rule["severity"] == severity]
        waiting = pl.DataFrame()
        for batch in read_batches(source.folder / FINDINGS, _FINDING, WINDOW):
            waiting = pl.concat([waiting, batch.filter(pl.col("rule_id").is_in(wanted))], how="diagonal")
            if waiting.height >= WINDOW:
                yield waiting
                waiting = waiting.clear()
        if waiting.height:
            yield waiting


class _Window:
    """A few thousand findings with the records that they are about."""

    def __init__(self, source: RowSource, rules: Mapping[str, Mapping[str, Any]], findings: pl.DataFrame) -> None:
        self.source, self.rules, self.findings = source, rules, findings
        self.fields = source.fields
        self.say = load_locale(source.language).say
        self.run = run_id(source.run)
        self.communes = commune_names(date.fromisoformat(source.run["as_of"]))
        self.records = self._records()
        self.differing = self._differing()
        self.offers: Offers = read_offers(source.folder, self._ids())

    def rows(self, number: int) -> Iterator[tuple[str | None, ...]]:
        """Yield the rows as `DATA`, numbered after `number`."""
        for rule_id, record, source_row, column in self.findings.iter_rows():
            for field in self._at_fault(rule_id, record, column):
                number += 1
                yield self._row(number, rule_id, record, source_row, field)

    def _ids(self) -> pl.Series:
        return self.findings[RECORD_ID].unique().sort()

    def _records(self) -> dict[int, dict[str, Any]]:
        ids = self._ids()
        found: dict[int, dict[str, Any]] = {}
        for name in (CLEAN, QUARANTINE):
            scan = pl.scan_parquet(self.source.folder / name, glob=False)
            there = scan.collect_schema().names()
            wanted = [column for column in (SOURCE_SHEET, *self.fields, "malformed_text") if column in there]
            near = scan.filter(pl.col(RECORD_ID).is_between(ids[0], ids[-1])).select(RECORD_ID, *wanted).collect()
            rows = near.join(ids.to_frame(), on=RECORD_ID, how="semi")
            found |= {row[RECORD_ID]: row for row in rows.iter_rows(named=True)}
        return found

    def _differing(self) -> dict[tuple[int, str], list[str]]:
        """Return the columns in which a person differs from the register, by record and the person's identifier."""
        ids = self._ids()
        scan = pl.scan_parquet(self.source.folder / RECONCILIATION, glob=False).filter(
            pl.col(RECORD_ID).is_between(ids[0], ids[-1]), pl.col("outcome").is_in([str(item) for item in _BY_FIELD])
        )
        columns = {role["role"]: role for role in self.source.run["roles"]}
        found = {}
        for record, role, outcome, names in (
            scan.select(RECORD_ID, "role", "outcome", "fields_differing").collect().iter_rows()
        ):
            person = columns[role]
            spelled = [person["name"]] if outcome == Outcome.MATCHED_SPELLING else []
            found[record, person["identifier"]] = spelled or names or [person["name"]]
        return found

    def _at_fault(self, rule_id: str, record: int, column: str | None) -> Sequence[str]:
        if rule_id.rpartition(".register.")[2] in _BY_FIELD and column is not None:
            return self.differing.get((record, column), [column])
        return [column or ""]

    def _row(self, number: int, rule_id: str, record: int, source_row: int, column: str) -> tuple[str | None, ...]:
        values, language = self.records.get(record, {}), self.source.language
        malformed = rule_id == MALFORMED
        rule = _malformed_rule(language) if malformed else _texts(self.rules[rule_id], language)
        name, identifier = self._person(column)
        offer = self.offers.proposal(record, column)
        removable = may_remove(rule_id, "" if malformed else self.rules[rule_id]["kind"])
        cells = {
            "number": str(number),
            "severity": self.say(f"severity.{rule.severity}"),
            "source_row": self._place(values, source_row),
            "commune": self._commune(values),
            "name": self._value(values, name),
            "identifier": self._value(values, identifier),
            "field": self._title(column),
            "value": self._line(values) if malformed else self._value(values, column, rule_id),
            "problem": rule.title,
            "remedy": rule.remedy,
            "owner": self.say(f"owner.{rule.owner}"),
            "proposed": self._offered(record, column, offer),
            "earlier": self._earlier(record, rule_id, column),
            "choices": choices(proposed=self.offers.may_accept(record, column), removable=removable),
            "run_id": self.run,
            "record_id": str(record),
            "rule_id": rule_id,
            "column": column,
            "row_key": row_key(self.run, record, rule_id, column),
        }
        return tuple(cells[code] for code in DATA)

    def _place(self, values: Mapping[str, Any], row: int) -> str:
        several = len(self.source.run["input"]["sheets"]) > 1 and values.get(SOURCE_SHEET)
        return f"{values[SOURCE_SHEET]} · {row}" if several else str(row)

    def _person(self, column: str) -> tuple[str, str]:
        found = _person_of(column, tuple(self.fields), tuple(field["type"] for field in self.fields.values()))
        return found.get("person_name", ""), found.get("personal_id", "")

    def _title(self, column: str) -> str | None:
        return self.fields[column]["title"][self.source.language] if column in self.fields else None

    def _commune(self, values: Mapping[str, Any]) -> str | None:
        column = self.source.run["commune_column"]
        code = values.get(column) if column in self.fields else None
        if code is None:
            return None
        name = self.communes.get(code)
        return f"{code} {name}" if name else clean(str(code))

    def _value(self, values: Mapping[str, Any], column: str, rule_id: str = "") -> str | None:
        if column not in self.fields:
            return None
        value, field = values.get(column), self.fields[column]
        if value is None or value == "":
            return self.say("review.unreadable") if rule_id.endswith(f".{column}.type") else None
        if field["type"] == "sex" and value in _SEXES:
            return self.say(f"sex.{value}")
        if self.source.reveal:
            shown = PartialDay(value) if field["type"] in {"birth_date", "partial_date"} else value
            return plain(shown, self.source.language) if not isinstance(value, int | float) else str(value)
        cell = mask(value, field)
        if cell.state is CellState.HIDDEN:
            return self.say("review.masked")
        return plain(cell.value, self.source.language)

    def _line(self, values: Mapping[str, Any]) -> str | None:
        """Return a malformed line: personal in an order that nobody knows, so only its ends are shown."""
        text = values.get("malformed_text") or ""
        return str(text) if self.source.reveal else clean(str(text))

    def _offered(self, record: int, column: str, offer: str | None) -> str | None:
        found = self.offers.candidates(record, self._role(column))
        if self.offers.may_accept(record, column):
            found = [candidate for candidate in found if candidate[0] == offer]
        if offer is not None and not found:
            return self._value({column: offer}, column)
        shown = [
            self.say("review.candidate", number=number if self.source.reveal else last4(number), percent=round(100 * p))
            for number, p in found
        ]
        return "; ".join(shown) or None

    def _role(self, column: str) -> str:
        roles = {role["identifier"]: role["role"] for role in self.source.run["roles"]}
        return str(roles.get(column, ""))

    def _earlier(self, record: int, rule_id: str, column: str) -> str | None:
        answer = self.offers.earlier(record, rule_id, column)
        if answer is None:
            return None
        decision, by, day, note = answer
        note = note if self.source.reveal or not note else clean(note, most=_NOTE, keep_dates=True)
        parts = [self.say(f"review.decision.{decision}"), by, plain(day, self.source.language) if day else None, note]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _RuleTexts:
    severity: str
    owner: str
    title: str
    remedy: str


def _texts(rule: Mapping[str, Any], language: str) -> _RuleTexts:
    return _RuleTexts(rule["severity"], rule["owner"], rule["title"][language], rule["remedy"][language])


def _malformed_rule(language: str) -> _RuleTexts:
    say = load_locale(language).say
    return _RuleTexts("critical", "sector", say("review.malformed.title"), say("review.malformed.remedy"))


@lru_cache(maxsize=512)
def _person_of(column: str, names: tuple[str, ...], types: tuple[str, ...]) -> Mapping[str, str]:
    """Return the columns that tell whose `column` it is, by their type."""
    fields = {name: {"type": kind} for name, kind in zip(names, types, strict=True)}
    return {fields[name]["type"]: name for name in reversed(person_columns([column], fields))}
