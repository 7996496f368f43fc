"""Predicates on land-use certificates and parcels."""

import polars as pl

from dq.identifiers import certificate_code, land_certificate, parcel_code


def certificate_serial_format(serial: pl.Expr) -> pl.Expr:
    """Return whether `serial` (số phát hành) has the form of any period.

    Two letters and 8 digits since 1 January 2025 (TT 10/2024/TT-BTNMT Đ.29); before, one or two letters and 6 or 7
    digits.
    """
    return land_certificate.is_valid(serial)


def certificate_serial_matches_date(serial: pl.Expr, issued: pl.Expr) -> pl.Expr:
    """Return whether `serial` has the form in use on the day `issued`: 8 digits from 1 January 2025, else 6 or 7.

    TT 10/2024/TT-BTNMT Đ.29. Null for a serial that has no form at all.
    """
    return land_certificate.matches_date(serial, issued)


def certificate_code_format(code: pl.Expr) -> pl.Expr:
    """Return whether `code` (mã giấy chứng nhận) is 12 characters that begin with an authority (`T1` …).

    TT 10/2024/TT-BTNMT, in force since 1 January 2025; the bar code of older certificates has another form.
    """
    return certificate_code.is_valid(code)


def parcel_code_format(code: pl.Expr) -> pl.Expr:
    """Return whether `code` is a geohash of 12 characters that lies in Việt Nam.

    TT 19/2026/TT-BNNMT Đ.11(3) and appendix I.
    """
    return parcel_code.is_valid(code)
