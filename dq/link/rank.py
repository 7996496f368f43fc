"""From pairs with weights to candidates with probabilities, and what can be said of each person.

Splink judges each pair by itself; but a person is one candidate at most. So the odds of all candidates of a person, and
of being in the reference not at all, are weighed against each other: twenty people of one name and year of birth get a
twentieth each, and none of them stands out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dq.catalog.linking import Comparison
from dq.link.settings import level_of_value
from dq.link.weights import Thresholds

SINGLE, REVIEW, NONE = "single", "review", "none"
OWN_NAME = "name"
SAME_NAME, NEAR_NAME, DIFFERENT = ("equal", "spelling"), ("marks", "similar"), "different"
CANDIDATE_TABLE = (
    "person BIGINT, candidate_id BIGINT, match_probability DOUBLE, rank BIGINT, n_candidates BIGINT, "
    "comparison VARCHAR[]"
)


def ranked_sql(scored: str, comparisons: Sequence[Comparison], *, share: float, least: float, most: int) -> str:
    """Return a SELECT of the candidates (`CANDIDATE_TABLE`) that are worth showing.

    Args:
        scored: Splink's predictions; their prior is that each person of the reference is as likely as any other.
        comparisons: The fields that were compared.
        share: The probability that a person is in the reference at all.
        least: The probability from which on a candidate is shown.
        most: Candidates a person.
    """
    weighed = f"{share} * odds / ({1 - share} + {share} * sum(odds) OVER of_person)"
    return f"""
        SELECT
            person, candidate_id, match_probability, rank,
            count(*) OVER (PARTITION BY person) AS n_candidates, {comparison_sql(comparisons)} AS comparison
        FROM (
            SELECT
                *, {weighed} AS match_probability,
                row_number() OVER (PARTITION BY person ORDER BY odds DESC, candidate_id) AS rank
            FROM (
                SELECT
                    unique_id_l AS person, unique_id_r AS candidate_id, pow(2, match_weight) AS odds,
                    * EXCLUDE (match_probability)  -- a pair's, as if a person could be several candidates
                FROM {scored}
            )
            WINDOW of_person AS (PARTITION BY person)
        )
        WHERE match_probability >= {least} AND rank <= {most}
    """


def candidates_sql(candidate: str, person: str) -> str:
    """Return a SELECT of the columns of `candidates.parquet`, by record, role and rank."""
    return f"""
        SELECT
            record_id, role, source_row, lpad(candidate_id::VARCHAR, 12, '0') AS candidate_id, match_probability, rank,
            comparison
        FROM {candidate} JOIN {person} USING (person)
        ORDER BY record_id, role, rank
    """


def linked_sql(
    candidate: str, person: str, thresholds: Thresholds, comparisons: Sequence[Comparison], numbers: str | None = None
) -> str:
    """Return a SELECT of every person with `n_candidates`, `confidence`, and the first candidate's number.

    Probability alone does not make a candidate `single`: what a family shares, such as date, commune and parents,
    speaks for each twin as much as for the other. The sex must not differ, the name must be the same or nearly so;
    and where it is only nearly the same, nobody else in the file may have the number, or this candidate as the first.

    Args:
        candidate: The table of candidates.
        person: The table of persons.
        thresholds: From which probability on a candidate is `single`.
        comparisons: The fields that were compared.
        numbers: SQL of the persons of the file with `record_id`, `role`, `identifier`; None where they are not known.
    """
    said = _said(comparisons)
    taken = f"UNION SELECT record_id, role, try_cast(identifier AS BIGINT) FROM {numbers}" if numbers else ""
    confidence = (
        f"CASE WHEN match_probability >= {thresholds.single} AND {said.possible} AND ({said.same} OR n_persons = 1) "
        f"THEN '{SINGLE}' WHEN match_probability IS NOT NULL THEN '{REVIEW}' ELSE '{NONE}' END"
    )
    return f"""
        WITH first AS (SELECT * FROM {candidate} WHERE rank = 1),
        holder AS (SELECT record_id, role, candidate_id FROM first JOIN {person} USING (person) {taken}),
        shared AS (
            SELECT candidate_id, count(*) AS n_persons
            FROM holder SEMI JOIN first USING (candidate_id)
            GROUP BY candidate_id
        )
        SELECT
            record_id, role, source_row, identifier, coalesce(n_candidates, 0) AS n_candidates,
            {confidence} AS confidence,
            lpad(candidate_id::VARCHAR, 12, '0') AS candidate_id
        FROM {person} LEFT JOIN first USING (person) LEFT JOIN shared USING (candidate_id)
        ORDER BY record_id, role
    """


@dataclass(frozen=True, slots=True)
class _Said:
    """SQL for what the comparison of a first candidate must say; a field that is not compared asks nothing."""

    possible: str
    same: str


def _said(comparisons: Sequence[Comparison]) -> _Said:
    apart = [f"{item.name}:{DIFFERENT}" for item in comparisons if item.kind == "sex"]
    possible, same = f"NOT list_has_any(comparison, {apart}::VARCHAR[])", "true"
    if any(item.name == OWN_NAME and item.kind == "person_name" for item in comparisons):
        alike = [f"{OWN_NAME}:{level}" for level in (*SAME_NAME, *NEAR_NAME)]
        possible += f" AND list_has_any(comparison, {alike})"
        same = f"list_has_any(comparison, {[f'{OWN_NAME}:{level}' for level in SAME_NAME]})"
    return _Said(possible, same)


def comparison_sql(comparisons: Sequence[Comparison]) -> str:
    """Return SQL for how each field agrees, as a list of `comparison:level`, without what one side does not hold."""
    said = []
    for item in comparisons:
        whens = " ".join(f"WHEN {value} THEN '{item.name}:{code}'" for value, code in level_of_value(item).items())
        said.append(f"CASE gamma_{item.name} {whens} END")
    return f"list_filter([{', '.join(said)}], lambda said: said IS NOT NULL)"
