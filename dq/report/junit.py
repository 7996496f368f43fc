"""A run as JUnit XML, for the systems that show test results: a test a rule, and one for the gate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from dq.model import Status
from dq.report.reasons import reason_lines
from dq.runs import write_private

_MOST_REASONS = 20


def write_junit(summary: Mapping[str, Any], out: Path, *, language: str) -> None:
    """Write the results in `summary`, the content of `run.json`, to `out` as JUnit XML; no value from the data.

    A failed rule is a `failure` whose type is its severity, a rule in error an `error`, one that does not apply
    `skipped`. The test `gate` fails when the gate does: a warning within its limit is a failure of its own test only.

    Raises:
        OutputError: `out` cannot be written.
    """
    rules, passed = summary["rules"], summary["decision"]["passed"]
    count = {status: sum(rule["status"] == status for rule in rules) for status in Status}
    suite = ET.Element(
        "testsuite",
        name=summary["dataset"],
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
    suites = ET.Element("testsuites")
    suites.append(suite)
    write_private(ET.tostring(suites, encoding="utf-8", xml_declaration=True), out)


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
