"""Linking inside a run and after it: what is written, what stays as it was, and that nothing is ever accepted."""

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from dq.catalog import Catalog
from dq.engine.limits import Limits
from dq.errors import CatalogError, DQError, UsageError
from dq.pipeline import LinkRequest, RunRequest, relink, run
from dq.runs import CANDIDATES_SCHEMA, PROPOSALS_SCHEMA

pytestmark = pytest.mark.xdist_group("great_expectations")

LIMITS = Limits(memory=2_000_000_000, threads=2)
AN = "001085990101"


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ_CACHE", str(cache))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The runs of this module that only look at what was written, by what they are for."""
    return {}


@pytest.fixture
def request_of(export: Path, reference: Path, tmp_path: Path) -> RunRequest:
    return RunRequest(
        dataset="land.holder",
        source=export,
        out=tmp_path / "out",
        as_of=date(2026, 11, 1),
        limits=LIMITS,
        reference=reference,
    )


@pytest.fixture
def folder(made: dict[str, Path], request_of: RunRequest, catalog: Catalog, tmp_path: Path, cache: Path) -> Path:
    """A copy of a run with candidates; the run itself is made once."""
    if "linked" not in made:
        made["linked"] = run(replace(request_of, out=cache.parent / "linked"), catalog).folder
    return Path(copytree(made["linked"], tmp_path / "run"))


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{name}.parquet")


def test_a_person_without_a_number_gets_a_candidate_and_a_proposal_but_never_the_number(
    folder: Path,
) -> None:
    candidates = table(folder, "candidates")
    assert candidates.schema == CANDIDATES_SCHEMA
    assert candidates.select("source_row", "candidate_id", "rank").rows() == [(4, AN, 1)]
    proposals = table(folder, "proposals")
    assert proposals.schema == PROPOSALS_SCHEMA
    assert proposals.select("source_row", "column", "before", "proposed", "reason").rows() == [
        (4, "so_dinh_danh", None, AN, "candidate")
    ]
    person = table(folder, "reconciliation").row(by_predicate=pl.col("source_row") == 4, named=True)
    assert (person["outcome"], person["n_candidates"], person["action"], person["proposed_id"]) == (
        "missing_id", 1, "confirm_candidate", None,
    )  # fmt: skip
    assert person["confidence"] == proposals["confidence"][0]
    held = table(folder, "quarantine").filter(pl.col("source_row") == 4)
    assert held["so_dinh_danh"].to_list() == [None]
    others = table(folder, "reconciliation").filter(pl.col("source_row") != 4)
    assert others["confidence"].null_count() == others.height
    assert {stat.S_IMODE((folder / f"{name}.parquet").stat().st_mode) for name in ("candidates", "proposals")} == {
        0o600
    }


def test_the_summary_counts_and_the_report_says_it_in_words_without_the_number(
    folder: Path,
) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    linking = json.loads(text)["linking"]
    assert sum(linking["confidences"].values()) == 1
    assert linking["pairs"] == 1
    assert AN not in text
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "Ứng viên cho người thiếu số" in report
    assert "Họ tên giống" in report
    assert AN not in report
    assert AN[-4:] in report


def test_a_run_may_leave_linking_out_and_be_linked_later(
    request_of: RunRequest, reference: Path, catalog: Catalog
) -> None:
    outcome = run(replace(request_of, no_link=True), catalog)

    assert table(outcome.folder, "candidates").is_empty()
    assert table(outcome.folder, "proposals").is_empty()
    assert outcome.summary["linking"] is None
    assert table(outcome.folder, "reconciliation")["n_candidates"].null_count() == 6

    relink(LinkRequest(outcome.folder, reference, LIMITS), catalog)

    assert table(outcome.folder, "candidates")["candidate_id"].to_list() == [AN]


def test_linking_again_gives_the_same_and_leaves_the_other_files_alone(
    folder: Path, reference: Path, catalog: Catalog
) -> None:
    names = ("candidates", "proposals", "reconciliation", "clean", "quarantine", "findings")
    before = {name: table(folder, name) for name in names}

    found = relink(LinkRequest(folder, reference, LIMITS), catalog)

    assert found is not None
    assert sum(found["confidences"].values()) == 1
    assert {name: table(folder, name).equals(frame) for name, frame in before.items()} == dict.fromkeys(names, True)
    assert {"report.html", "review.xlsx", "run.json"} < {path.name for path in folder.iterdir()}


def test_another_reference_is_refused(folder: Path, reference: Path, catalog: Catalog, tmp_path: Path) -> None:
    other = tmp_path / "khac.csv"
    other.write_text(reference.read_text(encoding="utf-8").replace("Bình", "Bính"), encoding="utf-8")

    with pytest.raises(UsageError) as refused:
        relink(LinkRequest(folder, other, LIMITS), catalog)

    assert refused.value.key == "link.other_reference"
    assert table(folder, "candidates").height == 1


def test_too_few_persons_teach_nothing(folder: Path, reference: Path, catalog: Catalog, tmp_path: Path) -> None:
    weights = tmp_path / "trong_so.json"

    with pytest.raises(UsageError) as refused:
        relink(LinkRequest(folder, reference, LIMITS, weights=weights, train=True), catalog)

    assert refused.value.key == "link.too_few"
    assert not weights.exists()


@pytest.mark.parametrize("place", ["trong_so.json", "corrected/trong_so.json"])
def test_weights_are_not_written_into_the_folder_that_is_replaced(
    folder: Path, reference: Path, catalog: Catalog, place: str
) -> None:
    (folder / "corrected").mkdir()
    with pytest.raises(DQError) as refused:
        relink(LinkRequest(folder, reference, LIMITS, weights=folder / place, train=True), catalog)

    assert refused.value.key == "output.of_a_run"


@pytest.mark.parametrize(
    ("content", "key"),
    [(None, "link.no_weights"), ("{}", "link.bad_weights"), ("not json", "link.bad_weights")],
)
def test_weights_that_cannot_be_used_are_said_before_anything_is_written(
    request_of: RunRequest, catalog: Catalog, tmp_path: Path, content: str | None, key: str
) -> None:
    path = tmp_path / "trong_so.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(DQError) as refused:
        run(replace(request_of, weights=path), catalog)

    assert isinstance(refused.value, CatalogError)
    assert refused.value.key == key
    assert not request_of.out.exists()
