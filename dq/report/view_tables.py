"""The tables of a view: by commune, repairs, columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dq.model import Text
from dq.report.counts import NO_CODE, NOT_A_CODE
from dq.report.format import SMALL, Count, Share
from dq.report.source import Source

MOST_COLUMNS = 12  # of one repair


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """Records of a commune. `kind`: `commune`, `no_code`, `not_a_code`, or `rest` for all that are not shown."""

    kind: str
    code: str
    name: str | None
    total: Count
    ready: Count
    held: Count
    share: Share


@dataclass(frozen=True, slots=True)
class Communes:
    """The first communes by records held back; `n` is how many there are in all."""

    lines: tuple[CommuneLine, ...]
    rest: CommuneLine | None
    n: int
    n_rest: int
    suppressed: bool


@dataclass(frozen=True, slots=True)
class RepairLine:
    """How many values one repair changed, in all and by column, most first; `n_columns` counts those not listed too."""

    repair: str
    n: int
    columns: tuple[tuple[Text, Share], ...]
    n_columns: int


@dataclass(frozen=True, slots=True)
class Repairs:
    """What normalizing changed; `n` kinds of repairs in all, `total` of them made."""

    lines: tuple[RepairLine, ...]
    n: int
    total: int


@dataclass(frozen=True, slots=True)
class Forms:
    """How the values of a column are written: the most frequent forms, and how many more there are."""

    most: tuple[tuple[str, Share], ...]
    more: int


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A canonical column that the file has. `distinct` and forms: None where there are none to show."""

    name: str
    title: Text
    header: str
    filled: Count
    share: Share
    unreadable: Count
    changed: Count
    sensitive: bool
    distinct: Count | None
    distinct_exact: bool
    before: Forms | None
    after: Forms | None


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """What was decided about a whole column: a message key, the field, and the figure or word of the message."""

    key: str
    title: Text
    n: int = 0
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Canonical columns of the file, those it lacks, and how many others it has (never named here)."""

    present: tuple[ColumnLine, ...]
    notes: tuple[ColumnNote, ...]
    absent: tuple[tuple[str, Text], ...]
    n_others: int
    sampled: int


def communes_table(source: Source, *, most: int) -> Communes:
    """Return the communes with the most records held back, the others as one line.

    In a report that is published a count below five is hidden, and with it what it could be worked out from: the other
    part of the same commune, and if it is the only such line, the line with the next smallest part.
    """
    rows = source.communes
    shown = [(code, ready, held) for code, ready, held in rows[:most]]
    rest = rows[most:]
    if rest:
        shown.append(("", sum(row[1] for row in rest), sum(row[2] for row in rest)))
    hidden = _hidden(shown) if source.public else set()
    lines = [_commune(row, source.commune_names, hidden=place in hidden) for place, row in enumerate(shown)]
    last = _as_rest(lines.pop()) if rest else None
    return Communes(tuple(lines), last, len(rows), len(rest), bool(hidden))


def repairs_table(run: Mapping[str, Any], *, most: int) -> Repairs:
    """Return the repairs, the most frequent first, each with the columns that it changed."""
    columns = {column["name"]: column for column in run["columns"]}
    records = run["rows"]["total"] - run["rows"]["malformed"]
    kinds: dict[str, list[tuple[int, str]]] = {}
    for entry in run["repairs"]:
        kinds.setdefault(entry["repair"], []).append((entry["count"], entry["column"]))
    lines = []
    for repair, changed in kinds.items():
        shown = sorted(changed, key=lambda item: (-item[0], item[1]))[:MOST_COLUMNS]
        by_column = tuple((_title(columns, name), Share(n, records)) for n, name in shown)
        lines.append(RepairLine(repair, sum(n for n, _ in changed), by_column, len(changed)))
    lines.sort(key=lambda line: (-line.n, line.repair))
    return Repairs(tuple(lines[:most]), len(lines), sum(line.n for line in lines))


def columns_table(run: Mapping[str, Any], *, public: bool) -> Columns:
    """Return the canonical columns: header, cells filled, distinct, unreadable, changed, and how they are written.

    Other columns are only counted. A report that is published has no form that fewer than five cells have.
    """
    records = run["rows"]["total"] - run["rows"]["malformed"]
    present = tuple(_column(column, records, public=public) for column in run["columns"] if column["present"])
    absent = tuple((column["name"], Text(**column["title"])) for column in run["columns"] if not column["present"])
    others = sum(header["column"] is None for header in run["input"]["headers"])
    notes = tuple(note for column in run["columns"] for note in _column_notes(column))
    sampled = max((column["forms"]["step"] for column in run["columns"] if column.get("forms")), default=1)
    return Columns(present, notes, absent, others, sampled)


def _column_notes(column: Mapping[str, Any]) -> Iterator[ColumnNote]:
    title = Text(**column["title"])
    if column.get("date_order") in {"month_first", "conflicting"}:
        yield ColumnNote(f"report.columns.{column['date_order']}", title)
    if column.get("lunar_dates"):
        yield ColumnNote("report.columns.lunar", title, n=column["lunar_dates"])
    if column.get("encoding"):
        yield ColumnNote("report.columns.encoding", title, encoding=column["encoding"].upper())


def _column(column: Mapping[str, Any], records: int, *, public: bool) -> ColumnLine:
    counts = [column[name] or 0 for name in ("filled", "unreadable", "changed")]
    few = public and column["sensitive"] and any(0 < n < SMALL for n in (*counts, records - counts[0]))
    filled, unreadable, changed = (Count(n, small=few and 0 < n < SMALL, hidden=few and n >= SMALL) for n in counts)
    return ColumnLine(
        name=column["name"],
        title=Text(**column["title"]),
        header=column["header"] or "",
        filled=filled,
        share=Share(None if few else counts[0], records),
        unreadable=unreadable,
        changed=changed,
        sensitive=column["sensitive"],
        distinct=None if few or "distinct" not in column else Count(column["distinct"]),
        distinct_exact=column.get("distinct_exact", True),
        before=_forms(column, "before", public=public),
        after=_forms(column, "after", public=public),
    )


def _forms(column: Mapping[str, Any], when: str, *, public: bool) -> Forms | None:
    # Without the key in the folder of an older version, without a value for a column of words.
    forms = column.get("forms")
    if not forms:
        return None
    found = forms[when]
    shown = [item for item in found["most"] if not public or item["count"] >= SMALL]
    most = tuple((item["form"], Share(item["count"], found["seen"])) for item in shown)
    return Forms(most, found["n_forms"] - len(most))


def _hidden(rows: list[tuple[str, int, int]]) -> set[int]:
    small = {place for place, (_, ready, held) in enumerate(rows) if 0 < ready < SMALL or 0 < held < SMALL}
    others = [(min(ready, held), place) for place, (_, ready, held) in enumerate(rows) if place not in small]
    if len(small) == 1 and others:
        small.add(min(others)[1])
    return small


def _commune(row: tuple[str, int, int], names: Mapping[str, str], *, hidden: bool) -> CommuneLine:
    code, ready, held = row
    total = ready + held
    kind = {NO_CODE: "no_code", NOT_A_CODE: "not_a_code"}.get(code, "commune")
    return CommuneLine(
        kind=kind,
        code=code if kind == "commune" else "",
        name=names.get(code),
        total=Count(total, small=hidden and 0 < total < SMALL),
        ready=_part(ready, hidden=hidden),
        held=_part(held, hidden=hidden),
        share=Share(None if hidden else ready, total),
    )


def _part(n: int, *, hidden: bool) -> Count:
    small = hidden and 0 < n < SMALL
    return Count(n, small=small, hidden=hidden and not small)


def _as_rest(line: CommuneLine) -> CommuneLine:
    return CommuneLine("rest", "", None, line.total, line.ready, line.held, line.share)


def _title(columns: Mapping[str, Mapping[str, Any]], name: str) -> Text:
    return Text(**columns[name]["title"]) if name in columns else Text(name, name)
