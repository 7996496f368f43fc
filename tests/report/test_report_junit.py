"""The results for systems that read JUnit XML."""

import json
from xml.etree import ElementTree as ET

import pytest

from dq.report.junit import write_junit


@pytest.fixture
def summary(run_folder):
    return json.loads((run_folder / "run.json").read_text(encoding="utf-8"))


def read(path):
    return ET.parse(path).getroot()  # noqa: S314 - what we wrote ourselves


def test_every_rule_is_a_test_and_the_gate_one_more(summary, tmp_path):
    write_junit(summary, tmp_path / "junit.xml", language="en")
    suite = read(tmp_path / "junit.xml").find("testsuite")
    cases = {case.get("name"): case for case in suite}
    assert set(cases) == {"gate", *(rule["id"] for rule in summary["rules"])}
    tags = {"failed": ["failure"], "error": ["error"], "not_applicable": ["skipped"], "passed": []}
    for rule in summary["rules"]:
        assert [child.tag for child in cases[rule["id"]]] == tags[rule["status"]], rule["id"]
    for tag, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert sum(case.find(tag) is not None for case in suite) == int(suite.get(key)), tag
    assert int(suite.get("tests")) == len(cases)
    assert (cases["gate"].find("failure") is None) == summary["decision"]["passed"]


def test_a_failure_says_how_many_and_what_to_do(summary, tmp_path):
    failed = next(rule for rule in summary["rules"] if rule["status"] == "failed")
    write_junit(summary, tmp_path / "junit.xml", language="vi")
    case = read(tmp_path / "junit.xml").find(f".//testcase[@name='{failed['id']}']/failure")
    assert case.get("type") == failed["severity"]
    assert case.get("message").endswith(f"{failed['n_failed']}/{failed['n_checked']}")
    assert case.text == failed["remedy"]["vi"]
