"""The exported suite is one that Great Expectations itself reads and runs."""

import json
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from dq.cli.main import cli
from dq.expect import engine, export_suite

pytestmark = pytest.mark.xdist_group("great_expectations")

AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def suite(catalog):
    return export_suite(catalog.schema("land.holder"), catalog.rules["land.holder"], AS_OF)


def test_every_rule_is_in_it_or_named_as_left_out(catalog, suite):
    exported = [item["meta"]["rule_id"] for item in suite.content["expectations"]]
    assert sorted([*exported, *suite.left_out]) == sorted(rule.id for rule in catalog.rules["land.holder"])
    assert "land.holder.loai_dat.required" in exported
    assert "land.holder.register.not_found" in suite.left_out


def test_great_expectations_loads_and_runs_it(suite):
    gx = engine()
    loaded = gx.ExpectationSuite(**json.loads(json.dumps(suite.content)))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    frame = pd.DataFrame({"loai_chu": ["ca_nhan", "nobody"], "loai_dat": ["ODT", None], "dien_tich": [12.5, 3.0]})
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    results = batch.get_batch({"dataframe": frame}).validate(loaded).results
    verdicts = {result.expectation_config.meta["rule_id"]: result.success for result in results}
    assert verdicts["land.holder.loai_dat.required"] is False
    assert verdicts["land.holder.dien_tich.required"] is True
    assert verdicts["land.holder.loai_chu.enum"] is False


@pytest.mark.parametrize("dataset", ["welfare.beneficiary", "civil_registry.birth", "population.person"])
def test_every_dataset_can_be_exported(catalog, dataset):
    found = export_suite(catalog.schema(dataset), catalog.rules[dataset], AS_OF)
    assert len(found.content["expectations"]) + len(found.left_out) == len(catalog.rules[dataset])


def test_the_command_prints_json_and_says_what_stays():
    result = CliRunner().invoke(cli, ["rules", "export", "land.holder", "--lang", "en"], standalone_mode=False)
    assert result.return_value == 0
    assert json.loads(result.stdout)["name"] == "land.holder"
    assert "run in dq only" in result.stderr
