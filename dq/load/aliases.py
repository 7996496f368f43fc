"""What a header may say: names of canonical columns after folding, alone or below the header of a group of columns.

A header of two rows comes as one text, `Quyết định > Số`. It is looked for as `Số Quyết định` and `Quyết định Số`, so
that the aliases of one row serve both; and a birth date below `Ngày sinh > Nam` says the sex too, where the schema
declares that (`split_by_header`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from dq.catalog.schemas import DatasetSchema, Field
from dq.errors import LoadError
from dq.load.legacy_header import unicode_readings
from dq.text.fold import fold_text

LEVELS = " > "  # between the header of a group of columns and the header of one of them
CLOSE = 0.6  # as near as that a name is worth proposing
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PAPERS = frozenset({"personal_id", "cmnd"})  # “Số CCCD > Ngày cấp” is the date of the card, not of the record
MAX_COLUMNS = 5000  # no table of an agency has so many; each costs time and memory in every stage
_LONGEST = 200  # letters of a header


@dataclass(frozen=True, slots=True)
class Match:
    """The canonical column of a header.

    `implies` is a canonical column and the value that any filled cell below the header says for it. `direct` is false
    where only the lower of two headers is known, which another column may be called by itself.
    """

    column: str
    implies: tuple[str, str] | None = None
    direct: bool = True


@dataclass(frozen=True, slots=True)
class Aliases:
    """What a header may say: folded text → canonical column, and the user's own mapping header → column.

    `words` are the folded words that split a column by header, with what they say: (canonical column, value, columns
    below whose headers they stand).
    """

    schema: DatasetSchema
    names: Mapping[str, str]
    words: Mapping[str, tuple[str, str, frozenset[str]]]
    mapping: Mapping[str, str]

    def match(self, header: str) -> Match | None:
        """Return what a header says, None if no alias fits or its two sides say two columns.

        A header that says nothing as it stands may be in an encoding of before Unicode.
        """
        if found := self._match(header):
            return found
        return next((match for text in unicode_readings(header) if (match := self._match(text))), None)

    def _match(self, header: str) -> Match | None:
        *groups, own = header.split(LEVELS)
        if column := self.names.get(fold_text(header)):
            return Match(column)
        if split := self._match_split(fold_text(header)):
            return split
        if groups:
            return self._match_below(groups, own)
        bare = _PARENTHESES.sub(" ", header)
        if column := self.names.get(fold_text(bare)):
            return Match(column)
        sides = {column for side in bare.split("/") if (column := self.names.get(fold_text(side)))}
        return Match(sides.pop()) if len(sides) == 1 else None

    def columns(self, cells: Iterable[str]) -> set[str]:
        """Return the canonical columns that `cells`, if they are headers, name, imply or are mapped to."""
        mapped = {fold_text(header): column for header, column in self.mapping.items()}
        found: set[str] = set()
        for cell in islice(cells, MAX_COLUMNS):
            if not 0 < len(cell) <= _LONGEST:
                continue
            if column := mapped.get(fold_text(cell)):
                found.add(column)
            elif match := self.match(cell):
                found.update({match.column, *(match.implies or ())[:1]})
        return found

    def _match_split(self, text: str) -> Match | None:
        """Return the match of a folded header that ends with a word such as “nam” after the name of a split column."""
        for word, (said, value, below) in self.words.items():
            column = self.names.get(text.removesuffix(" " + word)) if text.endswith(" " + word) else None
            if column is not None and column in below:
                return Match(column, (said, value))
        return None

    def _match_below(self, groups: list[str], own: str) -> Match | None:
        """Return the match of the header `own` below the headers of its groups, the nearest one last."""
        found = self._match(own)
        for group in reversed(groups):
            if split := self._match_split(fold_text(f"{group} {own}")):
                return split
            bare = _PARENTHESES.sub(" ", group)
            for side in (group, bare, *bare.split("/")):
                for text in (f"{own} {side}", f"{side} {own}"):
                    if column := self.names.get(fold_text(text)):
                        return Match(column)
            over = self._match(group)
            if over is None:
                continue
            if set(fold_text(own).split()) <= set(fold_text(group).split()):
                return over
            if found and found.column == over.column:
                return found
            if self.schema.field(over.column).type.normalizer in _PAPERS:
                return None
        return Match(found.column, found.implies, direct=False) if found else None


def read_aliases(schema: DatasetSchema, mapping: Mapping[str, str]) -> Aliases:
    """Return the aliases of a schema: column names before listed aliases before titles, then the user's `mapping`.

    Raises:
        LoadError: `mapping` names a column that the schema does not have.
    """
    for header, column in mapping.items():
        if column and column not in schema.names:
            near = get_close_matches(column, schema.names, n=1, cutoff=CLOSE)
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
    words = {
        word: (field.name, value, frozenset({*field.split_by_header, field.name}))
        for field in schema.fields
        if field.split_by_header
        for word, value in _words(field).items()
    }
    return Aliases(schema, names, words, mapping)


def _words(field: Field) -> dict[str, str]:
    """Return the value of each folded writing of a choice; a bare number below a header only numbers the column."""
    values = field.type.parameters["values"]
    words = {fold_text(str(word)): str(value) for value, writings in values.items() for word in (value, *writings)}
    return {word: value for word, value in words.items() if word and not word.isdigit()}
