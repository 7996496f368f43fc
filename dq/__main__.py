"""Entry point of `dq` and `python -m dq`."""

from typing import NoReturn

from dq.cli import main as command
from dq.exits import leave

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line and end the process."""
    try:
        command.main()
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else 0)


if __name__ == "__main__":
    main()
