"""A register extract turned into keyed hashes, for another agency to compare with."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dq import register
from dq.audit import audited, file_facts
from dq.catalog import Catalog
from dq.database import Address, file_of
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import OutputError
from dq.pipeline.reference import prepared_register
from dq.places import explained_full_disk
from dq.progress import Progress, Unit, silent, within
from dq.pseudonyms import fingerprint, read_key
from dq.runs import check_target


def pseudonymize_reference(
    place: Path | Address,
    key: Path,
    out: Path,
    *,
    catalog: Catalog,
    limits: Limits,
    as_of: date,
    force: bool = False,
    progress: Progress = silent,
) -> tuple[int, str]:
    """Write the extract at `place` as keyed hashes to `out`, whole or not at all; return its rows, the key's mark.

    Args:
        place: The extract of the population, a file or a table.
        key: The file of the key.
        out: A Parquet file; of mode 0600.
        catalog: The schemas.
        limits: The bounds of memory and threads.
        as_of: The day by which the extract's age is told.
        force: Replace `out` where it is there.
        progress: Told of stages and rows.

    Raises:
        UsageError: The key cannot be used.
        LoadError, RegisterError: The extract cannot be read or trusted.
        OutputError: `out` is there already, or cannot be written.
    """
    secret = read_key(key)
    check_target(out, read=[file_of(place), key])
    if out.exists() and not force:
        raise OutputError("pseudonyms.out_exists", path=str(out))
    mark = fingerprint(secret)
    with (
        audited("pseudonymize", input=place.name, out=out.name, key=mark) as event,
        register.workspace() as work,
        watched_spill(work / "spill", progress.spilled),
    ):
        progress("reference")
        prepared = prepared_register(place, catalog, limits=limits, as_of=as_of, work=work, progress=progress)
        progress("pseudonymize")
        with _beside(out) as made:
            with duck.connect(limits, work / "spill") as connection:
                rows = register.pseudonymize(
                    connection,
                    prepared,
                    secret,
                    work=work / "hashed",
                    out=made,
                    advance=within(progress, "pseudonymize", Unit.ROWS),
                )
            made.chmod(0o600)
            made.replace(out)
        event["output"] = file_facts(out)
    return rows, mark


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """Give a path in a folder of mode 0700 beside `out`, on the same disk; the folder goes at the end.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        with explained_full_disk(out.parent), tempfile.TemporaryDirectory(prefix=".dq-", dir=out.parent) as folder:
            yield Path(folder) / out.name
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
