"""One personal number on persons who are not the same person likely.

Only numbers of 12 digits count, because CMND numbers were issued twice, and only persons of the same role: the same
person twice is the dataset's own duplicate rule.
"""

from dq.reconcile.persons import PERSONAL_ID
from dq.reconcile.sql import text_sql
from dq.reconcile.verdicts import compared_sql

MAX_VARIANTS = (
    20  # of name and birth date under one number; with more of them it is no slip, and pairs would be too many
)


def repeated_sql(person: str) -> str:
    """Return a SELECT of (role, identifier) that stand on persons of `person` whose names are not all equal.

    Equal names are the same person likely, so that most repeated numbers (one holder of several parcels) need no
    comparison at all. Numbers are counted first, names looked at for the repeated ones only: the names of a group are
    held outside of what DuckDB can spill.
    """
    numbered = f"applicable AND id_class = {text_sql(PERSONAL_ID)}"
    return f"""
        WITH shared AS MATERIALIZED (
            SELECT role, identifier FROM {person} WHERE {numbered} GROUP BY role, identifier HAVING count(*) > 1
        )
        SELECT role, identifier
        FROM {person} SEMI JOIN shared USING (role, identifier)
        WHERE {numbered}
        GROUP BY role, identifier
        HAVING count(name_key) < count(*) OR min(name_key) <> max(name_key)
    """


def duplicate_sql(person: str, repeated: str) -> str:
    """Return a SELECT of the (role, identifier) of `repeated` that are on two persons of `person` at least.

    Names and birth dates are compared once a pair of distinct ones, however many rows have them. A pair without
    anything to compare is no evidence of two persons.
    """
    return f"""
        WITH variant AS MATERIALIZED (
            SELECT role, identifier, p_name, p_tu, p_den, row_number() OVER () AS ordinal
            FROM (
                SELECT DISTINCT role, identifier, name_key AS p_name, birth_tu AS p_tu, birth_den AS p_den
                FROM {person} SEMI JOIN {repeated} USING (role, identifier)
                WHERE applicable
            )
        ),
        crowded AS MATERIALIZED (
            SELECT role, identifier FROM variant GROUP BY role, identifier HAVING count(*) > {MAX_VARIANTS}
        ),
        pair AS (
            SELECT
                a.role, a.identifier, a.p_name, a.p_tu, a.p_den, NULL AS p_sex,
                b.p_name AS r_name, b.p_tu AS r_tu, b.p_den AS r_den, NULL AS r_sex
            FROM (SELECT * FROM variant ANTI JOIN crowded USING (role, identifier)) a
            JOIN variant b ON a.role = b.role AND a.identifier = b.identifier AND a.ordinal < b.ordinal
        ),
        compared AS ({compared_sql("pair")})
        SELECT role, identifier FROM crowded
        UNION ALL
        -- Not WHERE, which would be pushed through the verdicts and compute each of them several times.
        SELECT role, identifier FROM compared GROUP BY role, identifier HAVING NOT bool_and(same_person_likely)
    """
