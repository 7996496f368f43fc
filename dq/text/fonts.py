"""Text of TCVN3 and VNI fonts as Unicode; the only module that imports viparse, which is the extra `legacy`."""

from importlib.util import find_spec

from dq.text.legacy import Encoding

_PACKAGE = "viparse"
_MISSING = {"aú": "ẳ", "AÚ": "Ẳ", "Aú": "Ẳ"}  # letters of VNI that viparse leaves, as none of its documents has them


def can_convert() -> bool:
    """Return whether the extra is installed."""
    return find_spec(_PACKAGE) is not None


def from_font(text: str, encoding: Encoding) -> str:
    """Return `text`, written in a TCVN3 or VNI font, as Unicode; other letters stay."""
    from viparse import fix

    if encoding is Encoding.VNI:
        for written, letter in _MISSING.items():
            text = text.replace(written, letter)
    return str(fix(text, encoding=encoding))
