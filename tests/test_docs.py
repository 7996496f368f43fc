"""The documentation says what the program does: generated pages, links, contracts and examples."""

import importlib.util
import re
import shutil
import sys
from pathlib import Path

import click
import pytest

from dq import findings
from dq.catalog import load_catalog
from dq.cli.main import BUG, INTERRUPTED, cli
from dq.lint import lint
from dq.model import Dimension, Outcome, Severity, Status
from dq.runs import names
from dq.waive.findings import SCHEMA as WAIVED_SCHEMA

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
RULES = sorted((DOCS / "rules").rglob("*.md"))
PAGES = sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md")}.difference(RULES))
PROVINCES = {f"{number:03d}" for number in range(1, 97)}  # with which a personal number begins
FILLED_IN = "001085123456"  # the example of a number that somebody made up
# Options of other programs that the pages call.
FOREIGN = {"--wheel-dir", "--no-index", "--find-links", "--target", "--check"}


def load_generator():
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()
COMMANDS = dict(sys.modules["generator.commands"].commands())
LEAVES = {name: command for name, command in COMMANDS.items() if not isinstance(command, click.Group)}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    return re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", prose(page))


def table_under(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    section = text(page).split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in rows[2:]]


# ---- commands ----


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name):
    """In both languages: `vi · en`, or a paragraph each."""
    assert " · " in COMMANDS[name].help or COMMANDS[name].help.count("\n\n") == 1


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_an_example_that_calls_it(name):
    epilog = LEAVES[name].epilog or ""
    assert "Ví dụ / Example" in epilog
    assert re.search(rf"\b{re.escape(name)}\b", epilog)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name):
    options = [option for option in COMMANDS[name].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_command_of_the_program_is_in_the_walk():
    assert {name for name in COMMANDS if name.count(" ") == 1} == {f"dq {name}" for name in cli.commands}


# ---- generated pages ----


def test_the_generated_pages_are_up_to_date(capsys):
    assert GENERATOR.main(["--check"]) == 0, capsys.readouterr().err


def test_a_page_that_is_out_of_date_is_named(tmp_path, capsys):
    assert GENERATOR.main(["--folder", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cli.md", "json-schema", "rules"]
    assert GENERATOR.main(["--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert GENERATOR.main(["--check", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "docs/cli.md is out of date: run `make docs`\n"
    assert (tmp_path / "cli.md").read_text(encoding="utf-8") == "old"


def test_a_page_of_a_rule_that_is_gone_is_named_and_deleted(tmp_path, capsys):
    assert GENERATOR.main(["--folder", str(tmp_path)]) == 0
    orphan = tmp_path / "rules" / "land.holder" / "LAND-HOLDER-999.md"
    orphan.write_text("gone", encoding="utf-8")
    capsys.readouterr()
    assert GENERATOR.main(["--check", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "docs/rules/land.holder/LAND-HOLDER-999.md is left over: run `make docs`\n"
    assert orphan.exists()
    assert GENERATOR.main(["--folder", str(tmp_path)]) == 0
    assert not orphan.exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert f"\n## {name}\n" in text("docs/cli.md")


def test_every_rule_is_documented_in_both_languages():
    for dataset, rules in load_catalog().rules.items():
        derived = text(f"docs/rules/{dataset}/derived.md")
        for rule in rules:
            page = derived if rule.derived else text(f"docs/rules/{dataset}/{rule.id}.md")
            assert f" {rule.id}\n" in page
            assert f"**{rule.title.vi}**<br>*{rule.title.en}*" in page
            assert f"{rule.remedy.vi}\n\n*{rule.remedy.en}*" in page
            assert rule.derived or f"[{rule.id}]({dataset}/{rule.id}.md)" in text("docs/rules/README.md")


def test_a_page_of_a_rule_shows_its_examples_its_count_and_its_test():
    page = text("docs/rules/land.holder/LAND-HOLDER-302.md")
    assert "`civil_registry.death` (`so_dinh_danh`, `ho_ten`, `ngay_sinh`, `ngay_chet`)" in page
    assert "| 001050990123 | Trần Văn Bình | 1950 | 2025-05-20 |" in page.split("### Không đạt · Fails")[1]
    assert "*records of the dataset where `so_dinh_danh IS NOT NULL" in page
    assert "WHERE h.ngay_cap > d.ngay_chet_den" in page
    assert "| `most` | `20` |" in page


def test_identifiers_in_the_pages_of_rules_are_synthetic():
    numbers = {
        number for page in RULES for number in re.findall(r"(?<!\d)\d{12}(?!\d)", page.read_text(encoding="utf-8"))
    }
    assert len(numbers) > 20
    assert {number for number in numbers if number[:3] in PROVINCES and number[6:8] != "99"} == {FILLED_IN}


def test_links_of_the_pages_of_rules_lead_somewhere():
    targets = {(page.parent / link).resolve() for page in RULES for link in links(page)}
    assert {target for target in targets if not target.is_file()} == set()


def test_a_cell_of_a_generated_table_cannot_break_it():
    (_, _, row, _) = sys.modules["generator.markdown"].table(("a", "b"), [["x | y\nz", ""]])
    assert row == "| x \\| y z | – |"


# ---- links, paths, options ----


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_inside_the_repository_lead_somewhere(page):
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


def test_links_are_found_at_all():
    assert len([link for page in PAGES for link in links(page)]) > 40


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_files_that_a_page_names_exist(page):
    named = re.findall(r"`((?:dq|tests|docs|schemas|checks|sample_data)/[\w./-]*)`", prose(page))
    missing = [path for path in named if not (ROOT / path).exists() and "_catalog" not in path]
    # A page may name what its reader is about to make.
    assert [path for path in missing if "fishery" not in path] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_options_that_a_page_names_exist(page):
    known = {name for command in COMMANDS.values() for option in command.params for name in option.opts}
    known |= {"--help", "--version"} | FOREIGN
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page.read_text(encoding="utf-8")))
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_commands_that_a_page_calls_exist(page):
    called = re.findall(r"^(?:dq-env/bin/)?dq ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(called) <= set(cli.commands)


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_make_targets_that_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


# ---- contracts ----


def test_the_run_folder_page_names_every_file():
    files = {names.SUMMARY, names.FINDINGS, names.RECONCILIATION, names.CLEAN, names.QUARANTINE, names.CHANGES}
    files.add(names.WAIVED)
    files |= {names.REPORT, names.CANDIDATES, names.REVIEW, names.PROPOSALS, names.APPLIED, names.REJECTED}
    files.add(names.DUPLICATES)
    listed = re.findall(r"^\| `([a-z.]+)` \|", text("docs/run-folder.md").split("\n## ")[0], flags=re.MULTILINE)
    assert set(listed) == files
    assert all(f"`{name}`" in text("README.md") for name in files)


@pytest.mark.parametrize(
    ("heading", "schema"),
    [
        ("findings.parquet", findings.SCHEMA),
        ("waived.parquet", WAIVED_SCHEMA),
        ("reconciliation.parquet", names.RECONCILIATION_SCHEMA),
        ("changes.parquet", names.CHANGES_SCHEMA),
        ("candidates.parquet", names.CANDIDATES_SCHEMA),
        ("proposals.parquet", names.PROPOSALS_SCHEMA),
        ("applied.parquet", names.APPLIED_SCHEMA),
    ],
)
def test_the_columns_of_the_run_folder_are_those_of_the_code(heading, schema):
    rows = table_under("docs/run-folder.md", heading)
    assert [row[0] for row in rows] == schema.names()
    types = {name: str(kind) for name, kind in schema.items()}
    assert {row[0]: row[1] for row in rows if len(row) > 2} == {row[0]: types[row[0]] for row in rows if len(row) > 2}


def test_the_exit_codes_of_the_readme_are_those_of_the_command_line():
    assert re.findall(r"^\| (\d+) \|", text("README.md"), flags=re.MULTILINE) == [
        "0",
        "1",
        "2",
        str(BUG),
        str(INTERRUPTED),
    ]


def test_the_readme_names_every_dataset():
    listed = re.findall(r"^\| `([a-z_]+\.[a-z]+)` \|", text("README.md").split("### Mã thoát")[0], flags=re.MULTILINE)
    assert sorted(listed) == sorted(load_catalog().schemas)


def test_the_glossary_has_every_outcome_in_the_order_of_the_tests():
    listed = [row[0] for row in table_under("docs/glossary.md", "Kết quả đối soát · Outcomes")]
    assert listed == [str(outcome) for outcome in Outcome]


@pytest.mark.parametrize("word", [*Dimension, *Severity, *Status])
def test_the_glossary_has_every_word_of_the_model(word):
    assert str(word).replace("_", " ") in text("docs/glossary.md")


def test_the_changelog_keeps_its_conventions():
    page = text("CHANGELOG.md")
    assert "## [Unreleased]" in page
    kinds = {"Added", "Changed", "Changes results", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", page, flags=re.MULTILINE)) <= kinds
    assert "**Changes results**" in page


def test_every_decision_is_listed_and_has_its_three_parts():
    pages = sorted(path for path in (DOCS / "adr").glob("0*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        assert f"({page.name})" in text("docs/adr/README.md")
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"]


# ---- examples ----


@pytest.fixture
def catalog_folder(tmp_path):
    for top in ("schemas", "checks"):
        shutil.copytree(ROOT / top, tmp_path / top)
    return tmp_path


def test_the_sector_of_the_guide_is_a_sector(catalog_folder):
    page = text("docs/how-to/add-a-sector.md")
    blocks = re.findall(r"^`((?:schemas|checks)/[\w/.]+)`:\n\n```yaml\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) == 4
    for name, content in blocks:
        (catalog_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (catalog_folder / name).write_text(content, encoding="utf-8")
    catalog = load_catalog(catalog_folder)
    rules = {rule.id for rule in catalog.rules["fishery.vessel"]}
    assert {"FISHERY-VESSEL-001", "fishery.vessel.register.deceased", "fishery.vessel.chieu_dai.minimum"} <= rules
    assert [problem.parameters for problem in lint(catalog) if "fishery" in str(problem.parameters)] == []


@pytest.mark.xdist_group("great_expectations")
def test_the_rules_of_the_guide_can_run(catalog_folder):
    page = text("docs/how-to/add-a-rule.md")
    rules = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    queries = re.findall(r"```sql\n(.*?)```", page, flags=re.DOTALL)
    assert (len(rules), len(queries)) == (5, 2)
    folder = catalog_folder / "checks" / "land"
    for rule in rules:
        body = re.findall(r"^  (assert|predicate|expectation|query):", rule, flags=re.MULTILINE)[0]
        file = {"expectation": "dataset.yaml", "query": "cross.yaml"}.get(body, "record.yaml")
        with (folder / file).open("a", encoding="utf-8") as target:
            target.write("\n" + rule)
    for name, sql in zip(("too_many_parcels", "holder_died_abroad"), queries, strict=True):
        (folder / "sql" / f"{name}.sql").write_text(sql, encoding="utf-8")
    catalog = load_catalog(catalog_folder)
    assert {rule.id for rule in catalog.rules["land.holder"]} >= {f"LAND-HOLDER-90{number}" for number in range(1, 6)}
    assert [problem.parameters for problem in lint(catalog) if "LAND-HOLDER-90" in str(problem.parameters)] == []
