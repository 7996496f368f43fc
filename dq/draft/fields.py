"""The drafted fields: canonical names, types and the constraints that the export speaks for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import ValueType
from dq.draft.evidence import canonical_values, guess_type
from dq.draft.personal import may_be_personal
from dq.draft.profile import Column
from dq.draft.vocabulary import Known
from dq.model import AS_OF, LOWER, RESERVED, UNREADABLE, UPPER, Text
from dq.text.fold import fold_text

MOST_CHOICES = 12  # a column with more distinct values is no list of choices
LEAST_OF_CHOICE = 5  # rows that must have a value before it is written down: a rarer one may point at a person
_ENGLISH = {
    "ma_xa": "Commune code",
    "ho_ten": "Full name",
    "ngay_sinh": "Birth date",
    "gioi_tinh": "Sex",
    "so_dinh_danh": "Personal identification number",
    "dan_toc": "Ethnicity",
    "quoc_tich": "Nationality",
    "dia_chi": "Address",
    "ngay_cap_nhat": "Date of last update",
}  # of columns that several sectors have; the others are for a person to translate
_RUNNING_NUMBER = frozenset({"stt", "tt", "so tt", "so thu tu", "no"})
_PARENTHESES = re.compile(r"\([^()]*\)")
_CODES = frozenset({"code", "private_code"})


@dataclass(frozen=True, slots=True)
class DraftedField:
    """A field as it will be written. `choices`: the values of its code list, empty for none."""

    name: str
    header: str
    type: ValueType
    title: Text
    known: bool
    required: bool
    unique: bool
    choices: tuple[str, ...]
    sensitive: bool
    authority: str


def draft_fields(
    columns: Iterable[Column], vocabulary: Mapping[str, Known], types: Mapping[str, ValueType]
) -> list[DraftedField]:
    """Return the fields of the columns that have a header; a running number is none."""
    taken = {*RESERVED, AS_OF}
    fields = []
    for column in columns:
        key = fold_text(column.header)
        if not key or key in _RUNNING_NUMBER:
            continue
        field = _field(column, vocabulary.get(column.key or ""), types, taken)
        taken |= {field.name, *(field.name + suffix for suffix in (LOWER, UPPER, UNREADABLE))}
        fields.append(field)
    return fields


def _field(column: Column, known: Known | None, types: Mapping[str, ValueType], taken: set[str]) -> DraftedField:
    hint = known.field if known else None
    kind = guess_type(column, hint, types, shared=known is not None and known.shared)
    choices = _choices(column, kind)
    if kind.name == "text" and not choices:
        kind = types.get("note", kind)  # free text may hold anything: a report masks it
    same = known.field if known and known.shared and known.field.type == kind else None
    name = _free(same.name if same else canonical_name(column.header), taken)
    return DraftedField(
        name=name,
        header=column.header.strip(),
        type=kind,
        title=Text(vi=column.header.strip(), en=_ENGLISH.get(name, name.replace("_", " ").capitalize())),
        known=same is not None,
        required=column.always_filled,
        unique=kind.name in _CODES and column.distinct,
        choices=choices,
        sensitive=same is not None and same.sensitive,
        authority=same.authority if same else "sector",
    )


def canonical_name(header: str) -> str:
    """Return a header as a column name: without marks and parentheses, small letters, underscores."""
    words = re.findall(r"[a-z0-9]+", fold_text(_PARENTHESES.sub(" ", header)) or fold_text(header))
    name = "_".join(words)[:60].strip("_")
    return name if name and name[0].isalpha() else f"cot_{name}".rstrip("_")


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while not taken.isdisjoint({free, *(free + suffix for suffix in (LOWER, UPPER, UNREADABLE))}):
        number += 1
        free = f"{name}_{number}"
    return free


def _choices(column: Column, kind: ValueType) -> tuple[str, ...]:
    """Return the code list of a column: of its type, or of the export where no value can point at a person."""
    if kind.normalizer == "choice":
        return tuple(map(str, kind.parameters["values"]))
    if kind.name not in {"text", "code"}:
        return ()
    values = canonical_values(column, kind).drop_nulls()
    counts = values.value_counts()
    few = 1 < counts.height <= MOST_CHOICES and counts.filter(pl.col("count") < LEAST_OF_CHOICE).is_empty()
    if not few or may_be_personal(counts["value"]):
        return ()
    return tuple(sorted(counts["value"]))
