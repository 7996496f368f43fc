"""From canonical rows to what two persons are compared by, on both sides alike."""

from collections.abc import Mapping, Sequence

import polars as pl

from dq.canonical import with_absent
from dq.catalog.linking import Comparison, LinkModel
from dq.catalog.linking import Kind as KindName
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.identifiers import personal_id
from dq.link.birth_date import BIRTH_DATE
from dq.link.kinds import Kind
from dq.link.person_name import PERSON_NAME
from dq.link.plain import CODE, COMMUNE, SEX, TEXT
from dq.model import RECORD_ID, SOURCE_ROW

KINDS: Mapping[KindName, Kind] = {
    "person_name": PERSON_NAME,
    "birth_date": BIRTH_DATE,
    "sex": SEX,
    "commune": COMMUNE,
    "text": TEXT,
    "code": CODE,
}
CANDIDATE_ID = "candidate_id"
_SEX_IS = "sex_is"


def register_batch(canonical: pl.DataFrame, schema: DatasetSchema, model: LinkModel) -> pl.DataFrame:
    """Return the persons of a canonical batch of the reference as candidates: number, and the compared columns.

    A row without a well-formed number is left out: it could not be proposed.
    """
    columns = {comparison.name: comparison.register for comparison in model.comparisons}
    number = pl.col("so_dinh_danh")
    frame = with_absent(canonical, schema).filter(personal_id.is_valid(number))
    return frame.select(number.alias(CANDIDATE_ID), *_compared(frame, model, schema, columns))


def persons_batch(
    canonical: pl.DataFrame, schema: DatasetSchema, roles: Sequence[Role], model: LinkModel
) -> pl.DataFrame:
    """Return one row a person of a canonical batch: record, row, role, the identifier as it stands, compared columns.

    A field that the role does not have is null; it is compared with nothing.
    """
    frame = with_absent(canonical, schema)
    return pl.concat([_persons(frame, role, model, schema) for role in roles]).sort(RECORD_ID, "role")


def compared_columns(comparison: Comparison) -> tuple[str, ...]:
    """Return the names of the columns by which `comparison` is made."""
    return tuple(comparison.name + suffix for suffix in KINDS[comparison.kind].types)


def _persons(frame: pl.DataFrame, role: Role, model: LinkModel, schema: DatasetSchema) -> pl.DataFrame:
    columns = dict(role.link)
    if role.sex_is:
        frame = frame.with_columns(pl.lit(role.sex_is).alias(_SEX_IS))
        columns |= {comparison.name: _SEX_IS for comparison in model.comparisons if comparison.name == "sex"}
    return frame.select(RECORD_ID, SOURCE_ROW, *_described(role), *_compared(frame, model, schema, columns))


def _described(role: Role) -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(role.role).alias("role"), pl.col(role.identifier).alias("identifier")


def _compared(
    frame: pl.DataFrame, model: LinkModel, schema: DatasetSchema, columns: Mapping[str, str]
) -> list[pl.Series]:
    compared = []
    for comparison in model.comparisons:
        kind = KINDS[comparison.kind]
        if comparison.name in columns:
            made = kind.columns(frame, schema, columns[comparison.name])
        else:
            made = pl.select(pl.repeat(None, frame.height).alias(suffix) for suffix in kind.types)
        compared += [made[suffix].cast(stored).alias(comparison.name + suffix) for suffix, stored in kind.types.items()]
    return compared
