"""The persons of a canonical batch in their roles, as the comparison with the register reads them."""

from collections.abc import Sequence

import polars as pl

from dq.catalog.schemas import DatasetSchema, Storage
from dq.catalog.sectors import Role
from dq.identifiers import cmnd, personal_id
from dq.model import LOWER, RECORD_ID, SOURCE_ROW, UNREADABLE, UPPER
from dq.text.names import name_key

PERSONS_SCHEMA = pl.Schema(
    {
        RECORD_ID: pl.Int64,
        SOURCE_ROW: pl.Int64,
        "role": pl.String,
        "applicable": pl.Boolean,
        "identifier": pl.String,
        "id_class": pl.String,
        "name_key": pl.String,
        "birth_tu": pl.Date,
        "birth_den": pl.Date,
        "sex": pl.String,
    }
)
PERSONAL_ID, CMND, INVALID = "personal_id", "cmnd", "invalid"
_SEXES = ("nam", "nu")  # anything else in the column says nothing that could be compared
_MAX_YEAR = 9999
_TYPES = {
    Storage.TEXT: pl.String,
    Storage.DATE: pl.Date,
    Storage.PARTIAL_DATE: pl.String,
    Storage.INTEGER: pl.Int64,
    Storage.DECIMAL: pl.Float64,
}


def persons_batch(canonical: pl.DataFrame, schema: DatasetSchema, roles: Sequence[Role]) -> pl.DataFrame:
    """Return one row a person of `canonical` (`PERSONS_SCHEMA`), by record and role.

    `applicable` is whether the role is a person at all: its `when` is true, columns that the file does not have being
    null. `id_class` is `personal_id` (12 digits), `cmnd` (9 digits), `invalid`, or null where the cell is empty.
    `birth_tu` and `birth_den` are the first and last day that the birth date can mean; a year is all its days.
    Row-local: any partition of the table gives the same rows.
    """
    frame = canonical.with_columns(_absent(canonical, schema))
    persons = [frame.select(_person(schema, role)) for role in roles]
    return pl.concat([PERSONS_SCHEMA.to_frame(), *persons]).sort(RECORD_ID, "role")


def _absent(canonical: pl.DataFrame, schema: DatasetSchema) -> list[pl.Expr]:
    return [
        pl.lit(None, dtype=_physical_type(column, field.type.storage)).alias(column)
        for column, field in schema.physical().items()
        if column not in canonical.columns
    ]


def _physical_type(column: str, storage: Storage) -> type[pl.DataType]:
    if column.endswith(UNREADABLE):
        return pl.Boolean
    if storage is Storage.PARTIAL_DATE and column.endswith((LOWER, UPPER)):
        return pl.Date
    return _TYPES[storage]


def _person(schema: DatasetSchema, role: Role) -> list[pl.Expr]:
    identifier, key = pl.col(role.identifier), name_key(pl.col(role.name))
    lower, upper = _bounds(schema, role.birth_date)
    sex = pl.col(role.sex) if role.sex else pl.lit(None, dtype=pl.String)
    id_class = (
        pl.when(personal_id.is_valid(identifier))
        .then(pl.lit(PERSONAL_ID))
        .when(cmnd.is_valid(identifier))
        .then(pl.lit(CMND))
        .when(identifier.is_not_null())
        .then(pl.lit(INVALID))
    )
    applicable = pl.sql_expr(role.when).fill_null(value=False) if role.when else pl.lit(value=True)
    return [
        pl.col(RECORD_ID),
        pl.col(SOURCE_ROW),
        pl.lit(role.role).alias("role"),
        applicable.alias("applicable"),
        identifier.alias("identifier"),
        id_class.alias("id_class"),
        pl.when(key != "").then(key).alias("name_key"),
        lower.alias("birth_tu"),
        upper.alias("birth_den"),
        pl.when(sex.is_in(_SEXES)).then(sex).alias("sex"),
    ]


def _bounds(schema: DatasetSchema, column: str | None) -> tuple[pl.Expr, pl.Expr]:
    """The first and last day of a birth date; civil status has parents by year only (Luật Hộ tịch Đ.14)."""
    nothing = pl.lit(None, dtype=pl.Date)
    if column is None:
        return nothing, nothing
    match schema.field(column).type.storage:
        case Storage.PARTIAL_DATE:
            return pl.col(column + LOWER), pl.col(column + UPPER)
        case Storage.DATE:
            return pl.col(column), pl.col(column)
        case Storage.INTEGER:
            year = pl.when(pl.col(column).is_between(1, _MAX_YEAR)).then(pl.col(column))
            return pl.date(year, 1, 1), pl.date(year, 12, 31)
        case _:
            return nothing, nothing
