"""Filled review workbooks → answers: XLSX, ODS, XLS, CSV, and ZIP archives of them, however they were sorted.

Columns are found by their headers, so a clerk may add some and move others. A row that nobody answered is left out.
"""

import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from dq.errors import LoadError
from dq.load.blocks import read_utf8
from dq.load.encoding import inspect_text
from dq.load.workbook.engine import load_sheet, open_workbook
from dq.report.workbook_columns import column_of_header, header
from dq.review.answers import CELLS, NUMBER, READ
from dq.text.fold import fold_text

_WORKBOOKS, _TEXTS = (".xlsx", ".xlsm", ".ods", ".xls"), (".csv", ".tsv", ".txt")
_TELLING = ("corrected", "run_id")
_TELLING_FINDING = ("record_id", "rule_id", "row_key")
_FILLED = ("decision", "corrected")  # a sheet without either header holds no answers
_TOP = 20
_BLOCK = 16 << 20
_LARGEST = 4 << 30  # bytes of the unpacked files of an archive
_ANSWERED = ("decision", "corrected", "other_field", "note")


def read_answers(paths: Sequence[Path], work: Path) -> pl.DataFrame:
    """Return the answered rows of all files as `READ`, numbered by `NUMBER`.

    Args:
        paths: The filled files.
        work: A folder for what archives hold.

    Raises:
        LoadError: A file cannot be read, has no sheet with the headers of a review workbook, or one with answers that
            lacks the column that says which run they are of.
    """
    frames = [READ.to_frame()]
    for path in paths:
        for name, file in _files(path, work):
            frames += _answered(name, file)
    return pl.concat(frames).with_row_index(NUMBER)


def _files(path: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield the workbooks of `path` with the name under which they are reported."""
    if not path.is_file():
        raise LoadError("load.no_file", file=str(path))
    if path.suffix.lower() != ".zip":
        yield path.name, path
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                item for item in archive.infolist() if Path(item.filename).suffix.lower() in (*_WORKBOOKS, *_TEXTS)
            ]
            if sum(item.file_size for item in members) > _LARGEST:
                raise LoadError("apply.archive_too_large", file=path.name)
            for number, item in enumerate(members):
                unpacked = work / f"{number}{Path(item.filename).suffix.lower()}"
                with archive.open(item) as packed, unpacked.open("wb") as file:
                    shutil.copyfileobj(packed, file, _BLOCK)
                yield f"{path.name}/{item.filename}", unpacked
                unpacked.unlink()
    except (zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise LoadError("load.damaged", file=path.name, reason=type(error).__name__) from None


def _answered(name: str, path: Path) -> list[pl.DataFrame]:
    found = [rows for label, sheet in _sheets(name, path) if (rows := _rows(sheet, label)) is not None]
    if not found:
        raise LoadError("apply.no_review", file=name)
    return [rows.filter(pl.any_horizontal(pl.col(_ANSWERED).is_not_null())) for rows in found]


def _sheets(name: str, path: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the sheets as text cells, without a header, each with its label; row `i` is the sheet's row `i + 1`."""
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        workbook = open_workbook(path)
        for sheet in workbook.sheet_names:
            yield f"{name} [{sheet}]", load_sheet(workbook, sheet, path).cells
    elif suffix in _TEXTS:
        yield name, _text_cells(path)
    else:
        raise LoadError("apply.unknown_format", file=name, known=", ".join((*_WORKBOOKS, *_TEXTS, ".zip")))


def _text_cells(path: Path) -> pl.DataFrame:
    data = b"".join(read_utf8(path, inspect_text(path).encoding, _BLOCK))
    first = data.split(b"\n", 1)[0]
    separator = max((",", ";", "\t"), key=lambda sign: first.count(sign.encode()))
    try:
        return pl.read_csv(
            data, has_header=False, infer_schema=False, separator=separator, truncate_ragged_lines=True,
            empty_string_is_null=True,
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise LoadError("load.damaged", file=path.name, reason=type(error).__name__) from None


def _rows(cells: pl.DataFrame, name: str) -> pl.DataFrame | None:
    """Return the rows below the header as `READ`; None where the sheet has no such header.

    Raises:
        LoadError: The header lacks a column without which no answer can be told, and there are answers.
    """
    known = column_of_header()
    heads = (
        (place, {known.get(fold_text(text or ""), ""): at for at, text in enumerate(row)})
        for place, row in enumerate(cells.head(_TOP).iter_rows())
    )
    head = next((head for head in heads if not head[1].keys().isdisjoint(_FILLED)), None)
    if head is None:
        return None
    place, columns = head
    names = cells.columns
    chosen = [
        pl.col(names[columns[code]]).str.strip_chars().alias(code)
        if code in columns
        else pl.lit(None, pl.String).alias(code)
        for code in CELLS
    ]
    blank = [pl.when(pl.col(code) != "").then(pl.col(code)).alias(code) for code in CELLS]
    below = cells.with_row_index("place", offset=1).slice(place + 1)
    rows = below.select(pl.lit(name).alias("file"), pl.col("place").cast(pl.Int64), *chosen).with_columns(blank)
    telling = (*_TELLING, *(_TELLING_FINDING if "decision" in columns else ()))
    if missing := [f"«{header(code)}»" for code in telling if code not in columns]:
        if rows.select(pl.any_horizontal(pl.col(_FILLED).is_not_null()).any()).item():
            raise LoadError("apply.columns_missing", file=name, columns=", ".join(missing))
        return None
    guarded = pl.col("corrected").str.replace(r"^'([=+\-@\t\r|%'])", "$1")
    return rows.with_columns(corrected=guarded).select(READ.names())
