"""The changes by the name that `data/defects.csv` gives them."""

from collections.abc import Mapping
from types import MappingProxyType

from dq.sample.changes import days, groups, names, numbers, texts
from dq.sample.changes.change import Change, Maker, Planted

CHANGES: Mapping[str, Maker] = MappingProxyType(
    {
        "set": texts.set_text,
        "same_as": texts.same_as,
        "after_check": days.after_check,
        "former_commune": texts.former_commune,
        "append": texts.append,
        "prepend": texts.prepend,
        "overwrite": texts.overwrite,
        "replace": texts.replace_text,
        "upper": names.upper,
        "without_marks": names.without_marks,
        "decomposed": names.decomposed,
        "spaced": names.spaced,
        "mojibake": names.mojibake,
        "spelled": names.spelled,
        "mistyped": names.mistyped,
        "marks_changed": names.marks_changed,
        "middle_left_out": names.middle_left_out,
        "titled": names.titled,
        "other_sex": names.other_sex,
        "lost_zero": numbers.lost_zero,
        "grouped": numbers.grouped,
        "letter_o": numbers.letter_o,
        "truncated": numbers.truncated,
        "scientific": numbers.scientific,
        "wrong_century": numbers.wrong_century,
        "unassigned_province": numbers.unassigned_province,
        "unknown_number": numbers.unknown_number,
        "organization": texts.organization,
        "cancelled_number": numbers.cancelled_number,
        "card_number": numbers.card_number,
        "unknown_card": numbers.unknown_card,
        "somebody_else": numbers.somebody_else,
        "departed": numbers.departed,
        "swapped": days.swapped,
        "year_only": days.year_only,
        "first_of_year": days.first_of_year,
        "years_later": days.years_later,
        "dotted": days.dotted,
        "iso": days.iso,
        "in_words": days.in_words,
        "two_digit_year": days.two_digit_year,
        "serial": days.serial,
        "days_later": days.days_later,
        "times": numbers.times,
        "copied": groups.copied,
        "copied_with_card": groups.copied_with_card,
        "number_of_first": groups.number_of_first,
        "of_first": groups.of_first,
        "entry_of_first": groups.entry_of_first,
    }
)

__all__ = ["CHANGES", "Change", "Planted"]
