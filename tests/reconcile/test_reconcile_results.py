"""What is written and counted: roles, findings, rows held back, rule results."""

from dataclasses import replace

import duckdb
import polars as pl
import pytest
from register_rows import REFERENCE

from dq import findings
from dq.catalog.derived import OUTCOME_RULES
from dq.model import Outcome, PreparedRegister, Status
from dq.reconcile import Action, Verdict, reconcile
from dq.reconcile.outcomes import COLUMNS

ID, OTHER = "001085990001", "001085990002"
AN = {
    "so_dinh_danh": ID,
    "ho_ten": "Nguyễn Văn An",
    "ngay_sinh": "1985-03-02",
    "gioi_tinh": "nam",
    "tinh_trang": "song",
}
BICH = {"so_dinh_danh": OTHER, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990-07-15", "gioi_tinh": "nu"}
CHILD = {"so_dinh_danh": ID, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-03-02", "gioi_tinh": "nam"}
MOTHER = {"so_dinh_danh_me": OTHER, "ho_ten_me": "Trần Thị Bích", "nam_sinh_me": "1990"}


def results(judged):
    return {item.rule_id.rpartition(".")[2]: item for item in judged.result.evaluation.results}


def test_the_columns_are_those_of_the_contract(judge):
    frame = judge([CHILD], [AN]).frame
    assert tuple(frame.columns) == COLUMNS == (
        "record_id", "role", "source_row", "outcome", "register_status", "fields_differing", "same_person_likely",
        "name", "birth_date", "sex", "proposed_id", "n_candidates", "confidence", "owner", "action",
    )  # fmt: skip
    types = {name: str(kind) for name, kind in frame.schema.items()}
    assert types["fields_differing"] == "List(String)"
    assert types["same_person_likely"] == "Boolean"
    assert {types[name] for name in ("record_id", "source_row", "n_candidates")} == {"Int64"}
    others = set(COLUMNS) - {"record_id", "source_row", "n_candidates", "fields_differing", "same_person_likely"}
    assert {types[name] for name in others} == {"String"}


def test_each_role_of_a_record_is_judged_with_its_own_columns(judge):
    people = [CHILD | MOTHER, CHILD | MOTHER | {"ho_ten_me": "Trần Bích", "nam_sinh_me": "1991"}, CHILD]
    judged = judge(people, [AN, BICH], dataset="civil_registry.birth")
    rows = judged.frame.select("record_id", "role", "outcome", "fields_differing").rows()
    assert rows == [
        (1, "cha", "not_applicable", []),
        (1, "chu_the", "matched", []),
        (1, "me", "matched", []),
        (2, "cha", "not_applicable", []),
        (2, "chu_the", "matched", []),
        (2, "me", "mismatched", ["ho_ten_me", "nam_sinh_me"]),
        (3, "cha", "not_applicable", []),
        (3, "chu_the", "matched", []),
        (3, "me", "not_applicable", []),
    ]
    assert judged.result.roles["me"][Outcome.MISMATCHED] == 1
    assert judged.result.roles["cha"][Outcome.NOT_APPLICABLE] == 3
    assert judged.result.outcomes[Outcome.MATCHED] == 4
    assert judged.findings.rows() == [
        ("civil_registry.birth.register.mismatched", "civil_registry.birth", 2, 3, "so_dinh_danh_me")
    ]
    assert judged.held.rows() == [(2, "civil_registry.birth.register.mismatched")]


def test_the_number_of_another_sex_than_the_role_says_is_no_match(judge):
    father = CHILD | {"so_dinh_danh_cha": MOTHER["so_dinh_danh_me"], "ho_ten_cha": MOTHER["ho_ten_me"]}
    judged = judge([father], [AN, BICH], dataset="civil_registry.birth")
    [row] = judged.frame.filter(role="cha").select("outcome", "fields_differing").rows()
    assert row == ("mismatched", ["so_dinh_danh_cha"])


def test_findings_have_the_shared_schema_and_one_row_a_person(judge):
    people = [
        CHILD,
        CHILD | {"so_dinh_danh": None},
        CHILD | {"so_dinh_danh": "1"},
        CHILD | {"so_dinh_danh": "001085990777"},
    ]
    judged = judge(people, [AN])
    assert judged.findings.schema == findings.SCHEMA
    assert judged.findings.select("rule_id", "record_id", "source_row", "column").rows() == [
        ("land.holder.register.missing_id", 2, 3, "so_dinh_danh"),
        ("land.holder.register.invalid_id", 3, 4, "so_dinh_danh"),
        ("land.holder.register.not_found", 4, 5, "so_dinh_danh"),
    ]
    assert judged.result.evaluation.findings.collect().equals(judged.findings)


def test_a_spelling_is_a_finding_that_holds_nothing_back(judge):
    judged = judge([CHILD | {"ho_ten": "Lê Mỹ"}], [AN | {"ho_ten": "Lê Mĩ"}])
    assert judged.findings["rule_id"].to_list() == ["land.holder.register.matched_spelling"]
    assert judged.held.is_empty()


@pytest.mark.parametrize(("blocks", "held"), [(True, [1]), (False, [])])
def test_a_sector_may_let_the_deceased_pass(judge, holder_role, blocks, held):
    judged = judge([CHILD], [AN | {"tinh_trang": "chet"}], roles=[replace(holder_role, blocks_deceased=blocks)])
    assert judged.outcomes == [Outcome.DECEASED]
    assert judged.findings["rule_id"].to_list() == ["land.holder.register.deceased"]
    assert judged.held["record_id"].to_list() == held


def test_a_register_of_deaths_finds_those_whom_the_register_has_alive(judge):
    people = [
        CHILD,
        CHILD | {"so_dinh_danh": OTHER, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990", "gioi_tinh": "nu"},
        CHILD | {"so_dinh_danh": "001085990003", "ngay_sinh": "1985-03-20"},
        CHILD | {"so_dinh_danh": "001085990004", "ho_ten": "Lê Cúc", "ngay_sinh": "1950"},
        CHILD | {"so_dinh_danh": "001085990005"},
    ]
    register = [
        AN,
        BICH | {"tinh_trang": "chet"},
        AN | {"so_dinh_danh": "001085990003"},
        AN | {"so_dinh_danh": "001085990004"},
        AN | {"so_dinh_danh": "001085990005", "tinh_trang": None},
    ]
    judged = judge(people, register, dataset="civil_registry.death")
    assert judged.outcomes == ["matched", "matched", "mismatched", "mismatched", "matched"]
    assert judged.frame["action"].to_list() == ["register_death", "none", "register_death", "verify_person", "none"]
    assert judged.frame["owner"].to_list() == ["police", None, "police", "sector", None]
    assert judged.result.register_still_alive == 2
    assert judged.held["record_id"].to_list() == [3, 4]


def test_every_rule_has_one_result_in_the_catalogs_order(judge, catalog):
    for holders in ([AN], None):
        judged = judge([CHILD], holders)
        ids = [item.rule_id for item in judged.result.evaluation.results]
        assert ids == [f"land.holder.register.{outcome}" for outcome in OUTCOME_RULES]
        assert ids == [rule.id for rule in catalog.rules["land.holder"] if ".register." in rule.id]
        assert set(judged.result.outcomes) == set(Outcome)


def test_a_rule_counts_the_persons_who_reached_its_test(judge):
    people = [
        CHILD | {"loai_chu": "to_chuc"},
        CHILD | {"so_dinh_danh": None},
        CHILD | {"so_dinh_danh": "1"},
        CHILD | {"so_dinh_danh": "001085990777"},
        CHILD | {"so_dinh_danh": "001084990001"},
        CHILD | {"gioi_tinh": "nu"},
        CHILD,
    ]
    judged = judge(people, [AN | {"so_dinh_danh_cu": "001084990001"}])
    counted = {name: (item.status, item.n_checked, item.n_failed) for name, item in results(judged).items()}
    assert counted == {
        "missing_id": ("failed", 6, 1),
        "invalid_id": ("failed", 5, 1),
        "duplicate_id": ("passed", 4, 0),
        "superseded": ("failed", 4, 1),
        "not_found": ("failed", 3, 1),
        "deceased": ("passed", 2, 0),
        "mismatched": ("failed", 2, 1),
        "matched_spelling": ("passed", 1, 0),
    }


def test_the_dead_are_looked_for_only_where_the_register_says_who_is_alive(judge):
    silent = {name: value for name, value in AN.items() if name != "tinh_trang"}
    absent = results(judge([CHILD], [silent]))
    assert (absent["deceased"].status, absent["deceased"].reason) == (Status.NOT_APPLICABLE, "reference_without_status")
    assert (absent["superseded"].status, absent["superseded"].reason) == (
        Status.NOT_APPLICABLE,
        "reference_without_old_numbers",
    )
    blank = results(judge([CHILD], [AN | {"tinh_trang": None}]))
    assert (blank["deceased"].status, blank["deceased"].reason) == (Status.NOT_APPLICABLE, "nothing_to_check")


@pytest.mark.parametrize("holders", [[AN], None])
def test_nobody_to_check(judge, holders):
    for people in ([], [CHILD | {"loai_chu": "to_chuc"}]):
        judged = judge(people, holders)
        assert {item.status for item in judged.result.evaluation.results} == {Status.NOT_APPLICABLE}
        assert judged.findings.is_empty()
        assert judged.held.is_empty()
        assert judged.frame.height == len(people)


def test_no_value_of_a_person_is_in_the_results(judge):
    judged = judge([CHILD | {"ngay_sinh": "1985-02-03"}], [AN])
    text = f"{judged.frame.rows()} {judged.findings.rows()} {judged.held.rows()} {judged.result.evaluation.results}"
    for value in (ID, "Nguyễn", "nguyễn", "1985"):
        assert value not in text


def test_codes_are_closed(judge):
    assert len(set(Action)) == 14
    assert len(set(Verdict)) == 8


def test_many_persons_stay_in_order_within_little_memory(tmp_path, holder_role):
    """More rows than a row group, more bytes than memory; twice on one connection, which keeps nothing."""
    rows = 300_000
    with duckdb.connect() as connection:
        for statement in ("SET threads = 2", "SET memory_limit = '120MB'", "SET preserve_insertion_order = false"):
            connection.execute(statement)
        connection.execute(f"SET temp_directory = '{tmp_path / 'spill'}'")
        for name, shift in (("persons", 0), ("register", rows // 2)):
            folder = tmp_path / name
            folder.mkdir()
            connection.execute(f"""
                COPY (
                    SELECT i AS record_id, i + 1 AS source_row, 'chu_the' AS role, true AS applicable,
                        printf('001085%06d', i + {shift}) AS identifier, 'personal_id' AS id_class,
                        'nguyễn thị ' || (i + {shift}) AS name_key, DATE '1985-03-02' AS birth_tu,
                        DATE '1985-03-02' AS birth_den, 'nu' AS sex,
                        identifier AS so_dinh_danh, birth_tu AS ngay_sinh_tu, birth_den AS ngay_sinh_den,
                        sex AS gioi_tinh, 'song' AS tinh_trang, identifier AS old_number, 'cancelled' AS kind
                    FROM range({rows}) t(i) ORDER BY hash(i)
                ) TO '{folder / "part-00000.parquet"}' (FORMAT parquet)
            """)
        (tmp_path / "prepared").mkdir()
        (tmp_path / "register").rename(tmp_path / "prepared" / "persons")
        (tmp_path / "prepared" / "old_numbers").symlink_to(tmp_path / "prepared" / "persons")
        register = PreparedRegister(tmp_path / "prepared", frozenset({"tinh_trang", "so_cmnd"}), REFERENCE)
        for run in ("first", "second"):
            result = reconcile(
                connection,
                str(tmp_path / "persons" / "part-*.parquet"),
                register,
                roles=[holder_role],
                dataset="land.holder",
                out=tmp_path / run,
            )
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert tables + views == []
    assert pl.read_parquet(result.reconciliation)["record_id"].to_list() == list(range(rows))
    assert pl.read_parquet(result.held)["record_id"].to_list() == list(range(rows // 2))
    assert (result.outcomes[Outcome.NOT_FOUND], result.outcomes[Outcome.MATCHED]) == (rows // 2, rows // 2)
