"""The shipped weights fit the shipped model; a file that fits another one is refused."""

import json
from typing import get_args

import pytest

from dq.catalog.linking import PARTS, Kind
from dq.errors import CatalogError
from dq.link import read_weights, weights_text
from dq.link.fields import KINDS
from dq.link.weights import level_codes


@pytest.fixture
def model(catalog):
    return catalog.linking("land.holder")


def test_every_kind_of_the_catalog_is_known_with_all_its_parts():
    assert set(get_args(Kind)) == set(KINDS) == set(PARTS)
    assert {kind: set(KINDS[kind].parts) for kind in PARTS} == {kind: set(parts) for kind, parts in PARTS.items()}


def test_shipped_weights_speak_for_agreement_and_against_difference(model):
    weights = read_weights(model.weights, model)

    for comparison in model.comparisons:
        levels = weights.levels[comparison.name]
        assert tuple(levels) == level_codes(model, comparison.name)
        assert levels["equal"].m > levels["equal"].u
        assert levels["different"].m < levels["different"].u
    assert 0 < weights.thresholds.review < weights.thresholds.single <= 1


def test_weights_are_written_as_they_are_read(model, tmp_path):
    weights = read_weights(model.weights, model)
    path = tmp_path / "weights.json"

    path.write_text(weights_text(weights), encoding="utf-8")

    assert read_weights(path, model) == weights


def test_weights_of_other_levels_are_refused_by_the_comparison_that_does_not_fit(model, tmp_path):
    content = json.loads(model.weights.read_text(encoding="utf-8"))
    del content["levels"]["birth_date"]["swapped"]
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(CatalogError) as refused:
        read_weights(path, model)

    assert refused.value.key == "link.other_weights"
    assert refused.value.parameters["comparison"] == "birth_date"
