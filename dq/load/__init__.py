"""Loading: an export of any supported format → staged raw tables with record numbers and the file's own row numbers."""

from pathlib import Path

from dq.catalog.schemas import DatasetSchema
from dq.errors import LoadError
from dq.load.aliases import Aliases, read_aliases
from dq.load.detect import Kind, Source, identify
from dq.load.options import LoadOptions
from dq.load.reading import Reading
from dq.model import Loaded
from dq.places import is_utf8
from dq.progress import Advance, unheard
from dq.provenance import InputInfo

__all__ = ["LoadOptions", "load"]

_DEFAULTS = LoadOptions()


def load(
    path: Path,
    schema: DatasetSchema,
    folder: Path,
    *,
    options: LoadOptions = _DEFAULTS,
    advance: Advance = unheard,
) -> Loaded:
    """Return the file `path` as staged tables `folder/raw` and `folder/malformed`, with its provenance.

    Memory is bounded by the batch size for text, JSON lines and Parquet; a sheet of a workbook is read whole.

    Args:
        path: CSV, TSV, delimited text, a workbook, Parquet or JSON lines, by its extension.
        schema: The dataset that it should be.
        folder: Where the tables are made; neither may exist.
        options: What the user overrides.
        advance: Told of the bytes of the file that are staged; of a workbook it hears nothing.

    Raises:
        LoadError: The file cannot be read as the dataset, has no records, or changed while it was read.
    """
    if not is_utf8(path):
        raise LoadError("load.bad_name", file=path.name)
    source = identify(path)
    _refuse_useless(source, options)
    aliases = read_aliases(schema, options.mapping)
    before = _fingerprint(path)
    try:
        reading = _read(source, aliases, folder, options=options, advance=advance)
    except LoadError:
        _refuse_changed(path, before)
        raise
    _refuse_changed(path, before)
    staged = reading.staged
    if staged.rows == 0:
        raise LoadError("load.no_rows", file=path.name)
    if staged.raw.n_rows == 0:
        raise LoadError("load.all_malformed", file=path.name, rows=staged.rows, headers=len(reading.headers))
    info = InputInfo(
        name=path.name,
        sha256=reading.sha256,
        size=reading.size,
        format=source.extension,
        rows=staged.rows,
        headers=reading.headers,
        left_out=tuple(reading.ranges.listed),
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        sheet=reading.sheets[0].name if reading.sheets else None,
        header_row=reading.header_row,
        left_out_cut=reading.ranges.cut,
        other_sheets=reading.other_sheets,
        sheets=reading.sheets,
        notices=reading.notices,
    )
    return Loaded(staged.raw, staged.malformed, info)


def _read(source: Source, aliases: Aliases, folder: Path, *, options: LoadOptions, advance: Advance) -> Reading:
    # Each reader brings an engine of its own; only the one that is needed is imported.
    match source.kind:
        case Kind.DELIMITED:
            from dq.load.delimited import read_delimited

            return read_delimited(source, aliases, folder, options=options, advance=advance)
        case Kind.WORKBOOK:
            from dq.load.workbook import read_workbook

            return read_workbook(source, aliases, folder, options=options)
        case Kind.PARQUET:
            from dq.load.parquet import read_parquet

            return read_parquet(source, aliases, folder, options=options, advance=advance)
        case Kind.JSON_LINES:
            from dq.load.jsonlines import read_json_lines

            return read_json_lines(source, aliases, folder, options=options, advance=advance)


def _refuse_useless(source: Source, options: LoadOptions) -> None:
    """Refuse an option that says nothing about this format: the user thinks of another file."""
    useless = {
        "--sheet": options.sheet is not None and source.kind is not Kind.WORKBOOK,
        "--encoding": options.encoding is not None and not source.kind.is_text,
    }
    for option, given in useless.items():
        if given:
            raise LoadError("load.useless_option", file=source.path.name, option=option, extension=source.extension)


def _fingerprint(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _refuse_changed(path: Path, before: tuple[int, int, int] | None) -> None:
    if _fingerprint(path) != before:
        raise LoadError("load.changed", file=path.name)
