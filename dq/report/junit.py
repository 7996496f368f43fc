"""A run as JUnit XML, for the systems that show test results: a test a rule, and one for the gate."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from dq.model import Status
from dq.report.reasons import reason_lines
from dq.runs import read_summary, write_private

_MOST_REASONS = 20


def write_junit(summary: Mapping[str, Any], out: Path, *, language: str) -> None:
    """Write the results in `summary`, the content of `run.json`, to `out` as JUnit XML; no value from the data.

    A failed rule is a `failure` whose type is its severity, a rule in error an `error`, one that does not apply
    `skipped`. The test `gate` fails when the gate does: a warning within its limit is a failure of its own test only.

    Raises:
        OutputError: `out` cannot be written.
    """
    _write([_suite(summary, summary["dataset"], language)], out)


def write_batch_junit(content: Mapping[str, Any], folder: Path, out: Path, *, language: str) -> None:
    """Write a batch to `out` as JUnit XML: a suite a job, in which a job in error is one test in error.

    Args:
        content: What `batch.json` holds.
        folder: The folder of the batch, with the run folders of its jobs.
        out: The file.
        language: `vi` or `en`.

    Raises:
        OutputError: `out` cannot be written, or a run folder cannot be read.
    """
    suites = []
    for job in content["jobs"]:
        if job["run_folder"] is not None:
            suites.append(_suite(read_summary(folder / job["run_folder"]), job["name"], language))
            continue
        suite = ET.Element("testsuite", name=job["name"], tests="1", failures="0", errors="1", skipped="0")
        case = ET.SubElement(suite, "testcase", classname=job["dataset"], name="run")
        ET.SubElement(case, "error", message=job["reason"])
        suites.append(suite)
    _write(suites, out)


def _suite(summary: Mapping[str, Any], name: str, language: str) -> ET.Element:
    rules, passed = summary["rules"], summary["decision"]["passed"]
    count = {status: sum(rule["status"] == status for rule in rules) for status in Status}
    suite = ET.Element(
        "testsuite",
        name=name,
        timestamp=summary["started"],
        time=f"{sum(summary['timings'].values()):.3f}",
        tests=str(len(rules) + 1),
        failures=str(count[Status.FAILED] + (not passed)),
        errors=str(count[Status.ERROR]),
        skipped=str(count[Status.NOT_APPLICABLE]),
    )
    gate = ET.SubElement(suite, "testcase", classname=summary["dataset"], name="gate")
    if not passed:
        reasons = reason_lines(summary, language, most=_MOST_REASONS)
        ET.SubElement(gate, "failure", type="gate", message=reasons[0] if reasons else "").text = "\n".join(reasons)
    for rule in rules:
        case = ET.SubElement(suite, "testcase", classname=f"{summary['dataset']}.{rule['dimension']}", name=rule["id"])
        _tell(case, rule, language)
    return suite


def _write(suites: Sequence[ET.Element], out: Path) -> None:
    root = ET.Element("testsuites")
    root.extend(suites)
    write_private(ET.tostring(root, encoding="utf-8", xml_declaration=True), out)


def _tell(case: ET.Element, rule: Mapping[str, Any], language: str) -> None:
    title, remedy = rule["title"][language], rule["remedy"][language]
    match rule["status"]:
        case Status.FAILED:
            message = f"{title}: {rule['n_failed']}/{rule['n_checked']}"
            ET.SubElement(case, "failure", type=rule["severity"], message=message).text = remedy
        case Status.ERROR:
            ET.SubElement(case, "error", type="error", message=f"{title}: {rule['reason']}")
        case Status.NOT_APPLICABLE:
            ET.SubElement(case, "skipped", message=rule["reason"] or "")
