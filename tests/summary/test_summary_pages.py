"""The annex and the workbook, as `dq summary` writes them."""

import json

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from month_runs import codes_of_dak_lak, rule, write_run
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from dq.cli.main import cli
from dq.errors import UsageError


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["summary", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


@pytest.fixture
def made(tmp_path):
    """A summary of October, compared with September, of every commune of a province."""
    codes = codes_of_dak_lak()
    rules = [rule(f"R-{place}", 60 - place, owner="police" if place % 3 else "sector") for place in range(40)]
    september = write_run(tmp_path / "9" / "x", dict.fromkeys(codes, (40, 20)), rules=rules, outcomes={"missing_id": 9})
    october = write_run(tmp_path / "10" / "x", dict.fromkeys(codes, (50, 10)), rules=rules[:30])
    invoke(str(september), "--period", "2026-09", "--out", str(tmp_path / "s9"))
    previous = str(tmp_path / "s9" / "summary.json")
    arguments = ["--previous", previous, "--agency", "UBND tỉnh <Đắk Lắk>", "--place", "Đắk Lắk"]
    invoke(str(october), "--period", "2026-10", "--out", str(tmp_path / "s10"), *arguments)
    return tmp_path / "s10"


def test_the_three_files_say_the_same_and_are_for_their_owner_only(made):
    assert sorted(path.name for path in made.iterdir()) == ["summary.html", "summary.json", "summary.xlsx"]
    content = json.loads((made / "summary.json").read_text(encoding="utf-8"))
    assert (content["format"], content["period"], content["before"]) == (1, "2026-10", "2026-09")
    page = (made / "summary.html").read_text(encoding="utf-8")
    assert "UBND tỉnh &lt;Đắk Lắk&gt;" in page
    assert "Quy tắc R-0 <b>" not in page
    assert "tháng 10 năm 2026" in page
    assert "+16,67" in page
    book = openpyxl.load_workbook(made / "summary.xlsx")
    assert book.sheetnames[0] == "Bộ dữ liệu"
    first = list(book["Bộ dữ liệu"].values)
    assert first[-1][:4] == ("Tổng", content["total"]["records"], content["total"]["ready"], content["total"]["held"])
    assert book["Xã, phường"].max_row == 1 + len(content["communes"])
    assert book["Việc còn tồn"]["A2"].value == "Quy tắc R-0 <b>"


def test_a_month_is_written_year_and_month(tmp_path):
    with pytest.raises(UsageError) as error:
        invoke(str(tmp_path), "--period", "10/2026")
    assert error.value.key == "summary.bad_period"


@pytest.mark.browser
def test_the_annex_is_accessible_fits_a_telephone_and_prints_on_a4(made, chromium, tmp_path):
    path = made / "summary.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            tab = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme).new_page()
            tab.set_default_timeout(120_000)
            asked, said = [], []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.on("console", lambda message, said=said: said.append(message.text))
            tab.goto(path.as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360
            for to in ("English", "Tiếng Việt"):
                assert [item["id"] for item in Axe().run(tab).response["violations"]] == []
                tab.get_by_role("button", name=to).click()
            assert (asked, said) == ([path.as_uri()], [])
        tab.pdf(path=tmp_path / "annex.pdf", format="A4", prefer_css_page_size=True)
        browser.close()
    pages = PdfReader(tmp_path / "annex.pdf").pages
    assert 3 <= len(pages) <= 12
    text = "".join(page.extract_text() for page in pages).replace(" ", "")
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in text
    assert "Thủtrưởngđơnvị" in text
    assert "English" not in text
