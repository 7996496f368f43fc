"""Text to canonical values: what carries no information is repaired, and every repair is logged.

A normalizer is a sequence of named steps, text to canonical text; how the canonical text is stored is said by the value
type. What a cell alone cannot say (day or month first, a legacy encoding) is decided once for its column, over all its
cells (`read_columns`), and handed to `normalize_batch` as data. Letter case and tone position of names stay as written:
they fold only in comparison keys (`dq.text.names`).
"""

from dq.normalize.apply import CHANGES, Normalized, normalize_batch
from dq.normalize.evidence import read_columns
from dq.normalize.known import Known
from dq.normalize.legacy import require_converter
from dq.normalize.readings import Reading, Readings
from dq.normalize.table import BY_COLUMN, NORMALIZERS, REPAIRS, normalizer

__all__ = ["BY_COLUMN", "CHANGES", "NORMALIZERS", "REPAIRS", "Known", "Normalized", "Reading"]
__all__ += ["Readings", "normalize_batch", "normalizer", "read_columns", "require_converter"]
