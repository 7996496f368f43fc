"""Files that are no filled workbooks, or damaged ones, are refused by name."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from dq.errors import LoadError
from dq.report.workbook_columns import header
from dq.review.reading import read_answers


@pytest.mark.parametrize("at", [0, 60, -30], ids=["head", "content", "directory"])
def test_a_damaged_archive_is_told(tmp_path, at):
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(f"{number};{number * 7919}\n" for number in range(5000)))
    content = bytearray(path.read_bytes())
    content[at : at + 12 if at >= 0 else None] = b"\xff" * 12
    path.write_bytes(content)
    with pytest.raises(LoadError) as caught:
        list(read_answers([path], tmp_path))
    assert caught.value.parameters["file"] == "xa.zip"


KEY = {"run_id": "0" * 12, "record_id": "1", "rule_id": "LAND-HOLDER-001", "column": "ho_ten", "row_key": "x"}
ANSWER = KEY | {"decision": "giữ nguyên", "corrected": None}
FURTHER = {"source_row": "3", "field": "Họ tên", "corrected": "An", "run_id": "0" * 12}


def workbook(path: Path, **sheets: dict[str, str | None]) -> Path:
    """A workbook with one row a sheet, below the headers of the codes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([header(code, "\n") for code in cells])
        sheet.append(list(cells.values()))
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({code: ANSWER[code] for code in ("decision", "corrected")}, ["run_id", "record_id", "rule_id", "row_key"]),
        ({code: text for code, text in ANSWER.items() if code not in {"rule_id", "row_key"}}, ["rule_id", "row_key"]),
        ({code: text for code, text in ANSWER.items() if code != "corrected"}, ["corrected"]),
        ({code: text for code, text in FURTHER.items() if code != "run_id"}, ["run_id"]),
    ],
)
def test_a_sheet_with_answers_whose_hidden_columns_were_deleted_is_refused(cells, missing, tmp_path):
    path = workbook(tmp_path / "a.xlsx", Tot=ANSWER, Hong=cells)
    with pytest.raises(LoadError) as caught:
        read_answers([path], tmp_path)
    named = ", ".join(f"«{header(code)}»" for code in missing)
    assert (caught.value.key, caught.value.parameters) == (
        "apply.columns_missing", {"file": "a.xlsx [Hong]", "columns": named},
    )  # fmt: skip


def test_a_sheet_without_answers_is_passed_over(tmp_path):
    empty = {"number": "1", "decision": None, "corrected": None}
    path = workbook(tmp_path / "a.xlsx", Hong=empty, Tot=ANSWER, Them=FURTHER, Ghi={"note": "x"})
    assert read_answers([path], tmp_path)["file"].to_list() == ["a.xlsx [Tot]", "a.xlsx [Them]"]
