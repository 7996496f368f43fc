"""Predicates on social-insurance numbers, health-insurance cards and household codes."""

import polars as pl

from dq.identifiers import health_card, household, personal_id, social_insurance


def social_insurance_format(number: pl.Expr) -> pl.Expr:
    """Return whether `number` is 10 digits, or the personal number that replaces it since 1 August 2025."""
    return social_insurance.is_valid(number)


def health_card_format(card: pl.Expr) -> pl.Expr:
    """Return whether `card` has 15 characters (`LL B PP` and 10 digits), 10 digits, or is a personal number.

    QĐ 1351/QĐ-BHXH; the shorter forms are of newer cards.
    """
    return health_card.is_valid(card)


def health_card_group_known(card: pl.Expr) -> pl.Expr:
    """Return whether the group of a 15-character `card` is in the list, which may lack some; null for other cards."""
    return health_card.is_known_group(card)


def health_card_province_known(card: pl.Expr) -> pl.Expr:
    """Return whether the province of a 15-character `card` is one of the old 63 or of the armed forces; else null."""
    return health_card.is_known_province(card)


def health_card_matches_social_insurance(card: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return whether `card` ends in the social-insurance `number`; null where either is another kind of number.

    Null too for the medical number of a child without a birth certificate (`TE1`), which a later number replaces
    (TT 30/2020/TT-BYT Đ.10): such a card says nothing.
    """
    is_child = health_card.group(card).fill_null("") == "TE"
    differs = health_card.number(card) != number
    judged = number.str.contains(social_insurance.NUMBER) & ~(is_child & differs)
    return pl.when(judged).then(~differs)


def health_card_matches_personal_id(card: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return whether a `card` of 12 digits is the personal `number` of its holder; null for other cards."""
    both = card.str.contains(personal_id.WELL_FORMED) & personal_id.is_valid(number)
    return pl.when(both).then(card == number)


def household_code_format(code: pl.Expr) -> pl.Expr:
    """Return whether `code` is 10 digits, or the 9 of a household book; no law prints the form."""
    return household.is_valid(code)
