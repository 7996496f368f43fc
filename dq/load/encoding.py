"""The bytes of an input: their hash, and the encoding of a text file.

A byte order mark decides, else strict UTF-8 over the whole file, else windows-1258, the legacy encoding of Vietnamese
Windows, where the bytes make sense as Vietnamese, else windows-1252 where they are text of a TCVN3 or VNI font, which
normalizing then converts column by column (`dq.text.legacy`). Any other legacy encoding is only proposed: a wrong
guess would change names without anybody seeing it.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from dq.errors import LoadError
from dq.text import legacy

UTF8 = "utf-8"
VIETNAMESE = "windows-1258"
FONTS = "windows-1252"  # what TCVN3 and VNI fonts draw otherwise
BLOCK = 4 << 20
_BOMS = {
    codecs.BOM_UTF8: UTF8,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape"})  # of texts in other texts
_CONTINUATION, _LEAD = 0x80, 0xC0  # the first bytes of UTF-8 that continue and begin a character
_SAMPLE = 64 << 10
_CONTROLS = bytes(range(32)).translate(None, b"\t\n\v\f\r\x1a\x1b")
_MAX_CONTROLS = 0.003  # text has none; random bytes have 10 %
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_LETTERS = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđƠơƯưĨĩŨũ“”‘’–—…•°²³ \u00a0")
_DISTINCTIVE = frozenset("đĐơƠưƯ")  # letters that windows-1252 does not have
_PLAUSIBLE = 0.9
_FONT_WORDS = 3
# Of Vietnamese words that are not ASCII half show traces of TCVN3 (a third in capitals), 0.6 and more those of VNI; of
# French words none show those of TCVN3, 0.2 and less those of VNI.
_FONT_SHARES = ((legacy.TCVN3, 0.25), (legacy.VNI, 0.4))
_BETWEEN_WORDS = re.compile(r"[\t\n ,;|\"]+")
_FEW = 0.2  # lines with damaged bytes in a file that is UTF-8 otherwise


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one pass over the bytes of a file finds.

    `clean` says that every byte is valid UTF-8 and none is NUL, so that no line needs a closer look.
    """

    sha256: str
    size: int
    encoding: str
    clean: bool


def hash_file(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file's bytes, and their number."""
    digest, size = hashlib.sha256(), 0
    for block in read_blocks(path):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def read_blocks(path: Path, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks of `size`.

    Raises:
        LoadError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            while block := file.read(size):
                yield block
    except OSError as error:
        raise LoadError("load.unreadable", file=path.name, reason=error.strerror or type(error).__name__) from None


def inspect_text(path: Path, encoding: str | None = None) -> Inspection:
    """Return hash, size and encoding of a text file, `encoding` if the user named one.

    Raises:
        LoadError: The file is no text, the named encoding does not exist, or the encoding cannot be told.
    """
    if encoding is not None:
        encoding = _known(encoding)
    digest, size = hashlib.sha256(), 0
    head, suspect, rest = b"", b"", b""
    valid, has_nul = True, False
    for block in read_blocks(path):
        digest.update(block)
        size += len(block)
        head = head or block
        has_nul = has_nul or b"\0" in block
        if valid:
            data = rest + block
            cut = _boundary(data)
            valid, rest = is_utf8(data[:cut]), data[cut:]
            suspect = b"" if valid or len(data) == size else data[:cut]
    valid = valid and not rest
    if encoding is None:
        encoding = next((name for bom, name in _BOMS.items() if head.startswith(bom)), None)
    if encoding is None:
        _refuse_binary(head, path)
        encoding = UTF8 if valid else _legacy(head + suspect, path)
    return Inspection(digest.hexdigest(), size, encoding, clean=valid and not has_nul and encoding == UTF8)


def is_utf8(data: bytes) -> bool:
    """Whether all of `data` is valid UTF-8."""
    # Arrow checks this five times faster than a decoding that is then thrown away.
    offsets = pa.py_buffer(len(data).to_bytes(8, "little").rjust(16, b"\0"))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _boundary(data: bytes) -> int:
    """Return where the last character of `data`, which may be cut, begins."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < _CONTINUATION:
            return len(data) - back + 1
        if byte >= _LEAD:
            return len(data) - back
    return len(data)


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)  # refuses `hex` and `rot13`, which are codecs too
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = None
    if name is None or name in _NO_FILES:
        raise LoadError("load.unknown_encoding", encoding=encoding)
    return UTF8 if name == UTF8 else encoding.lower()


def _refuse_binary(head: bytes, path: Path) -> None:
    sample = head[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MAX_CONTROLS * len(sample):
        raise LoadError("load.not_text", file=path.name)


def _legacy(sample: bytes, path: Path) -> str:
    """Return the encoding of a file with bytes that are no UTF-8: mostly UTF-8 nevertheless, or a legacy one."""
    lines = [line for line in sample.splitlines() if line]
    accented = [line for line in lines if not line.isascii()]
    broken = [line for line in accented if not is_utf8(line)]
    damaged = b"\n".join(broken)[:_SAMPLE]
    if 2 * len(broken) <= len(accented):
        return UTF8
    if is_vietnamese(damaged):
        return VIETNAMESE
    if is_font_text(damaged):
        return FONTS
    if len(broken) == 1 or len(broken) <= _FEW * len(lines):
        return UTF8
    text = damaged.decode("cp1258", errors="replace")
    if text == damaged.decode("cp1252", errors="replace") and _known_share(text) >= _PLAUSIBLE:
        return VIETNAMESE  # dashes, quotes, â, ê, ô: the same text in every western code page
    from charset_normalizer import from_bytes

    best = from_bytes(damaged).best()
    key = "load.encoding_proposed" if best else "load.encoding_unknown"
    raise LoadError(key, file=path.name, proposed=best.encoding if best else "")


def is_vietnamese(sample: bytes) -> bool:
    """Whether bytes make sense as windows-1258: tone marks follow vowels, the other letters are Vietnamese ones."""
    text = sample.decode("cp1258", errors="replace")
    marks = [place for place, letter in enumerate(text) if letter in _TONES]
    placed = sum(place > 0 and text[place - 1] in _VOWELS for place in marks)
    evidence = placed + sum(letter in _DISTINCTIVE for letter in text)
    return evidence > 0 and placed >= _PLAUSIBLE * len(marks) and _known_share(text) >= _PLAUSIBLE


def is_font_text(sample: bytes) -> bool:
    """Whether bytes are text of a TCVN3 or VNI font: many words that are not ASCII show its traces."""
    text = sample.decode("cp1252", errors="replace")
    words = pl.Series([word for word in _BETWEEN_WORDS.split(text) if not word.isascii()], dtype=pl.String)
    return any(words.str.contains(trace).sum() >= max(_FONT_WORDS, share * len(words)) for trace, share in _FONT_SHARES)


def _known_share(text: str) -> float:
    """Return the share of Vietnamese letters and common signs among what is neither ASCII nor a tone mark."""
    others = [letter for letter in text if not letter.isascii() and letter not in _TONES]
    return sum(letter in _LETTERS for letter in others) / len(others) if others else 1.0
