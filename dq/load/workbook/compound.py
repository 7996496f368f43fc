"""The compound file of an old workbook (XLS), looked through before any engine follows its chains of sectors.

An engine follows a chain until it ends; in a damaged file one may run in a circle and never end. Layout: [MS-CFB].
"""

import struct
from pathlib import Path

from dq.errors import LoadError

_IN_HEADER = 109  # entries of the table of tables that stand in the header
_LAST = 0xFFFFFFFA  # numbers of sectors; above them stand marks such as "end of chain"
_LARGEST = 512 << 20  # bytes; a sheet of the format holds 16 million cells at most


def inspect_compound(path: Path) -> None:
    """Make sure that no chain of sectors of a compound file runs in a circle or out of the file.

    Raises:
        LoadError: The file is damaged, or larger than any workbook of its kind.
    """
    data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    try:
        _check(data)
    except (ValueError, struct.error) as error:
        raise LoadError("load.damaged", file=path.name, reason=type(error).__name__) from None


def _check(data: bytes) -> None:
    """Raise ValueError or struct.error where the sectors of a compound file make no sense."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:  # noqa: PLR2004 - the only sizes that the format knows
        raise ValueError
    size = 1 << shift
    n_sectors = max(0, -(-len(data) // size) - 1)
    directory, mini, n_mini, more, n_more = (struct.unpack_from("<I", data, at)[0] for at in (48, 60, 64, 68, 72))
    if n_mini > n_sectors or n_more > n_sectors:
        raise ValueError
    tables = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    seen: set[int] = set()
    while more < _LAST:
        if more in seen or more >= n_sectors:
            raise ValueError
        seen.add(more)
        entries = _sector(data, more, size)
        tables += entries[:-1]
        more = entries[-1]
    chains: list[int] = []
    for table in tables:
        if table < _LAST:
            if table >= n_sectors or len(chains) > n_sectors + size:
                raise ValueError
            chains += _sector(data, table, size)
    if not _all_end(chains[:n_sectors]):
        raise ValueError
    small: list[int] = []
    while mini < _LAST and n_mini:
        if mini >= n_sectors or mini >= len(chains):
            raise ValueError
        small += _sector(data, mini, size)
        mini = chains[mini]
    if directory >= n_sectors or not _all_end(small):
        raise ValueError


def _sector(data: bytes, number: int, size: int) -> list[int]:
    """Return the numbers in a sector; what the file is too short for is free."""
    part = data[(number + 1) * size : (number + 2) * size]
    return list(struct.unpack(f"<{size // 4}I", part.ljust(size, b"\xff")))


def _all_end(chains: list[int]) -> bool:
    """Whether every chain ends: no two sectors lead to the same one, and none leads in a circle."""
    state = bytearray(len(chains))  # 1: on the way, 2: known to end
    for start in range(len(chains)):
        place, way = start, []
        while place < len(chains) and not state[place]:
            state[place] = 1
            way.append(place)
            place = chains[place]
        if place < len(chains) and state[place] == 1:
            return False
        for passed in way:
            state[passed] = 2
    return True
