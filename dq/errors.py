"""Errors that a user can act on: a message key with parameters, and an exit code.

The text of a message stands in `dq/locale/{vi,en}.yaml` under the key, so that it is said in the user's language.
Parameters name files, rows, columns, rules and counts; they never carry a value from the data.
"""

import traceback
from collections.abc import Mapping


def places(error: BaseException) -> str:
    """Return where an error came from, innermost last, without what it says: that may hold values of the data."""
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


class DQError(Exception):
    """An expected error: the command line prints its message and exits with `exit_code`.

    Args:
        key: Key of the message in the locale files, such as `load.missing_columns`.
        **parameters: What the message names. No value from the data.
    """

    exit_code = 2

    def __init__(self, key: str, /, **parameters: object) -> None:
        super().__init__(key, parameters)
        self.key = key
        self.parameters: Mapping[str, object] = parameters

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.key}({details})"


class CatalogError(DQError):
    """A schema, rule or sector file is wrong; names file and line."""


class LoadError(DQError):
    """An input file cannot be read as the dataset it should be."""


class RuleError(DQError):
    """A rule cannot be compiled; names its file and line."""


class RegisterError(DQError):
    """The reference extract cannot be trusted: no rows, missing columns, duplicate identifiers."""


class OutputError(DQError):
    """The run folder cannot be written or read."""


class UsageError(DQError):
    """A command was called with an argument that makes no sense."""
