"""Communes and provinces: counts that reveal nobody, and a ranking that small units do not disturb."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from dq.gazetteer import commune_names, communes
from dq.report.counts import NO_CODE, NOT_A_CODE
from dq.report.format import SMALL
from dq.summary.model import UnitLine
from dq.summary.read import Run

FEWEST = 30  # records of a unit that is ranked: below it a single record moves the share by more than 3 points


def unit_counts(runs: Iterable[Run]) -> dict[str, tuple[int, int]]:
    """Return records ready and held by commune code, over all runs."""
    ready: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for run in runs:
        for code, clean, kept in run.communes:
            ready[code] += clean
            held[code] += kept
    return {code: (ready[code], held[code]) for code in ready | held}


def commune_lines(counts: Mapping[str, tuple[int, int]], day: date) -> tuple[UnitLine, ...]:
    """Return a line a commune, ranked first."""
    names, province = commune_names(day), province_of(day)
    return _lines(counts, {code: (names.get(code), province.get(code, (None, None))[1]) for code in counts})


def province_lines(counts: Mapping[str, tuple[int, int]], day: date) -> tuple[UnitLine, ...]:
    """Return a line a province: the sum of its communes; communes of no known code are summed under ""."""
    province = province_of(day)
    sums: dict[str, tuple[int, int]] = {}
    names: dict[str, tuple[str | None, str | None]] = {}
    for commune, (ready, held) in counts.items():
        code, name = province.get(commune, (NO_CODE, None))
        before = sums.get(code, (0, 0))
        sums[code] = (before[0] + ready, before[1] + held)
        names[code] = (name, name)
    return _lines(sums, names)


def province_of(day: date) -> dict[str, tuple[str, str]]:
    """Return code and name of the province of each commune in force on a day."""
    rows = _in_force(day).select("code", "province_code", "province_name").iter_rows()
    return {code: (province, name) for code, province, name in rows}


def expected_communes(counts: Mapping[str, tuple[int, int]], day: date) -> dict[str, str]:
    """Return the communes, by code, of the provinces with records; a stray code does not call for a whole province."""
    province, names = province_of(day), commune_names(day)
    records: Counter[str] = Counter()
    for code, parts in counts.items():
        if code in province:
            records[province[code][0]] += sum(parts)
    there = [code for code, n in records.items() if n >= FEWEST]
    table = _in_force(day).filter(pl.col("province_code").is_in(there) & pl.col("alias_of").is_null())
    return {code: names[code] for code in table["code"]}


def _in_force(day: date) -> pl.DataFrame:
    started = pl.col("valid_from").fill_null(date.min) <= day
    rows = communes().filter(pl.col("code").is_not_null(), started & (pl.col("valid_to").fill_null(date.max) >= day))
    return rows.select("code", "province_code", "province_name", "alias_of")


def _lines(
    counts: Mapping[str, tuple[int, int]], names: Mapping[str, tuple[str | None, str | None]]
) -> tuple[UnitLine, ...]:
    hidden = _hidden(counts)
    ranks = _ranks(counts)
    lines = []
    for code, (ready, held) in counts.items():
        records, secret = ready + held, code in hidden
        shown = None if secret else ready
        lines.append(
            UnitLine(
                code=code,
                name=names[code][0],
                province=names[code][1],
                records=None if records < SMALL else records,
                ready=shown,
                held=None if secret else held,
                share=None if secret or not records else ready / records,
                rank=ranks.get(code),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, -(line.records or 0), line.code)))


def _hidden(counts: Mapping[str, tuple[int, int]]) -> set[str]:
    """Return the units whose parts are not shown: a part is below five, or it would tell such a part of another."""
    small = {code for code, parts in counts.items() if any(0 < part < SMALL for part in parts)}
    others = sorted((min(parts), code) for code, parts in counts.items() if code not in small)
    return small | ({others[0][1]} if len(small) == 1 and others else set())


def _ranks(counts: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Return the rank of each unit with enough records; equal shares (to 0.1 %) share a rank."""
    shares = {
        code: round(ready / (ready + held), 3)
        for code, (ready, held) in counts.items()
        if ready + held >= FEWEST and code not in {NO_CODE, NOT_A_CODE}
    }
    ordered: Sequence[float] = sorted(shares.values(), reverse=True)
    return {code: ordered.index(share) + 1 for code, share in shares.items()}
