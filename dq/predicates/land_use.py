"""Predicates on the land-use type of a parcel."""

import polars as pl

# TT 27/2018/TT-BTNMT, TT 08/2024/TT-BTNMT and codes of older certificates. The list is from memory (FACTS has none),
# so that an unknown code warns only.
_FARMING = (
    "LUA LUC LUK LUN HNK BHK NHK CHN COC CLN LNC LNQ LNK LNP SXN NNP "
    "RSX RSN RST RSK RSM RPH RPN RPT RPK RPM RDD RDN RDT RDK RDM NTS TSL TSN LMU CNT NKH"
)
_HOUSING_OFFICES = "ONT ODT OTC T TSC TSK CTS DTS CQP CAN QPH"
_PUBLIC_WORKS = (
    "DSN DVH DYT DGD DTT DKH DXH DNG DSK DHT DGT DTL DCT DPC DDT DDL DDD "
    "DSH DKV DNL DBV DCH DRA DCK DCC CCC CDG DTN DMT DKT"
)
_BUSINESS = "SKK SKN SKT SKC SKS SKX SKE SCC TMD CSK"
_FAITH_WATER_UNUSED = "TON TIN TTN NTD SON MNC SMN TVC PNK PNN CSD BCS DCS NCS MVT MVR MVK"
CODES = frozenset(f"{_FARMING} {_HOUSING_OFFICES} {_PUBLIC_WORKS} {_BUSINESS} {_FAITH_WATER_UNUSED}".split())

_AREA = r"\([^)]*\)|[:=]?\s*\d[\d.,]*\s*(?:m2|m²)?"
_CODE = r"[^\s+,;/&.\-]+"


def land_use_codes_known(land_use: pl.Expr) -> pl.Expr:
    """Return whether `land_use` consists of codes of the list, one or several (`ONT+CLN`, `ODT 100, CLN 250.5`).

    Letter case and areas do not count. A land use written in words is violated.
    """
    codes = land_use.str.replace_all(_AREA, " ").str.to_uppercase().str.extract_all(_CODE)
    return (codes.list.len() > 0) & codes.list.eval(pl.element().is_in(CODES)).list.all()
