"""Which pairs are compared: block keys on both sides, and no block that offers more than anybody can choose from.

A block key is a hash of what a blocking rule names; null where a person does not have all of it: then it meets nobody.
"""

from collections.abc import Sequence

from dq.catalog.linking import BlockPart, LinkModel
from dq.link.fields import KINDS


def key_sql(rule: Sequence[BlockPart], model: LinkModel) -> str:
    """Return SQL for the block key of a rule over the compared columns of one side."""
    parts = [KINDS[model.comparison(part.comparison).kind].parts[part.part](part.comparison) for part in rule]
    held = " AND ".join(f"({part}) IS NOT NULL" for part in parts)
    return f"CASE WHEN {held} THEN hash({', '.join(parts)}) END"


def keys_sql(rules: Sequence[Sequence[BlockPart]], model: LinkModel) -> dict[str, str]:
    """Return the columns of block keys with their SQL, in the order of `rules`."""
    return {f"block_{index}": key_sql(rule, model) for index, rule in enumerate(rules)}


def reachable_sql(register: str, person: str, keys: Sequence[str]) -> str:
    """Return a SELECT of the rows of `register` that share a block with anybody of `person`, other keys null.

    Args:
        register: The reference with its block keys.
        person: The persons with theirs.
        keys: The columns of keys.
    """
    joins = "\n".join(
        f"LEFT JOIN (SELECT DISTINCT {key} AS wanted FROM {person} WHERE {key} IS NOT NULL) {key}_of "
        f"ON r.{key} = {key}_of.wanted"
        for key in keys
    )
    kept = ", ".join(f"{key}_of.wanted AS {key}" for key in keys)
    any_key = " OR ".join(f"{key}_of.wanted IS NOT NULL" for key in keys)
    return f"SELECT r.* EXCLUDE ({', '.join(keys)}), {kept} FROM {register} r {joins} WHERE {any_key}"


def crowded_sql(reachable: str, keys: Sequence[str], *, most: int) -> str:
    """Return a SELECT of (rule, key) of the blocks that hold more than `most` persons of the reference."""
    counts = [
        f"SELECT '{key}' AS rule, {key} AS key FROM {reachable} WHERE {key} IS NOT NULL "
        f"GROUP BY {key} HAVING count(*) > {most}"
        for key in keys
    ]
    return " UNION ALL ".join(counts)


def uncrowded_sql(person: str, crowded: str, keys: Sequence[str]) -> str:
    """Return a SELECT of `person` whose keys of crowded blocks are null."""
    joins = "\n".join(
        f"LEFT JOIN {crowded} {key}_of ON {key}_of.rule = '{key}' AND p.{key} = {key}_of.key" for key in keys
    )
    kept = ", ".join(f"CASE WHEN {key}_of.key IS NULL THEN p.{key} END AS {key}" for key in keys)
    return f"SELECT p.* EXCLUDE ({', '.join(keys)}), {kept} FROM {person} p {joins}"
