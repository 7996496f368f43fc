"""Where the records of one number contradict each other, as SQL; and whose word counts.

A fact is compared as the register's comparison does: names that differ in i and y alone agree, dates agree at the
coarser precision, communes as the units that they are part of today. The records of a number that say nothing of a fact
have no part in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dq.catalog import Catalog
from dq.model import RECORD_ID, SOURCE_ROW
from dq.text.names import spelling_sql

_RECORD: Mapping[str, type[pl.DataType]] = {
    "run": pl.String,
    "dataset": pl.String,
    "role": pl.String,
    RECORD_ID: pl.Int64,
    SOURCE_ROW: pl.Int64,
    "value": pl.String,
}
_CONFLICT: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "identifier": pl.String,
    "fact": pl.String,
    "authority": pl.String,
    "asked": pl.List(pl.String),
    "n_values": pl.Int64,
    "records": pl.List(pl.Struct(_RECORD)),
}
CONFLICT_SCHEMA = pl.Schema(_CONFLICT)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that several datasets hold of one person.

    What a record says can mean all values from `lower` to `upper`, as a birth year is all its days; of most facts it is
    one value. Records agree if they share one. If every two do, all do, so the greatest `lower` and the least `upper`
    tell whether any contradict each other.

    Attributes:
        value: SQL of what a record says, as text.
        lower: SQL of the least value that it can mean; null where the record says nothing.
        upper: SQL of the greatest.
    """

    value: str
    lower: str
    upper: str


_SPELLED = spelling_sql("name_key")
_STATUS = "CASE WHEN dead THEN 'chet' WHEN living THEN 'song' END"
FACTS: Mapping[str, Fact] = {
    "name": Fact("name", _SPELLED, _SPELLED),
    "birth_date": Fact("birth_date", "birth_tu", "birth_den"),
    "sex": Fact("sex", "sex", "sex"),
    "residence": Fact("residence", "place", "place"),
    "death_date": Fact("death_date", "death_tu", "death_den"),
    "life_status": Fact(_STATUS, _STATUS, _STATUS),
}
_COLUMN_OF = {"life_status": "death_date"}  # whose authority counts for a fact that has no column of its own
_RANK = ("register", "civil_registry", "sector")
_POLICE, _CIVIL_REGISTRY = "police", "civil_registry"


def authorities(catalog: Catalog) -> dict[str, str]:
    """Return whose word counts for each fact: the highest that a schema gives for a column of it.

    register > civil_registry > sector.
    """
    found: dict[str, str] = {}
    for fact in FACTS:
        named = {
            catalog.schema(dataset).field(column).authority
            for sector in catalog.sectors.values()
            for dataset, roles in sector.roles.items()
            for role in roles
            if (column := role.column(_COLUMN_OF.get(fact, fact)))
        }
        found[fact] = next((name for name in _RANK if name in named), _RANK[-1])
    return found


def conflicts_sql(record: str, authority: Mapping[str, str]) -> str:
    """Return a SELECT of `CONFLICT_SCHEMA`: a row a number and fact in which records of the number disagree.

    Args:
        record: A table of `records.person_rows`.
        authority: See `authorities`.
    """
    parts = [_fact_sql(record, name, fact, authority[name]) for name, fact in FACTS.items()]
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY identifier, fact"


def _fact_sql(record: str, name: str, fact: Fact, authority: str) -> str:
    """Two steps, so that values are collected for the few numbers that need it."""
    refs = ", ".join(f"{part} := {part}" for part in _RECORD)
    told = f"SELECT *, {fact.lower} AS lower, {fact.upper} AS upper FROM {record} WHERE ({fact.lower}) IS NOT NULL"
    civil = f"FILTER (starts_with(dataset, '{_CIVIL_REGISTRY}.'))"
    return f"""
        SELECT
            identifier, '{name}' AS fact, '{authority}' AS authority, {_asked_sql(authority)} AS asked,
            count(DISTINCT (lower, upper)) AS n_values,
            list(struct_pack({refs}) ORDER BY dataset, run, {RECORD_ID}, role) AS records
        FROM (
            SELECT
                *, split_part(dataset, '.', 1) AS sector, {fact.value} AS value,
                lower > right_upper OR upper < right_lower AS wrong
            FROM ({told}) JOIN (
                SELECT identifier, max(lower) {civil} AS right_lower, min(upper) {civil} AS right_upper
                FROM ({told}) GROUP BY identifier HAVING max(lower) > min(upper)
            ) USING (identifier)
        )
        GROUP BY identifier
    """


def _asked_sql(authority: str) -> str:
    """Return SQL for who is asked to correct.

    The register's own facts are the police's to settle. Where civil status is the authority and says one thing, those
    sectors that say another; where it says nothing, or two things, civil status is asked first. Everything else is
    settled among the sectors.
    """
    if authority == "register":
        return f"['{_POLICE}']"
    if authority == _CIVIL_REGISTRY:
        others = "list_sort(list(DISTINCT sector) FILTER (wrong))"
        settled = "bool_and(right_lower <= right_upper) AND bool_or(wrong)"
        return f"CASE WHEN {settled} THEN {others} ELSE ['{_CIVIL_REGISTRY}'] END"
    return "list_sort(list(DISTINCT sector))"
