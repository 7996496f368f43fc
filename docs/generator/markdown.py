"""Small pieces of Markdown."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by docs/generate.py (`make docs`); do not edit. -->"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table and an empty one after it."""
    return [_row(headers), _row(["---"] * len(headers)), *(_row([cell(text) for text in row]) for row in rows), ""]


def cell(text: str) -> str:
    """Return `text` as it can stand in a cell."""
    return text.replace("|", "\\|").replace("\n", " ").strip() or "–"


def code_block(text: str, language: str = "text") -> list[str]:
    """Return `text` as a block of code and an empty line after it."""
    return [f"```{language}", text, "```", ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
