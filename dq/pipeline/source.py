"""An input at hand: a file as it is, a table of a database as the file that it was extracted to."""

from dataclasses import replace
from pathlib import Path

from dq.catalog.schemas import DatasetSchema
from dq.database import Address, extract
from dq.load import LoadOptions, load
from dq.model import Loaded
from dq.progress import Advance


def load_place(
    place: Path | Address, schema: DatasetSchema, folder: Path, *, options: LoadOptions, advance: Advance
) -> Loaded:
    """Return a file or a table of a database as staged tables (see `dq.load.load`).

    Args:
        place: The file, or the table.
        schema: The dataset that it should be.
        folder: Where the tables are made.
        options: What the user overrides.
        advance: Told of the bytes that are staged.

    Raises:
        LoadError: It cannot be read.
    """
    if isinstance(place, Path):
        return load(place, schema, folder, options=options, advance=advance)
    path = at_hand(place, folder / "extract", batch_rows=options.batch_rows)
    loaded = load(path, schema, folder, options=replace(options, keyed=True), advance=advance)
    path.unlink()  # staged by now, and as large as the table
    return replace(loaded, info=replace(loaded.info, name=place.name, format=place.scheme))


def at_hand(place: Path | Address, folder: Path, *, batch_rows: int) -> Path:
    """Return the file that `place` is, or that its table is extracted to in `folder`.

    Raises:
        LoadError: The database cannot be read.
    """
    return place if isinstance(place, Path) else extract(place, folder, batch_rows=batch_rows).path
