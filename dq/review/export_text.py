"""Corrected copies of text files: only what is changed is written anew, every other byte is copied."""

import codecs
import csv
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from pathlib import Path

from dq.load.blocks import with_last
from dq.load.dialect import Dialect, find_dialect
from dq.load.encoding import UTF8, read_blocks
from dq.load.lines import Lines, scan_lines
from dq.load.records import RECORD_LINES, Failure, read_record
from dq.review.edits import Edit, Export

_BLOCK = 16 << 20
_HEAD = 1 << 20
_END = "\r\n"  # a writer quotes line breaks only if it ends lines with them
_TONES = "\u0300\u0301\u0303\u0309\u0323"
Change = Callable[[bytes, Edit], bytes]


def write_delimited(export: Export, out: Path, edits: Mapping[int, Edit]) -> None:
    """Write a corrected copy of a delimited file; `edits` by the physical line on which a record begins."""
    dialect = delimited_dialect(export)
    headers = zip(dialect.layout.positions, dialect.layout.headers, strict=True)
    places = {header.column: place for place, header in headers if header.column}

    def change(record: bytes, edit: Edit) -> bytes:
        fields = split_fields(record, dialect.delimiter.encode())
        for column, text in edit.cells.items():
            place = places[column]
            fields[place] = quoted(text or "", dialect.delimiter, always=fields[place].startswith(b'"'))
        return dialect.delimiter.encode().join(fields)

    def extent(data: bytes, lines: Lines, line: int) -> int | None:
        found, taken = read_record(data, lines, line, dialect.delimiter)
        return None if found is Failure.UNCLOSED else taken

    _rewrite(export, out, edits, delimiter=dialect.delimiter, extent=extent, change=change)


def write_json_lines(export: Export, out: Path, edits: Mapping[int, Edit]) -> None:
    """Write a corrected copy of a file of JSON lines; `edits` by line."""
    keys = export.headers

    def change(record: bytes, edit: Edit) -> bytes:
        return replace_members(record.decode(), {keys[column]: text for column, text in edit.cells.items()}).encode()

    _rewrite(export, out, edits, delimiter=",", extent=lambda _data, _lines, _line: 1, change=change)


def delimited_dialect(export: Export) -> Dialect:
    """Return how the records of a delimited file are written."""
    head = next(_utf8(export.path, export.info.encoding or UTF8), b"").removeprefix(codecs.BOM_UTF8)
    return find_dialect(head[:_HEAD], export.info.format, export.aliases, export.path)


def is_record(line: str, export: Export) -> bool:
    """Whether a line that was written again is a record of the file."""
    if export.info.delimiter is None:
        try:
            return isinstance(json.loads(line), dict)
        except ValueError:
            return False
    dialect = delimited_dialect(export)
    try:
        fields = next(csv.reader([line], delimiter=dialect.delimiter, strict=True), [])
    except csv.Error:
        return False
    return len(fields) == dialect.width and any(field.strip() for field in fields)


def split_fields(record: bytes, delimiter: bytes) -> list[bytes]:
    """Return the fields of a well-formed record as they are written, quotes included."""
    fields: list[bytes] = []
    place = 0
    while True:
        end = record.find(delimiter, place)
        if record[place : place + 1] == b'"':
            close = record.index(b'"', place + 1)
            while record[close + 1 : close + 2] == b'"':
                close = record.index(b'"', close + 2)
            end = record.find(delimiter, close + 1)
        if end < 0:
            return [*fields, record[place:]]
        fields.append(record[place:end])
        place = end + len(delimiter)


def quoted(text: str, delimiter: str, *, always: bool) -> bytes:
    """Return `text` as a field, in quotes where it needs them or had them."""
    target = StringIO()
    csv.writer(
        target, delimiter=delimiter, quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL, lineterminator=_END
    ).writerow([text])
    # A single empty field is written in quotes, as a line without anything would be no record.
    return b"" if not text and not always else target.getvalue().removesuffix(_END).encode()


def replace_members(text: str, values: Mapping[str, str | None]) -> str:
    """Return the JSON object `text` with the values of some keys replaced; all else stays as it is written."""
    decoder, spans = json.JSONDecoder(), {}
    place = text.index("{") + 1
    while True:
        while text[place] in " \t\r\n,":
            place += 1
        if text[place] == "}":
            break
        key, place = decoder.raw_decode(text, place)
        place = text.index(":", place) + 1
        while text[place] in " \t\r\n":
            place += 1
        start = place
        _, place = decoder.raw_decode(text, place)
        spans[key] = (start, place)
    written = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    missing = [f"{json.dumps(key, ensure_ascii=False)}: {value}" for key, value in written.items() if key not in spans]
    if missing:
        text = text[:place] + (", " if spans else "") + ", ".join(missing) + text[place:]
    for key, (start, end) in sorted(spans.items(), key=lambda item: item[1], reverse=True):
        if key in written:
            text = text[:start] + written[key] + text[end:]
    return text


def encodable(text: str, encoding: str) -> str | None:
    """Return `text` in letters that `encoding` has, tone marks set apart where it must be; None if there are none.

    windows-1258 has the vowels of Vietnamese and the tone marks, but not every vowel with its mark in one letter.
    """
    try:
        return "".join(_letters(letter, encoding) for letter in unicodedata.normalize("NFC", text))
    except UnicodeEncodeError:
        return None


def _letters(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        vowel = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES))
        letter = vowel + "".join(mark for mark in marks if mark in _TONES)
        letter.encode(encoding)
    return letter


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    """Yield a text file as UTF-8; bytes that its encoding does not know survive the way there and back."""
    if encoding == UTF8:
        yield from read_blocks(path, _BLOCK)
        return
    errors = "replace" if encoding.replace("_", "-").startswith(("utf-16", "utf-32")) else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    for block, final in with_last(read_blocks(path, _BLOCK)):
        yield decoder.decode(block, final=final).encode("utf-8", "surrogateescape")


def _rewrite(
    export: Export,
    out: Path,
    edits: Mapping[int, Edit],
    *,
    delimiter: str,
    extent: Callable[[bytes, Lines, int], int | None],
    change: Change,
) -> None:
    """Copy a text file with the records in `edits` changed.

    Args:
        export: The file.
        out: The copy.
        edits: By physical line.
        delimiter: Between fields.
        extent: How many lines the record at a line takes, None where its end is not in the block.
        change: Gives the new bytes of a record.
    """
    encoding = export.info.encoding or UTF8
    encoder = None if encoding == UTF8 else codecs.getincrementalencoder(encoding)("surrogateescape")
    waiting = sorted(edits, reverse=True)
    with out.open("wb") as file:

        def write(data: bytes) -> None:
            file.write(data if encoder is None else encoder.encode(data.decode("utf-8", "surrogateescape")))

        carry, first = b"", 1
        for number, (arrived, final) in enumerate(with_last(_utf8(export.path, encoding))):
            block = arrived
            if number == 0 and block.startswith(codecs.BOM_UTF8):
                write(codecs.BOM_UTF8)  # else it would stand in the first cell
                block = block.removeprefix(codecs.BOM_UTF8)
            data = carry + block
            lines = scan_lines(data, delimiter, final=final)
            stop, done = len(lines), 0
            while waiting and waiting[-1] < first + len(lines):
                line, edit = waiting[-1] - first, edits[waiting[-1]]
                taken = edit.n_lines or extent(data, lines, line)
                if taken is None or line + taken > len(lines) or (taken > RECORD_LINES and not final):
                    stop = line
                    break
                waiting.pop()
                start, last = int(lines.starts[line]), line + taken - 1
                end, after = int(lines.ends[last]), lines.next_start(last)
                write(data[done:start])
                if not edit.removed:
                    write(change(data[start:end], edit) if edit.line is None else edit.line.encode())
                    write(data[end:after])
                done = after
            used = lines.used if stop == len(lines) else int(lines.starts[stop])
            write(data[done:used])
            carry, first = data[used:], first + stop
        write(carry)
