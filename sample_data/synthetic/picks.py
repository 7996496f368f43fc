"""Whom a defect needs: what it asks of the person on whom it is planted."""

from synthetic.people import Person


def is_nguyen(person: Person) -> bool:
    """Whether the surname is one that a wrong encoding or lost marks show in."""
    return person.name.startswith("Nguyễn") and person.ethnicity == "Kinh"


def has_three_words(person: Person) -> bool:
    """Whether the name has one word in the middle, which can be left out."""
    return len(person.name.split()) == 3 and person.ethnicity == "Kinh"  # noqa: PLR2004 - one in the middle


def only_year_known(person: Person) -> bool:
    """Whether nothing but the year of birth is known."""
    return len(person.born) == len("1950")


def whole_date_known(person: Person) -> bool:
    """Whether day, month and year of birth are known."""
    return len(person.born) == len("1950-03-02")
