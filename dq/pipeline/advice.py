"""What to do about a further file that cannot be read: `--map`, `--encoding` and `--sheet` are for the input only."""

from collections.abc import Mapping

from dq.errors import DQError, LoadError, RegisterError

# What is said of an input by its options, and what of a reference instead.
OF_THE_INPUT: Mapping[str, str] = {
    "load.missing_columns": "register.lacks_columns",
    "load.missing_columns_near": "register.lacks_columns_near",
    "load.no_header": "register.no_header",
    "load.matched_twice": "register.matched_twice",
    "load.encoding_proposed": "register.not_utf8",
    "load.encoding_unknown": "register.not_utf8",
    "load.not_text": "register.not_utf8",
    "load.sheets_differ": "register.sheets",
    "load.no_visible_sheet": "register.sheets",
}


def of_reference(error: LoadError, file: str) -> DQError:
    """Return the error to say of the reference `file` instead of one whose advice is an option of the input."""
    key = OF_THE_INPUT.get(error.key)
    return error if key is None else RegisterError(key, **{**error.parameters, "file": file})
