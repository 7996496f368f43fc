"""Entry point of `dq` and `python -m dq`."""

from dq.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
