"""Which record of the old run is which of the new one: by the keys of the schema, and never by a guess.

A key counts where all its parts are filled. The keys are tried in order; a record is known again where its key stands
on one record of each run. What is left then is matched in groups by the first key: records that share it are not told
apart. SQL only; keys are compared as 128-bit hashes, so that a row costs the same whatever its values.
"""

from collections.abc import Sequence

from dq.compare.sql import column_sql
from dq.model import RECORD_ID

SIDES = ("old", "new")
MATCHED, GONE, AMBIGUOUS, WITHOUT_KEY, BROKEN = "matched", "gone", "ambiguous", "without_key", "malformed"


def rows_sql(side: str, source: str, keys: Sequence[Sequence[str]], commune: str | None) -> str:
    """Return the statement that makes `rows_<side>`: record, commune, a hash a key (null where a part is empty).

    Args:
        side: `old` or `new`.
        source: A SELECT of the run's records with `record_id`, `malformed` and the columns of `keys`.
        keys: The keys in the order in which they are tried.
        commune: The column of the commune code.
    """
    hashes = ", ".join(f"{_key_sql(key, place)} AS k{place}" for place, key in enumerate(keys))
    code = column_sql(commune) if commune else "NULL"
    unit = f"CASE WHEN {code} IS NULL THEN '' WHEN regexp_full_match({code}, '[0-9]{{5}}') THEN {code} ELSE '?' END"
    return (
        f"CREATE TABLE rows_{side} AS SELECT {RECORD_ID}, malformed, {unit} AS commune, {hashes}, "
        f"NULL::UHUGEINT AS matched, NULL::INTEGER AS pass FROM ({source})"
    )


def pass_sql(place: int) -> list[str]:
    """Return the statements that match what is left by key `place`, where it is unique in each of the two runs."""
    key = f"k{place}"
    unique = " INTERSECT ".join(
        f"SELECT {key} FROM rows_{side} WHERE {key} IS NOT NULL GROUP BY {key} "
        f"HAVING count(*) = 1 AND count(matched) = 0"
        for side in SIDES
    )
    return _mark_sql(unique, key, place)


def group_sql(n_keys: int) -> list[str]:
    """Return the statements that match what is left in groups by the first key."""
    shared = " INTERSECT ".join(
        f"SELECT k0 FROM rows_{side} WHERE k0 IS NOT NULL AND matched IS NULL" for side in SIDES
    )
    return _mark_sql(shared, "k0", n_keys)


def states_sql(side: str, n_keys: int) -> str:
    """Return the statement that makes `states_<side>`: what became of each record.

    `gone` is a record whose keys the other run does not have, `ambiguous` one whose key is there but not unique.
    """
    other = SIDES[1 - SIDES.index(side)]
    keys = range(n_keys)
    known = " OR ".join(f"k{place} IN (SELECT k{place} FROM rows_{other} WHERE k{place} IS NOT NULL)" for place in keys)
    empty = " AND ".join(f"k{place} IS NULL" for place in keys)
    return (
        f"CREATE TABLE states_{side} AS SELECT {RECORD_ID}, commune, matched, pass, "
        f"CASE WHEN malformed THEN '{BROKEN}' WHEN matched IS NOT NULL THEN '{MATCHED}' "
        f"WHEN {empty} THEN '{WITHOUT_KEY}' WHEN {known} THEN '{AMBIGUOUS}' ELSE '{GONE}' END AS state "
        f"FROM rows_{side}"
    )


def groups_sql() -> str:
    """Return the statement that makes `groups`: how many records of each run share a match, and the newer commune."""
    return (
        "CREATE TABLE groups AS SELECT matched, count(*) FILTER (side = 'old') AS n_old, "
        "count(*) FILTER (side = 'new') AS n_new, any_value(pass) AS pass, "
        "coalesce(min(commune) FILTER (side = 'new'), min(commune)) AS commune "
        "FROM (SELECT 'old' AS side, * FROM states_old UNION ALL SELECT 'new' AS side, * FROM states_new) "
        "WHERE matched IS NOT NULL GROUP BY matched"
    )


def _mark_sql(hashes: str, key: str, place: int) -> list[str]:
    return [
        f"CREATE OR REPLACE TABLE found AS {hashes}",
        *(
            f"UPDATE rows_{side} SET matched = found.{key}, pass = {place} FROM found "
            f"WHERE rows_{side}.{key} = found.{key} AND rows_{side}.matched IS NULL"
            for side in SIDES
        ),
    ]


def _key_sql(key: Sequence[str], place: int) -> str:
    """Return the hash of a key; its place goes in, so that values of different keys never meet."""
    filled = " AND ".join(f"nullif({column_sql(name)}, '') IS NOT NULL" for name in key)
    parts = ", ".join(f"lower({column_sql(name)})" for name in key)
    return f"CASE WHEN NOT malformed AND {filled} THEN md5_number(concat_ws(chr(31), '{place}', {parts})) END"
