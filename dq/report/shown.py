"""Text fit to be shown: what may be a person's number or birth date, in whichever column it stands, is cut short."""

import re

LONGEST = 80  # characters of one value; a cell of a spreadsheet may hold 32,767
_VISIBLE = 4
_STAR = "*"
_GAP = r"[\W_]"  # spaces of any kind, commas, dashes, dots, what is not seen: no letter and no digit
# Nine or more digits, however they are spaced, are taken for an identifier that stands in the wrong column.
_NUMBER = re.compile(rf"\d(?:{_GAP}{{0,5}}\d){{8,}}")
_PASSPORT = re.compile(rf"(?<![^\W_])[A-Za-z]{_GAP}{{0,2}}\d(?:{_GAP}?\d){{6,7}}(?!\d)")
_SEPARATOR = re.compile(_GAP)
_NO_DIGIT = re.compile(r"\D")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")  # full-width, Arabic-Indic: shown as ASCII
# Characters without a width are dropped beside a digit: they would take a number or a date apart.
_JOINERS = "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_JOINED = re.compile(rf"(?<=\d){_JOINERS}+|{_JOINERS}+(?=\d)")
# Control characters and those that turn the direction of writing would let a value disguise what stands around it.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_DASH = r"/\\\-\u2010-\u2015\u2212"
_PART = r"(?:0?[1-9]|[12][0-9]|3[01])"  # a day or a month: spreadsheets write either first
_TWO = r"(?:0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_TIME = r"(?:(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"


def _spaced(first: str, second: str, third: str, name: str) -> str:
    """Return the pattern of three parts between dashes or slashes, or between one and the same other separator."""
    dash = rf"\s{{0,3}}[{_DASH}]{{1,3}}\s{{0,3}}"
    same = rf"{first}\s{{0,3}}(?P<{name}>[.,_\u00b7:;|]|\s)\s{{0,3}}{second}\s{{0,3}}(?P={name})\s{{0,3}}{third}"
    return rf"(?:{first}{dash}{second}{dash}{third}|{same})"


_DATE = re.compile(
    rf"(?<!\d)(?:{_spaced(_PART, _PART, _YEAR, 'a')}|{_spaced(_YEAR, _PART, _PART, 'b')}"
    rf"|{_TWO}{_MONTH}{_YEAR}|{_YEAR}{_MONTH}{_TWO}"
    rf"|{_PART}\s*th(?:[a\u00e1]\u0301?ng|g\.?)\s*{_PART}[\s,{_DASH}]*(?:n[a\u0103]\u0306?m)?\s*{_YEAR}){_TIME}(?!\d)",
    re.IGNORECASE,
)
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NAMED_DATE = re.compile(  # as a spreadsheet writes them: 2-Mar-86, 02 March 1986, Mar 2, 1986
    rf"(?<!\w)(?:{_PART}[\s,{_DASH}]{{1,3}}{_NAME}|{_NAME}[\s,{_DASH}]{{1,3}}{_PART})[\s,{_DASH}]{{1,3}}"
    rf"({_YEAR}|[0-9]{{2}}){_TIME}(?!\w)",
    re.IGNORECASE,
)
_FOUR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
# With a year of two digits it may be a house number, which is followed by a street or by further numbers.
_SHORT_DATE = re.compile(rf"(?<![\w.{_DASH}]){_TWO}[{_DASH}]{_MONTH}[{_DASH}]([0-9]{{2}})(?![.{_DASH}]?\w|\s+[^\W\d_])")


def last4(text: str) -> str:
    """Return `text` with all but its last four characters starred, and never more than half of it shown."""
    visible = min(_VISIBLE, len(text) // 2)
    return _STAR * (len(text) - visible) + (text[-visible:] if visible else "")


def clean(text: str, *, most: int = LONGEST, keep_dates: bool = False) -> str:
    """Return `text` fit to be shown: numbers of persons masked, of dates the year, nothing invisible.

    Args:
        text: What stands in a cell, or what somebody wrote.
        most: How many characters are shown.
        keep_dates: Whole dates stay, as in what an official wrote to be read.
    """
    text = _FOREIGN_DIGIT.sub(lambda found: str(int(found[0])), _JOINED.sub("", text))
    text = _PASSPORT.sub(lambda found: last4(_SEPARATOR.sub("", found[0])), _NUMBER.sub(_number, text))
    if not keep_dates:
        text = _NAMED_DATE.sub(r"\1", _SHORT_DATE.sub(r"\1", _DATE.sub(_year, text)))
    shown = _INVISIBLE.sub("\ufffd", text)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _number(found: re.Match[str]) -> str:
    """Return the last four digits; dates one after the other are no number."""
    digits = _NO_DIGIT.sub("", found[0])
    return last4(digits) if _NO_DIGIT.sub("", _DATE.sub("", found[0])) else found[0]


def _year(found: re.Match[str]) -> str:
    years = _FOUR.findall(found[0])
    return years[0] if years else _compact_year(found[0])


def _compact_year(text: str) -> str:
    return text[4:8] if re.match(rf"{_TWO}{_MONTH}{_YEAR}(?!\d)", text) else text[:4]
