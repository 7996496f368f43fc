"""Catalogs, plans and waivers that are hostile or just wrong: one message with file and line, never more."""

import pytest
from pets import RULES

HOSTILE = {
    "tag": ("a: !!python/object/apply:os.system ['touch pwned']\n", "is not allowed"),
    "bomb": ("a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n", "anchors and aliases"),
    "recursion": ("&a [*a]\n", "anchors and aliases"),
    "deep flow": ("[" * 100_000 + "\n", "nested deeper"),
    "deep block": ("- " * 10_000 + "x\n", "nested deeper"),
    "twice": ("a: 1\na: 2\n", "twice"),
    "two documents": ("a: 1\n---\nb: 2\n", "another document"),
    "no UTF-8": (b"a: \xff\xfe\n", "not UTF-8"),
    "NUL": (b"a: \x00\n", "not UTF-8"),
    "a number": ("12\n", "is expected"),
    "nothing closed": ("a: [1, 2\n", "not valid YAML"),
}
WAIVER = "waivers:\n- {id: a, rule: PETS-OWNER-001, reason: for this test, by: nobody, expires: 2027-01-01,"
FILES = ("catalog/checks/pets/record.yaml", "catalog/schemas/pets/owner.yaml", "plan.yaml", "waivers.yaml")


def arguments(desk, file: str) -> list[str]:
    if file == "plan.yaml":
        return ["batch", "plan.yaml", "--lang", "en", "--catalog", "catalog"]
    return desk.run("small.csv", *(["--waivers", "waivers.yaml"] if file == "waivers.yaml" else []))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("file", FILES)
def test_a_hostile_file_is_one_message(desk, here, file, hostile):
    text, problem = HOSTILE[hostile]
    (desk.folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    ended = here(arguments(desk, file))
    assert ended.says_one_error(), ended.err
    assert problem in ended.err
    assert file.rpartition("/")[2] in ended.err
    assert not (desk.folder / "pwned").exists()
    assert set(desk.left()) <= {"plan.yaml", "waivers.yaml"}


@pytest.mark.parametrize(
    ("file", "text", "hint"),
    [
        ("catalog/checks/pets/record.yaml", RULES.replace("remedy:", "remdy:"), "did you mean 'remedy'"),
        ("catalog/schemas/pets/owner.yaml", "dataset: pets.owner\ntitel: {vi: a, en: b}\n", "did you mean 'title'"),
        ("plan.yaml", "out: out\nworker: 2\njobs: []\n", "did you mean 'workers'"),
        ("waivers.yaml", "waiver: []\n", "did you mean 'waivers'"),
        ("waivers.yaml", "waivers:\n- {id: a, rul: x}\n", "did you mean 'rule'"),
        (
            "waivers.yaml",
            f"{WAIVER} records: [{{name: [An]}}]}}\n",
            "'name' is no single value",
        ),
    ],
)
def test_a_misspelled_key_is_named_with_the_right_one(desk, here, file, text, hint):
    (desk.folder / file).write_text(text, encoding="utf-8")
    ended = here(arguments(desk, file))
    assert ended.says_one_error(), ended.err
    assert hint in ended.err


def test_a_huge_file_in_a_catalog_is_one_message(desk, here):
    with (desk.folder / "catalog/checks/pets/record.yaml").open("wb") as file:
        file.truncate(3_000_000_000)
    ended = here(desk.run())
    assert ended.says_one_error(), ended.err
    assert "too large" in ended.err
