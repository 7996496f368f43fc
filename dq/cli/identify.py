"""`dq id`: say what one number says of itself."""

import sys

import click

from dq.cli.options import language_option
from dq.errors import UsageError

INVALID = 1


@click.command(
    "id",
    short_help="Giải mã một số định danh hoặc CMND. · Decode one number.",
    epilog="""\b
Ví dụ / Examples:
  dq id 001085990123
  echo 001085990123 | dq id -      (số không hiện trong danh sách tiến trình / keeps it out of `ps`)
""",
)
@click.argument("number")
@language_option
def identify(number: str, *, lang: str) -> int:
    """Giải mã số định danh 12 số hoặc CMND 9 số: nơi đăng ký, giới tính, năm sinh. Không phải là xác thực.

    Decode a 12-digit personal number or a 9-digit CMND. This is a reading, not a verification.
    """
    import polars as pl

    from dq.identifiers import cmnd, personal_id
    from dq.locale import load_locale

    locale = load_locale(lang)
    given = sys.stdin.readline().strip() if number == "-" else number
    repaired = pl.select(personal_id.repair(pl.lit(given, dtype=pl.String))).item()
    person, card = personal_id.decode(repaired), cmnd.decode(repaired)
    if person is None and card is None:
        raise UsageError("id.not_a_number")
    lines: list[tuple[str, str]] = []
    if repaired != given:
        lines.append(("id.repaired", repaired))
    if person is not None:
        place = person.province.name if person.province else locale.say("id.abroad" if person.foreign else "id.unknown")
        lines += [
            ("id.kind", locale.say("id.personal_id")),
            ("id.place", place),
            ("id.sex", locale.say(f"sex.{person.sex}")),
            ("id.birth_year", str(person.birth_year)),
        ]
        if person.province and person.province.name_now != person.province.name:
            lines.append(("id.place_now", person.province.name_now))
    elif card is not None:
        issuers = ", ".join(card.provinces) or locale.say("id.unknown")
        lines += [("id.kind", locale.say("id.cmnd")), ("id.issuer", issuers)]
    notes = person.notes if person else card.notes if card else ()
    lines += [("id.note", locale.say(note)) for note in notes]
    for key, value in lines:
        click.echo(f"{locale.say(key):<22} {value}")
    return INVALID if person is not None and not person.valid else 0
