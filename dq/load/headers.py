"""Which column of the file is which canonical column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dq.errors import LoadError
from dq.load.aliases import CLOSE, MAX_COLUMNS, Aliases, Match
from dq.load.legacy_header import refuse_unconvertible
from dq.load.rows import TEXT
from dq.model import AS_OF, RESERVED
from dq.provenance import Header
from dq.text.fold import fold_text

_TAKEN = (*RESERVED, AS_OF, "reasons", "malformed_text", TEXT)  # columns that dq itself adds to its outputs
_LISTED = 30  # names in a message
_SHOWN = 60  # letters of a name in a message


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the file that are staged: `headers[i]` stands at `positions[i]` of a row.

    `texts` are all header cells of the file by position, dq's own columns among them.
    """

    positions: tuple[int, ...]
    headers: tuple[Header, ...]
    texts: tuple[str, ...]

    def places(self, column: str) -> list[int]:
        """Return where the canonical `column` stands: nowhere, in one column, or split by header in several."""
        places = zip(self.positions, self.headers, strict=True)
        return [place for place, header in places if header.column == column]

    def implying(self, column: str) -> list[tuple[int, str]]:
        """Return the columns whose filled cells say a value of the canonical `column`, with that value."""
        places = zip(self.positions, self.headers, strict=True)
        return [
            (place, header.implies[1]) for place, header in places if header.implies and header.implies[0] == column
        ]


def lay_out(header: Sequence[str], aliases: Aliases) -> Layout:
    """Return the layout of a file whose header is `header`, one text a column.

    Raises:
        LoadError: There are too many columns, a header of the mapping is not there, two headers name one column, or
            required columns are missing.
    """
    if len(header) > MAX_COLUMNS:
        raise LoadError("load.too_wide", columns=len(header), limit=MAX_COLUMNS)
    texts = tuple(cell.strip() for cell in header)
    mapped = _find_mapped(texts, aliases.mapping)
    matches = _match(texts, mapped, aliases)
    columns = [match.column if match else None for match in matches]
    _refuse_twice(texts, matches)
    _refuse_missing(texts, matches, aliases)
    physical = [name for field in aliases.schema.fields for name in field.physical]
    names = unique_names(texts, columns, reserved=(*physical, *_TAKEN))
    kept = [place for place, text in enumerate(texts) if columns[place] or text not in RESERVED]
    headers = tuple(
        Header(texts[place], names[place], columns[place], match.implies if (match := matches[place]) else None)
        for place in kept
    )
    return Layout(tuple(kept), headers, texts)


def unique_names(texts: Sequence[str], columns: Sequence[str | None], *, reserved: Iterable[str] = ()) -> list[str]:
    """Return a staged name for each column: canonical, or the header made unique whatever its letter case (DuckDB)."""
    seen = {name.lower() for name in reserved}
    names = []
    for place, (text, column) in enumerate(zip(texts, columns, strict=True)):
        wanted = " ".join(text.split()) or f"column_{place + 1}"
        name, number = column or wanted, 1
        while column is None and name.lower() in seen:
            number += 1
            name = f"{wanted} ({number})"
        seen.add(name.lower())
        names.append(name)
    return names


def _match(texts: Sequence[str], mapped: Mapping[int, str], aliases: Aliases) -> list[Match | None]:
    """Return what each header says; the user's mapping comes first, then headers that name a column by themselves."""
    found = [aliases.match(text) for text in texts]
    matches: list[Match | None] = []
    direct = {match.column for match in found if match and match.direct}
    for place, match in enumerate(found):
        if place in mapped:
            column = mapped[place]
            implies = match.implies if match and match.column == column else None
            matches.append(Match(column, implies) if column else None)
        elif match and (match.column in mapped.values() or (not match.direct and match.column in direct)):
            matches.append(None)
        else:
            matches.append(match)
    return matches


def _find_mapped(texts: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return the places of the headers that the user maps, with their columns."""
    names = unique_names(texts, [None] * len(texts))
    mapped = {}
    for header, column in mapping.items():
        places = [place for place, name in enumerate(names) if name == header]
        places = places or [place for place, text in enumerate(texts) if fold_text(text) == fold_text(header)]
        if not places:
            near = get_close_matches(header, names, n=1, cutoff=CLOSE)
            key = "load.map_unknown_header_near" if near else "load.map_unknown_header"
            raise LoadError(key, header=header, near="".join(near), headers=listed(names))
        if len(places) > 1:
            raise LoadError("load.map_ambiguous", header=header, headers=listed(names[place] for place in places))
        mapped[places[0]] = column
    return mapped


def _refuse_twice(texts: Sequence[str], matches: Sequence[Match | None]) -> None:
    """Refuse two columns of the file for one canonical column, unless their headers split it between them."""
    found: dict[str, list[int]] = {}
    for place, match in enumerate(matches):
        if match:
            found.setdefault(match.column, []).append(place)
    for column, places in found.items():
        said = {match.implies for place in places if (match := matches[place]) and match.implies}
        if len(places) > 1 and len(said) < len(places):
            names = unique_names(texts, [None] * len(texts))
            raise LoadError("load.matched_twice", column=column, headers=listed(names[place] for place in places))


def _refuse_missing(texts: Sequence[str], matches: Sequence[Match | None], aliases: Aliases) -> None:
    said = {name for match in matches if match for name in (match.column, *(match.implies or ())[:1])}
    missing = [name for name in aliases.schema.required if name not in said]
    if not missing:
        return
    refuse_unconvertible(texts)
    free = {fold_text(text): text for text, match in zip(texts, matches, strict=True) if match is None and text}
    near = [f"{name} ← “{found}”" for name in missing if (found := _closest(name, free, aliases))]
    raise LoadError(
        "load.missing_columns_near" if near else "load.missing_columns",
        columns=", ".join(missing),
        near="; ".join(near),
        headers=listed(free.values()),
    )


def _closest(column: str, headers: Mapping[str, str], aliases: Aliases) -> str | None:
    """Return the free header that is closest to any alias of `column`."""
    keys = [key for key, name in aliases.names.items() if name == column]
    near = [close for key in keys for close in get_close_matches(key, headers, n=1, cutoff=CLOSE)]
    return headers[near[0]] if near else None


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks for a message, at most `_LISTED` of them, long ones cut."""
    names = [name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…" for name in names]
    more = [f"… (+{len(names) - _LISTED})"] if len(names) > _LISTED else []
    return ", ".join([*(f"“{name}”" for name in names[:_LISTED]), *more]) or "–"
