"""YAML of catalogs, plans and waivers, changed at random: it is read, or refused by a CatalogError, no more."""

import os
import random
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pets import write_catalog

from dq.batch import read_plan
from dq.catalog import load_catalog
from dq.errors import DQError
from dq.lint import lint
from dq.waive import load_waivers

EXAMPLES = int(os.environ.get("DQ_FUZZ_EXAMPLES", "40"))
PLAN = """
as_of: 2026-11-01
out: out
workers: 2
with: {pets.owner: a.csv}
jobs:
  - {name: a, dataset: pets.owner, input: "*.csv", map: {Tên: name}, no_register: true}
  - {name: b, dataset: pets.owner, input: "sqlite:///a.db?table=b", formats: [csv, xlsx]}
"""
WAIVERS = """
waivers:
  - {id: a/1, rule: PETS-OWNER-001, reason: "Đang chờ xác minh", by: "Phòng TP", expires: 2027-01-01, where: pets > 5}
  - {id: a/2, rule: PETS-OWNER-001, reason: "Đang chờ xác minh lại", by: "Phòng TP", expires: 2027-01-01,
     records: [{name: An}, {name: Bình}]}
"""
TOKENS = ["[", "]", "{", "}", ":", "- ", "\n", "\n  ", ",", '"', "'", "&a ", "*a", "!!int ", "|", ">", "#", "---\n",
          "? ",
          "null", "true", "1e999", "-1", "99999999999999999999", "\t", "\u00a0", "<<: ", "[" * 60, "2026-02-30", "[]",
          "{}",
          "(SELECT 1)", "/*", "name", "pets", "~", "**", "../..", "\\x00", "C:\\a"]  # fmt: skip

pytestmark = [pytest.mark.fuzz, pytest.mark.xdist_group("great_expectations")]
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)


def mutate(text: str, seed: int) -> str:
    """Return `text` with a few places changed: letters cut out or doubled, lines moved, or a token put in."""
    chance = random.Random(seed)  # noqa: S311 - Hypothesis finds small seeds, not secrets
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(text) + 1), chance.choice((1, 1, 3, 10, 60))
        match chance.randrange(4):
            case 0:
                text = text[:place] + text[place + length :]
            case 1:
                text = text[:place] + text[place : place + length] + text[place:]
            case 2:
                lines = text.splitlines(keepends=True)
                chance.shuffle(lines)
                text = "".join(lines) if chance.random() < 0.2 else text[place:] + text[:place]
            case _:
                text = text[:place] + chance.choice(TOKENS) + text[place + chance.choice((0, 0, length)) :]
    return text


@pytest.mark.parametrize(
    "file",
    ["schemas/common/types.yaml", "schemas/pets/owner.yaml", "checks/pets/sector.yaml", "checks/pets/record.yaml"],
)
@given(seed=seeds)
@often
def test_a_changed_catalog_is_read_and_linted_or_refused(file, seed):
    with tempfile.TemporaryDirectory() as folder:
        root = write_catalog(Path(folder))
        (root / file).write_text(mutate((root / file).read_text(encoding="utf-8"), seed), encoding="utf-8")
        try:
            problems = lint(load_catalog(root))
        except DQError:
            return
        assert all(isinstance(problem, DQError) for problem in problems)


@given(seed=seeds)
@often
def test_a_changed_plan_is_read_or_refused(seed):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.csv").touch()
        path = Path(folder) / "plan.yaml"
        path.write_text(mutate(PLAN, seed), encoding="utf-8")
        try:
            assert read_plan(path, today=date(2026, 11, 1)).jobs
        except DQError:
            return


@given(seed=seeds)
@often
def test_changed_waivers_are_read_or_refused(pets, seed):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "waivers.yaml"
        path.write_text(mutate(WAIVERS, seed), encoding="utf-8")
        try:
            waivers = load_waivers(path, pets.rules, pets.schema("pets.owner"))
        except DQError:
            return
        assert all(waiver.scope for waiver in waivers)


@pytest.fixture(scope="module")
def pets(tmp_path_factory):
    return load_catalog(write_catalog(tmp_path_factory.mktemp("pets")))


@given(text=st.text(max_size=60))
@often
def test_any_text_as_an_assertion_is_compiled_or_refused(text):
    with tempfile.TemporaryDirectory() as folder:
        root = write_catalog(Path(folder))
        path = root / "checks" / "pets" / "record.yaml"
        quoted = '"' + "".join(f"\\U{ord(letter):08x}" for letter in text if not 0xD800 <= ord(letter) < 0xE000) + '"'
        path.write_text(path.read_text(encoding="utf-8").replace("pets < 100", quoted), encoding="utf-8")
        try:
            lint(load_catalog(root))
        except DQError:
            return
