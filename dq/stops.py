"""A stop that somebody asked for, by Ctrl-C, a signal, or the end of the batch that a job belongs to."""

from types import FrameType

PATIENCE = 20.0  # seconds that what was stopped has to clear up after itself


class Stopped(KeyboardInterrupt):
    """What a stop raises in the middle of anything.

    Where `KeyboardInterrupt` itself passes through `exec` of a string, as when a module that makes dataclasses is being
    imported, CPython ends the process by SIGINT even though it was caught; it does not so for a subclass.
    """


def stop(_: int, __: FrameType | None) -> None:
    """Handle a signal by a stop."""
    raise Stopped


def is_stop(error: BaseException) -> bool:
    """Whether an error is a stop, also one that DuckDB met in the middle of a query and wrapped."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt)
    )
