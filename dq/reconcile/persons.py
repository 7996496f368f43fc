"""The persons of a canonical batch in their roles, as the comparison with the register reads them."""

from collections.abc import Sequence

import polars as pl

from dq.canonical import date_bounds, with_absent
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.identifiers import cmnd, personal_id
from dq.model import RECORD_ID, SOURCE_ROW
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


def persons_batch(canonical: pl.DataFrame, schema: DatasetSchema, roles: Sequence[Role]) -> pl.DataFrame:
    """Return one row a person of `canonical` (`PERSONS_SCHEMA`), by record and role.

    `applicable` is whether the role is a person at all: its `when` is true, columns that the file does not have being
    null. `id_class` is `personal_id` (12 digits), `cmnd` (9 digits), `invalid`, or null where the cell is empty.
    `birth_tu` and `birth_den` are the first and last day that the birth date can mean; a year is all its days.
    Row-local: any partition of the table gives the same rows.
    """
    frame = with_absent(canonical, schema)
    persons = pl.concat([PERSONS_SCHEMA.to_frame(), *(_persons(frame, schema, role) for role in roles)])
    return persons if len(roles) == 1 else persons.sort(RECORD_ID, "role")


def _persons(frame: pl.DataFrame, schema: DatasetSchema, role: Role) -> pl.DataFrame:
    identifier, key = pl.col(role.identifier), pl.col("name_key")
    lower, upper = date_bounds(schema, role.birth_date)
    sex = pl.col(role.sex) if role.sex else pl.lit(role.sex_is, dtype=pl.String)
    id_class = (
        pl.when(personal_id.is_valid(identifier))
        .then(pl.lit(PERSONAL_ID))
        .when(cmnd.is_valid(identifier))
        .then(pl.lit(CMND))
        .when(identifier.is_not_null())
        .then(pl.lit(INVALID))
    )
    applicable = pl.sql_expr(role.when).fill_null(value=False) if role.when else pl.lit(value=True)
    described = (
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
    )
    # The key is a column first: an expression that is used twice is computed twice.
    return frame.with_columns(name_key(pl.col(role.name)).alias("name_key")).select(described)
