"""What a command may write to: nothing that it or a run has read, and no file that a run folder holds."""

import os
import tempfile
from collections.abc import Collection, Iterable
from hashlib import file_digest
from pathlib import Path

from dq.errors import OutputError
from dq.runs.names import BATCH, CORRECTED, FILES, SUMMARY
from dq.runs.summary import read_summary

_WRITTEN = "{}.part"  # what stands beside a file while it is written


def check_target(
    out: Path,
    *,
    option: str = "--out",
    read: Iterable[Path | None] = (),
    runs: Iterable[Path] = (),
    making: Collection[Path] = (),
    own: Collection[str] = (),
) -> None:
    """Refuse, before any work, a file that may not be written or cannot be; an earlier output may be replaced.

    Args:
        out: The file.
        option: The option that names it.
        read: The files that the command reads; None stands for none.
        runs: The run folders that it reads: what they hold and what those runs have read is refused too.
        making: The folders of results that it makes itself.
        own: The files of a run folder that are this command's output.

    Raises:
        OutputError: `out` is what is read, a file of a run folder, or in a folder that is not there; a folder of `runs`
            is no run folder.
    """
    runs = list(runs)
    try:
        if any(_same(out, place) for place in read if place is not None):
            raise OutputError("output.is_read", option=option, path=str(out))
        if _is_of_a_run(out, [*runs, *making], own):
            raise OutputError("output.of_a_run", option=option, path=str(out))
        if out.is_file() and any(_was_read(out, run) for run in runs):
            raise OutputError("output.is_read", option=option, path=str(out))
        if not any(_same(out.parent, folder) for folder in making):
            _try(out, option)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError("output.option_not_writable", option=option, path=str(out), reason=reason) from None


def refuse_replacing(out: Path, read: Iterable[Path | None]) -> None:
    """Refuse a run folder whose replacement would take a file of `read` with it.

    Raises:
        OutputError: One is in it.
    """
    folder = out.resolve()
    for place in read:
        if place is not None and (folder in place.resolve().parents or folder in Path(os.path.abspath(place)).parents):  # noqa: PTH100 - the place of a link
            raise OutputError("output.holds_input", path=str(out), file=str(place))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also where it is not there yet."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _is_of_a_run(out: Path, folders: Iterable[Path], own: Collection[str]) -> bool:
    kept = FILES.difference(own)
    parents = (out.parent, out.resolve().parent)
    holding = [folder for folder in parents if _is_of_results(folder)]
    if any(_same(out, folder / name) for folder in [*folders, *holding] for name in kept):
        return True
    return any(folder.name == CORRECTED and _is_of_results(folder.parent) for folder in parents) and out.exists()


def _is_of_results(folder: Path) -> bool:
    return (folder / SUMMARY).is_file() or (folder / BATCH).is_file()


def _was_read(out: Path, run: Path) -> bool:
    """Whether a file is one that a run has read, by its content, or by its name: it may have been put right since."""
    summary = read_summary(run)
    read = [summary["input"], summary.get("reference"), *summary.get("with", ())]
    waivers = summary.get("waivers")
    known = {item[fact] for item in read if item for fact in ("name", "sha256")}
    known |= {waivers["file"], waivers["sha256"]} if waivers else set()
    if out.name in known:
        return True
    with out.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() in known


def _try(out: Path, option: str) -> None:
    if not out.parent.is_dir():
        raise OutputError("output.no_folder", option=option, path=str(out.parent))
    if out.is_dir():
        raise OutputError("output.is_folder", option=option, path=str(out))
    out.with_name(_WRITTEN.format(out.name)).exists()  # refuses a name that is too long
    with tempfile.TemporaryFile(dir=out.parent):
        pass
