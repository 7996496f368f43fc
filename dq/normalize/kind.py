"""What a normalizer is."""

from dataclasses import dataclass

from dq.text.steps import Step


@dataclass(frozen=True, slots=True)
class Normalizer:
    """How one kind of value is brought to its canonical text.

    Attributes:
        steps: What is done after `dq.text.clean.CLEAN`, in this order; each leaves a text alone that it cannot read.
        canonical: Regular expression (Rust) of texts that neither `CLEAN` nor a step changes. It spares most cells of
            most files the work, so it may leave out texts that are canonical too, but never take in one that is not.
    """

    steps: tuple[Step, ...]
    canonical: str
