"""Options that several commands share, and what their values may be."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dq.errors import UsageError

if TYPE_CHECKING:  # at run time the room brings its engines with it
    from dq.database import Address

Command = TypeVar("Command", bound=Callable[..., Any])


def catalog_option(command: Command) -> Command:
    """Add `--catalog`."""
    return click.option(
        "--catalog",
        type=click.Path(path_type=Path, file_okay=False),
        help="Thư mục chứa schemas/ và checks/ (mặc định: bộ có sẵn). · Folder with schemas/ and checks/.",
    )(command)


def language_option(command: Command) -> Command:
    """Add `--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(["vi", "en"]),
        default="vi",
        envvar="DQ_LANG",
        show_default=True,
        help="Ngôn ngữ của thông báo và báo cáo. · Language of messages and report.",
    )(command)


def quiet_option(command: Command) -> Command:
    """Add `--quiet`, to every command that shows progress."""
    return click.option("-q", "--quiet", is_flag=True, help="Không hiện tiến độ. · Show no progress.")(command)


def weights_option(command: Command) -> Command:
    """Add `--weights`."""
    return click.option(
        "--weights",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Trọng số so khớp do dq link --train học. · Weights that dq link --train has learnt.",
    )(command)


def memory_option(command: Command) -> Command:
    """Add `--memory`."""
    return click.option("--memory", metavar="3GB", help="Giới hạn bộ nhớ của cả tiến trình. · Memory bound.  [60 %]")(
        command
    )


def threads_option(command: Command) -> Command:
    """Add `--threads`, which takes effect before any engine is imported; capped as `dq.engine.limits` says."""
    return click.option(
        "--threads",
        type=click.IntRange(min=1),
        callback=_tell_polars,
        help="Số luồng. · Threads.  [tất cả/all]",
    )(command)


def _tell_polars(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:  # noqa: ARG001
    if value is not None:
        from dq.engine.limits import capped_threads

        value = capped_threads(value)
        os.environ["POLARS_MAX_THREADS"] = str(value)  # Polars reads it once, when it is imported
    return value


class Place(click.Path):
    """A file, or the address of a database, which stays text until the options beside it are known."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or the address as it was written."""
        from dq.database.address import is_address

        if isinstance(value, str) and is_address(value):
            return value
        return super().convert(value, param, ctx)


def place(given: "Path | str", query: Path | None = None) -> "Path | Address":
    """Return what a `Place` stands for.

    Args:
        given: What the user wrote.
        query: `--query`, a file with one SELECT.

    Raises:
        UsageError: The address is wrong, or `query` is given for a file.
    """
    from dq.database.address import parse_address

    if isinstance(given, str):
        return parse_address(given, query=query)
    if query is not None:
        raise UsageError("database.query_without")
    return given


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002
        """Return the day.

        Raises:
            UsageError: It is none.
        """
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise UsageError("usage.bad_date", given=value) from None


class Period(click.ParamType[str]):
    """A month as YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return the month.

        Raises:
            UsageError: It is none.
        """
        try:
            return date.fromisoformat(f"{value}-01").strftime("%Y-%m")
        except ValueError:
            raise UsageError("summary.bad_period", given=value) from None


class HeaderMap(click.ParamType[tuple[str, str]]):
    """`Header=column`."""

    name = "HEADER=COLUMN"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:  # noqa: ARG002
        """Return the header and its canonical column, "" to leave the header as it is; a header may hold `=` itself.

        Raises:
            UsageError: There is no `=`, or nothing before it.
        """
        if isinstance(value, tuple):
            return value
        header, separator, column = value.rpartition("=")
        if not separator or not header.strip():
            raise UsageError("usage.bad_map", given=value)
        return header.strip(), column.strip()


class DatasetFile(click.ParamType[tuple[str, Path]]):
    """`DATASET=FILE`."""

    name = "DATASET=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:  # noqa: ARG002
        """Return the dataset and its file; a path may hold `=` itself.

        Raises:
            UsageError: There is no `=`, or nothing on one side of it.
        """
        if isinstance(value, tuple):
            return value
        dataset, separator, file = value.partition("=")
        if not separator or not dataset.strip() or not file.strip():
            raise UsageError("usage.bad_with", given=value)
        return dataset.strip(), Path(file.strip())


class Formats(click.ParamType[tuple[str, ...]]):
    """A list of output formats separated by commas."""

    def __init__(self, known: tuple[str, ...] = ("parquet", "csv", "xlsx")) -> None:
        self.known = known
        self.name = ",".join(known)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ARG002
        """Return the formats.

        Raises:
            UsageError: One of them is not known, or there is none.
        """
        if isinstance(value, tuple):
            return value
        formats = tuple(dict.fromkeys(item.strip().lower() for item in value.split(",") if item.strip()))
        if not formats:
            raise UsageError("usage.no_format", known=", ".join(self.known))
        for item in formats:
            if item not in self.known:
                raise UsageError("usage.bad_format", given=item, known=", ".join(self.known))
        return formats


def complete_dataset(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the datasets that begin with `incomplete`, by the catalog's file names."""
    from dq.catalog.locate import locate

    root = locate().root / "schemas"
    names = [
        f"{path.parent.name}.{path.stem}" for path in sorted(root.glob("*/*.yaml")) if path.parent.name != "common"
    ]
    return [name for name in names if name.startswith(incomplete)]
