"""Text to canonical values: what carries no information is repaired, and every repair is logged.

A normalizer is a sequence of named steps, text to canonical text; how the canonical text is stored is said by the value
type. Letter case and tone position of names stay as written: they fold only in comparison keys (`dq.text.names`).
"""

from dq.normalize.apply import CHANGES, Normalized, normalize_batch
from dq.normalize.table import NORMALIZERS, REPAIRS, normalizer

__all__ = ["CHANGES", "NORMALIZERS", "REPAIRS", "Normalized", "normalize_batch", "normalizer"]
