"""The scorecard of a view: four words, and how the rules of each ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dq.model import Dimension, Status
from dq.report.format import Score, Share


@dataclass(frozen=True, slots=True)
class Word:
    """One of the four words: score, checks, and how many of its rules ended in which status."""

    dimension: str
    score: Score
    checks: Share
    n_rules: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard."""

    overall: Score
    coverage: Score
    words: tuple[Word, ...]
    statuses: Mapping[str, int]
    n_rules: int


def card_of(run: Mapping[str, Any]) -> Card:
    """Return the scorecard of a run."""
    card = run["scorecard"]
    words = tuple(_word(name, card["words"][name], run["rules"]) for name in map(str, Dimension))
    flawed = any(word.score.flawed for word in words)
    evaluated = all(rule["status"] in {Status.PASSED, Status.FAILED} for rule in run["rules"])
    return Card(
        overall=Score(card["overall"], flawed=flawed),
        coverage=Score(card["coverage"] * 100, flawed=not evaluated),
        words=words,
        statuses=_statuses(run["rules"]),
        n_rules=len(run["rules"]),
    )


def _word(name: str, word: Mapping[str, Any], rules: list[Mapping[str, Any]]) -> Word:
    return Word(
        dimension=name,
        score=Score(word["score"], flawed=word["n_passed"] != word["n_checked"] or word["n_error"] > 0),
        checks=Share(word["n_passed"], word["n_checked"]),
        n_rules=word["n_rules"],
        statuses=_statuses([rule for rule in rules if rule["dimension"] == name]),
    )


def _statuses(rules: list[Mapping[str, Any]]) -> dict[str, int]:
    return {str(status): sum(rule["status"] == status for rule in rules) for status in Status}
