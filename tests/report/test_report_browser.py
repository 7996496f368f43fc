"""The page as a reader meets it, in a headless Chromium."""

import re
import unicodedata
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from hand_made_run import FORMULA, SCRIPT
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

pytestmark = pytest.mark.browser

PATIENCE = 120_000  # milliseconds: on a machine with much else to do, a large page takes its time
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, run_folder, page):
    """Open the report; at the end it must have logged nothing and asked for nothing but itself."""

    @contextmanager
    def open_page(folder=run_folder, **options):
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        said, asked = [], []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((folder / "report.html").as_uri())
        try:
            yield tab
        finally:
            context.close()
        assert said == []
        assert asked == [(folder / "report.html").as_uri()]

    return open_page


def shown(tab):
    return tab.locator("body").inner_text()


def test_the_verdict_is_the_first_thing_seen(opened):
    with opened(viewport={"width": 1280, "height": 720}) as tab:
        assert tab.locator("#h-verdict").inner_text() == "Chưa đạt: chưa được đồng bộ"
        assert tab.locator(".verdict .sentence").bounding_box()["y"] < 720


def test_the_language_switches_there_and_back(opened):
    with opened() as tab:
        vietnamese = shown(tab)
        assert "Quy tắc không đạt" in vietnamese
        assert "Rules that failed" not in vietnamese
        tab.get_by_role("button", name="English").click()
        english = shown(tab)
        assert tab.locator("html").get_attribute("lang") == "en"
        assert tab.title().startswith("Data quality report: Monthly")
        assert "Rules that failed" in english
        assert "Quy tắc không đạt" not in english
        assert "6,007" in english
        assert "6.007" not in english
        assert tab.locator("#f-severity option").all_inner_texts() == ["All", "Critical", "Warning", "Information"]
        assert tab.evaluate("document.activeElement.id") == "to-vi"
        tab.get_by_role("button", name="Tiếng Việt").click()
        assert shown(tab) == vietnamese


def test_the_filter_finds_rules_by_text_without_marks_and_by_kind(opened):
    with opened() as tab:
        rules = tab.locator(".rule:visible")
        assert rules.count() == 50
        tab.get_by_label("Tìm theo tên, mã, trường, căn cứ").fill("ho ten khong duoc")
        assert rules.count() == 5
        assert tab.locator("#found").inner_text().startswith("5 trong 50")
        tab.get_by_label("Mức độ").select_option("warning")
        assert rules.count() == 0
        assert tab.get_by_text("Không có quy tắc nào hợp với bộ lọc.").is_visible()
        tab.get_by_label("Tìm theo tên, mã, trường, căn cứ").fill("")
        tab.get_by_label("Mức độ").select_option("")
        tab.locator("#f-owner").select_option("police")
        assert rules.count() == 6
        assert {rule.get_attribute("data-owner") for rule in rules.all()} == {"police"}


def test_the_filter_by_commune_says_how_many_findings_are_there(opened, small_folder):
    with opened(small_folder) as tab:
        rules = tab.locator(".rule:visible")
        every = rules.count()
        chosen = tab.locator("#f-commune")
        assert chosen.locator("option").count() > 3
        chosen.select_option(index=1)
        code = chosen.input_value()
        with_it = [rule for rule in rules.all() if f"{code}:" in rule.get_attribute("data-communes")]
        assert 0 < len(with_it) == rules.count() < every
        for rule in with_it:
            count = dict(pair.split(":") for pair in rule.get_attribute("data-communes").split())[code]
            assert rule.locator(".here").inner_text().strip() == f"tại đơn vị: {count}"
        chosen.select_option("")
        assert rules.count() == every
        assert tab.locator(".here:visible").count() == 0


def attributes(tab, name):
    return tab.locator(".rule").evaluate_all(f"rules => rules.map(rule => rule.dataset.{name})")


def test_rules_are_sorted_by_each_column_and_turned_round(opened, small_folder):
    with opened(small_folder) as tab:
        first = attributes(tab, "severity")
        assert first == sorted(first, key=["critical", "warning", "info"].index)
        by_count = tab.locator("#sort").get_by_role("button", name=re.compile("^Vi phạm"))
        by_count.click()
        assert by_count.get_attribute("aria-pressed") == "true"
        counts = [int(n) for n in attributes(tab, "n")]
        assert counts == sorted(counts, reverse=True)
        assert "từ cao xuống thấp" in by_count.inner_text()
        by_count.click()
        assert [int(n) for n in attributes(tab, "n")] == sorted(counts)
        assert "từ thấp lên cao" in by_count.inner_text()
        for name in ("share", "title", "dimension", "owner"):
            tab.locator(f"[data-sort={name}]").click()
            assert tab.locator("#sort [aria-pressed=true]").count() == 1
        assert attributes(tab, "owner") == sorted(
            attributes(tab, "owner"), key=["sector", "civil_registry", "police"].index
        )
        tab.locator("[data-sort=severity]").click()
        assert attributes(tab, "severity") == first


def test_by_keyboard_alone_a_rule_is_found_sorted_and_opened(opened, small_folder):
    with opened(small_folder) as tab:
        for _ in range(200):
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement.id") == "q":
                break
        tab.keyboard.type("co con song")
        assert tab.locator(".rule:visible").count() < tab.locator(".rule").count()
        tab.keyboard.press("Control+A")
        tab.keyboard.press("Delete")
        reached = []
        for _ in range(40):
            tab.keyboard.press("Tab")
            reached.append(tab.evaluate("document.activeElement.dataset.sort || document.activeElement.tagName"))
            if reached[-1] == "n":
                tab.keyboard.press("Enter")
            if reached[-1] == "SUMMARY":
                break
        orders = ["severity", "title", "dimension", "owner", "n", "share"]
        assert [name for name in reached if name in orders] == orders
        assert tab.locator("[data-sort=n]").get_attribute("aria-pressed") == "true"
        tab.keyboard.press("Enter")
        assert tab.locator(".rule").first.locator(".more").is_visible()


def test_a_link_to_a_rule_that_is_filtered_out_still_leads_there(opened):
    with opened() as tab:
        tab.get_by_label("Mức độ").select_option("info")
        link = tab.locator(".reasons a").first
        target = tab.locator(link.get_attribute("href"))
        assert not target.is_visible()
        link.click()
        target.wait_for(state="visible")
        assert target.locator("details").first.get_attribute("open") is not None


def test_samples_open_on_demand_and_all_at_once(opened):
    with opened() as tab:
        assert tab.locator(".samples:visible").count() == 0
        tab.locator(".rule summary").first.click()
        assert tab.locator(".samples:visible").count() == 1
        tab.get_by_role("button", name="Mở mọi quy tắc").click()
        assert tab.locator(".samples:visible").count() == tab.locator(".samples").count() > 40


def test_without_a_script_everything_is_there(opened):
    with opened(java_script_enabled=False) as tab:
        assert tab.locator(".rule:visible").count() == 50
        assert tab.locator(".samples:visible").count() == tab.locator(".samples").count() > 40
        assert tab.locator("pre:visible").count() > 30
        assert not tab.locator("#filter").is_visible()
        assert not tab.locator("#tools").is_visible()
        assert tab.get_by_text("Quy tắc không đạt").first.is_visible()
        assert not tab.get_by_text("Rules that failed").first.is_visible()


def test_a_hostile_value_is_only_text(opened):
    with opened() as tab:
        tab.get_by_role("button", name="Mở mọi quy tắc").click()
        assert tab.locator("bdi", has_text=SCRIPT).first.is_visible()
        assert tab.locator("bdi", has_text=FORMULA).first.is_visible()
        assert tab.locator("script").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("vi", 1280), ("en", 360)])
def test_axe_finds_nothing(opened, small_folder, scheme, language, width):
    with opened(small_folder, color_scheme=scheme, viewport={"width": width, "height": 800}) as tab:
        if language == "en":
            tab.get_by_role("button", name="English").click()
        tab.get_by_role("button", name=re.compile("Mở mọi quy tắc|Open all")).click()
        results = Axe().run(tab)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768, 1100])
def test_the_page_never_scrolls_sideways(opened, width):
    with opened(viewport={"width": width, "height": 700}) as tab:
        tab.get_by_role("button", name="Mở mọi quy tắc").click()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_the_verdict_first(opened):
    with opened() as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        assert tab.locator(".skip").bounding_box()["y"] >= 0
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "verdict"


def test_a_focused_control_is_seen(opened):
    with opened() as tab:
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.fixture(scope="module")
def printed(browser, run_folder, page, tmp_path_factory):
    """The text of each page on paper, printed while a filter hides most rules."""
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    tab = browser.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto((run_folder / "report.html").as_uri())
    tab.locator("#q").fill("ho ten khong duoc")
    tab.pdf(path=path, prefer_css_page_size=True)
    tab.close()
    with PdfReader(path) as reader:
        boxes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages}
        texts = [" ".join(unicodedata.normalize("NFC", page.extract_text()).split()) for page in reader.pages]
    return boxes, texts


def test_paper_is_a4_with_page_numbers(printed):
    boxes, texts = printed
    assert boxes == {(595, 842)}
    assert 5 < len(texts) < 40
    assert all(f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1))


def test_the_first_page_on_paper_has_verdict_and_scores(printed):
    _, texts = printed
    assert "Chưa đạt: chưa được đồng bộ" in texts[0]
    assert "lượt kiểm tra đạt" in texts[0]


def test_a_table_on_paper_repeats_its_head(printed):
    _, texts = printed
    pages = [text for text in texts if "Phường" in text or "Xã " in text]
    assert len(pages) >= 2
    assert all("Tỷ lệ sẵn sàng" in text for text in pages)


def test_paper_shows_all_rules_with_samples_and_who_signs(printed, run_folder):
    _, texts = printed
    whole = " ".join(texts)
    assert whole.count("Ví dụ:") == 49
    assert "********" in whole
    assert "WELFARE-BENEFICIARY-040" in whole
    assert "Thủ trưởng đơn vị" in texts[-1]
    assert "Lọc quy tắc" not in whole
    assert "Rules that failed" not in whole
