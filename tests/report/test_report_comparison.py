"""The comparison, as a page and as a section of the report."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from hand_made_run import build_run
from playwright.sync_api import sync_playwright

from dq.model import Dimension
from dq.report import write_comparison, write_report
from dq.report.format import Delta, plain

CHANGE = dict.fromkeys(
    ("fixed", "still_open", "new", "in_removed", "in_added", "old_unmatched", "new_unmatched", "new_waived"), 3
)
UNMATCHED = {"without_key": 1, "ambiguous": 2, "malformed": 0}
HOSTILE = "<img src=x onerror=alert(1)>"


def side(name: str, overall: float | None) -> dict:
    return {
        "folder": name,
        "input": f"{name}.csv",
        "sha256": name,
        "rows": {"total": 100, "clean": 90, "quarantine": 10, "malformed": 0},
        "as_of": "2026-11-01",
        "started": "2026-11-01T08:00:00+00:00",
        "passed": False,
        "overall": overall,
        "words": dict.fromkeys(Dimension, overall),
        "n_findings": 9,
        "catalog_hash": name,
        "version": "0.1.0",
        "reference": None,
    }


def comparison() -> dict:
    title = {"vi": "Quy tắc " + HOSTILE, "en": "Rule " + HOSTILE}
    line = {"severity": "critical", "dimension": "correct", "owner": "sector", "title": title, "whole_table": False}
    return {
        "format": 1,
        "dataset": "welfare.beneficiary",
        "dataset_title": {"vi": "Đối tượng", "en": "Beneficiaries"},
        "old": side("truoc", 91.25),
        "new": side("nay", 92.5),
        "records": {
            "old": 100,
            "new": 100,
            "matched": [{"columns": ["so_dinh_danh"], "records": 95}],
            "not_told_apart": 2,
            "removed": 2,
            "added": 2,
            "old_unmatched": UNMATCHED,
            "new_unmatched": UNMATCHED,
        },
        "total": CHANGE,
        "new_critical": 6,
        "rules": [{"id": "R-1", "change": CHANGE, **line}],
        "not_compared": [
            {"id": "R-2", "reason": "changed", "severity": "warning", "title": title, "n_old": 1, "n_new": 7}
        ],
        "renamed": [{"old": "R-0", "new": "R-1"}],
        "communes": [{"name": code, "change": CHANGE} for code in ("00283", "", "?")],
        "owners": [{"name": "sector", "change": CHANGE}],
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.25, "+1,25"), (-0.5, "−0,50"), (0.0, "0"), (0.001, "+<0,01"), (-0.001, "−<0,01"), (None, "–")],
)
def test_a_difference_has_its_sign(value, shown):
    assert plain(Delta(value), "vi") == shown


def test_the_page_escapes_what_comes_from_the_folders(tmp_path):
    write_comparison(comparison(), tmp_path / "comparison.html", language="vi")
    page = (tmp_path / "comparison.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "Phường Vĩnh Tuy" in page
    assert "+1,25" in page


def test_the_section_stands_in_the_report_of_a_run_that_was_compared(tmp_path):
    folder = build_run(tmp_path / "run", records=50, communes=3, rules=3, findings=20)
    write_report(folder, folder / "report.html")
    assert 'id="comparison"' not in (folder / "report.html").read_text(encoding="utf-8")
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps(run | {"comparison": comparison()}), encoding="utf-8")
    write_report(folder, folder / "report.html")
    assert 'id="comparison"' in (folder / "report.html").read_text(encoding="utf-8")
    write_report(folder, folder / "public.html", public=True)
    public = (folder / "public.html").read_text(encoding="utf-8")
    assert 'id="comparison"' in public
    assert "t-compare-communes" not in public
    assert "t-compare-rules" not in public


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_asks_for_nothing(tmp_path, chromium, scheme):
    path = tmp_path / "comparison.html"
    write_comparison(comparison(), path, language="vi")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme).new_page()
        tab.set_default_timeout(120_000)
        asked, said = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        for to in ("English", "Tiếng Việt"):
            assert [item["id"] for item in Axe().run(tab).response["violations"]] == []
            tab.get_by_role("button", name=to).click()
        browser.close()
    assert asked == [path.as_uri()]
    assert said == []
