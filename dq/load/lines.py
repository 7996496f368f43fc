"""Where the physical lines of a block begin and end, and how many fields each has: one vectorized pass over bytes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LF, _CR, _QUOTE = b'\n\r"'
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lines:
    """The complete lines of a block.

    Line `i` is `data[starts[i]:ends[i]]`, its line break ends where the next line starts; `used` is where the last one
    ends. `n_fields` counts the delimiters outside quotes plus one. `plain[i]` says that line `i` is a record by itself:
    its quotes, if any, enclose whole fields.
    """

    starts: Places
    ends: Places
    n_fields: Places
    plain: Flags
    used: int

    def __len__(self) -> int:
        return len(self.starts)

    def next_start(self, line: int) -> int:
        """Return where the line after `line` starts."""
        return int(self.starts[line + 1]) if line + 1 < len(self.starts) else self.used


def scan_lines(data: bytes, delimiter: str, *, final: bool) -> Lines:
    """Return the lines of `data`; an unfinished last line counts only if `final`.

    Line breaks are LF, CR LF and a lone CR, as a text editor counts them.
    """
    array = np.frombuffer(data, np.uint8)
    starts, ends, used = _split(data, array, final=final)
    delimiters = np.flatnonzero(array[:used] == ord(delimiter))
    plain = np.ones(len(starts), np.bool_)
    if b'"' in data:
        quotes = np.flatnonzero(array[:used] == _QUOTE)
        outside, plain = _read_quotes(array, quotes, delimiters, starts=starts, ends=ends, delimiter=ord(delimiter))
        delimiters = delimiters[outside]
    bounds = np.searchsorted(delimiters, np.append(starts, used))
    return Lines(starts, ends, np.diff(bounds) + 1, plain, used)


def _split(data: bytes, array: NDArray[np.uint8], *, final: bool) -> tuple[Places, Places, int]:
    breaks = np.flatnonzero(array == _LF)
    ends = breaks
    if b"\r" in data:
        returns = np.flatnonzero(array == _CR)
        if len(returns) and returns[-1] == len(array) - 1 and not final:
            returns = returns[:-1]  # its LF may come with the next block
        lone = returns[array[_after(returns, array)] != _LF]
        breaks = np.sort(np.concatenate([breaks, lone]))
        ends = breaks - ((array[breaks] == _LF) & (breaks > 0) & (array[breaks - 1] == _CR))
    used = int(breaks[-1]) + 1 if len(breaks) else 0
    starts = np.append(0, breaks[:-1] + 1) if len(breaks) else np.empty(0, np.intp)
    if final and used < len(array):
        starts, ends, used = np.append(starts, used), np.append(ends, len(array)), len(array)
    return starts, ends, used


def _read_quotes(
    array: NDArray[np.uint8], quotes: Places, delimiters: Places, *, starts: Places, ends: Places, delimiter: int
) -> tuple[Flags, Flags]:
    """Return which delimiters stand outside quotes, and which lines are plain; every line is taken by itself."""
    first = np.searchsorted(quotes, np.append(starts, len(array)))
    odd = (np.diff(first) & 1).astype(np.bool_)
    line_of = np.repeat(np.arange(len(starts)), np.diff(first))
    if odd.any():
        opening = ((np.arange(len(quotes)) - first[line_of]) & 1) == 0
        opens, closes = quotes[opening], quotes[~opening]
        open_line, close_line = line_of[opening], line_of[~opening]
        delimiter_line = np.searchsorted(starts, delimiters, side="right") - 1
        inside = ((np.searchsorted(quotes, delimiters) - first[delimiter_line]) & 1) == 1
    else:
        opens, closes = quotes[0::2], quotes[1::2]
        open_line, close_line = line_of[0::2], line_of[1::2]
        inside = (np.searchsorted(quotes, delimiters) & 1) == 1
    before, after = array[opens - 1], array[_after(closes, array)]
    good_open = (before == delimiter) | (before == _QUOTE) | (opens == starts[open_line])
    good_close = (after == delimiter) | (after == _QUOTE) | (closes + 1 == ends[close_line])
    plain = ~odd
    plain[open_line[~good_open]] = False
    plain[close_line[~good_close]] = False
    return ~inside, plain


def _after(places: Places, array: NDArray[np.uint8]) -> Places:
    """Return the places one further; the last byte is its own neighbor, which is no line break after a lone CR."""
    return np.minimum(places + 1, len(array) - 1)
