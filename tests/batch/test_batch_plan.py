"""The plan: what it may say, whose paths it means, and where it is wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from dq.batch import Plan, read_plan
from dq.errors import CatalogError, UsageError
from dq.locale import load_locale

TODAY = date(2026, 11, 21)


@pytest.fixture
def plan_of(tmp_path):
    def read(text: str) -> Plan:
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        return read_plan(path, today=TODAY)

    return read


def test_paths_are_those_of_the_plan_and_a_job_may_say_otherwise(plan_of, tmp_path):
    plan = plan_of(
        "as_of: 2026-11-01\n"
        "reference: population.parquet\n"
        "out: out\n"
        "workers: 2\n"
        "formats: [parquet, csv]\n"
        "waivers: waivers.yaml\n"
        "with: {civil_registry.death: deaths.csv, land.holder: land.csv}\n"
        "jobs:\n"
        "  - {name: xa-a, dataset: welfare.beneficiary, input: exports/a.csv}\n"
        "  - {name: land, dataset: land.holder, input: /data/b.xlsx, as_of: 2026-10-01, no_register: true,\n"
        "     sheet: Tờ 1, map: {Chủ: ho_ten}, formats: [parquet]}\n"
        "  - {name: c, dataset: land.holder, input: c.csv, reference: other.parquet}\n"
    )
    first, land, other = plan.jobs
    assert (plan.out, plan.workers) == (tmp_path / "out", 2)
    assert (first.source, first.reference) == (tmp_path / "exports" / "a.csv", tmp_path / "population.parquet")
    assert (first.as_of, first.no_register, first.formats) == (date(2026, 11, 1), False, ("parquet", "csv"))
    assert (land.source, land.reference, land.no_register) == (Path("/data/b.xlsx"), None, True)
    assert (land.as_of, land.sheet, land.mapping) == (date(2026, 10, 1), "Tờ 1", {"Chủ": "ho_ten"})
    assert land.formats == ("parquet",)
    assert land.companions == (("civil_registry.death", tmp_path / "deaths.csv"),)  # not the dataset itself
    assert {job.waivers for job in plan.jobs} == {tmp_path / "waivers.yaml"}
    assert other.reference == tmp_path / "other.parquet"


def test_a_job_may_look_up_what_the_plan_does_not(plan_of, tmp_path):
    (job,) = plan_of(
        "no_register: true\nout: out\njobs:\n  - {name: a, dataset: land.holder, input: a.csv, reference: b.csv}\n"
    ).jobs
    assert (job.reference, job.no_register) == (tmp_path / "b.csv", False)


def test_a_key_goes_with_its_reference(plan_of, tmp_path):
    plan = plan_of(
        "reference: hashes.parquet\nkey: secret.key\nno_link: true\nweights: weights.json\nout: out\njobs:\n"
        "  - {name: a, dataset: land.holder, input: a.csv}\n"
        "  - {name: b, dataset: land.holder, input: b.csv, reference: plain.csv, no_link: false}\n"
        "  - {name: c, dataset: land.holder, input: c.csv, no_register: true}\n"
    )
    assert [job.key for job in plan.jobs] == [tmp_path / "secret.key", None, None]
    assert [job.no_link for job in plan.jobs] == [True, False, True]
    assert {job.weights for job in plan.jobs} == {tmp_path / "weights.json"}


def test_a_pattern_is_one_job_a_file_named_by_its_stem(plan_of, tmp_path):
    (tmp_path / "xã [1]").mkdir()
    for name in ("land-b.xlsx", "land-a.xlsx", "other.csv"):
        (tmp_path / "xã [1]" / name).touch()
    plan = plan_of('{out: o, jobs: [{name: land, dataset: land.holder, input: "*/land-*.xlsx"}]}')
    assert [(job.name, job.source.name) for job in plan.jobs] == [("land-a", "land-a.xlsx"), ("land-b", "land-b.xlsx")]


@pytest.mark.parametrize("name", ["land [1].csv", "xã [2026]/land[a].csv", "land-[ab].csv"])
def test_a_file_may_have_a_pattern_for_a_name(plan_of, tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    for each in (name, "land-a.csv", "land 1.csv"):
        (tmp_path / each).touch()
    for text in (name, str(tmp_path / name)):
        (job,) = plan_of(f'{{out: o, jobs: [{{name: land, dataset: land.holder, input: "{text}"}}]}}').jobs
        assert (job.name, job.source) == ("land", tmp_path / name)


def test_a_long_pattern_is_no_file_name(plan_of):
    pattern = "land-*" * 1_000
    (job,) = plan_of(f'{{out: o, jobs: [{{name: land, dataset: land.holder, input: "{pattern}"}}]}}').jobs
    assert job.source is None


def test_a_pattern_without_a_file_is_a_job_in_error(plan_of):
    (job,) = plan_of('{out: o, jobs: [{name: land, dataset: land.holder, input: "land-*.xlsx"}]}').jobs
    assert (job.name, job.source, job.pattern) == ("land", None, "land-*.xlsx")


def test_the_day_is_today_where_nothing_else_is_said(plan_of):
    assert plan_of("{out: o, jobs: [{name: a, dataset: land.holder, input: a.csv}]}").jobs[0].as_of == TODAY


JOB = "{name: a, dataset: land.holder, input: a.csv}"


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("out: o\njobs:\n  - {name: a, dataset: d, input: a.csv, inputs: b}\n", "plan.yaml:3", "did you mean 'input'"),
        ("jobs: []\n", "plan.yaml:1", "'out' is missing"),
        ("out: o\njobs: []\n", "plan.yaml:2", "'jobs' must have at least 1 item"),
        (f"out: o\njobs:\n  - {JOB}\n  - {JOB}\n", "plan.yaml:4", "two jobs are named 'a'"),
        ("out: o\njobs:\n  - {name: batch.json, dataset: d, input: a.csv}\n", "plan.yaml:3", "a name of the batch"),
        (
            "out: o\njobs:\n  - {name: ../a, dataset: d, input: a.csv}\n",
            "plan.yaml:3",
            "'name' is the name of a folder",
        ),
        ("out: o\njobs:\n  - {name: a/b, dataset: d, input: a.csv}\n", "plan.yaml:3", "holds none of / \\ :"),
        ("out: o\njobs:\n  - {name: '', dataset: d, input: a.csv}\n", "plan.yaml:3", "'name' must have at least 1"),
        ("out: o\njobs:\n  - {dataset: d, input: a.csv}\n", "plan.yaml:3", "key 'name' is missing"),
        (
            f"out: o\nformats: [parquet, pdf]\njobs: [{JOB}]\n",
            "plan.yaml:2",
            "'formats' must be one of: 'parquet', 'csv'",
        ),
        (f"out: o\nno_link: perhaps\njobs: [{JOB}]\n", "plan.yaml:2", "'no_link' must be true or false"),
        (f"out: o\nworkers: two\njobs: [{JOB}]\n", "plan.yaml:2", "'workers' must be a whole number"),
        (f"out: 5\njobs: [{JOB}]\n", "plan.yaml:1", "'out' must be text"),
        ("out: o\njobs: a.csv\n", "plan.yaml:2", "a list is expected under 'jobs'"),
        ("out: o\njobs:\n  - a.csv\n", "plan.yaml:3", "a mapping is expected under 'jobs'"),
        ("out: o\nout: p\njobs: []\n", "plan.yaml:2", "key 'out' stands twice"),
        (f"out: o\nworkers: 0\njobs: [{JOB}]\n", "plan.yaml:2", "'workers' is too small, the limit is 1"),
        (
            f"out: o\nas_of: 01/11/2026\njobs: [{JOB}]\n",
            "plan.yaml:2",
            "'as_of' must be a date written as year-month-day, such as 2026-11-01",
        ),
        (
            "out: o\njobs:\n  - name: a\n    dataset: d\n    input: a\n    no_register: true\n    reference: b\n",
            "plan.yaml:6",
            "cannot stand together",
        ),
        (f"reference: b.csv\nno_register: true\nout: o\njobs: [{JOB}]\n", "plan.yaml:2", "cannot stand together"),
        ("- out\n", "plan.yaml", "a mapping"),
        ("out: &a o\njobs: *a\n", "plan.yaml:1", "aliases"),
        ("out: !!python/object:os.system o\n", "plan.yaml:1", "tag"),
    ],
)
def test_a_wrong_plan_is_refused_by_its_line(plan_of, text, where, problem):
    with pytest.raises(CatalogError) as caught:
        plan_of(text)
    assert caught.value.parameters["where"] == where
    assert problem in load_locale("en").say(caught.value.key, **caught.value.parameters)


@pytest.mark.parametrize(
    "text",
    [
        f"out: o\nas_of: 01/11/2026\njobs: [{JOB}]\n",
        "out: o\njob: []\n",
        "out: o\n",
        "out: o\njobs:\n  - {name: a/b, dataset: d, input: a.csv}\n",
        f"out: o\njobs:\n  - {JOB}\n  - {JOB}\n",
        f"out: o\nworkers: 0\njobs: [{JOB}]\n",
    ],
)
def test_what_is_wrong_with_a_plan_is_said_in_vietnamese(plan_of, text):
    with pytest.raises(CatalogError) as caught:
        plan_of(text)
    said = load_locale("vi").say(caught.value.key, **caught.value.parameters)
    assert not re.search(r"\b(?:should|is|must|missing|unknown|named|valid)\b", said)
    assert "“" in said


def test_there_may_be_no_plan(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_plan(tmp_path / "plan.yaml", today=TODAY)
    assert caught.value.key == "batch.no_plan"
