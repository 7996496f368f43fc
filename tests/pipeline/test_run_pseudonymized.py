"""A reference of keyed hashes says the same as the plain one: on the sample data, person by person."""

import json
import stat
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from dq.catalog import Catalog
from dq.engine import duck
from dq.engine.limits import Limits
from dq.errors import DQError
from dq.load import LoadOptions, load
from dq.normalize import normalize_batch
from dq.pipeline import RunRequest, pseudonymize_reference, run
from dq.pipeline.readings import decided_readings
from dq.pipeline.reference import opened_register
from dq.progress import silent
from dq.pseudonyms import new_key
from dq.reconcile import persons_batch, reconcile

pytestmark = pytest.mark.xdist_group("great_expectations")

SAMPLES = Path(__file__).parents[2] / "sample_data"
REGISTER = SAMPLES / "register" / "dan_cu.csv"
DATASETS = [
    "land.holder", "welfare.beneficiary", "health_insurance.participant", "civil_registry.birth",
    "civil_registry.death", "civil_registry.marriage",
]  # fmt: skip
DAY = date(2026, 11, 1)
LIMITS = Limits(memory=2_000_000_000, threads=2)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pseudonyms")


@pytest.fixture(autouse=True)
def own_cache(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_CACHE", str(shared / "cache"))


@pytest.fixture
def key(shared: Path) -> Path:
    path = shared / "key"
    if not path.exists():
        new_key(path)
    return path


@pytest.fixture
def pseudonymized(shared: Path, key: Path, catalog: Catalog) -> Path:
    path = shared / "register.parquet"
    if not path.exists():
        pseudonymize_reference(REGISTER, key, path, catalog=catalog, limits=LIMITS, as_of=DAY)
    return path


def outcomes(persons: str, reference: Path, key: Path | None, dataset: str, catalog: Catalog, work: Path):
    register = opened_register(reference, key, catalog, limits=LIMITS, as_of=DAY, work=work, progress=silent)
    with duck.connect(LIMITS, work / "spill") as connection:
        result = reconcile(
            connection, persons, register, roles=catalog.roles(dataset), dataset=dataset, out=work / "reconciled"
        )
    return pl.read_parquet(result.reconciliation), result


@pytest.mark.parametrize("dataset", DATASETS)
def test_outcomes_and_verdicts_are_the_same_as_by_the_plain_register(
    dataset: str, pseudonymized: Path, key: Path, catalog: Catalog, tmp_path: Path
):
    schema = catalog.schema(dataset)
    loaded = load(SAMPLES / f"{dataset.replace('.', '/')}.csv", schema, tmp_path / "raw", options=LoadOptions())
    readings = decided_readings(loaded, schema, DAY)
    for part in loaded.raw.parts():
        frame = normalize_batch(pl.read_parquet(part), schema, readings).frame
        persons_batch(frame, schema, catalog.roles(dataset)).write_parquet(tmp_path / part.name)
    persons = str(tmp_path / "part-*.parquet")
    plain, told = outcomes(persons, REGISTER, None, dataset, catalog, tmp_path / "plain")
    hashed, same = outcomes(persons, pseudonymized, key, dataset, catalog, tmp_path / "hashed")
    assert plain.drop("proposed_id").equals(hashed.drop("proposed_id"))
    assert hashed["proposed_id"].null_count() == hashed.height  # a pseudonym is no number
    assert plain["outcome"].n_unique() > 3
    assert told.evaluation.results == same.evaluation.results
    assert told.outcomes == same.outcomes


def test_the_file_says_what_it_is_and_nothing_of_anybody(pseudonymized: Path):
    assert stat.S_IMODE(pseudonymized.stat().st_mode) == 0o600
    facts = json.loads(pq.read_metadata(pseudonymized).metadata[b"dq"])
    assert facts["format"] == "dq-pseudonyms-1"
    assert facts["rows"] == pl.read_csv(REGISTER, infer_schema=False).height
    text = pl.read_parquet(pseudonymized).select("number", "holder").write_csv()
    numbers = pl.read_csv(REGISTER, infer_schema=False).to_series(0).drop_nulls().to_list()
    assert not any(number in text for number in numbers)
    assert list(pseudonymized.parent.glob(".dq-*")) == []


def request_for(export: Path, out: Path, reference: Path | None, key: Path | None) -> RunRequest:
    return RunRequest("land.holder", export, out, DAY, LIMITS, reference=reference, key=key)


def test_a_run_by_the_pseudonymized_register(
    export: Path, pseudonymized: Path, key: Path, catalog: Catalog, tmp_path: Path
):
    outcome = run(request_for(export, tmp_path / "out", pseudonymized, key), catalog)
    assert outcome.summary["reference"]["name"] == "register.parquet"
    assert "key" not in outcome.summary["reference"]
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_wrong_key_no_key_and_a_key_too_many_are_told_apart(
    export: Path, reference: Path, pseudonymized: Path, key: Path, catalog: Catalog, tmp_path: Path
):
    new_key(tmp_path / "other")
    for given, secret, expected in [
        (pseudonymized, tmp_path / "other", "pseudonyms.wrong_key"),
        (pseudonymized, None, "pseudonyms.needs_key"),
        (reference, key, "pseudonyms.key_for_plain"),
        (None, key, "pseudonyms.key_alone"),
    ]:
        with pytest.raises(DQError) as error:
            run(request_for(export, tmp_path / "out", given, secret), catalog)
        assert error.value.key == expected
        assert not (tmp_path / "out").exists()
    with pytest.raises(DQError) as error:
        pseudonymize_reference(reference, key, pseudonymized, catalog=catalog, limits=LIMITS, as_of=DAY)
    assert error.value.key == "pseudonyms.out_exists"
