"""Pairs of records that are the same thing twice, as SQL: `left_id`, `right_id`, `reason`."""

from dq.catalog.sectors import DuplicateKey
from dq.reconcile.sql import enum_sql, one_of_sql
from dq.reconcile.verdicts import SAME_NAME, Verdict, compared_sql

OTHER_NUMBER = "other_number"
"""The reason of a person who stands there under two numbers, or once without one."""
SIMILAR_PERSON = "similar_person"
"""The reason of a person who is likely another one of the file, by all fields weighed together."""

_A_SLIP_APART = (Verdict.MARKS_MISSING, Verdict.SIMILAR)
_MOST = 200  # variants of persons with one birth date in one commune; a date on more of them is no birth date


def key_edges_sql(rows: str, key: DuplicateKey) -> str:
    """Return a SELECT of the records of `rows` that share `key` with an earlier one, each with the first of them.

    A record that lacks a part of the key shares it with nobody.
    """
    columns = ", ".join(key.columns)
    held = " AND ".join(f"{column} IS NOT NULL" for column in key.columns)
    return f"""
        SELECT left_id, record_id AS right_id, '{key.code}' AS reason
        FROM (SELECT record_id, min(record_id) OVER (PARTITION BY {columns}) AS left_id FROM {rows} WHERE {held})
        WHERE left_id <> record_id
    """


def person_edges_sql(person: str) -> str:
    """Return a SELECT of records of persons who are likely one, under different numbers.

    In one commune, with one whole birth date, of no different sex, and with names that are equal or one slip apart, as
    the register's comparison says; where both have a number, names that are equal but for i and y: two numbers are two
    persons, and names a letter apart are those of twins. Each person is compared once, however many records they have:
    a pair is that of their first records.

    Args:
        person: `record_id`, `role`, `identifier`, `name_key`, `birth_tu`, `birth_den`, `sex`, `commune`.
    """
    return f"""
        WITH variant AS MATERIALIZED (
            SELECT min(record_id) AS record_id, role, commune, identifier, name_key, birth_tu, birth_den, sex
            FROM {person}
            WHERE name_key IS NOT NULL AND birth_tu = birth_den AND commune IS NOT NULL
            GROUP BY ALL
        ),
        few AS (
            SELECT role, commune, birth_tu FROM variant GROUP BY ALL HAVING count(*) BETWEEN 2 AND {_MOST}
        ),
        near AS MATERIALIZED (SELECT * FROM variant SEMI JOIN few USING (role, commune, birth_tu)),
        pair AS (
            SELECT
                a.record_id AS left_id, b.record_id AS right_id,
                a.identifier IS NOT NULL AND b.identifier IS NOT NULL AS both_numbered,
                a.name_key AS p_name, a.birth_tu AS p_tu, a.birth_den AS p_den, a.sex AS p_sex,
                b.name_key AS r_name, b.birth_tu AS r_tu, b.birth_den AS r_den, b.sex AS r_sex
            FROM near a JOIN near b USING (role, commune, birth_tu)
            WHERE a.record_id < b.record_id AND a.identifier IS DISTINCT FROM b.identifier
        )
        SELECT DISTINCT left_id, right_id, '{OTHER_NUMBER}' AS reason
        FROM ({compared_sql("pair")})
        WHERE {one_of_sql("name", map(enum_sql, SAME_NAME))}
            AND NOT (both_numbered AND {one_of_sql("name", map(enum_sql, _A_SLIP_APART))})
            AND sex <> {enum_sql(Verdict.DIFFERENT)}
    """
