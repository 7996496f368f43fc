"""What every rule says to people, and what every sector must have."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from dq.catalog import load_catalog
from dq.catalog.schemas import Storage
from dq.model import Dimension, Expectation, Outcome, Query, Rule, RuleKind, Severity, Text
from dq.text.fold import fold_text

CATALOG = load_catalog()
RULES = [rule for rules in CATALOG.rules.values() for rule in rules]
HAND_WRITTEN = [rule for rule in RULES if not rule.derived]
DERIVED_ID = re.compile(r"[a-z_]+\.[a-z_]+\.([a-z0-9_]+)\.([a-z_]+)")
HAND_WRITTEN_ID = re.compile(r"([A-Z]+-[A-Z]+)-(\d{3})")
LEAST = {RuleKind.RECORD: 20, RuleKind.DATASET: 6, RuleKind.CROSS: 2}
# A clerk reads Vietnamese with marks: each sentence has some letter that only Vietnamese writes.
VIETNAMESE = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
LEGAL = re.compile(
    r"(Luật|Bộ luật|Nghị định|Thông tư|Quyết định|Nghị quyết|Kế hoạch|Quy trình|Chỉ thị|Công văn) "
    r"[^,;]*\d+/[^,;]+(, (Điều|Phụ lục) [^;]+)?"
)


def texts(rule: Rule) -> Iterator[tuple[str, Text]]:
    yield "title", rule.title
    yield "remedy", rule.remedy


def schema_texts() -> Iterator[tuple[str, Text]]:
    for schema in CATALOG.schemas.values():
        yield schema.dataset, schema.title
        for field in schema.fields:
            yield f"{schema.dataset}.{field.name}", field.title
    for name, sector in CATALOG.sectors.items():
        yield name, sector.title
        for roles in sector.roles.values():
            for role in roles:
                yield f"{name}.{role.role}", role.title


def flaws(text: Text) -> list[str]:
    found = []
    for language, sentence in (("vi", text.vi), ("en", text.en)):
        if not unicodedata.is_normalized("NFC", sentence):
            found.append(f"{language}: not NFC")
        if sentence != sentence.strip() or re.search(r"\s\s", sentence):
            found.append(f"{language}: spaces")
        if re.search(r"\s[,.;!?](?!\d)|[,;](?=\w)(?<!\d,)", sentence):
            found.append(f"{language}: punctuation")
        if sentence[0].islower():
            found.append(f"{language}: small first letter")
    if " " in text.vi and not VIETNAMESE.search(text.vi):
        found.append("vi: no Vietnamese letter")
    if text.vi == text.en:
        found.append("not translated")
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_both_languages_well(rule):
    assert {name: flaws(text) for name, text in texts(rule) if flaws(text)} == {}
    assert not rule.title.vi.endswith(".")
    assert not rule.title.en.endswith(".")
    assert rule.remedy.vi.endswith(".")
    assert rule.remedy.en.endswith(".")
    assert len(rule.title.vi) <= 120
    assert len(rule.title.en) <= 120


def test_names_of_sectors_datasets_columns_and_roles_are_well_written():
    wrong = {name: found for name, text in schema_texts() if (found := flaws(text))}
    assert wrong == {}


@pytest.mark.parametrize("rule", HAND_WRITTEN, ids=lambda rule: rule.id)
def test_legal_bases_are_cited_in_one_way(rule):
    for basis in rule.legal_basis:
        assert LEGAL.fullmatch(basis), basis
        assert unicodedata.is_normalized("NFC", basis)


@pytest.mark.parametrize("dataset", CATALOG.schemas)
def test_two_rules_of_a_dataset_never_say_the_same(dataset):
    titles = [text for rule in CATALOG.rules[dataset] for text in {rule.title.vi, rule.title.en}]
    assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_ids_are_unique_and_of_a_stable_pattern():
    names = [name for rule in RULES for name in (rule.id, *rule.aliases)]
    assert len(names) == len(set(names))
    for rule in RULES:
        assert (DERIVED_ID if rule.derived else HAND_WRITTEN_ID).fullmatch(rule.id), rule.id
        assert not rule.derived or rule.id.startswith(f"{rule.dataset}.")


def test_a_dataset_has_one_id_prefix_of_its_own():
    prefixes = {(rule.dataset, HAND_WRITTEN_ID.fullmatch(rule.id)[1]) for rule in HAND_WRITTEN}
    assert len(prefixes) == len({dataset for dataset, _ in prefixes}) == len({prefix for _, prefix in prefixes})


@pytest.mark.parametrize("dataset", CATALOG.schemas)
def test_a_dataset_has_enough_rules_of_each_kind(dataset):
    counts = Counter(rule.kind for rule in CATALOG.rules[dataset] if not rule.derived)
    assert {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least} == {}


@pytest.mark.parametrize("dataset", CATALOG.schemas)
def test_a_dataset_has_rules_of_all_four_words(dataset):
    assert {rule.dimension for rule in CATALOG.rules[dataset] if not rule.derived} == set(Dimension)


def test_the_catalog_uses_many_kinds_of_expectation():
    used = {rule.body.name for rule in HAND_WRITTEN if isinstance(rule.body, Expectation)}
    assert len(used) >= 10


def test_each_sql_file_is_used_by_a_rule_and_explains_itself():
    used = {rule.body.file for rule in HAND_WRITTEN if isinstance(rule.body, Query)}
    root = CATALOG.location.root
    present = {path.relative_to(root).as_posix() for path in root.glob("checks/*/sql/*.sql")}
    assert used == present
    for file in present:
        assert (root / file).read_text(encoding="utf-8").startswith("-- "), file


@pytest.mark.parametrize("dataset", CATALOG.schemas)
def test_an_alias_names_one_column(dataset):
    seen: dict[str, set[str]] = {}
    for field in CATALOG.schema(dataset).fields:
        for written in (field.name, *field.aliases):
            seen.setdefault(fold_text(written), set()).add(field.name)
    assert {alias: columns for alias, columns in seen.items() if len(columns) > 1} == {}
    assert "" not in seen


@pytest.mark.parametrize("dataset", [name for name in CATALOG.schemas if CATALOG.roles(name)])
def test_only_the_register_judges_the_identifier_of_a_role(dataset):
    identifiers = {role.identifier for role in CATALOG.roles(dataset)}
    schema = CATALOG.schema(dataset)
    for name in identifiers:
        assert schema.field(name).constraints == ()
        assert schema.field(name).type.storage is Storage.TEXT
    outcomes = {rule.id.rsplit(".", 1)[1] for rule in CATALOG.rules[dataset] if ".register." in rule.id}
    assert outcomes <= set(Outcome)
    for rule in CATALOG.rules[dataset]:
        if not rule.derived and len(rule.columns) == 1 and rule.columns[0] in identifiers:
            assert rule.severity is not Severity.CRITICAL, f"{rule.id}: the structure of a number only warns"
