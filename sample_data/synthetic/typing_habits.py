"""How names come out of a hand or a program: the same name written badly, or another one by a slip."""

import unicodedata


def in_nfd(name: str) -> str:
    """Return `name` with its marks as characters of their own, as some systems store them."""
    return unicodedata.normalize("NFD", name)


def double_spaced(name: str) -> str:
    """Return `name` with a space too many inside, and one before and after it."""
    return f" {name.replace(' ', '  ', 1)} "


def in_capitals_without_marks(name: str) -> str:
    """Return `name` as machines of old wrote it."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).upper()


def misread(name: str) -> str:
    """Return `name`, of a Nguyễn, with its surname as UTF-8 that was read as Windows-1252."""
    return name.replace("Nguyễn", "Nguyá»…n")


def without_middle(name: str) -> str:
    """Return the first and the last word of `name`."""
    words = name.split()
    return f"{words[0]} {words[-1]}"


def other_sex(word: str) -> str:
    """Return the other one of Nam and Nữ."""
    return {"Nam": "Nữ", "Nữ": "Nam"}[word]


def sex_code(word: str) -> str:
    """Return Nam and Nữ as many systems store them."""
    return {"Nam": "1", "Nữ": "2"}[word]
