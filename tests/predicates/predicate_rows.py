"""The columns that predicates take, and one predicate asked about one row."""

import inspect

import polars as pl

from dq.predicates.registry import PREDICATES

DAYS = ("birth_lower", "birth_upper", "at", "as_of", "day", "start", "end", "issued", "registered")


def columns(name):
    parameters = inspect.signature(PREDICATES[name]).parameters.values()
    return [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]


def required_arguments(name):
    parameters = inspect.signature(PREDICATES[name]).parameters.values()
    return [p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty]


def dtype(parameter):
    return pl.Date if parameter in DAYS else pl.Float64 if parameter == "coefficient" else pl.String


def judge(name, *values, **arguments):
    types = [pl.Int64 if isinstance(value, int) else dtype(p) for p, value in zip(columns(name), values, strict=True)]
    frame = pl.DataFrame([values], schema=dict(zip(columns(name), types, strict=True)), orient="row")
    return frame.select(PREDICATES[name](*map(pl.col, frame.columns), **arguments)).item()
