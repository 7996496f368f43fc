"""Making a sample: the register, the export, the labels; each streamed, none held in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

from dq.errors import OutputError, UsageError
from dq.progress import Progress, silent
from dq.runs import open_run
from dq.sample.cells import AGES, ROOM, SEXES
from dq.sample.counter import Ints
from dq.sample.defects import BLOCK, defects_of, parse_mix
from dq.sample.draw import Draw, draw
from dq.sample.people import Population, population
from dq.sample.recipes import birth, death, insurance, land, marriage, person, welfare
from dq.sample.recipes.recipe import Batch, Recipe
from dq.sample.rows import HIDDEN, LABELS, Order, made
from dq.sample.tables import read
from dq.sample.write import check_size, open_table, source_row

RECIPES: Mapping[str, Recipe] = {
    recipe.dataset: recipe
    for recipe in (
        person.RECIPE,
        land.RECIPE,
        birth.RECIPE,
        death.RECIPE,
        marriage.RECIPE,
        welfare.RECIPE,
        insurance.RECIPE,
    )
}
REGISTER, LABEL_FILE, NOTICE = "register", "labels.csv", "NOTICE.txt"
BATCH_ROWS = 100_000
_FEWEST = 10_000  # persons of a register beside those that the rows need: fewer make no families


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """A `dq sample` as data; the defaults are those of the command line.

    `register` persons make the register, None for as many as the dataset needs; `defects`: see `defects.parse_mix`.
    """

    dataset: str
    rows: int
    out: Path
    as_of: date
    seed: int = 1
    register: int | None = None
    defects: str = "calibrated"
    format: str = "csv"
    batch_rows: int = BATCH_ROWS


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was written: the files with their rows; `register` is None where the export is the register itself."""

    export: Path
    rows: int
    register: Path | None
    persons: int
    labels: Path
    planted: int


def sample(request: SampleRequest, *, progress: Progress = silent) -> Sampled:
    """Write a synthetic register, an export of a dataset with planted defects, and the labels; whole or not at all.

    The same request gives the same files, whatever the size of a batch. Memory does not grow with the rows.

    Raises:
        UsageError: There is no such dataset or defect, or there are not so many synthetic persons.
        OutputError: The folder exists or cannot be written.
    """
    recipe = recipe_of(request.dataset)
    if request.out.exists() or request.out.is_symlink():
        raise OutputError("sample.exists", path=str(request.out))
    defects = defects_of(request.dataset)
    shares = parse_mix(request.defects, defects)
    check_size(request.format, max(request.rows, request.register or 0))
    chosen = drawn(request, recipe)
    order = Order(recipe, chosen, defects, shares)
    people = chosen.population
    is_register = recipe.dataset == person.RECIPE.dataset
    with open_run(request.out) as writer:
        export = f"{request.dataset}.{request.format}"
        planted = _write_export(writer.folder / export, writer.folder / LABEL_FILE, order, request, progress)
        reference = f"{REGISTER}.{request.format}"
        if not is_register:
            _write_register(writer.folder / reference, people, request.batch_rows, progress)
        notice = files("dq.sample").joinpath("data", NOTICE).read_text(encoding="utf-8")
        (writer.folder / NOTICE).write_text(notice, encoding="utf-8")
    return Sampled(
        request.out / export,
        request.rows,
        None if is_register else request.out / reference,
        people.size,
        request.out / LABEL_FILE,
        planted,
    )


def recipe_of(dataset: str) -> Recipe:
    """Return the recipe of a dataset.

    Raises:
        UsageError: There is none.
    """
    if dataset not in RECIPES:
        near = get_close_matches(dataset, RECIPES, n=1)
        raise UsageError(
            "sample.unknown_dataset", dataset=dataset, near=near[0] if near else "–", known=", ".join(RECIPES)
        )
    return RECIPES[dataset]


def drawn(request: SampleRequest, recipe: Recipe) -> Draw:
    """Return the persons drawn for an export, with the register that they are of.

    Raises:
        UsageError: The register is too small for the rows, or there are not so many synthetic numbers.
    """
    most = ROOM * len(SEXES) * AGES * len(read("provinces"))
    persons = -(-request.rows // recipe.rows_a_person)
    size = request.register or min(_FEWEST + int(request.rows * recipe.register), most)
    if request.dataset == person.RECIPE.dataset:
        size = request.rows
    if size > most:
        raise UsageError("sample.too_many_persons", persons=f"{size:,}", most=f"{most:,}")
    people = population(
        size, seed=request.seed, as_of=request.as_of, dead=int(persons * 1.15) if recipe.among == "dead" else 0
    )
    try:
        return draw(people, persons, recipe.weight(request.as_of), among=recipe.among)
    except ValueError:
        raise UsageError("sample.register_too_small", rows=f"{request.rows:,}", persons=f"{size:,}") from None


def batches(total: int, size: int) -> Iterator[Ints]:
    """Yield the rows 0 … `total` - 1 in batches of whole blocks."""
    step = max(size // BLOCK, 1) * BLOCK
    for start in range(0, total, step):
        yield np.arange(start, min(start + step, total))


def _write_export(export: Path, labels: Path, order: Order, request: SampleRequest, progress: Progress) -> int:
    form, planted = request.format, 0
    shown = pl.Schema([("source_row", pl.Int64()), *LABELS.items()])
    first, _ = made(order, np.arange(min(BLOCK, request.rows)))
    with open_table(export, first.schema) as write, open_table(labels, shown) as tell:
        for row in batches(request.rows, request.batch_rows):
            frame, told = made(order, row)
            write(frame)
            tell(told.select(source_row(form, pl.col("record_id")).alias("source_row"), *LABELS))
            planted += told["record_id"].n_unique()
            progress("sample", int(row[-1]) + 1, request.rows)
    return planted


def _write_register(path: Path, people: Population, batch_rows: int, progress: Progress) -> None:
    whole = Draw(people, people.cells, "everybody")
    names = [name for name in register_batch(whole, np.arange(1)).columns if not name.startswith(HIDDEN)]
    with open_table(path, pl.Schema([(name, pl.String()) for name in names])) as write:
        for row in batches(people.size, batch_rows):
            write(register_batch(whole, row).select(names))
            progress("register", int(row[-1]) + 1, people.size)


def register_batch(whole: Draw, row: Ints) -> pl.DataFrame:
    """Return rows of the register."""
    return person.register_rows(Batch(whole, row, whole.population.at(row)))
