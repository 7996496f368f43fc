"""The sentences of the interface: the same in both languages, all there, none too many."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
import yaml

from dq import errors
from dq.audit import Fault
from dq.batch import JobStatus
from dq.doctor import Health
from dq.locale import LANGUAGES, Locale, load_locale
from dq.model import Answer, Dimension, Outcome, Owner, Severity, Status
from dq.person import FACTS
from dq.progress import Unit
from dq.report.workbook_columns import COLUMNS as REVIEW_COLUMNS
from dq.report.workbook_cover import STEPS
from dq.report.workbook_rejected import COLUMNS as REJECTED_COLUMNS
from dq.review.answers import Rejection

PACKAGE = Path(__file__).resolve().parents[1] / "dq"
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
TEMPLATES = {
    path: path.read_text(encoding="utf-8")
    for path in sorted((PACKAGE / "report" / "templates").glob("*"))
    if path.suffix in {".html", ".svg"}
}
SENTENCES = load_locale("vi").sentences
RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.DQError)}
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
FILE_NAME = re.compile(r".+\.(html|css|js|json|duckdb|parquet|yaml|csv|xlsx|jsonl)")


def written(pattern: str, module: str) -> set[str]:
    """What stands where `pattern` has its group, in the sources of `module`."""
    return {
        found
        for path, text in SOURCES.items()
        if path.relative_to(PACKAGE).as_posix().startswith(module)
        for found in re.findall(pattern, text)
    }


GATE_CODES = written(r'Reason\(\s*"(\w+)"', "gate.py")
CAVEATS = written(r'"(\w+)": (?:old|new)\[', "report/view_comparison.py")
STAGES = written(r'(?:clock|progress)\(\s*"(\w+)"', "pipeline/")

# Keys that are put together from a prefix and a code. In the first group the codes are ours and complete; in the second
# a run folder may hold further ones, so more keys may stand under the prefix.
CLOSED: Mapping[str, set[str]] = {
    "word": {str(item) for item in Dimension},
    "severity": {str(item) for item in Severity},
    "owner": {str(item) for item in Owner},
    "outcome": {str(item) for item in Outcome},
    "sex": {"nam", "nu"},
    "reason": GATE_CODES,
    "stage": written(r'(?:clock|progress)\(\s*"(\w+)"', ""),
    "progress.of": {str(item) for item in Unit} - {Unit.SHARE},
    "progress.done": {str(item) for item in Unit} - {Unit.SHARE},
    "draft.flag": {"required", "unique"},
    "doctor.health": {str(item) for item in Health},
    "person.fact": set(FACTS),
    "person.status": {"song", "chet"},
    "batch.status": {str(item) for item in JobStatus},
    "audit.fault": {str(item) for item in Fault},
    "audit.event": written(r'"event": "(\w+)"', "audit.py"),
    "compare.run": {"then", "now"},
    "compare.decision": {"passed", "failed"},
    "compare.caveat": CAVEATS,
    "compare.by": {"findings", "rules", "communes"},
    "compare.count": {"fixed", "still_open", "new", "in_added"},
    "review.decision": {str(item) for item in Answer},
    "review.decision_means": {str(item) for item in Answer},
    "apply.reason": {str(item) for item in Rejection},
    "apply.column": set(REJECTED_COLUMNS),
    "review.column": {column.code for column in REVIEW_COLUMNS},
    "review.validation": {"title", "decision", "field", "date"},
    "review.cover.step": set(STEPS),
}
OPEN: Mapping[str, set[str]] = {
    "doctor": written(r'Sign\(\s*"(\w+)"', "doctor.py"),
    "report.word": CLOSED["word"],
    "report.word_means": CLOSED["word"],
    "report.severity": CLOSED["severity"],
    "report.owner": CLOSED["owner"],
    "report.outcome": CLOSED["outcome"],
    "report.status": {str(item) for item in Status},
    "report.reason": GATE_CODES,
    "report.stage": STAGES,
    "report.caveat": CAVEATS,
    "report.gap": {"outside_period", "superseded", "overlaps"},
    "report.waiver_state": {"in_force", "expired", "unused"},
    "report.waiver_scope": {"all", "where", "records"},
    "report.apart": {"added", "removed", "changed", "not_evaluated"},
}


@dataclass(frozen=True)
class Call:
    """A call that names a sentence: where, which keys it may be, and the parameters it gives (None: not known)."""

    where: str
    keys: tuple[str, ...]
    parameters: frozenset[str] | None


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def constants(node: ast.AST) -> Iterator[str]:
    """The texts below `node` that can be its value, without those inside of f-strings and conditions."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp():
            yield from (*constants(node.body), *constants(node.orelse))


def calls() -> Iterator[Call]:
    for path, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            keys = tuple(key for key in constants(node.args[0]) if KEY.fullmatch(key))
            if (name in RAISED or name in {"say", "Phrase"}) and keys:
                where = f"{path.relative_to(PACKAGE.parent)}:{node.lineno}"
                known = name != "Phrase" and all(keyword.arg for keyword in node.keywords)
                given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg) if known else None
                yield Call(where, keys, given)


CALLS = list(calls())
TEXTS = {
    node.value
    for text in SOURCES.values()
    for node in ast.walk(ast.parse(text))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
} | {found for text in TEMPLATES.values() for found in re.findall(r"""["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""", text)}


def composed() -> dict[str, str]:
    """The prefixes that keys are put together from, with a place where it is done."""
    found = {}
    for path, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefix = str(node.values[0].value)
                if re.fullmatch(r"([a-z_]+\.)+", prefix) and any(key.startswith(prefix) for key in SENTENCES):
                    found[prefix.rstrip(".")] = f"{path.name}:{node.lineno}"
    for path, text in TEMPLATES.items():
        for prefix in re.findall(r"""["']([a-z_.]+)\.["'] ~""", text):
            found[prefix] = path.name
        for prefix in re.findall(r"""label\(["']([a-z_.]+)["']""", text):
            found[prefix] = path.name
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language):
    node = yaml.compose((PACKAGE / "locale" / f"{language}.yaml").read_text(encoding="utf-8"))
    keys = [key.value for key, _ in node.value]
    assert sorted(keys) == sorted(set(keys))


def test_both_languages_have_the_same_keys():
    vi, en = (set(load_locale(language).sentences) for language in LANGUAGES)
    assert vi ^ en == set()


def test_a_sentence_has_the_same_placeholders_in_both_languages():
    vi, en = (load_locale(language).sentences for language in LANGUAGES)
    assert {key for key in vi if placeholders(vi[key]) != placeholders(en[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_text_in_composed_unicode_with_named_placeholders(language):
    for key, sentence in load_locale(language).sentences.items():
        assert isinstance(sentence, str), key
        assert sentence.strip(), key
        assert unicodedata.is_normalized("NFC", sentence), key
        assert all(re.fullmatch(r"[a-z_]+", name) for name in placeholders(sentence)), key


def test_keys_are_found_at_all():
    assert len(CALLS) > 50
    assert {"critical", "warning", "error", "coverage", "no_reference", "malformed"} <= GATE_CODES
    assert {"load", "check", "reconcile", "report"} <= STAGES


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.where.split(':')[0]} {call.keys[0]}")
def test_a_sentence_that_is_said_exists_and_gets_its_parameters(call):
    for key in call.keys:
        assert key in SENTENCES, f"{call.where} says {key}, which no locale file has"
        if call.parameters is not None:
            missing = placeholders(SENTENCES[key]) - call.parameters
            assert not missing, f"{call.where} says {key} without {missing}"


def test_a_text_of_the_sources_that_looks_like_a_key_is_one():
    sections = {key.split(".")[0] for key in SENTENCES}
    shaped = {text for text in TEXTS if KEY.fullmatch(text) and text.split(".")[0] in sections}
    unknown = shaped - set(SENTENCES) - set(OPEN) - set(composed())
    assert {text for text in unknown if not FILE_NAME.fullmatch(text)} == set()


def test_every_prefix_of_composed_keys_is_declared_here_or_open_to_codes_of_a_run_folder():
    undeclared = {prefix: where for prefix, where in composed().items() if prefix not in CLOSED | OPEN}
    assert {prefix: where for prefix, where in undeclared.items() if not prefix.startswith("report.")} == {}


@pytest.mark.parametrize(("prefix", "codes"), CLOSED.items(), ids=lambda item: item if isinstance(item, str) else "")
def test_a_closed_family_has_a_sentence_for_each_code_and_no_other(prefix, codes):
    found = {key.removeprefix(f"{prefix}.") for key in SENTENCES if key.startswith(f"{prefix}.")}
    assert found == codes


@pytest.mark.parametrize(("prefix", "codes"), OPEN.items(), ids=lambda item: item if isinstance(item, str) else "")
def test_an_open_family_has_a_sentence_for_each_code_that_this_version_writes(prefix, codes):
    found = {key.removeprefix(f"{prefix}.") for key in SENTENCES if key.startswith(f"{prefix}.")}
    assert codes - found == set()


def test_no_sentence_is_left_that_nobody_says():
    prefixes = tuple(f"{prefix}." for prefix in {*CLOSED, *composed()})
    unused = {key for key in SENTENCES if key not in TEXTS and not key.startswith(prefixes)}
    assert unused == set()


def test_a_sentence_is_said_with_its_parameters():
    locale = Locale("en", {"a.b": "{n} rows of {key}"})
    assert locale.say("a.b", n=3, key="x") == "3 rows of x"


@pytest.mark.parametrize("key", ["a.c", "a.b"])
def test_a_missing_sentence_or_parameter_is_a_bug_that_shows(key):
    with pytest.raises(KeyError):
        Locale("en", {"a.b": "{n} rows"}).say(key)
