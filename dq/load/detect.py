"""What an input file is: its extension decides, and its first bytes may not contradict."""

import mmap
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dq.errors import LoadError
from dq.places import refuse_irregular


class Kind(StrEnum):
    """Which reader reads a file."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    JSON_LINES = "json_lines"

    @property
    def is_text(self) -> bool:
        """Whether the file is text, so that it has an encoding."""
        return self in (Kind.DELIMITED, Kind.JSON_LINES)


EXTENSIONS = {
    "csv": Kind.DELIMITED,
    "tsv": Kind.DELIMITED,
    "txt": Kind.DELIMITED,
    "xlsx": Kind.WORKBOOK,
    "xlsm": Kind.WORKBOOK,
    "xls": Kind.WORKBOOK,
    "ods": Kind.WORKBOOK,
    "parquet": Kind.PARQUET,
    "jsonl": Kind.JSON_LINES,
    "ndjson": Kind.JSON_LINES,
    "json": Kind.JSON_LINES,
}

_HEAD = 4096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAGIC = {
    b"PAR1": "Parquet",
    _OLE: "Excel 97-2003 (xls)",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"SQLite format 3\x00": "SQLite",
    b"ARROW1": "Arrow",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
# What a spreadsheet program or a web system writes under the name `.xls` or `.csv`.
_MARKUP = {b"<!doctype html": "HTML", b"<html": "HTML", b"<table": "HTML", b"<?xml": "XML", b"<?mso": "XML"}
_EXPECTED = {
    "xlsx": ("Excel (xlsx)",),
    "xlsm": ("Excel (xlsx)",),
    "xls": ("Excel 97-2003 (xls)",),
    "ods": ("OpenDocument (ods)",),
    "parquet": ("Parquet",),
}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Source:
    """An existing, non-empty file and how it is read."""

    path: Path
    extension: str
    kind: Kind


def identify(path: Path) -> Source:
    """Return what `path` is, by its extension.

    Raises:
        LoadError: There is no such file, it is a folder, a pipe, a device or empty, its extension is unknown, it cannot
            be opened, or its first bytes are those of another format.
    """
    refuse_irregular(path)
    if not path.is_file():
        raise LoadError("load.no_file", file=str(path))
    extension = path.suffix.lower().removeprefix(".")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise LoadError("load.unreadable", file=path.name, reason=error.strerror or type(error).__name__) from None
    if not head:
        raise LoadError("load.empty", file=path.name)
    found = looks_like(head)
    if extension not in EXTENSIONS:
        key = "load.unknown_format_but" if found else "load.unknown_format"
        raise LoadError(key, file=path.name, extension=path.suffix, found=found or "", known=", ".join(EXTENSIONS))
    kind = EXTENSIONS[extension]
    expected = _EXPECTED.get(extension, (None,))
    if kind is Kind.WORKBOOK and head.startswith(_OLE) and _is_encrypted(path):
        raise LoadError("load.password", file=path.name)
    if found not in expected:
        if kind is Kind.WORKBOOK and found in _MARKUP.values():
            raise LoadError("load.markup", file=path.name, extension=extension, found=found)
        if found is None:
            raise LoadError("load.not_a", file=path.name, expected=expected[0])
        raise LoadError("load.wrong_extension", file=path.name, extension=extension, found=found)
    return Source(path, extension, kind)


def looks_like(head: bytes) -> str | None:
    """Return the name of the format that the first bytes of a file are of; None for text and for what is unknown."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if head.startswith(b"PK\x03\x04"):
        return _zip_content(head)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return next((name for mark, name in _MARKUP.items() if text.startswith(mark)), None)


def _zip_content(head: bytes) -> str:
    if b"opendocument.spreadsheet" in head:
        return "OpenDocument (ods)"
    if b"opendocument." in head:
        return "OpenDocument"
    if b"word/" in head:
        return "Word (docx)"
    # Writers put the parts of a workbook in any order, but its first entry is always one of these.
    if any(mark in head for mark in (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/")):
        return "Excel (xlsx)"
    return "ZIP"


def _is_encrypted(path: Path) -> bool:
    """Whether an OLE file holds a password-protected workbook of the newer kind."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED_STREAM) >= 0
