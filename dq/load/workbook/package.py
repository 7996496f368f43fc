"""The ZIP package of a newer workbook, looked through before any engine reads it.

An engine trusts a package: what a few bytes unpack to, and how far from the others a cell stands, decides on its
memory. Here every part is unpacked once as a stream, which takes little memory.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

from dq.errors import LoadError
from dq.load.workbook.scan import SheetFacts, SheetScanner

MAX_UNPACKED = 4 << 30  # bytes: more than a million rows of sixty columns
_MAX_RATIO = 400  # of what is unpacked to what is packed; sheets reach 20 to 100, bombs 1000
_SUSPICIOUS = 64 << 20  # bytes unpacked from where on the ratio counts
_MAX_PARTS = 10_000
_MAX_INDEX = 16 << 20  # bytes of the list of sheets
_BLOCK = 1 << 20
_LOCAL_HEADER = 30  # bytes, then the name and an extra field, whose lengths stand at its end
_ENCRYPTED = 0x1
_ENTITIES = b"<!DOCTYPE"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Book:
    """What the package of an XLSX workbook says: facts of each sheet by its name, and whether days count from 1904."""

    sheets: dict[str, SheetFacts]
    is_1904: bool


def inspect_package(path: Path) -> Book:
    """Return what an XLSX or ODS package says, having made sure that it can be read within reason.

    Raises:
        LoadError: The package is damaged or protected, unpacks to too much, has entities or cells far from all others.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            _refuse_bomb(parts, path)
            index = {part.filename.lstrip("/"): part for part in parts}
            names, is_1904 = _read_index(file, index, path)
            found: dict[str, SheetFacts] = {}
            budget = MAX_UNPACKED
            for part in parts:
                name = names.get(part.filename.lstrip("/"))
                scanner = SheetScanner(path.name, name) if name is not None else None
                for block in _unpack(file, part, path):
                    budget -= len(block)
                    if budget < 0:
                        raise LoadError("load.unpacks_too_large", file=path.name, limit=MAX_UNPACKED >> 30)
                    if scanner:
                        scanner.feed(block)
                if scanner and name is not None:
                    found[name] = scanner.close()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, ET.ParseError) as error:
        raise LoadError("load.damaged", file=path.name, reason=type(error).__name__) from None
    return Book(found, is_1904)


def _refuse_bomb(parts: list[zipfile.ZipInfo], path: Path) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise LoadError("load.password", file=path.name)
    unpacked = sum(part.file_size for part in parts)
    suspicious = any(part.file_size > max(_SUSPICIOUS, _MAX_RATIO * part.compress_size) for part in parts)
    if unpacked > MAX_UNPACKED or suspicious or len(parts) > _MAX_PARTS:
        raise LoadError("load.unpacks_too_large", file=path.name, limit=MAX_UNPACKED >> 30)


def _unpack(file: BinaryIO, part: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Yield the bytes of a part as they are, whatever size its entry declares.

    Raises:
        LoadError: It is packed more densely than any sheet, or holds a document type, whose entities may unfold.
        zlib.error, ValueError: It is damaged.
    """
    file.seek(part.header_offset)
    head = file.read(_LOCAL_HEADER)
    if not head.startswith(b"PK\x03\x04") or len(head) < _LOCAL_HEADER:
        raise ValueError
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError
    is_xml = part.filename.endswith((".xml", ".rels"))
    n_unpacked, tail = 0, b""
    for block in _inflate(file, part.compress_size) if part.compress_type else _read(file, part.compress_size):
        n_unpacked += len(block)
        if n_unpacked > max(_SUSPICIOUS, _MAX_RATIO * part.compress_size):
            raise LoadError("load.unpacks_too_large", file=path.name, limit=MAX_UNPACKED >> 30)
        if is_xml and _ENTITIES in tail + block:
            raise LoadError("load.entities", file=path.name)
        tail = block[-len(_ENTITIES) :]
        yield block


def _read(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the next `size` bytes; ValueError if they are not there."""
    while size > 0:
        block = file.read(min(size, _BLOCK))
        if not block:
            raise ValueError
        size -= len(block)
        yield block


def _inflate(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield what the next `size` bytes unpack to, in blocks; ValueError or zlib.error if they are damaged."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _read(file, size):
        block = inflate.decompress(packed, _BLOCK)
        while block:
            yield block
            block = inflate.decompress(inflate.unconsumed_tail, _BLOCK)
    if not inflate.eof:
        raise ValueError


def _read_index(file: BinaryIO, parts: dict[str, zipfile.ZipInfo], path: Path) -> tuple[dict[str, str], bool]:
    """Return the name of the sheet that each part of an XLSX package holds, and whether days count from 1904."""
    book, relations = (
        _parse(file, parts.get(name), path) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    if book is None or relations is None:
        return {}, False
    names = sheet_parts(book, relations)
    settings = book.find("{*}workbookPr")
    return names, settings is not None and settings.get("date1904") in ("1", "true")


def sheet_parts(book: ET.Element, relations: ET.Element) -> dict[str, str]:
    """Return the name of the sheet that each part of an XLSX package holds, transitional or strict.

    Args:
        book: The root of `xl/workbook.xml`.
        relations: The root of `xl/_rels/workbook.xml.rels`.
    """
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    names = {}
    for sheet in book.iterfind(".//{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_RELATIONS) or sheet.get(_STRICT_RELATIONS), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        names[part] = sheet.get("name", "")
    return names


def _parse(file: BinaryIO, part: zipfile.ZipInfo | None, path: Path) -> ET.Element | None:
    if part is None:
        return None
    text = bytearray()
    with suppress(StopIteration):
        blocks = _unpack(file, part, path)
        while len(text) <= _MAX_INDEX:
            text += next(blocks)
        raise LoadError("load.unpacks_too_large", file=path.name, limit=MAX_UNPACKED >> 30)
    return ET.fromstring(bytes(text))  # noqa: S314 - no document type, so no entities
