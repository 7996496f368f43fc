"""Splink at work on two tables, or on one; the only module that imports it."""

import logging
from typing import Any

import duckdb

from dq.link.plan import Plan

_LEFT, _RIGHT = "a_person", "b_reference"  # Splink calls that side left whose name comes first


def linker(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    settings: dict[str, Any],
    *,
    persons: str,
    reference: str | None = None,
) -> Any:
    """Return a Splink linker of two tables of `connection`, with the frequencies of `plan.make_frequencies`.

    Without `reference` it is one of `persons` among themselves.
    """
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)  # it says in its own words what we count and report
    api = DuckDBAPI(connection)
    sides = [api.register(persons, dataset_display_name=_LEFT)]
    if reference is not None:
        sides.append(api.register(reference, dataset_display_name=_RIGHT))
    made = Linker(sides, settings, log_level=None)
    for column in plan.frequencies:
        made.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
    return made


def predict(connection: duckdb.DuckDBPyConnection, made: Any, *, least_weight: float) -> tuple[str, int]:
    """Return the table of the scored pairs of `made`, and how many were compared.

    The table has `match_weight`, `unique_id_l`, `unique_id_r` and `gamma_<comparison>`.

    Args:
        connection: That of `linker`.
        made: See `linker`.
        least_weight: Pairs of less weight are left out.
    """
    pairs = made.inference.compute_blocked_pairs_for_predict()
    row = connection.execute(f"SELECT count(*) FROM {pairs.physical_name}").fetchone()
    scored = made.inference.predict(threshold_match_weight=least_weight, warning_mode="never")
    pairs.drop_table_from_database_and_remove_from_cache()
    return str(scored.physical_name), row[0] if row else 0
