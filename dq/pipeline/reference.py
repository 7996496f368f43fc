"""The reference extract: read and normalized like any export, prepared once, then found again by its hash."""

import json
from dataclasses import replace
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path

import polars as pl

from dq import register
from dq.aside import Aside
from dq.catalog import Catalog
from dq.database import Address
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import LoadError, RegisterError
from dq.link import register_batch
from dq.load import LoadOptions, load
from dq.model import PreparedRegister, Register
from dq.normalize import Known, normalize_batch
from dq.parallel import in_order
from dq.pipeline.advice import of_reference
from dq.pipeline.readings import decided_readings
from dq.pipeline.request import RunRequest
from dq.pipeline.source import at_hand
from dq.places import refuse_irregular
from dq.progress import Progress, Unit, silent, within
from dq.pseudonyms import read_key


def prepare_reference(
    place: Path | Address, catalog: Catalog, *, limits: Limits, as_of: date, progress: Progress = silent
) -> PreparedRegister:
    """Prepare the reference at `place` ahead of the runs that will use it; return it from the cache where it is there.

    Args:
        place: The extract of the population, a file or a table.
        catalog: The schemas.
        limits: The bounds of memory and threads.
        as_of: The day by which its age is told.
        progress: Told of stages and rows.

    Raises:
        UsageError, LoadError, RegisterError: As `prepared_register`.
    """
    with register.workspace() as work, watched_spill(work / "spill", progress.spilled):
        progress("reference")
        return prepared_register(place, catalog, limits=limits, as_of=as_of, work=work, progress=progress)


def prepared_register(
    place: Path | Address,
    catalog: Catalog,
    *,
    limits: Limits,
    as_of: date,
    work: Path,
    progress: Progress,
    digest: Aside[str] | None = None,
) -> PreparedRegister:
    """Return the reference at `place` made ready for joins, from the cache where it was prepared before.

    Raises:
        UsageError: The catalog has no dataset of the population.
        LoadError: The file cannot be read as the population's persons.
        RegisterError: It has no rows, or one identifier twice.
    """
    if isinstance(place, Path):
        refuse_irregular(place)
        if register.is_pseudonymized(place):
            raise RegisterError("pseudonyms.needs_key", file=place.name)
    catalog.schema(register.DATASET)  # a catalog of an agency's own may lack it, which is said before anything is read
    path = at_hand(place, work / "extract", "reference", batch_rows=limits.batch_rows, progress=progress)
    hashed = digest.result() if digest else _digest(path)
    key = register.cache_key(hashed, _definition(catalog, as_of.year), path.suffix.lower())
    found = register.open_prepared(key, name=place.name, as_of=as_of)
    if found is None:
        _prepare(path, hashed, key, catalog, limits=limits, as_of=as_of, work=work, progress=progress)
        found = register.open_prepared(key, name=place.name, as_of=as_of)
    if found is None:
        raise RegisterError("register.cache_damaged", path=str(register.cache_folder()))
    return found


def opened_register(
    place: Path | Address,
    key: Path | None,
    catalog: Catalog,
    *,
    limits: Limits,
    as_of: date,
    work: Path,
    progress: Progress,
    digest: Aside[str] | None = None,
) -> Register:
    """Return the reference of a run: with a key the pseudonymized file at `place`, else see `prepared_register`.

    Raises:
        RegisterError: There is a key and the file is plain, or none and it is pseudonymized.
        UsageError: The key cannot be used.
    """
    if key is not None:
        secret = read_key(key)
        if not isinstance(place, Path):
            raise RegisterError("pseudonyms.key_for_plain", file=place.name)
        refuse_irregular(place)
        return register.open_pseudonymized(place, secret, as_of=as_of)
    return prepared_register(place, catalog, limits=limits, as_of=as_of, work=work, progress=progress, digest=digest)


def digest_aside(request: RunRequest) -> Aside[str] | None:
    """Begin to compute the hash of the file of persons of a run, which takes a second a gigabyte; None without one.

    Raises:
        LoadError: It is no file.
    """
    place = request.reference
    if not isinstance(place, Path) or request.key is not None:
        return None
    refuse_irregular(place)
    return Aside(lambda _: _digest(place), threads=request.limits.threads)


def _prepare(
    path: Path,
    digest: str,
    key: str,
    catalog: Catalog,
    *,
    limits: Limits,
    as_of: date,
    work: Path,
    progress: Progress,
) -> None:
    schema = catalog.schema(register.DATASET)
    options = LoadOptions(batch_rows=limits.batch_rows)
    read = within(progress, "reference", Unit.BYTES)
    try:
        loaded = load(path, schema, work / "reference", options=options, advance=read)
    except LoadError as error:
        raise of_reference(error, path.name) from None
    columns = frozenset(name for name in schema.names if name in loaded.raw.columns)
    readings = decided_readings(loaded, schema, as_of, threads=limits.batches)
    known, done = Known(), 0
    with register.building(key) as folder:

        def write_part(numbered: tuple[int, Path]) -> int:
            index, part = numbered
            frame = normalize_batch(pl.read_parquet(part, glob=False), schema, readings, known).frame
            linkable = {model.name: register_batch(frame, schema, model) for model in catalog.linking_models()}
            register.write_part(folder, index, frame, linkable)
            part.unlink()  # the staged text of a country is as large as the country
            return frame.height

        for rows in in_order(write_part, enumerate(loaded.raw.parts()), threads=limits.batches):
            done += rows
            progress("reference", done, loaded.raw.n_rows)
        with duck.connect(limits, work / "spill") as connection:
            facts = replace(register.check(connection, folder), malformed=loaded.malformed.n_rows)
        register.publish(folder, key, facts=facts, reference_sha256=digest, columns=columns)


def _digest(path: Path) -> str:
    """Return the hash of the file; of nothing where there is no file, which `load` then says properly."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return sha256().hexdigest()


def _definition(catalog: Catalog, year: int) -> str:
    """Return the hash of what decides how a reference is read: schema, value types, comparisons, the year of today."""
    digest = sha256(str(year).encode())  # a birth year of two digits is of the past
    for name in ("schemas/common/types.yaml", "schemas/population/person.yaml"):
        digest.update((catalog.location.root / name).read_bytes())
    for model in catalog.linking_models():
        compared = [(item.name, item.kind, item.register) for item in model.comparisons]
        digest.update(json.dumps([model.name, compared]).encode())
    return digest.hexdigest()
