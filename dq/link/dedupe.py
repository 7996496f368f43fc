"""Persons of one dataset who are likely one: Splink on the dataset itself. Nothing is ever merged here.

Two well-formed numbers that differ are two persons: so only pairs are compared of which one side at least has none.
"""

import math
from collections.abc import Mapping

import duckdb

from dq.catalog.linking import Dedupe, LinkModel
from dq.link import splinker
from dq.link.blocks import crowded_sql, uncrowded_sql
from dq.link.plan import make_frequencies, make_own_plan, number, read_sql
from dq.link.rank import comparison_sql
from dq.link.settings import settings
from dq.link.weights import Weights

ALIKE_TABLE = "left_id BIGINT, right_id BIGINT, match_probability DOUBLE, comparison VARCHAR[]"
_NO_NUMBER = "l.identifier IS NULL OR r.identifier IS NULL"
_HOPELESS = 1e-4  # pairs with smaller odds do not count


def similar_persons(
    connection: duckdb.DuckDBPyConnection, persons: str, known: str, *, model: LinkModel, weights: Weights
) -> Mapping[str, int]:
    """Fill `alike` (`ALIKE_TABLE`) with the pairs of records of persons who are likely one; return what was counted.

    That is `pairs` compared; `blocks_cut`, left out because more than `model.max_block` persons share them, and
    `persons_cut`, for whom that is so.

    Args:
        connection: A database of the caller's own with an empty table `alike`: the tables of Splink stay in it.
        persons: The pattern of the parts that `fields.persons_batch` made, with null for a number not well-formed.
        known: A table (`record_id`, `cluster_id`) of records that are known to be one; pairs within are left out.
        model: What is compared; nobody is where its `dedupe` is None.
        weights: What it has learnt.
    """
    counts = dict.fromkeys(("pairs", "blocks_cut", "persons_cut"), 0)
    if model.dedupe is None:
        return counts
    plan = make_own_plan(connection, read_sql(persons), model)
    if not plan.keys:
        return counts
    keys = plan.keys
    connection.execute(f"CREATE TABLE crowded AS {crowded_sql('keyed_own', keys, most=model.max_block)}")
    connection.execute(f"CREATE TABLE own AS {uncrowded_sql('keyed_own', 'crowded', keys)}")
    cut = " OR ".join(f"k.{key} IS DISTINCT FROM own.{key}" for key in keys)
    counts["blocks_cut"] = number(connection, "SELECT count(*) FROM crowded")
    counts["persons_cut"] = number(
        connection, f"SELECT count(*) FROM keyed_own k JOIN own USING (unique_id) WHERE {cut}"
    )
    make_frequencies(connection, plan, own=True)
    described = settings(
        plan.comparisons,
        weights.levels,
        blocking=keys,
        prior=1 / max(2, plan.reference_rows),
        link_type="dedupe_only",
        only=_NO_NUMBER,
    )
    made = splinker.linker(connection, plan, described, persons="own")
    scored, counts["pairs"] = splinker.predict(connection, made, least_weight=math.log2(_HOPELESS))
    said = comparison_sql(plan.comparisons)
    connection.execute(f"INSERT INTO alike {_similar_sql(scored, known, said, model.dedupe)}")
    connection.execute(f"DROP TABLE {scored}")
    return counts


def _similar_sql(scored: str, known: str, said: str, dedupe: Dedupe) -> str:
    """Return a SELECT of the pairs that stand out from both sides.

    As in `rank`, the odds of all whom a person might be are weighed against each other, and against being nobody else:
    of a name without a day that two others share neither is shown. One identity (a number, or records known to be one)
    competes once.
    """
    return f"""
        WITH grouped AS (
            SELECT
                unique_id, record_id, identifier,
                CASE WHEN identifier IS NULL THEN cluster_id
                    ELSE min(cluster_id) OVER (PARTITION BY identifier) END AS cluster_id
            FROM own LEFT JOIN {known} USING (record_id)
        ),
        identity AS (
            SELECT
                unique_id, record_id,
                coalesce('known ' || cluster_id, 'number ' || identifier, 'person ' || unique_id) AS identity
            FROM grouped
        ),
        pair AS MATERIALIZED (
            SELECT
                scored.unique_id_l AS a, scored.unique_id_r AS b, l.record_id AS left_id, r.record_id AS right_id,
                l.identity AS left_identity, r.identity AS right_identity, pow(2, match_weight) AS odds,
                {said} AS comparison
            FROM {scored} scored
            JOIN identity l ON l.unique_id = unique_id_l JOIN identity r ON r.unique_id = unique_id_r
            WHERE l.identity <> r.identity
        ),
        total AS (
            SELECT person, sum(odds) AS odds
            FROM (
                SELECT person, other, max(odds) AS odds
                FROM (
                    SELECT a AS person, right_identity AS other, odds FROM pair
                    UNION ALL SELECT b, left_identity, odds FROM pair
                )
                GROUP BY ALL
            )
            GROUP BY person
        ),
        weighed AS (
            SELECT
                pair.*, {dedupe.share} * pair.odds
                / ({1 - dedupe.share} + {dedupe.share} * greatest(of_a.odds, of_b.odds)) AS match_probability
            FROM pair JOIN total of_a ON of_a.person = a JOIN total of_b ON of_b.person = b
        )
        SELECT least(left_id, right_id), greatest(left_id, right_id), match_probability, comparison
        FROM weighed WHERE match_probability >= {dedupe.threshold}
    """
