"""`dq id`: say what one number says of itself."""

import sys
from collections.abc import Iterator
from datetime import date

import click

from dq.cli.options import language_option
from dq.errors import UsageError

INVALID = 1
_WIDTH = 22


@click.command(
    "id",
    short_help="Giải mã một số hoặc mã. · Decode one number or code.",
    epilog="""\b
Ví dụ / Examples:
  dq id 001085990123
  dq id "DN 4 01 0123456789"
  dq id 00001                      (mã xã / a commune code)
  echo 001085990123 | dq id -      (số không hiện trong danh sách tiến trình / keeps it out of `ps`)
""",
)
@click.argument("number")
@language_option
def identify(number: str, *, lang: str) -> int:
    """Giải mã số định danh, CMND, mã số thuế, số BHXH, thẻ BHYT, giấy chứng nhận, thửa đất, điện thoại, mã xã.

    Decode a personal number, CMND, tax code, social-insurance number, health card, certificate, parcel, telephone or
    commune code. All readings of an ambiguous number are listed. A reading, not a verification; nothing is kept.
    """
    from dq.identifiers.decode import decode_all
    from dq.locale import load_locale

    locale = load_locale(lang)
    given = sys.stdin.readline().strip() if number == "-" else number.strip()
    readings = decode_all(given)
    blocks = [
        [
            *([("id.repaired", reading.number)] if reading.number != given else []),
            ("id.kind", locale.say(reading.kind)),
            *((part.label, _said(locale.say(part.key) if part.key else part.text, lang)) for part in reading.parts),
            *(("id.note", locale.say(note)) for note in reading.notes),
        ]
        for reading in readings
    ]
    blocks += [[(key, locale.say(text) if text.startswith("id.") else text) for key, text in _unit(given)]]
    blocks = [block for block in blocks if block]
    if not blocks:
        raise UsageError("id.not_a_number")
    if len(blocks) > 1:
        click.echo(locale.say("id.ambiguous", n=len(blocks)))
    for place, block in enumerate(blocks):
        if place or len(blocks) > 1:
            click.echo()
        for key, value in block:
            click.echo(f"{locale.say(key):<{_WIDTH}} {value}")
    return INVALID if readings and not any(reading.valid for reading in readings[:1]) else 0


def _said(value: object, lang: str) -> str:
    from dq.model import Text

    return value.get(lang) if isinstance(value, Text) else str(value)


def _unit(code: str) -> Iterator[tuple[str, str]]:
    """Yield what a code of five or two digits says as a commune or province: names by period, what became of it."""
    import polars as pl

    from dq import gazetteer

    listed = {5: gazetteer.communes, 2: gazetteer.provinces}.get(len(code))
    if listed is None:
        return
    rows = listed().filter(pl.col("code") == code)
    if rows.is_empty():
        return
    yield "id.kind", "id.commune" if listed is gazetteer.communes else "id.province_code"
    for name, province, since, until in rows.select(
        "name",
        "province_name" if "province_name" in rows.columns else pl.lit("").alias("province_name"),
        "valid_from",
        "valid_to",
    ).iter_rows():
        yield "id.named", f"{name}{', ' if province else ''}{province} ({_period(since, until)})"
    successors = gazetteer.successors(code)
    whole = len(successors) == 1
    for successor in successors:
        label = "id.successor" if whole else "id.successor_default" if successor.is_default else "id.successor_part"
        yield label, f"{successor.code} {successor.name}"
    if len(successors) > 1:
        yield "id.note", "id.note.split"
    if code in gazetteer.reused_province_codes():
        yield "id.note", "id.note.reused_province"


def _period(since: date | None, until: date | None) -> str:
    return f"{f'{since:%d/%m/%Y}' if since else '…'} – {f'{until:%d/%m/%Y}' if until else '…'}"
