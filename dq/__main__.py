"""Entry point of `dq` and `python -m dq`."""

from typing import NoReturn

from dq.exits import leave

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and end the process."""
    try:
        from dq.cli.main import main as command

        command()
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else 0)
    except KeyboardInterrupt:  # before the command line was there to say so
        leave(INTERRUPTED)


if __name__ == "__main__":
    main()
