import json
from dataclasses import replace
from itertools import pairwise

import pytest

from dq.errors import OutputError
from dq.report.charts import flow_chart
from dq.report.format import Count, Share
from dq.report.html import in_language
from dq.report.source import LIMITS, Limits, read_source
from dq.report.view import build_view
from dq.report.view_tables import communes_table


@pytest.fixture(scope="module")
def source(run_folder):
    return read_source(run_folder)


@pytest.fixture(scope="module")
def view(source):
    return build_view(source, limits=LIMITS[0])


def changed(source, **changes):
    """The source with other facts in run.json."""
    return replace(source, run={**source.run, **changes})


def test_records_in_are_records_out(view):
    assert view.flow.ready.part + sum(held.records.part for held in view.flow.held) == view.flow.total
    assert view.flow.n_held == sum(held.records.part for held in view.flow.held)


def test_persons_have_one_outcome_each(view):
    assert sum(line.persons.part for line in view.register.outcomes) == view.register.n_persons == 6000
    assert view.register.outcomes[0].outcome == "matched"
    not_found = next(line for line in view.register.outcomes if line.outcome == "not_found")
    assert not_found.owner == "police"
    assert not_found.anchor == "rule-welfare_beneficiary_register_not_found"


def test_every_planned_rule_has_a_place(view, source):
    n = view.n_failed + view.errors.n + view.not_applicable.n + view.passed.n
    assert n == len(source.run["rules"]) == view.card.n_rules
    assert sum(view.card.statuses.values()) == n


def test_rules_come_by_severity_then_by_findings(view):
    order = [("critical", "warning", "info").index(rule.severity) for rule in view.failed]
    assert order == sorted(order)
    critical = [rule.n_failed.value for rule in view.failed if rule.severity == "critical"]
    assert critical == sorted(critical, reverse=True)


def test_tasks_add_up_to_the_findings(view):
    total = sum(rule.n_failed.value for rule in view.failed)
    assert sum(task.critical + task.other for task in view.tasks) == total
    assert [task.owner for task in view.tasks] == ["sector", "civil_registry", "police"]


def test_the_verdict_is_one_sentence_with_the_worst_reason_first(view):
    sentence = in_language(view.verdict.sentence, "vi")
    assert sentence.startswith("Tệp này chưa được đồng bộ vì có 17 quy tắc nghiêm trọng không đạt, với ")
    assert "; có 7 dòng hỏng, " in sentence
    assert sentence.endswith("; có 2 quy tắc không chạy được vì lỗi (mức cho phép: 0).")
    assert [reason.phrase.key.rpartition(".")[2] for reason in view.verdict.reasons] == [
        "critical",
        "malformed",
        "error",
    ]


def test_the_rules_of_a_reason_come_worst_first_and_lead_to_the_rule(view):
    broken = view.verdict.reasons[0].rules
    values = [rule.value.value for rule in broken]
    assert values == sorted(values, reverse=True)
    assert broken[0].anchor == view.failed[0].anchor


@pytest.mark.parametrize(
    ("reasons", "vi", "en"),
    [
        ([], "được phép đồng bộ", "may be synced"),
        (
            [{"code": "no_reference", "rule_id": None, "value": 0, "limit": 0}],
            "chưa đối chiếu với Cơ sở dữ liệu quốc gia về dân cư.",
            "it was not compared with the National Population Database.",
        ),
        (
            [{"code": "coverage", "rule_id": None, "value": 0.31, "limit": 0.5}],
            "chỉ 31,0% số quy tắc được đánh giá (mức tối thiểu: 50,0%).",
            "only 31.0% of the rules were evaluated (at least: 50.0%).",
        ),
        (
            [{"code": "warning", "rule_id": "WELFARE-BENEFICIARY-002", "value": 0.071, "limit": 0.05}],
            "có 1 quy tắc cảnh báo vượt tỷ lệ cho phép (5,0% số bản ghi được kiểm tra).",
            "warning rules above the share allowed: 1 (allowed: 5.0% of the records checked).",
        ),
        (
            [{"code": "empty", "rule_id": None, "value": 0, "limit": 0}],
            "tệp không có bản ghi nào.",
            "it has no records.",
        ),
    ],
)
def test_every_reason_is_said_in_both_languages(source, reasons, vi, en):
    decision = {"passed": not reasons, "reasons": reasons}
    verdict = build_view(changed(source, decision=decision), limits=LIMITS[0]).verdict
    assert vi in in_language(verdict.sentence, "vi")
    assert en in in_language(verdict.sentence, "en")


def test_a_word_with_a_failure_is_never_full(source):
    card = json.loads(json.dumps(source.run["scorecard"]))
    card["overall"] = card["words"]["live"]["score"] = 100.0
    shown = build_view(changed(source, scorecard=card), limits=LIMITS[0]).card
    assert in_language(shown.words[3].score, "vi") == ">99,99%"
    assert in_language(shown.overall, "vi") == ">99,99%"


def test_a_word_without_rules_has_no_score(source):
    card = json.loads(json.dumps(source.run["scorecard"]))
    card["words"]["live"] |= {"score": None, "n_checked": 0, "n_passed": 0}
    assert in_language(build_view(changed(source, scorecard=card), limits=LIMITS[0]).card.words[3].score, "vi") == "–"


def test_an_old_reference_warns(source, view):
    assert view.old_reference
    fresh = {**source.run["reference"], "age_days": 30}
    assert not build_view(changed(source, reference=fresh), limits=LIMITS[0]).old_reference
    unknown = {**source.run["reference"], "age_days": None, "as_of": None}
    assert not build_view(changed(source, reference=unknown), limits=LIMITS[0]).old_reference


@pytest.mark.parametrize(
    ("reasons", "roles", "missing"),
    [
        ([{"code": "no_reference", "rule_id": None, "value": 0, "limit": 0}], True, "none"),
        ([], True, "not_wanted"),
        ([], False, None),
    ],
)
def test_why_there_is_no_reference(source, reasons, roles, missing):
    changes = {"reference": None, "decision": {"passed": not reasons, "reasons": reasons}}
    if not roles:
        changes["roles"] = []
    assert build_view(changed(source, **changes), limits=LIMITS[0]).reference_missing == missing


def test_why_a_rule_was_not_checked(view):
    error = view.errors.lines[1]
    assert (error.reason, error.detail) == ("RuleError", "rule.bad_expression")
    absent = view.not_applicable.lines[1]
    assert (absent.reason, [title.vi for title in absent.missing]) == ("column_absent", ["Điện thoại"])


def test_long_lists_are_cut_and_say_so(source):
    view = build_view(source, limits=Limits(communes=10, rules=3, repairs=1, evidence=4, lines=1))
    assert (len(view.communes.lines), view.communes.n, view.communes.n_rest) == (10, 1202, 1192)
    assert (len(view.failed), view.n_failed) == (3, 50)
    assert (len(view.repairs.lines), view.repairs.n, view.repairs.total) == (1, 4, 1030)
    assert (len(view.failed[0].evidence), view.failed[0].evidence_length) == (4, 14)
    assert (len(view.lines.left_out), view.lines.n_blocks, view.lines.n_left_out) == (1, 3, 10)


def test_communes_with_the_rest_add_up(view):
    lines = [*view.communes.lines, view.communes.rest]
    assert sum(line.total.value for line in lines) == 6000
    assert all(line.ready.value + line.held.value == line.total.value for line in lines)


def test_other_columns_are_counted_not_named(view):
    assert view.columns.n_others == 1
    assert "Ghi chú" not in str(view)


def test_a_malformed_line_is_shown_by_row(view):
    assert (len(view.lines.malformed), view.lines.n_malformed) == (7, 7)


def communes(source, *rows):
    return communes_table(replace(source, public=True, communes=rows), most=50)


def test_small_counts_of_a_commune_are_not_published(source):
    table = communes(source, ("00004", 40, 3), ("00008", 2, 50), ("00025", 30, 30))
    assert table.suppressed
    first, second, third = table.lines
    assert (first.held, first.ready) == (Count(3, small=True), Count(40, hidden=True))
    assert (second.ready, second.held) == (Count(2, small=True), Count(50, hidden=True))
    assert third.share == Share(30, 60)
    assert first.share.part is None


def test_a_single_small_count_cannot_be_worked_out(source):
    table = communes(source, ("00004", 40, 3), ("00008", 20, 50), ("00025", 30, 30))
    assert table.lines[1].ready == Count(20, hidden=True)
    assert table.lines[2].ready == Count(30)


def test_a_tiny_commune_is_hidden_whole(source):
    (line,) = communes(source, ("00004", 1, 2)).lines
    assert (line.total.small, line.ready.small, line.held.small) == (True, True, True)


def test_inside_the_agency_counts_are_exact(source):
    table = communes_table(replace(source, communes=(("00004", 40, 3),)), most=50)
    assert not table.suppressed
    assert table.lines[0].held == Count(3)


def test_small_counts_of_rules_on_sensitive_fields_are_not_published(source):
    rules = [dict(rule) for rule in source.run["rules"]]
    group = next(rule for rule in rules if rule["id"] == "WELFARE-BENEFICIARY-007")
    group["n_failed"] = 2
    view = build_view(replace(changed(source, rules=rules), public=True), limits=LIMITS[0])
    shown = {rule.id: rule for rule in view.failed}
    assert shown[group["id"]].n_failed == Count(2, small=True)
    assert shown[group["id"]].share.part is None
    assert shown[group["id"]].samples == ()
    # It is the only one of its word, so a second count goes with it, and no sum is given.
    assert sum(rule.n_failed.hidden for rule in view.failed) == 1
    assert view.tasks == ()
    assert view.verdict.reasons[0].phrase.key == "report.reason.critical_uncounted"


def test_small_counts_of_sensitive_columns_are_not_published(source):
    columns = [dict(column) for column in source.run["columns"]]
    next(column for column in columns if column["name"] == "dan_toc")["changed"] = 2
    shown = build_view(replace(changed(source, columns=columns), public=True), limits=LIMITS[0]).columns.present
    line = next(line for line in shown if line.name == "dan_toc")
    assert line.changed == Count(2, small=True)
    assert line.filled.hidden


def test_the_flow_is_drawn_without_gap_or_overlap(view):
    chart = flow_chart(view.flow)
    assert chart.branches[0].code == "ready"
    assert sum(branch.height for branch in chart.branches) == pytest.approx(chart.source_height, abs=1)
    ends = [(branch.y, branch.y + branch.height) for branch in chart.branches]
    assert all(upper[1] < lower[0] for upper, lower in pairwise(ends))
    assert ends[-1][1] <= chart.height


def test_a_folder_that_is_no_run_is_refused(tmp_path, make_run):
    with pytest.raises(OutputError, match="not_a_run_folder"):
        read_source(tmp_path)
    folder = make_run(records=20, communes=3, rules=2, findings=10)
    (folder / "clean.parquet").unlink()
    with pytest.raises(OutputError, match="damaged"):
        read_source(folder)
