"""Records are known again by their keys, and never by a guess."""

import pytest
from two_runs import person

A, B, C = "001060990001", "001060990002", "001060990003"


def test_the_order_of_the_rows_does_not_matter(compared):
    people = [person(A, "Một"), person(B, "Hai"), person(C, "Ba")]
    result = compared((people, [("R", 0)]), (people[::-1], [("R", 2)]))
    assert (result.total.still_open, result.total.fixed, result.total.new) == (1, 0, 0)
    assert result.records.matched[0].records == 3


def test_a_record_whose_number_was_filled_in_is_known_by_the_next_key(compared):
    result = compared(([person(None, "Một")], [("R", 0)]), ([person(A, "Một")], []), after={"rules": RULE_PASSED})
    assert result.total.fixed == 1
    assert [item.records for item in result.records.matched] == [0, 1, 0]
    assert (result.records.removed, result.records.added) == (0, 0)


def test_the_case_of_letters_does_not_hide_a_record(compared):
    result = compared(([person(None, "NGUYỄN VĂN AN")], []), ([person(A, "Nguyễn Văn An")], []))
    assert result.records.matched[1].records == 1


def test_a_number_given_to_two_persons_is_no_key_until_it_is_put_right(compared):
    old = [person(A, "Một"), person(A, "Hai")]
    new = [person(A, "Một"), person(B, "Hai")]
    result = compared((old, [("R", 0), ("R", 1)]), (new, []), after={"rules": RULE_PASSED})
    assert result.total.fixed == 2
    assert result.records.matched[1].records == 2
    assert result.records.not_told_apart == 0


def test_rows_that_are_the_same_in_every_key_are_compared_as_a_group(compared):
    twice = [person(A), person(A)]
    result = compared((twice, [("R", 0), ("R", 1)]), ([person(A)], [("R", 0)]))
    assert (result.total.fixed, result.total.still_open) == (1, 1)
    assert (result.records.matched[0].records, result.records.removed) == (1, 1)
    assert result.records.not_told_apart == 1


def test_namesakes_without_a_number_are_not_guessed(compared):
    namesakes = [person(None), person(None)]
    result = compared((namesakes, [("R", 0)]), (namesakes, [("R", 1)]))
    assert (result.records.old_unmatched.ambiguous, result.records.new_unmatched.ambiguous) == (2, 2)
    assert (result.total.old_unmatched, result.total.new_unmatched) == (1, 1)
    assert (result.total.fixed, result.total.still_open, result.total.new) == (0, 0, 0)
    assert not result.worse


def test_records_without_any_key_and_malformed_lines_are_counted_apart(compared):
    nobody = [person(None, None), person(A)]
    result = compared((nobody, []), (nobody, []), before={"malformed": 2})
    assert result.records.old_unmatched.without_key == 1
    assert result.records.old_unmatched.malformed == 2
    assert result.records.old == 4


def test_findings_go_and_come_with_their_records(compared):
    result = compared(([person(A)], [("R", 0)]), ([person(B, "Hai", so_quyet_dinh="9")], [("R", 0)]))
    assert (result.records.removed, result.records.added) == (1, 1)
    assert (result.total.in_removed, result.total.in_added) == (1, 1)
    assert result.total.fixed == 0
    assert result.worse


@pytest.mark.parametrize("code", ["24277", "24502"])
def test_changes_stand_under_the_commune_of_the_new_run(compared, code):
    result = compared(([person(A)], [("R", 0)]), ([person(A, ma_xa=code)], [("R", 0)]))
    assert [(unit.name, unit.change.still_open) for unit in result.communes] == [(code, 1)]


def test_a_commune_that_is_no_code_is_never_named(compared):
    result = compared(([person(A, ma_xa="Ông Ba 0912345678")], [("R", 0)]), ([person(A, ma_xa=None)], [("R", 0)]))
    assert [unit.name for unit in result.communes] == [""]
    assert "0912345678" not in repr(result)


RULE_PASSED = [
    {
        "id": "R",
        "status": "passed",
        "n_checked": 10,
        "n_failed": 0,
        "reason": "",
        "evidence": "x > 0",
        "kind": "record",
        "when": None,
        "dimension": "correct",
        "severity": "critical",
        "owner": "sector",
        "title": {"vi": "R", "en": "R"},
        "definition": "d1",
    }
]
