"""CSV, TSV and delimited text, read as a stream of blocks."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import polars as pl

from dq.errors import LoadError
from dq.load.aliases import Aliases
from dq.load.blocks import read_utf8, with_last
from dq.load.bulk import BlockReader
from dq.load.detect import Source
from dq.load.dialect import find_dialect
from dq.load.encoding import UTF8, inspect_text
from dq.load.leftout import Separator
from dq.load.options import LoadOptions
from dq.load.ranges import Ranges
from dq.load.reading import Reading, named_columns
from dq.load.scientific import ScientificNumbers
from dq.load.stage import stage
from dq.progress import Advance, unheard

_BLOCK = 16 << 20
_MAX_CARRY = 64 << 20  # bytes without the end of a record: such a file is no table


def read_delimited(
    source: Source,
    aliases: Aliases,
    folder: Path,
    *,
    options: LoadOptions,
    block: int = _BLOCK,
    advance: Advance = unheard,
) -> Reading:
    """Stage a delimited text file; memory is bounded by `block` and the batch size.

    Raises:
        LoadError: The file is no text, its encoding cannot be told, or its header does not fit the schema.
    """
    inspection = inspect_text(source.path, options.encoding)
    blocks = read_utf8(source.path, inspection.encoding, block, told=lambda used: advance(used, inspection.size))
    head = next(blocks, b"")
    dialect = find_dialect(head, source.extension, aliases, source.path)
    reader = BlockReader(dialect, clean=inspection.clean, transcoded=inspection.encoding != UTF8)
    ranges = Ranges()
    ranges.add_above(dialect.above)
    separator = Separator(dialect.layout, aliases.schema, ranges, dialect.header, delimiter=dialect.delimiter)
    rows = separator.separate(_ahead(read_rows(chain([head], blocks), reader, source.path)))
    columns = named_columns(dialect.layout, aliases.schema)
    numbers = ScientificNumbers(aliases.schema)
    frames = numbers.watch(frame.select(columns) for frame in rows)
    return Reading(
        staged=stage(frames, folder, dataset=aliases.schema.dataset, batch_rows=options.batch_rows),
        sha256=inspection.sha256,
        size=inspection.size,
        headers=dialect.layout.headers,
        ranges=ranges,
        encoding=inspection.encoding,
        delimiter=dialect.delimiter,
        header_row=dialect.header_row,
        notices=tuple(numbers.notices()),
    )


def read_rows(blocks: Iterable[bytes], reader: BlockReader, path: Path) -> Iterator[pl.DataFrame]:
    """Yield the rows below the header (see `dq.load.rows`) in file order.

    Raises:
        LoadError: A record is longer than can be.
    """
    carry, line = b"", 1
    for arrived, final in with_last(blocks):
        data = carry + arrived
        frame, lines, used = reader.read(data, line, final=final)
        carry, line = data[used:], line + lines
        if len(carry) > _MAX_CARRY:
            raise LoadError("load.long_record", file=path.name, row=line)
        yield frame


def _ahead(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield `frames`, reading the next one while the last is written: scanning takes one thread, Polars the others."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, frames, None)
        while (frame := coming.result()) is not None:
            coming = pool.submit(next, frames, None)
            yield frame
