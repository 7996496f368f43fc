"""Converting a column of a legacy encoding."""

import polars as pl

from dq.errors import LoadError
from dq.normalize.readings import Readings
from dq.text import fonts
from dq.text.legacy import Encoding, from_viqr
from dq.text.steps import Step


def conversion(encoding: Encoding) -> Step:
    """Return the repair that makes Unicode of text in `encoding`; each distinct text is converted alone."""
    if encoding is Encoding.VIQR:
        return Step(encoding, from_viqr)

    def convert(value: pl.Expr) -> pl.Expr:
        unicode = value.map_elements(lambda text: fonts.from_font(text, encoding), return_dtype=pl.String)
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
    if columns and not fonts.can_convert():
        encodings = sorted({str(readings[name].encoding).upper() for name in columns})
        raise LoadError("load.legacy_extra", columns=", ".join(columns), encoding=", ".join(encodings))
