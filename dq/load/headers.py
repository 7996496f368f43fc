"""Which column of the file is which canonical column: headers are compared with the aliases of the schema."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dq.catalog.schemas import DatasetSchema
from dq.errors import LoadError
from dq.load.rows import TEXT
from dq.model import AS_OF, RESERVED, Header
from dq.text.fold import fold_text

_TAKEN = (*RESERVED, AS_OF, "reasons", "malformed_text", TEXT)  # columns that dq itself adds to its outputs
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CLOSE = 0.6
_LONGEST = 200  # letters of a header
_LISTED = 30  # names in a message


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the file that are staged: `headers[i]` stands at `positions[i]` of a row.

    `texts` are all header cells of the file by position, dq's own columns among them.
    """

    positions: tuple[int, ...]
    headers: tuple[Header, ...]
    texts: tuple[str, ...]

    def position(self, column: str) -> int | None:
        """Return where the canonical `column` stands, None if the file does not have it."""
        places = zip(self.positions, self.headers, strict=True)
        return next((place for place, header in places if header.column == column), None)


@dataclass(frozen=True, slots=True)
class Aliases:
    """What a header may say: folded text → canonical column, and the user's own mapping header → column."""

    schema: DatasetSchema
    names: Mapping[str, str]
    mapping: Mapping[str, str]

    def match(self, header: str) -> str | None:
        """Return the canonical column of a header, None if no alias fits or its two sides say two columns."""
        bare = _PARENTHESES.sub(" ", header)
        for text in (header, bare):
            if column := self.names.get(fold_text(text)):
                return column
        sides = {column for side in bare.split("/") if (column := self.names.get(fold_text(side)))}
        return sides.pop() if len(sides) == 1 else None

    def columns(self, cells: Iterable[str]) -> set[str]:
        """Return the canonical columns that `cells`, if they are headers, name or are mapped to."""
        mapped = {fold_text(header): column for header, column in self.mapping.items()}
        short = [cell for cell in cells if 0 < len(cell) <= _LONGEST]
        return {column for cell in short if (column := mapped.get(fold_text(cell)) or self.match(cell))}


def read_aliases(schema: DatasetSchema, mapping: Mapping[str, str]) -> Aliases:
    """Return the aliases of a schema: column names before listed aliases before titles, then the user's `mapping`.

    Raises:
        LoadError: `mapping` names a column that the schema does not have.
    """
    for header, column in mapping.items():
        if column and column not in schema.names:
            near = get_close_matches(column, schema.names, n=1, cutoff=_CLOSE)
            raise LoadError(
                "load.map_unknown_column_near" if near else "load.map_unknown_column",
                header=header,
                column=column,
                near="".join(near),
                dataset=schema.dataset,
                known=", ".join(schema.names),
            )
    names = {fold_text(field.name): field.name for field in schema.fields}
    for field in schema.fields:
        for alias in field.aliases:
            names.setdefault(fold_text(alias), field.name)
            names.setdefault(fold_text(_PARENTHESES.sub(" ", alias)), field.name)
    for field in schema.fields:
        names.setdefault(fold_text(field.title.vi), field.name)
        names.setdefault(fold_text(field.title.en), field.name)
    names.pop("", None)
    return Aliases(schema, names, mapping)


def lay_out(header: Sequence[str], aliases: Aliases) -> Layout:
    """Return the layout of a file whose header row is `header`.

    Raises:
        LoadError: A header of the mapping is not there, two headers name one column, or required columns are missing.
    """
    texts = tuple(cell.strip() for cell in header)
    mapped = _find_mapped(texts, aliases.mapping)
    taken = set(mapped.values())
    columns = [
        mapped[place] if place in mapped else None if (found := aliases.match(text)) in taken else found
        for place, text in enumerate(texts)
    ]
    columns = [column or None for column in columns]
    _refuse_twice(texts, columns)
    _refuse_missing(texts, columns, aliases)
    physical = [name for field in aliases.schema.fields for name in field.physical]
    names = unique_names(texts, columns, reserved=(*physical, *_TAKEN))
    kept = [place for place, text in enumerate(texts) if columns[place] or text not in RESERVED]
    headers = tuple(Header(texts[place], names[place], columns[place]) for place in kept)
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


def _find_mapped(texts: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return the places of the headers that the user maps, with their columns."""
    names = unique_names(texts, [None] * len(texts))
    mapped = {}
    for header, column in mapping.items():
        places = [place for place, name in enumerate(names) if name == header]
        places = places or [place for place, text in enumerate(texts) if fold_text(text) == fold_text(header)]
        if not places:
            near = get_close_matches(header, names, n=1, cutoff=_CLOSE)
            key = "load.map_unknown_header_near" if near else "load.map_unknown_header"
            raise LoadError(key, header=header, near="".join(near), headers=listed(names))
        if len(places) > 1:
            raise LoadError("load.map_ambiguous", header=header, headers=listed(names[place] for place in places))
        mapped[places[0]] = column
    return mapped


def _refuse_twice(texts: Sequence[str], columns: Sequence[str | None]) -> None:
    names = unique_names(texts, [None] * len(texts))
    for column in columns:
        if column is not None and columns.count(column) > 1:
            both = [name for name, found in zip(names, columns, strict=True) if found == column]
            raise LoadError("load.matched_twice", column=column, headers=listed(both))


def _refuse_missing(texts: Sequence[str], columns: Sequence[str | None], aliases: Aliases) -> None:
    missing = [name for name in aliases.schema.required if name not in columns]
    if not missing:
        return
    free = {fold_text(text): text for text, column in zip(texts, columns, strict=True) if column is None and text}
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
    near = [close for key in keys for close in get_close_matches(key, headers, n=1, cutoff=_CLOSE)]
    return headers[near[0]] if near else None


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks for a message, at most `_LISTED` of them."""
    names = list(names)
    more = [f"… (+{len(names) - _LISTED})"] if len(names) > _LISTED else []
    return ", ".join([*(f"“{name}”" for name in names[:_LISTED]), *more]) or "–"
