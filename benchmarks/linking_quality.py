"""How good linking is: right person first, single and wrong, beside Splink's own defaults and `recordlinkage`.

    python benchmarks/linking_quality.py [--register 1000000] [--records 100000] [--beside 20000]

`--beside` is the size of the register that all three link, a tenth as many records: `recordlinkage` compares pairs in
memory. With `--curve FILE` precision against recall is drawn as SVG.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from linking_data import DATASET, Labelled, records, register, stage
from linking_train import first_candidates

from dq.catalog import load_catalog
from dq.link import read_weights

_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_WIDTH, _HEIGHT, _LEAST = 360, 220, 0.98


def main() -> None:
    """Print one line of JSON a measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--register", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=20_000)
    parser.add_argument("--curve", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        found = measure(arguments.register, arguments.records, place / "large")
        print(json.dumps(figures(found) | {"register": arguments.register, "records": arguments.records}))
        if arguments.curve:
            arguments.curve.write_text(curve_svg(found), encoding="utf-8")
        people = register(arguments.beside, seed=41)
        labelled = records(people, arguments.beside // 10, seed=42, parents=False)
        sample = stage(people, labelled, place / "small")
        print(json.dumps({"tool": "dq"} | figures(linked(sample, place / "small-out"))))
        print(json.dumps({"tool": "splink, its defaults"} | splink_defaults(people, labelled)))
        print(json.dumps({"tool": "recordlinkage"} | with_recordlinkage(people, labelled)))


def measure(people: int, count: int, place: Path) -> pl.DataFrame:
    """Return the first candidates of `count` records without parents' names against a register of `people`."""
    made = register(people, seed=31)
    return linked(stage(made, records(made, count, seed=32, parents=False), place), place / "out")


def linked(sample: Labelled, out: Path) -> pl.DataFrame:
    """Return the first candidates by the shipped weights."""
    model = load_catalog().linking(DATASET)
    assert model is not None  # noqa: S101 - the shipped catalog has one
    return first_candidates(sample, model, read_weights(model.weights, model), out)


def figures(found: pl.DataFrame) -> dict[str, float]:
    """Return the shares that the issue asks for, and precision and recall of what is `single`."""
    single = found.filter("single")
    by_precision = {
        f"right_first_{name}": _share(found.filter(pl.col("year_only") == only))
        for name, only in (("year_only", True), ("whole_date", False))
    }
    return {
        "right_first": _share(found),
        **by_precision,
        "single": round(single.height / found.height, 4),
        "single_and_wrong": round(single.filter(~pl.col("right")).height / found.height, 5),
        "precision": _share(single),
        "recall": round(single.filter("right").height / found.height, 4),
    }


def splink_defaults(people: pl.DataFrame, labelled: pl.DataFrame) -> dict[str, float]:
    """Return precision and recall of Splink with its own comparisons, trained as its tutorial does it."""
    import splink.comparison_library as comparison
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = {"name": "ho_ten", "born": "ngay_sinh", "sex": "gioi_tinh"}
    sides = (("a", labelled, "record_id", "ma_xa"), ("b", people, "so_dinh_danh", "ma_xa_thuong_tru"))
    with duckdb.connect() as connection:
        api = DuckDBAPI(connection)
        registered = []
        for name, frame, key, commune in sides:
            side = frame.select(unique_id=pl.col(key).cast(pl.Int64), commune=pl.col(commune), **_renamed(columns))
            registered.append(api.register(side.to_arrow(), dataset_display_name=name))
        settings = SettingsCreator(
            link_type="link_only",
            comparisons=[
                comparison.NameComparison("name").configure(term_frequency_adjustments=True),
                comparison.DateOfBirthComparison("born", input_is_string=True),
                comparison.ExactMatch("sex"),
                comparison.ExactMatch("commune"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("name", "substr(born, 1, 4)"), block_on("born", "commune"), block_on("name", "commune"),
            ],
        )  # fmt: skip
        made = Linker(registered, settings, log_level=None)
        made.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("name", "commune"), block_on("born", "commune")):
            made.training.estimate_parameters_using_expectation_maximisation(rule)
        pairs = made.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        found = pl.DataFrame(connection.sql(f"SELECT * FROM {pairs.physical_name}").arrow())
    best = (
        found.sort("match_weight", descending=True)
        .unique("unique_id_l", keep="first", maintain_order=True)
        .select(record_id="unique_id_l", candidate="unique_id_r")
    )
    return _precision(best, labelled)


def with_recordlinkage(people: pl.DataFrame, labelled: pl.DataFrame) -> dict[str, float]:
    """Return precision and recall of `recordlinkage`: its comparisons of strings, its ECM classifier."""
    import recordlinkage

    left = labelled.select("record_id", "ho_ten", "ngay_sinh", "gioi_tinh", commune="ma_xa").to_pandas()
    right = people.select("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", commune="ma_xa_thuong_tru").to_pandas()
    left, right = left.set_index("record_id"), right.set_index("so_dinh_danh")
    for side in (left, right):
        side["year"] = side["ngay_sinh"].str[:4]
    index = recordlinkage.Index()
    index.block("year")
    index.block(["ho_ten", "commune"])
    compare: Any = recordlinkage.Compare()
    compare.string("ho_ten", "ho_ten", method="jarowinkler", threshold=0.92)
    compare.string("ngay_sinh", "ngay_sinh", method="levenshtein", threshold=0.85)
    for column in ("gioi_tinh", "commune", "year"):
        compare.exact(column, column)
    features = compare.compute(index.index(left, right), left, right)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(features)
    scores = classifier.prob(features)
    best = scores[scores >= 0.5].reset_index()
    best.columns = ["record_id", "candidate", "score"]
    frame = pl.from_pandas(best).sort("score", descending=True).unique("record_id", keep="first", maintain_order=True)
    return _precision(frame.select("record_id", pl.col("candidate").cast(pl.Int64)), labelled)


def curve_svg(found: pl.DataFrame) -> str:
    """Return precision against recall of the first candidates at several thresholds, as a small SVG."""
    points = []
    for step in _STEPS:
        held = found.filter(pl.col("match_probability") >= step)
        points.append((held.filter("right").height / found.height, _share(held)))
    placed = [
        (40 + (_WIDTH - 60) * recall, 20 + (_HEIGHT - 60) * (1 - precision) / (1 - _LEAST))
        for recall, precision in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in placed)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="10"><path d="M40 20V{_HEIGHT - 40}H{_WIDTH - 20}" fill="none" stroke="#666"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/><g fill="#1f5fa8">{dots}</g>'
        f'<text x="4" y="24">100 %</text><text x="4" y="{_HEIGHT - 38}">{_LEAST:.0%}</text>'
        f'<text x="40" y="{_HEIGHT - 26}">0</text><text x="{_WIDTH - 40}" y="{_HEIGHT - 26}">100 %</text>'
        f'<text x="{_WIDTH // 2 - 20}" y="{_HEIGHT - 10}">recall</text><text x="46" y="14">precision</text></svg>\n'
    )


def _renamed(columns: dict[str, str]) -> dict[str, pl.Expr]:
    return {name: pl.col(column) for name, column in columns.items()}


def _precision(best: pl.DataFrame, labelled: pl.DataFrame) -> dict[str, float]:
    known = labelled.select("record_id", truth=pl.col("truth").cast(pl.Int64))
    right = best.join(known, on="record_id").filter(pl.col("candidate") == pl.col("truth")).height
    return {"precision": round(right / max(1, best.height), 4), "recall": round(right / labelled.height, 4)}


def _share(found: pl.DataFrame) -> float:
    return round(found["right"].sum() / max(1, found.height), 4)


if __name__ == "__main__":
    main()
