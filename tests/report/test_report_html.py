import json
import re
import stat
from pathlib import Path

import polars as pl
import pytest
import yaml
from hand_made_run import FORMULA, NOTE, SCRIPT, build_run

import dq.report
from dq.errors import OutputError
from dq.locale import load_locale
from dq.report import LARGEST, write_report

PACKAGE = Path(dq.report.__file__).parent


def written(folder, name="r.html", **options):
    write_report(folder, folder / name, **options)
    return (folder / name).read_text(encoding="utf-8")


def body(page):
    """What stands between head and script: the part that holds data."""
    return page.partition("<body>")[2].rpartition("<script>")[0]


def test_it_is_one_file_that_asks_for_nothing(page):
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", page)
    assert not re.search(r"""url\((?!#)|@import|https?://""", page)
    assert 'http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;' in page


def test_it_is_a_complete_document(page):
    assert page.startswith('<!doctype html>\n<html lang="vi">')
    assert page.count("<h1>") == 1
    assert page.count("<table") == page.count("<caption") == page.count("</table>")
    assert not re.search(r"<th(?![^>]* scope=)[ >]", page)
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page)))


def test_every_link_leads_somewhere(page):
    ids = set(re.findall(r' id="([^"]+)"', page))
    used = re.findall(r'(?:href="#|url\(#|aria-labelledby=")([^")]+)', page)
    assert set(used) <= ids


def test_values_are_escaped(page):
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert body(page).count("<script") == 0
    # A formula is only text in a page; it stands as it was written.
    assert FORMULA.replace("'", "&#39;") in page


def test_names_of_files_and_sheets_are_escaped(make_run):
    folder = make_run(records=30, communes=3, rules=2, findings=20)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["input"]["name"] = f'"><img src=x onerror=alert(1)>{SCRIPT}.csv'
    run["input"]["left_out"] = [{"first": 1, "last": 1, "kind": "<b>", "sheet": SCRIPT}]
    run["columns"][0]["header"] = SCRIPT
    run["rules"][0]["evidence"] = "</code></pre>" + SCRIPT
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    page = written(folder)
    assert SCRIPT not in page
    assert "<img" not in page


def records(folder):
    return pl.concat([pl.read_parquet(folder / f"{name}.parquet") for name in ("clean", "quarantine")], how="diagonal")


@pytest.mark.parametrize("public", [False, True])
def test_no_identifier_stands_in_it_whole(run_folder, public):
    page = written(run_folder, "whole.html", public=public)
    digits = set(re.findall(r"(?<!\d)\d{9,}(?!\d)", body(page)))
    everything = records(run_folder)
    for column in ("so_dinh_danh", "so_tai_khoan"):
        assert not digits & set(everything[column].drop_nulls())
    assert not re.search(r"001 085 990 123", page)


@pytest.mark.parametrize("public", [False, True])
def test_what_is_private_stays_out(run_folder, public):
    page = written(run_folder, "private.html", public=public)
    for text in (NOTE, "Ghi chú", "Bí Mật", "Khmer", ";dòng hỏng"):
        assert text not in page
    births = records(run_folder)["ngay_sinh"].drop_nulls().unique()
    for birth in births.filter(births.str.len_chars() == 10):
        assert birth not in page
        assert "/".join(reversed(birth.split("-"))) not in page


def test_a_public_report_has_no_name_and_no_masked_value(run_folder):
    page = written(run_folder, "public.html", public=True)
    for name in records(run_folder)["ho_ten"].drop_nulls().unique():
        assert name not in page
    assert "****" not in page
    assert not re.search(r"<td[^>]*>\s*so_dinh_danh", page)  # a column is named by its title
    assert re.search(r'<td>\s*<span lang="vi">Số định danh cá nhân</span>', page)
    assert "Công khai" in page


def test_a_report_inside_the_agency_says_so(page):
    assert "Không gửi ra ngoài cơ quan" in page
    assert "********" in page


def test_both_languages_are_in_it_and_one_is_default(run_folder):
    page = written(run_folder, "en.html", language="en")
    assert '<html lang="en">' in page
    assert '<span lang="vi">Quy tắc không đạt</span><span lang="en">Rules that failed</span>' in page
    assert re.search(r"<title [^>]*>Data quality report: Monthly", page)


def test_a_code_without_a_label_is_shown_as_it_is(page):
    assert "a_repair_of_tomorrow" in page


def test_it_is_written_for_its_owner_only_and_whole(run_folder):
    out = run_folder / "mode.html"
    out.write_text("old")
    write_report(run_folder, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not list(run_folder.glob("*.part"))


def test_a_place_that_cannot_be_written_is_an_error(run_folder, tmp_path):
    with pytest.raises(OutputError, match="not_writable"):
        write_report(run_folder, tmp_path / "nowhere" / "r.html")


def test_the_same_run_gives_the_same_page(run_folder, page):
    assert written(run_folder, "again.html") == page


@pytest.mark.parametrize("changes", [{"reference": None, "reconciliation": {}, "roles": []}, {"commune_column": None}])
def test_a_run_with_less_to_say_is_still_a_report(make_run, changes):
    folder = make_run(records=30, communes=3, rules=2, findings=20, **changes)
    assert "</html>" in written(folder)


def test_a_run_without_any_failure_is_a_report(make_run):
    folder = make_run(records=30, communes=3, rules=0, findings=0)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["rules"] = [rule for rule in run["rules"] if rule["status"] == "passed"]
    run["decision"] = {"passed": True, "reasons": []}
    run["repairs"] = run["input"]["left_out"] = []
    run["rows"] |= {"malformed": 0}
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    page = written(folder)
    assert "Đạt: được phép đồng bộ" in page
    assert "Mọi quy tắc được đánh giá đều đạt." in page


def test_an_empty_input_is_a_report(make_run):
    folder = make_run(records=30, communes=3, rules=2, findings=20)
    for name in ("clean", "quarantine", "findings", "reconciliation"):
        pl.read_parquet(folder / f"{name}.parquet").clear().write_parquet(folder / f"{name}.parquet")
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["rows"] = {"total": 0, "clean": 0, "quarantine": 0, "malformed": 0}
    run["reconciliation"] = dict.fromkeys(run["reconciliation"], 0)
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    assert "</html>" in written(folder)


def test_the_size_does_not_grow_with_the_findings(tmp_path):
    few = build_run(tmp_path / "few", records=20_000, findings=10_000)
    many = build_run(tmp_path / "many", records=20_000, findings=300_000)
    assert pl.scan_parquet(many / "findings.parquet").select(pl.len()).collect().item() > 250_000
    for folder in (few, many):
        write_report(folder, folder / "r.html")
    size = {folder: (folder / "r.html").stat().st_size for folder in (few, many)}
    assert size[many] < LARGEST
    assert size[many] < 1.1 * size[few]


def test_it_stays_small_whatever_the_rules_say(make_run):
    folder = make_run(records=200, communes=20, rules=40, findings=2000)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    for rule in run["rules"]:
        rule["evidence"] = "SELECT " + "x" * 100_000
    extra = [dict(run["rules"][0], id=f"WELFARE-MORE-{place}", evidence="y" * 50_000) for place in range(900)]
    run["rules"] += extra
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    page = written(folder)
    assert len(page.encode()) < LARGEST
    assert "Chỉ hiện" in page


FILES = {"report.html", "report.css", "report.js"}


def sentences_used():
    texts = [path.read_text(encoding="utf-8") for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]]
    quoted = {key for text in texts for key in re.findall(r"""["'](report\.[A-Za-z0-9_.]*)""", text)} - FILES
    built = {key for text in texts for key in re.findall(r"""f["'](report\.[a-z_.]*)\{""", text)}
    return quoted, built


def test_every_sentence_that_is_said_exists_and_every_one_that_exists_is_said():
    known = {key for key in load_locale("vi").sentences if key.startswith("report.")}
    quoted, built = sentences_used()
    prefixes = {key for key in quoted | built if key not in known}
    assert all(any(key.startswith(prefix) for key in known) for prefix in prefixes)
    assert {key for key in known if key not in quoted and not key.startswith(tuple(prefixes))} == set()


def test_both_languages_say_the_same_things_with_the_same_figures():
    vi, en = (
        {key: text for key, text in load_locale(language).sentences.items() if key.startswith("report.")}
        for language in ("vi", "en")
    )
    assert vi.keys() == en.keys()
    holes = re.compile(r"\{(\w+)\}")
    assert {key for key in vi if set(holes.findall(vi[key])) != set(holes.findall(en[key]))} == set()


def test_every_repair_and_kind_of_line_has_a_label():
    from dq.normalize import REPAIRS

    known = load_locale("vi").sentences
    assert [code for code in REPAIRS if f"report.repair.{code}" not in known] == []


def test_report_sentences_stand_once():
    for language in ("vi", "en"):
        path = Path(dq.report.__file__).parents[1] / "locale" / f"{language}.yaml"
        keys = [
            line.partition(":")[0]
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith("report.")
        ]
        assert len(keys) == len(set(keys))
        assert set(keys) <= yaml.safe_load(path.read_text(encoding="utf-8")).keys()


def test_names_of_fields_stand_in_what_came_up_when_the_file_was_read(make_run):
    folder = make_run(records=50, rules=3)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    notice = {"kind": "scientific_numbers", "count": 2, "places": ["17"], "sheet": None, "column": "so_tai_khoan"}
    run["input"]["notices"] = [notice]
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    page = written(folder)
    assert "Cột Số tài khoản: 2 số" in page
    assert "so_tai_khoan: 2" not in page
    assert re.search(r'<a href="#lines"><span lang="vi">Khi đọc tệp có 1 điều cần biết', page)


def test_forms_and_distinct_values_of_a_field_are_shown(page):
    assert re.search(r"<code>99/99/9999</code> <span lang=\"vi\">96,0%</span>", page)
    assert "≈ 900" in page
    assert "cứ 12 bản ghi lấy một" in page


def test_a_published_report_has_no_rare_form_and_no_count_by_commune(run_folder):
    page = written(run_folder, "rare.html", public=True)
    assert "<code>99/99/9999</code>" in page
    assert "<code>9{6}</code>" not in page
    assert "data-communes" not in page
    assert "f-commune" not in page.replace('byId("f-commune")', "")
