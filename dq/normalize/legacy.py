"""Converting a column of a legacy encoding; the only module that imports viparse, which is the extra `legacy`."""

from importlib.util import find_spec

import polars as pl

from dq.errors import LoadError
from dq.normalize.readings import Encoding, Readings
from dq.text.legacy import from_viqr
from dq.text.steps import Step

_PACKAGE = "viparse"


def conversion(encoding: Encoding) -> Step:
    """Return the repair that makes Unicode of text in `encoding`; each distinct text is converted alone."""
    if encoding is Encoding.VIQR:
        return Step(encoding, from_viqr)

    def convert(value: pl.Expr) -> pl.Expr:
        from viparse import fix

        unicode = value.map_elements(lambda text: fix(text, encoding=encoding), return_dtype=pl.String)
        # TCVN3 has no capitals with marks: a font of capitals drew them between capitals without.
        capitals = value.str.contains("[A-Z]") & ~value.str.contains("[a-z]")
        return pl.when(capitals).then(unicode.str.to_uppercase()).otherwise(unicode)

    return Step(encoding, convert)


def require_converter(readings: Readings) -> None:
    """Make sure that every legacy column can be converted.

    Raises:
        LoadError: The extra is not installed; names the columns.
    """
    columns = [name for name, reading in readings.items() if reading.encoding in {Encoding.TCVN3, Encoding.VNI}]
    if columns and find_spec(_PACKAGE) is None:
        encodings = sorted({str(readings[name].encoding).upper() for name in columns})
        raise LoadError("load.legacy_extra", columns=", ".join(columns), encoding=", ".join(encodings))
