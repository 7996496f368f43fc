"""Predicates on tax codes and passports."""

import polars as pl

from dq.identifiers import passport, tax_code


def tax_code_format(code: pl.Expr) -> pl.Expr:
    """Return whether `code` is 10 digits with the right check digit, with a branch's 3 or not, or a personal number.

    TT 105/2020/TT-BTC, appendix 1; personal numbers since 1 July 2025 (TT 86/2024/TT-BTC).
    """
    return tax_code.is_valid(code)


def passport_format(number: pl.Expr) -> pl.Expr:
    """Return whether `number` is a capital letter and 7 digits; passports of other countries have other forms."""
    return passport.is_valid(number)
