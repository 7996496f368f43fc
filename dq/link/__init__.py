"""Who might a person without a usable number be? Candidates from the reference, by likeness.

`persons_batch` and `register_batch` make what is compared of canonical rows, on both sides alike; `link` finds the
pairs that share a block, has Splink weigh them, and ranks the candidates of each person. What is compared, and which
pairs are, is data (`dq.catalog.linking`); what an agreement is worth has been learnt (`weights`, `train`). Nothing is
ever accepted: candidates are proposals that a person confirms.
"""

from dq.link.dedupe import ALIKE_TABLE, similar_persons
from dq.link.fields import persons_batch, register_batch
from dq.link.run import LinkResult, link
from dq.link.train import train
from dq.link.weights import Weights, read_weights, weights_text

__all__ = [
    "ALIKE_TABLE",
    "LinkResult",
    "Weights",
    "link",
    "persons_batch",
    "read_weights",
    "register_batch",
    "similar_persons",
    "train",
    "weights_text",
]
