"""A text file as a stream of UTF-8 blocks, whatever its encoding."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dq.errors import LoadError
from dq.load.encoding import UTF8, read_blocks

REPLACEMENT = "\ufffd".encode()


def read_utf8(
    path: Path, encoding: str, size: int, *, told: Callable[[int], object] = lambda _: None
) -> Iterator[bytes]:
    """Yield a text file as UTF-8 in blocks of about `size` bytes, without its byte order mark.

    Invalid bytes of a UTF-8 file stay as they are; those of another encoding become U+FFFD. Both make their line
    malformed. `told` hears how many bytes of the file are used up.

    Raises:
        LoadError: It is not in that encoding at all: UTF-16 or UTF-32 without a byte order mark.
    """
    blocks = _counted(read_blocks(path, size), told)
    if encoding != UTF8:
        blocks = _transcode(blocks, encoding, path)
    for number, block in enumerate(blocks):
        yield block.removeprefix(codecs.BOM_UTF8) if number == 0 else block


def _counted(blocks: Iterator[bytes], told: Callable[[int], object]) -> Iterator[bytes]:
    used = 0
    for block in blocks:
        yield block
        used += len(block)
        told(used)


def _transcode(blocks: Iterator[bytes], encoding: str, path: Path) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block, final in with_last(blocks):
        try:
            text = decoder.decode(block, final=final)
        except UnicodeError:
            name = codecs.lookup(encoding).name
            raise LoadError("load.no_byte_order", file=path.name, encoding=name) from None
        yield text.encode("utf-8", "replace")


def with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each block, and whether it is the last; one empty block if there is none."""
    waiting = b""
    for number, block in enumerate(blocks):
        if number:
            yield waiting, False
        waiting = block
    yield waiting, True
