"""Predicates on telephone numbers and bank accounts."""

import polars as pl

from dq.identifiers import bank_account, phone


def phone_format(number: pl.Expr) -> pl.Expr:
    """Return whether `number` is a mobile (10 digits) or landline number of today in national form."""
    return phone.is_valid(number)


def phone_prefix_assigned(number: pl.Expr) -> pl.Expr:
    """Return whether the prefix of a well-formed `number` is assigned to a carrier; null for other text."""
    return phone.is_assigned(number)


def bank_account_format(number: pl.Expr) -> pl.Expr:
    """Return whether `number` has 6 to 19 digits; banks have rules of their own and no common check digit."""
    return bank_account.is_valid(number)
