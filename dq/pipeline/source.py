"""An input at hand: a file as it is, a table of a database as the file that it was extracted to."""

from dataclasses import replace
from pathlib import Path

from dq.catalog.schemas import DatasetSchema
from dq.database import Address, extract
from dq.load import LoadOptions, load
from dq.model import Loaded
from dq.progress import Progress, Unit, within


def load_place(
    place: Path | Address, schema: DatasetSchema, folder: Path, *, options: LoadOptions, progress: Progress
) -> Loaded:
    """Return a file or a table of a database as staged tables (see `dq.load.load`).

    Args:
        place: The file, or the table.
        schema: The dataset that it should be.
        folder: Where the tables are made.
        options: What the user overrides.
        progress: Told of the rows that a database has given, and of the bytes that are staged.

    Raises:
        LoadError: It cannot be read.
    """
    advance = within(progress, "load", Unit.BYTES)
    if isinstance(place, Path):
        return load(place, schema, folder, options=options, advance=advance)
    path = at_hand(place, folder / "extract", "load", batch_rows=options.batch_rows, progress=progress)
    loaded = load(path, schema, folder, options=replace(options, keyed=True), advance=advance)
    path.unlink()  # staged by now, and as large as the table
    return replace(loaded, info=replace(loaded.info, name=place.name, format=place.scheme))


def at_hand(place: Path | Address, folder: Path, stage: str, *, batch_rows: int, progress: Progress) -> Path:
    """Return the file that `place` is, or that its table is extracted to in `folder`, of which `stage` tells.

    Raises:
        LoadError: The database cannot be read.
    """
    if isinstance(place, Path):
        return place
    return extract(place, folder, batch_rows=batch_rows, told=lambda rows: progress(stage, rows)).path
