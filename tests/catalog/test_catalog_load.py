import pytest

from dq.catalog import load_catalog
from dq.errors import CatalogError, UsageError
from dq.locale import load_locale
from dq.model import Expectation, Outcome, Predicate, Query, RegisterOutcome, RuleKind, Severity


def problem(error: pytest.ExceptionInfo[CatalogError]) -> tuple[str, str]:
    said = load_locale("en").say(error.value.key, **error.value.parameters)
    where = str(error.value.parameters["where"])
    return where, said.removeprefix(f"{where}: ").removesuffix(".")


def test_a_catalog_is_schemas_sectors_and_rules(root):
    catalog = load_catalog(root)
    assert list(catalog.schemas) == ["pets.owner"]
    assert catalog.location.origin == "directory"
    schema = catalog.schema("pets.owner")
    assert schema.names == ("number", "name", "born", "pets", "since", "kind", "commune")
    assert schema.required == ("number", "name")
    assert schema.field("name").aliases == ("Tên chủ",)
    assert schema.field("born").physical == ("born", "born_tu", "born_den", "born__unreadable")
    assert schema.field("pets").physical == ("pets", "pets__unreadable")
    assert catalog.sector("pets.owner").gate.warning == 0.1
    assert [role.role for role in catalog.roles("pets.owner")] == ["owner"]


def test_rules_are_the_derived_ones_then_those_of_the_files(root):
    rules = load_catalog(root).rules["pets.owner"]
    assert [rule.id for rule in rules] == [
        "pets.owner.number.pattern",
        "pets.owner.number.unique",
        "pets.owner.name.required",
        "pets.owner.born.type",
        "pets.owner.pets.type",
        "pets.owner.pets.minimum",
        "pets.owner.pets.maximum",
        "pets.owner.since.type",
        "pets.owner.since.minimum",
        "pets.owner.kind.enum",
        "pets.owner.register.missing_id",
        "pets.owner.register.invalid_id",
        "pets.owner.register.duplicate_id",
        "pets.owner.register.superseded",
        "pets.owner.register.not_found",
        "pets.owner.register.deceased",
        "pets.owner.register.mismatched",
        "pets.owner.register.matched_spelling",
        "PETS-OWNER-001",
        "PETS-OWNER-002",
        "PETS-OWNER-003",
        "PETS-OWNER-004",
    ]
    assert [rule.derived for rule in rules] == [True] * 18 + [False] * 4


@pytest.mark.parametrize(
    ("rule_id", "severity", "expression"),
    [
        ("name.required", Severity.CRITICAL, "name IS NOT NULL"),
        (
            "pets.type",
            Severity.CRITICAL,
            "CASE WHEN pets IS NULL AND NOT pets__unreadable THEN NULL ELSE NOT pets__unreadable END",
        ),
        ("pets.minimum", Severity.WARNING, "pets >= 1"),
        ("pets.maximum", Severity.INFO, "pets <= 9"),
        ("since.minimum", Severity.WARNING, "since >= DATE '2000-01-01'"),
    ],
)
def test_a_derived_rule_says_its_constraint(root, rule_id, severity, expression):
    rule = load_catalog(root).rule(f"pets.owner.{rule_id}")
    assert rule.body.expression == expression
    assert rule.severity is severity
    assert rule.kind is RuleKind.RECORD


def test_a_required_column_of_a_type_that_may_be_unreadable_leaves_that_to_the_type_rule(root, replace):
    replace(
        "schemas/pets/owner.yaml",
        'title: {vi: "Số con", en: "Pets"}',
        'title: {vi: "Số con", en: "Pets"}\n    required: true',
    )
    body = load_catalog(root).rule("pets.owner.pets.required").body
    assert body.expression == "CASE WHEN pets__unreadable THEN NULL ELSE pets IS NOT NULL END"


def test_the_other_constraints_become_predicates_and_a_query(root):
    catalog = load_catalog(root)
    assert catalog.rule("pets.owner.number.pattern").body == Predicate(
        "matches_pattern", ("number",), {"pattern": "[0-9]{3}"}
    )
    assert catalog.rule("pets.owner.kind.enum").body == Predicate("is_one_of", ("kind",), {"values": ["cat", "dog"]})
    unique = catalog.rule("pets.owner.number.unique")
    assert isinstance(unique.body, Query)
    assert unique.kind is RuleKind.CROSS


def test_a_derived_rule_speaks_both_languages_and_says_its_values(root):
    rule = load_catalog(root).rule("pets.owner.kind.enum")
    assert "Loại" in rule.title.vi
    assert "Kind" in rule.title.en
    assert "cat, dog" in rule.remedy.en
    assert str(rule.source) == "schemas/pets/owner.yaml:36"


def test_an_identifier_of_a_role_has_the_outcome_missing_instead_of_a_required_rule(root):
    ids = {rule.id for rule in load_catalog(root).rules["pets.owner"]}
    assert "pets.owner.number.required" not in ids
    assert "pets.owner.register.missing_id" in ids


def test_a_dataset_without_roles_has_no_register_rules_and_its_identifier_is_required(root):
    (root / "checks" / "pets" / "reconcile.yaml").unlink()
    catalog = load_catalog(root)
    assert not [rule for rule in catalog.rules["pets.owner"] if isinstance(rule.body, RegisterOutcome)]
    assert catalog.rule("pets.owner.number.required").severity is Severity.CRITICAL
    assert catalog.roles("pets.owner") == ()


@pytest.mark.parametrize(
    ("living", "blocks", "severity"),
    [("true", "true", Severity.CRITICAL), ("true", "false", Severity.WARNING), ("false", "true", Severity.WARNING)],
)
def test_the_dead_are_critical_only_where_the_dataset_is_of_the_living(root, replace, living, blocks, severity):
    replace("checks/pets/reconcile.yaml", "living: true", f"living: {living}\n      blocks_deceased: {blocks}")
    catalog = load_catalog(root)
    assert catalog.rule("pets.owner.register.deceased").severity is severity
    assert catalog.roles("pets.owner")[0].blocks(Outcome.DECEASED) is (blocks == "true")


def test_a_written_rule_knows_what_it_reads(root):
    catalog = load_catalog(root)
    assert catalog.rule("PETS-OWNER-001").columns == ("pets", "since", "kind")
    assert catalog.rule("PETS-OWNER-002").columns == ("kind",)
    assert catalog.rule("PETS-OWNER-003").columns == ("number",)
    assert catalog.rule("PETS-OWNER-003").body == Expectation("expect_column_values_to_be_unique", {"column": "number"})
    assert catalog.rule("PETS-OWNER-004").columns == ("number", "name")
    assert str(catalog.rule("PETS-OWNER-002").source) == "checks/pets/record.yaml:13"


def test_a_former_id_leads_to_the_rule(root):
    assert load_catalog(root).rule("PETS-OLD-7").id == "PETS-OWNER-001"


def test_an_unknown_rule_names_the_nearest(root):
    with pytest.raises(UsageError) as error:
        load_catalog(root).rule("PETS-OWNER-010")
    assert error.value.key == "usage.unknown_rule_near"
    assert str(error.value.parameters["near"]).startswith("PETS-OWNER-0")


def test_an_unknown_dataset_names_the_nearest_and_all(root):
    with pytest.raises(UsageError) as error:
        load_catalog(root).schema("pets.ower")
    assert error.value.key == "usage.unknown_dataset_near"
    assert error.value.parameters["near"] == "pets.owner"
    assert error.value.parameters["known"] == "pets.owner"


def test_a_dataset_that_resembles_nothing_gets_no_guess(root):
    with pytest.raises(UsageError) as error:
        load_catalog(root).schema("1234")
    assert error.value.key == "usage.unknown_dataset"


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "said"),
    [
        ("checks/pets/record.yaml", "id: PETS-OWNER-002", "id: PETS-OWNER-001", "record.yaml:13", "is taken by"),
        ("checks/pets/record.yaml", "id: PETS-OWNER-002", "id: PETS-OLD-7", "record.yaml:13", "is taken by"),
        ("checks/pets/dataset.yaml", "id: PETS-OWNER-003", "id: PETS-OWNER-002", "dataset.yaml:1", "is taken by"),
        ("checks/pets/record.yaml", "id: PETS-OWNER-002", "id: pets-2", "record.yaml:13", "pattern"),
        ("checks/pets/record.yaml", "columns: [kind]", "columns: [king]", "record.yaml:13", "no column 'king'"),
        ("checks/pets/record.yaml", "  predicate: matches_pattern\n", "", "record.yaml:13", "exactly one of"),
        (
            "checks/pets/record.yaml",
            "  predicate: matches_pattern\n",
            "  predicate: matches_pattern\n  assert: pets > 0\n",
            "record.yaml:13",
            "exactly one of",
        ),
        ("checks/pets/record.yaml", "severity: info", "severity: fatal", "record.yaml:19", "critical"),
        ("checks/pets/record.yaml", "{pass: [{pets: 3}]", "{passing: [{pets: 3}]", "record.yaml:12", "'pass'"),
        ("checks/pets/dataset.yaml", "{column: number}", "{column: numbr}", "dataset.yaml:1", "no column 'numbr'"),
        ("checks/pets/dataset.yaml", "dataset: pets.owner", "dataset: pets.cat", "dataset.yaml:1", "no dataset"),
        ("checks/pets/cross.yaml", "sql/two_names.sql", "sql/none.sql", "cross.yaml:3", "no file 'sql/none.sql'"),
        *(
            ("checks/pets/cross.yaml", "  parameters: {most: 1}\n", f"  with: {{{given}}}\n", where, said)
            for given, where, said in (
                ("pets.owner: [kind]", "cross.yaml:4", "the rule's own dataset"),
                ("pets.ownr: [kind]", "cross.yaml:4", "did you mean 'pets.owner'"),
            )
        ),
        ("checks/pets/record.yaml", "  assert:", "  with: {}\n  assert:", "record.yaml:1", "only a query"),
        ("checks/pets/reconcile.yaml", "birth_date: born", "birth_date: bron", "reconcile.yaml:3", "no column 'bron'"),
        ("checks/pets/reconcile.yaml", "pets.owner:", "pets.cat:", "reconcile.yaml:2", "no dataset 'pets.cat'"),
        ("checks/pets/reconcile.yaml", "living: true", "livng: true", "reconcile.yaml:8", "did you mean 'living'"),
        (
            "checks/pets/sector.yaml",
            "min_coverage: 0.5",
            "min_coverage: 5",
            "sector.yaml:3",
            "too large, the limit is 1.0",
        ),
        ("checks/pets/sector.yaml", "correct: 2", "corect: 2", "sector.yaml:2", "'correct'"),
        ("schemas/pets/owner.yaml", "dataset: pets.owner", "dataset: pets.dog", "owner.yaml:1", "file of 'pets.owner'"),
        ("schemas/pets/owner.yaml", "key: [number]", "key: [nummer]", "owner.yaml:4", "no field 'nummer'"),
        ("schemas/pets/owner.yaml", "commune: commune", "commune: xa", "owner.yaml:3", "no field 'xa'"),
        ("schemas/pets/owner.yaml", "type: whole", "type: hole", "owner.yaml:22", "unknown type 'hole'"),
        ("schemas/pets/owner.yaml", "name: kind", "name: pets", "owner.yaml:32", "column 'pets' is taken"),
        ("schemas/pets/owner.yaml", "name: kind", "name: born_tu", "owner.yaml:32", "column 'born_tu' is taken"),
        ("schemas/pets/owner.yaml", "name: kind", "name: record_id", "owner.yaml:32", "column 'record_id' is taken"),
        ("schemas/pets/owner.yaml", "name: kind", "name: as_of", "owner.yaml:32", "column 'as_of' is taken"),
        ("schemas/pets/owner.yaml", "name: kind", "name: Kind-2", "owner.yaml:32", "pattern"),
        ("schemas/common/types.yaml", "types:", "tipes:", "types.yaml:1", "a mapping is expected under 'types'"),
        ("schemas/common/types.yaml", "storage: date,", "storage: day,", "types.yaml:4", "'date'"),
        ("schemas/common/derived.yaml", "\nenum:", "\nenumeration:", "derived.yaml:3", "under 'enum'"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_file_and_line(root, replace, file, old, new, where, said):
    replace(file, old, new)
    with pytest.raises(CatalogError) as error:
        load_catalog(root)
    place, what = problem(error)
    assert said in what
    assert place.endswith(where)


def test_a_text_of_derived_rules_with_an_unknown_placeholder_is_refused(root, write):
    path = root / "schemas" / "common" / "derived.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("“{field}” must be filled", "“{feild}” must be filled"))
    with pytest.raises(CatalogError, match="unknown placeholder in 'required'"):
        load_catalog(root)


@pytest.mark.parametrize("name", ["record.yaml", "reconcile.yaml"])
def test_a_file_of_the_wrong_shape_is_refused(root, write, name):
    write(f"checks/pets/{name}", "text\n")
    with pytest.raises(CatalogError, match="_in_file"):
        load_catalog(root)


def test_a_dataset_whose_sector_has_no_manifest_is_refused(root):
    (root / "checks" / "pets" / "sector.yaml").unlink()
    with pytest.raises(CatalogError, match=r"checks/pets/sector\.yaml is missing"):
        load_catalog(root)


def test_a_sector_is_added_by_files_only(root, write):
    write(
        "schemas/boats/boat.yaml",
        """
        dataset: boats.boat
        title: {vi: "Thuyền", en: "Boats"}
        fields:
          - {name: plate, type: code, title: {vi: "Biển số", en: "Plate"}, required: true}
        """,
    )
    write("checks/boats/sector.yaml", 'title: {vi: "Tàu thuyền", en: "Boats"}\n')
    catalog = load_catalog(root)
    assert list(catalog.schemas) == ["boats.boat", "pets.owner"]
    assert [rule.id for rule in catalog.rules["boats.boat"]] == ["boats.boat.plate.required"]
    assert catalog.sector("boats.boat").weights == {"correct": 1, "complete": 1, "clean": 1, "live": 1}


def test_a_folder_that_is_no_catalog_is_refused(tmp_path):
    with pytest.raises(CatalogError) as error:
        load_catalog(tmp_path)
    assert error.value.key == "catalog.not_a_catalog"


def test_the_environment_names_a_catalog_and_the_argument_goes_before_it(root, tmp_path, monkeypatch):
    monkeypatch.setenv("DQ_CATALOG", str(root))
    assert list(load_catalog().schemas) == ["pets.owner"]
    monkeypatch.setenv("DQ_CATALOG", str(tmp_path / "nothing"))
    assert list(load_catalog(root).schemas) == ["pets.owner"]


def test_without_being_told_the_catalog_is_that_of_the_checkout(monkeypatch):
    monkeypatch.delenv("DQ_CATALOG", raising=False)
    assert load_catalog().location.origin == "checkout"


def test_the_hash_tells_catalogs_apart_by_names_and_content(root, replace):
    before = load_catalog(root).hash
    (root / "checks" / "pets" / "notes.txt").write_text("not a part of it")
    assert load_catalog(root).hash == before
    replace("checks/pets/sql/two_names.sql", "$most", "$most + 0")
    changed = load_catalog(root).hash
    assert changed != before
    (root / "checks" / "pets" / "sql" / "unused.sql").write_text("")
    assert load_catalog(root).hash not in {before, changed}
