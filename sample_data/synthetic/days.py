"""Days as they are written in a register and by people."""

from datetime import date, timedelta

from synthetic.people import Person, to_vi


def day_of(person: Person) -> date:
    """Return the day of birth; the first of what is not known."""
    return first_day(person.born)


def first_day(iso: str) -> date:
    """Return the first day of a date at its own precision."""
    year, month, day = (*iso.split("-"), "01", "01")[:3]
    return date(int(year), int(month), int(day))


def written(day: date) -> str:
    """Return a day as people write it."""
    return to_vi(day.isoformat())


def read(text: str) -> date:
    """Return the day of a whole date as people write it."""
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def later(text: str, days: int) -> str:
    """Return the day that is `days` after the whole date `text`, as people write it."""
    return written(read(text) + timedelta(days=days))


def swapped(iso: str) -> str:
    """Return a whole date with month and day in each other's place, as people write it."""
    year, month, day = iso.split("-")
    return f"{month}/{day}/{year}"


def can_be_swapped(iso: str) -> bool:
    """Whether day and month of a whole date make another date in each other's place."""
    month, day = iso[5:7], iso[8:]
    return "" < day <= "12" and day != month
