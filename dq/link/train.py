"""Weights learnt from data: `u` from pairs drawn at random, `m` from known pairs or by expectation maximization."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb

from dq.catalog.linking import BlockPart, Comparison, LinkModel
from dq.errors import UsageError
from dq.link import splinker
from dq.link.fields import KINDS
from dq.link.plan import Plan, make_frequencies, make_plan, read_sql
from dq.link.settings import settings
from dq.link.weights import Odds, Weights, level_codes

LEAST_PERSONS = 1000
_SEED = 20261101
_RANDOM_PAIRS = 1e6
_EM_PAIRS = 1e6
_LEAST_M, _LEAST_U = 1e-3, 1e-6  # of a level that was not seen: rare, not impossible


def estimate(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    model: LinkModel,
    *,
    start: Mapping[str, Mapping[str, Odds]],
    label: str | None = None,
) -> dict[str, dict[str, Odds]]:
    """Return the odds of every level of `model`; of a comparison that the data does not have, those of `start`.

    Args:
        connection: With the tables that `plan.make_plan` made.
        plan: What can be compared.
        model: What could be compared.
        start: The weights so far; what expectation maximization begins with.
        label: A column of both tables by which the right pairs are known, such as in a labelled sample. Without it `m`
            is estimated by expectation maximization, once a blocking rule.
    """
    make_frequencies(connection, plan)
    made = splinker.linker(
        connection,
        plan,
        settings(plan.comparisons, start, blocking=plan.keys, prior=1 / max(2, plan.reference_rows)),
        persons="keyed_person",
        reference="keyed_reference",
    )
    made.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED, min_count_per_level=None)
    if label:
        made.training.estimate_m_from_label_column(label)
    else:
        held = {comparison.name for comparison in plan.comparisons}
        for rule in model.blocking:
            if all(part.comparison in held for part in rule):
                made.training.estimate_parameters_using_expectation_maximisation(
                    rule_sql(rule, model), estimate_without_term_frequencies=True, max_pairs=_EM_PAIRS
                )
    learnt = made.misc.save_model_to_json()["comparisons"]
    odds = {name: dict(levels) for name, levels in start.items()}
    for comparison, entry in zip(plan.comparisons, learnt, strict=True):
        odds[comparison.name] = _odds(model, comparison, entry["comparison_levels"], odds.get(comparison.name, {}))
    return odds


def train(
    connection: duckdb.DuckDBPyConnection, persons: str, reference: str, *, model: LinkModel, start: Weights
) -> Weights:
    """Return weights learnt from persons without a number and the reference alone, nobody saying who is who.

    The thresholds and the share of persons who are in the reference stay those of `start`: to find better ones takes
    labels.

    Args:
        connection: A database of the stage's own.
        persons: The pattern of the parts that `fields.persons_batch` made.
        reference: The pattern of the parts that `fields.register_batch` made.
        model: What is compared.
        start: The weights to begin with.

    Raises:
        UsageError: There are too few persons to learn from.
    """
    plan = make_plan(connection, read_sql(persons), read_sql(reference), model)
    row = connection.execute("SELECT count(*) FROM person").fetchone()
    n_persons = row[0] if row else 0
    if n_persons < LEAST_PERSONS or not plan.keys:
        raise UsageError("link.too_few", persons=n_persons, least=LEAST_PERSONS)
    levels = estimate(connection, plan, model, start=start.levels)
    learnt = {"method": "expectation maximization", "persons": n_persons, "reference_rows": plan.reference_rows}
    return replace(start, levels=levels, trained=learnt)


def rule_sql(rule: Sequence[BlockPart], model: LinkModel) -> str:
    """Return a blocking rule spelled out, so that Splink sees which comparisons it decides and leaves those alone."""
    conditions = []
    for part in rule:
        sql = KINDS[model.comparison(part.comparison).kind].parts[part.part]
        conditions.append(f"({sql(f'l.{part.comparison}')}) = ({sql(f'r.{part.comparison}')})")
    return " AND ".join(conditions)


def _odds(
    model: LinkModel, comparison: Comparison, levels: Sequence[Mapping[str, Any]], start: Mapping[str, Odds]
) -> dict[str, Odds]:
    learnt = {level["label_for_charts"]: level for level in levels}
    odds = {}
    for code in level_codes(model, comparison.name):
        before = start.get(code, Odds(_LEAST_M, _LEAST_U))
        level = learnt[code]
        odds[code] = Odds(
            max(_LEAST_M, level.get("m_probability", before.m)), max(_LEAST_U, level.get("u_probability", before.u))
        )
    return odds
