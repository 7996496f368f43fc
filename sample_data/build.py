"""Make the sample exports, the register they go with, and the labels: `python sample_data/build.py`.

Everything comes from fixed seeds and no clock, so that making them again gives the same files.

To add a dataset, write `synthetic/<sector>_<dataset>.py` with a `SAMPLE` (`synthetic.sample.Sample`, see
`synthetic/land_holder.py`) and put it into `SAMPLES` below:

* its records are clean rows made from persons of the register, and rows with one planted defect each;
* the labels of a defect are written by hand, from what the rule says; never copy them from a run;
* persons that a defect needs by name or fate belong into `synthetic/cast.py`;
* take another person for each planted row, or the same number in two rows becomes a finding of its own.
"""

import argparse
from pathlib import Path
from random import Random

from synthetic import (
    civil_registry_birth,
    civil_registry_death,
    civil_registry_marriage,
    health_insurance_participant,
    land_holder,
    population_person,
    welfare_beneficiary,
)
from synthetic.cast import CAST
from synthetic.files import write_csv, write_form, write_labels, write_register, write_truth
from synthetic.people import make_register
from synthetic.sample import Sample

HERE = Path(__file__).resolve().parent
SAMPLES: tuple[Sample, ...] = (
    population_person.SAMPLE,
    land_holder.SAMPLE,
    civil_registry_birth.SAMPLE,
    civil_registry_death.SAMPLE,
    civil_registry_marriage.SAMPLE,
    welfare_beneficiary.SAMPLE,
    health_insurance_participant.SAMPLE,
)


def build(folder: Path) -> None:
    """Write the register and all samples below `folder`, over what is there."""
    register = make_register(CAST)
    (folder / "register").mkdir(parents=True, exist_ok=True)
    write_register(register, folder / "register" / "dan_cu.csv")
    for sector in {sample.folder for sample in SAMPLES}:
        (folder / sector).mkdir(exist_ok=True)
        for name in ("labels.csv", "truth.csv"):
            (folder / sector / name).unlink(missing_ok=True)
    for sample in SAMPLES:
        records = sample.records(register, Random(sample.dataset))
        table, form = f"{sample.stem}.csv", f"{sample.stem}.xlsx"
        written = {
            table: write_csv(sample, records, folder / sample.folder / table),
            form: write_form(sample, records, folder / sample.folder / form),
        }
        write_labels(sample.dataset, written, folder / sample.folder / "labels.csv")
        write_truth(sample.dataset, written, folder / sample.folder / "truth.csv")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: beside this script)")
    build(parser.parse_args().out)
