"""Corrected copies of XLSX workbooks: changed cells are written anew in their sheet's XML, all else is copied.

So formats, merged cells, other sheets and macros stay as they are, which no library that reads and writes workbooks
promises. A row that is taken out is emptied, so that the rows below keep their numbers.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax.saxutils import escape

from dq.errors import OutputError
from dq.load.header_row import require_heading
from dq.load.headers import lay_out
from dq.load.workbook.engine import load_sheet, open_workbook
from dq.load.workbook.package import sheet_parts
from dq.review.edits import Edit, Export, Place

_CALCULATION = "calcChain"  # which cells have formulas; a program makes it again where it is missing
_MENTIONS = (re.compile(rb"<Override[^>]*calcChain[^>]*/>"), re.compile(rb"<Relationship[^>]*calcChain[^>]*/>"))
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_LETTERS = 26
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # by which the format writes a character that XML does not have
_WITHOUT_TEXT = ("str", "d")  # types of cells that hold something also when their value is empty


@dataclass(slots=True)
class _Cell:
    """A cell of a sheet: its place, where it stands in the XML, its style and type, whether it holds something."""

    column: int
    start: int
    style: str
    kind: str
    end: int = 0
    filled: bool = False


@dataclass(slots=True)
class _Row:
    """A row that is changed: its cells, and where its element ends."""

    number: int
    end: int
    cells: list[_Cell] = field(default_factory=list)


def write_workbook(export: Export, out: Path, edits: Mapping[Place, Edit]) -> None:
    """Write a corrected copy of an XLSX workbook.

    Raises:
        OutputError: A cell to be changed holds a formula that other cells share.
    """
    sheets = {place.sheet or "" for place in edits}
    with zipfile.ZipFile(export.path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        changed: dict[str, bytes] = {}
        formulas = False
        for sheet in sorted(sheets):
            part = _part_of(source, sheet)
            rows = {place.row: edit for place, edit in edits.items() if place.sheet == sheet}
            changed[part], gone = _changed(source.read(part), rows, _positions(export, sheet), export.path.name)
            formulas = formulas or gone
        for item in source.infolist():
            data = changed.get(item.filename) or source.read(item)
            if formulas:
                if _CALCULATION in item.filename:
                    continue
                if item.filename == "[Content_Types].xml" or item.filename.endswith("workbook.xml.rels"):
                    for mention in _MENTIONS:
                        data = mention.sub(b"", data)
            target.writestr(item, data, compress_type=item.compress_type)


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of the archive that holds the sheet of that name."""
    index, relations = (
        ET.fromstring(book.read(name))  # noqa: S314 - loading refused what has entities
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    return next(part for part, name in sheet_parts(index, relations).items() if name == sheet)


def _changed(xml: bytes, edits: Mapping[int, Edit], order: Mapping[str, int], file: str) -> tuple[bytes, bool]:
    """Return the XML of the sheet after `edits`, and whether a formula went away."""
    rows, first, prefix = _scan(xml, edits)
    positions = {column: first + place for column, place in order.items()}
    pieces: list[bytes] = []
    done, formulas = 0, False
    for row in rows:
        edit = edits[row.number]
        for start, end, new in _replacements(row, edit, positions, prefix):
            old = xml[start:end]
            formulas = formulas or b"<f" in old or b":f" in old
            if b't="shared"' in old and b"ref=" in old:
                raise OutputError("apply.shared_formula", file=file, row=row.number)
            pieces += [xml[done:start], new]
            done = end
    return b"".join([*pieces, xml[done:]]), formulas


def _positions(export: Export, sheet: str) -> dict[str, int]:
    """Return the place of each canonical column among the columns of the sheet, from its first filled one."""
    source = load_sheet(open_workbook(export.path), sheet, export.path)
    heading = require_heading(source.preview, export.aliases, export.path)
    layout = lay_out(heading.texts, export.aliases)
    return {
        header.column: place for place, header in zip(layout.positions, layout.headers, strict=True) if header.column
    }


def _replacements(row: _Row, edit: Edit, positions: Mapping[str, int], prefix: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield (start, end, new XML) of a row's cells, in order."""
    if edit.removed:
        yield from ((cell.start, cell.end, b"") for cell in row.cells)
        return
    cells = {cell.column: cell for cell in row.cells}
    for column, text in sorted(((positions[name], text) for name, text in edit.cells.items())):
        cell = cells.get(column)
        if cell is None:
            at = min((other.start for other in row.cells if other.column > column), default=row.end)
            yield at, at, _cell_xml(column, row.number, text, "", prefix)
        else:
            yield cell.start, cell.end, _cell_xml(column, row.number, text, cell.style, prefix)


def _cell_xml(column: int, row: int, text: str | None, style: str, prefix: str) -> bytes:
    reference = f'r="{_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if text is None:
        return f"<{prefix}c {reference}/>".encode()
    written = escape(_ESCAPE.sub("_x005F_", _NO_XML.sub(" ", text)))
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{written}</{prefix}t></{prefix}is>'
    return f'<{prefix}c {reference} t="inlineStr">{inner}</{prefix}c>'.encode()


def _scan(xml: bytes, wanted: Mapping[int, Edit]) -> tuple[list[_Row], int, str]:
    """Return the rows in `wanted` with their cells, the first column of the sheet with a value, and the XML prefix.

    What is a value is as the engine has it, which counts columns from there: an empty `v` is none but in a text.
    """
    parser = expat.ParserCreate()
    rows: list[_Row] = []
    state = {"row": 0, "column": -1, "first": 1 << 20}
    prefix = ""
    cell: _Cell | None = None
    text = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, prefix, text
        before, _, local = name.rpartition(":")
        if local == "row":
            prefix = f"{before}:" if before else ""
            state["row"] = int(attributes.get("r", state["row"] + 1))
            state["column"] = -1
            if state["row"] in wanted:
                rows.append(_Row(state["row"], 0))
        elif local == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            state["column"] = _number(found[1]) if found else state["column"] + 1
            style, kind = attributes.get("s", ""), attributes.get("t", "")
            cell = _Cell(state["column"], parser.CurrentByteIndex, style, kind)
        elif local in {"v", "is"} and cell is not None:
            cell.filled = cell.filled or local == "is" or cell.kind in _WITHOUT_TEXT
            text = xml.index(b">", parser.CurrentByteIndex) + 1

    def end(name: str) -> None:
        nonlocal cell
        local = name.rpartition(":")[2]
        if local == "c" and cell is not None:
            cell.end = xml.index(b">", parser.CurrentByteIndex) + 1
            if cell.filled:
                state["first"] = min(state["first"], cell.column)
            if rows and rows[-1].number == state["row"]:
                rows[-1].cells.append(cell)
            cell = None
        elif local == "v" and cell is not None and cell.kind != "inlineStr":
            cell.filled = cell.filled or parser.CurrentByteIndex > text
        elif local == "row" and rows and rows[-1].number == state["row"]:
            rows[-1].end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return rows, state["first"], prefix


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters
