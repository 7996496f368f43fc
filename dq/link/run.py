"""Candidates from the reference for persons without a usable number: Splink on DuckDB, chunk by chunk, out of core."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dq.catalog.linking import LinkModel
from dq.link import splinker
from dq.link.blocks import crowded_sql, reachable_sql, uncrowded_sql
from dq.link.plan import Plan, make_frequencies, make_plan, number, read_sql
from dq.link.rank import CANDIDATE_TABLE, NONE, REVIEW, SINGLE, candidates_sql, linked_sql, ranked_sql
from dq.link.settings import settings
from dq.link.weights import Weights
from dq.progress import Advance, unheard
from dq.staging import file_sql, path_sql

CHUNK = 200_000  # persons at once; memory goes by their candidates
_HOPELESS = 1e-4  # pairs with smaller odds are not ranked


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What `link` wrote and counted.

    Attributes:
        candidates: `record_id`, `role`, `source_row`, `candidate_id`, `match_probability`, `rank`, `comparison`.
        linked: One row a person: `record_id`, `role`, `source_row`, `identifier`, `n_candidates`, `confidence`, and
            the first candidate's `candidate_id`.
        confidences: Persons by confidence.
        counts: `pairs` that were compared; `blocks_cut`, left out because they offer too many, and `persons_cut`, for
            whom that is so; `persons_unblocked`, who were compared with nobody.
    """

    candidates: Path
    linked: Path
    confidences: Mapping[str, int]
    counts: Mapping[str, int]


def link(
    connection: duckdb.DuckDBPyConnection,
    persons: str,
    reference: str,
    *,
    model: LinkModel,
    weights: Weights,
    out: Path,
    numbers: str | None = None,
    chunk: int = CHUNK,
    advance: Advance = unheard,
) -> LinkResult:
    """Write the candidates of every person and how sure the first one is. Nothing is ever accepted here.

    Args:
        connection: A database of the stage's own, within the run's limits: the tables of Splink stay in it.
        persons: The pattern of the parts that `fields.persons_batch` made.
        reference: The pattern of the parts that `fields.register_batch` made.
        model: What is compared.
        weights: What it has learnt.
        out: A folder; gets `candidates.parquet` and `linked.parquet`.
        numbers: SQL of all persons of the file with `record_id`, `role`, `identifier`: a number that somebody has
            already is nobody else's without question.
        chunk: Persons at once.
        advance: Told of the persons who are done.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = {name: out / f"{name}.parquet" for name in ("candidates", "linked")}
    plan = make_plan(connection, read_sql(persons), read_sql(reference), model)
    connection.execute(f"CREATE TABLE candidate ({CANDIDATE_TABLE})")
    counts = Counter(dict.fromkeys(("pairs", "blocks_cut", "persons_cut", "persons_unblocked"), 0))
    if plan.keys:
        make_frequencies(connection, plan)
        n_persons = number(connection, "SELECT count(*) FROM person")
        for start in range(0, n_persons, chunk):
            counts.update(_link_chunk(connection, plan, model, weights, first=start + 1, last=start + chunk))
            advance(min(start + chunk, n_persons), n_persons)
    for name, select in (
        ("candidates", candidates_sql("candidate", "person")),
        ("linked", linked_sql("candidate", "person", weights.thresholds, plan.comparisons, numbers)),
    ):
        connection.execute(f"COPY ({select}) TO {path_sql(files[name])} (FORMAT parquet, COMPRESSION zstd)")
    counted = f"SELECT confidence, count(*) FROM read_parquet({file_sql(files['linked'])}) GROUP BY confidence"
    found = dict(connection.execute(counted).fetchall())
    confidences = {name: found.get(name, 0) for name in (SINGLE, REVIEW, NONE)}
    return LinkResult(files["candidates"], files["linked"], confidences, dict(counts))


def make_chunk(
    connection: duckdb.DuckDBPyConnection, plan: Plan, model: LinkModel, *, first: int, last: int
) -> Mapping[str, int]:
    """Create `chunk_person` and `chunk_reference`, the two tables that Splink links; return what was left out.

    The reference is scanned once, and of it only those rows are held that share a block with somebody of the chunk.
    """
    keys = plan.keys
    connection.execute(
        f"CREATE OR REPLACE TABLE chunk_wanted AS SELECT * FROM keyed_person WHERE unique_id BETWEEN {first} AND {last}"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE chunk_reference AS {reachable_sql('keyed_reference', 'chunk_wanted', keys)}"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE crowded AS {crowded_sql('chunk_reference', keys, most=model.max_block)}"
    )
    connection.execute(f"CREATE OR REPLACE TABLE chunk_person AS {uncrowded_sql('chunk_wanted', 'crowded', keys)}")
    cut = " OR ".join(f"w.{key} IS DISTINCT FROM p.{key}" for key in keys)
    unblocked = " AND ".join(f"{key} IS NULL" for key in keys)
    return {
        "blocks_cut": number(connection, "SELECT count(*) FROM crowded"),
        "persons_cut": number(
            connection, f"SELECT count(*) FROM chunk_wanted w JOIN chunk_person p USING (unique_id) WHERE {cut}"
        ),
        "persons_unblocked": number(connection, f"SELECT count(*) FROM chunk_person WHERE {unblocked}"),
    }


def _link_chunk(
    connection: duckdb.DuckDBPyConnection, plan: Plan, model: LinkModel, weights: Weights, *, first: int, last: int
) -> Mapping[str, int]:
    counts = dict(make_chunk(connection, plan, model, first=first, last=last))
    prior = 1 / max(2, plan.reference_rows)
    made = splinker.linker(
        connection,
        plan,
        settings(plan.comparisons, weights.levels, blocking=plan.keys, prior=prior),
        persons="chunk_person",
        reference="chunk_reference",
    )
    scored, counts["pairs"] = splinker.predict(connection, made, least_weight=math.log2(_HOPELESS))
    connection.execute(
        "INSERT INTO candidate "
        + ranked_sql(
            scored,
            plan.comparisons,
            share=weights.in_reference,
            least=weights.thresholds.review,
            most=model.max_candidates,
        )
    )
    connection.execute(f"DROP TABLE {scored}")
    return counts
