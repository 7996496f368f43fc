"""The review workbook (phiếu rà soát): what `dq run` writes into the run folder, and `dq review` for all findings."""

import csv
import getpass
import math
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl

from dq.audit import audited
from dq.errors import OutputError, UsageError
from dq.places import explained_full_disk
from dq.progress import Advance, Progress, Tally, Unit, silent, unheard, within
from dq.report.workbook_columns import COLUMNS, DATA, header
from dq.report.workbook_cover import Extent, Reveal, write_cover
from dq.report.workbook_rows import RowSource, count_rows, review_rows
from dq.report.workbook_sheet import MOST_ROWS, ReviewBook
from dq.runs import REVIEW, REVIEW_FULL, REVIEWS, check_target, read_summary, run_id
from dq.staging import PartsWriter, read_parts

FIRST = 20_000
"""Rows of the workbook that every run writes: writing one is slow."""

FORMATS = ("xlsx", "csv")
_FORMULA = r"^[=+\-@\t\r|%]"  # what a spreadsheet program may take for a formula
_OPTIONAL = ("earlier", "proposed")
_NAME, _NO_CODE = "phieu-ra-soat", "khong-ro-ma-xa"
_CODE = r"^(\d{5})\b"


@dataclass(frozen=True, slots=True)
class ReviewFiles:
    """What was written: the file, its rows, the files that it holds, and the reveal that is to be recorded."""

    path: Path
    rows: int
    files: int
    reveal: Reveal | None


def write_run_review(folder: Path, *, language: str, advance: Advance = unheard) -> tuple[int, int]:
    """Write the workbook of the worst `FIRST` rows into the run folder; return its rows and those there are in all.

    `advance` is told of the rows that are written.
    """
    run = read_summary(folder)
    source = RowSource(folder, run, language)
    total = count_rows(source)
    with _replacing(folder / REVIEW) as path:
        frames = Tally(min(total, FIRST), advance).count(review_rows(source, most=FIRST))
        rows = _write_book(path, source, frames, lambda n: Extent(n, total))
    return rows, total


def write_review(
    run_dir: Path,
    out: Path | None = None,
    *,
    split_by: str | None = None,
    formats: Sequence[str] = ("xlsx",),
    reason: str | None = None,
    language: str = "vi",
    progress: Progress = silent,
) -> ReviewFiles:
    """Write all findings of a run for review: one file, or a ZIP archive where there are several.

    Args:
        run_dir: The run folder.
        out: The file; its extension must be that of what is written. None: `review-full.*` in the run folder.
        split_by: The commune column, for a file a commune.
        formats: `xlsx`, `csv` or both.
        reason: Why whole values are shown; None: they are masked.
        language: Of the texts.
        progress: Told of stages and rows.

    Raises:
        OutputError: `run_dir` is no run folder, or `out` cannot be written.
        UsageError: The dataset has no such commune column, or `out` has another extension than what is written.
    """
    run = read_summary(run_dir)
    if out is not None:
        check_target(out, runs=[run_dir], own=REVIEWS)
    if split_by is not None and split_by != run["commune_column"]:
        raise UsageError("review.split_by", given=split_by, known=run["commune_column"] or "–")
    reveal = Reveal(reason, getpass.getuser(), datetime.now(UTC).astimezone()) if reason is not None else None
    source = RowSource(run_dir, run, language, reveal=reveal is not None)
    progress("findings")
    total = count_rows(source)
    one = split_by is None and total <= MOST_ROWS and len(formats) == 1
    kind = formats[0] if one else "zip"
    target = out or run_dir / f"{REVIEW_FULL}.{kind}"
    if target.suffix.lower() != f".{kind}":
        raise UsageError("review.wrong_extension", given=target.name, wanted=f".{kind}")
    facts = {"reason": reason} if reason is not None else {}
    with (
        audited("review", run=run_id(run), out=target.name, **facts),
        _replacing(target) as path,
        _work_folder(target) as work,
    ):
        rows = Tally(total, within(progress, "findings", Unit.ROWS)).count(review_rows(source))
        groups = _stage(rows, work / "rows", split=split_by is not None)
        tally = Tally(total * len(formats), within(progress, "review", Unit.ROWS))
        files = [file for group in groups for file in _write_group(work, source, group, formats, total, reveal, tally)]
        if one:
            files[0].replace(path)
        else:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
                for file in files:
                    archive.write(file, file.name)
    return ReviewFiles(target, total, len(files), reveal)


@dataclass(slots=True)
class _Group:
    """Rows that go into a file of their own: those of one commune, or all."""

    name: str
    commune: str | None
    parts: PartsWriter


def _stage(frames: Iterator[pl.DataFrame], folder: Path, *, split: bool) -> list[_Group]:
    """Write the rows as Parquet parts, by commune where they are split, so that files are written one after another."""
    groups: dict[str, _Group] = {}
    if not split:
        groups[""] = _Group(_NAME, None, PartsWriter(folder))
    for frame in frames:
        if not split:
            groups[""].parts.write(frame)
            continue
        named = frame.with_columns(pl.col("commune").str.extract(_CODE).fill_null(_NO_CODE).alias("group"))
        for (name,), rows in named.group_by("group", maintain_order=True):
            code = str(name)
            if code not in groups:
                groups[code] = _Group(f"{_NAME}-{code}", rows["commune"][0] or "–", PartsWriter(folder / code))
            groups[code].parts.write(rows.drop("group"))
    return [groups[name] for name in sorted(groups)]


def _write_group(
    work: Path,
    source: RowSource,
    group: _Group,
    formats: Sequence[str],
    total: int,
    reveal: Reveal | None,
    tally: Tally,
) -> Iterator[Path]:
    """Write the files of a group, each of at most `MOST_ROWS` rows, and yield their paths."""
    files = max(1, math.ceil(group.parts.n_rows / MOST_ROWS))
    for kind in formats:
        for file in range(files):
            frames = tally.count(_slice(group.parts.folder, file * MOST_ROWS, MOST_ROWS))
            path = work / (f"{group.name}-{file + 1}.{kind}" if files > 1 else f"{group.name}.{kind}")
            if kind == "csv":
                _write_csv(path, frames)
            else:
                rest = group.parts.n_rows - file * MOST_ROWS
                extent = Extent(min(rest, MOST_ROWS), total, file + 1, files, group.commune)
                _write_book(path, source, frames, partial(_same, extent), reveal)
            yield path


def _same(extent: Extent, _: int) -> Extent:
    return extent


def _slice(folder: Path, first: int, most: int) -> Iterator[pl.DataFrame]:
    """Yield the rows from `first` on, at most `most`, numbered from 1."""
    place = 0
    for frame in read_parts(folder):
        start, end = max(first - place, 0), min(first + most - place, frame.height)
        if start < end:
            number = pl.int_range(place + start - first + 1, place + end - first + 1).cast(pl.String)
            yield frame.slice(start, end - start).with_columns(number=number)
        place += frame.height


def _write_book(
    path: Path,
    source: RowSource,
    frames: Iterator[pl.DataFrame],
    extent: Callable[[int], Extent],
    reveal: Reveal | None = None,
) -> int:
    """Write a workbook and return its rows; `extent` says by their number what the cover says of them."""
    run = source.run
    book = ReviewBook(path, language=source.language, run=run, run_id=run_id(run))
    used: set[str] = set()
    for frame in frames:
        book.write(frame)
        used |= {code for code in _OPTIONAL if frame[code].null_count() < frame.height}
    write_cover(book.book, book.cover, run, run_id(run), extent(book.n_rows), reveal)
    book.close(hide=[code for code in _OPTIONAL if code not in used])
    return book.n_rows


def _write_csv(path: Path, frames: Iterator[pl.DataFrame]) -> None:
    """Write the rows with a byte-order mark for Excel, no cell of which a spreadsheet program takes for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(header(column.code) for column in COLUMNS)
    guarded = [
        pl.when(pl.col(code).str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), code)).otherwise(code).alias(code)
        for code in DATA
    ]
    with path.open("ab") as binary:
        for frame in frames:
            filled = [pl.lit(None, pl.String).alias(column.code) for column in COLUMNS if column.fill]
            rows = frame.with_columns(guarded).with_columns(filled).select(column.code for column in COLUMNS)
            rows.write_csv(binary, include_header=False)


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """Give a path beside `out` that becomes it, readable by its owner only; on any error nothing is left."""
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with explained_full_disk(out.parent):
            yield beside
        beside.chmod(0o600)
        beside.replace(out)
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """Give a private folder beside `out`, on the same disk, that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".", suffix=".dq-review", dir=out.parent) as folder:
        yield Path(folder)
