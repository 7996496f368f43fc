"""Headers in an encoding of before Unicode: `Hä vµ tªn` (TCVN3), `Hoï vaø teân` (VNI), `Ho. va` te^n` (VIQR).

A header alone is too short to tell its encoding. A name is enough: a reading counts only where it is an alias.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import polars as pl

from dq.errors import LoadError
from dq.text import fonts, legacy
from dq.text.legacy import Encoding

_LATIN = "\xff"  # the last letter that the fonts draw otherwise
_VIQR = re.compile(r"[aeiouyAEIOUY][\^(+'`?~.]|[dD][dD]")


def unicode_readings(header: str) -> tuple[str, ...]:
    """Return what `header` says in each legacy encoding that its letters allow."""
    if header.isascii():
        return (_from_viqr(header),) if _VIQR.search(header) else ()
    return _from_fonts(header) if max(header) <= _LATIN and fonts.can_convert() else ()


@lru_cache(maxsize=4096)
def _from_viqr(header: str) -> str:
    return str(pl.select(legacy.from_viqr(pl.lit(header))).item())


@lru_cache(maxsize=4096)
def _from_fonts(header: str) -> tuple[str, ...]:
    return tuple(fonts.from_font(header, encoding) for encoding in (Encoding.TCVN3, Encoding.VNI))


def refuse_unconvertible(headers: Iterable[str]) -> None:
    """Refuse headers that look like those of a TCVN3 or VNI font where they cannot be converted.

    Raises:
        LoadError: The extra is not installed.
    """
    if fonts.can_convert():
        return
    texts = pl.Series([header for header in headers if header and max(header) <= _LATIN], dtype=pl.String)
    if texts.str.contains(f"{legacy.TCVN3}|{legacy.VNI}").any():
        raise LoadError("load.legacy_header")
