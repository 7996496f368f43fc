"""What a person should know of the sheets that were read, from the facts of their XML."""

from collections.abc import Iterable, Sequence

from dq.load.workbook.scan import MAX_PLACES, SheetFacts, column_letters
from dq.provenance import LeftOut, Notice


def sheet_notices(name: str, facts: SheetFacts, header_row: int, left_out: Sequence[LeftOut]) -> list[Notice]:
    """Return the notices of a sheet whose records begin below `header_row`; no value is in them."""
    forms = [found for found in left_out if found.sheet == name]
    hidden_rows = (_range(str(first), str(last)) for first, last in facts.hidden_rows)
    hidden = [(first, min(last, facts.columns)) for first, last in facts.hidden_columns if first <= facts.columns]
    hidden_columns = (_range(column_letters(first), column_letters(last)) for first, last in hidden)
    merged = [
        f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        for top, bottom, left, right in facts.merges
        if top > header_row and bottom > top and not any(form.first <= top <= form.last for form in forms)
    ]
    notices = [
        Notice("filtered", int(facts.filtered), (), name),
        _notice("hidden_rows", facts.n_hidden_rows, hidden_rows, name),
        _notice("hidden_columns", sum(last - first + 1 for first, last in hidden), hidden_columns, name),
        _notice("error_cells", facts.n_errors, facts.errors, name),
        _notice("formulas_without_value", facts.n_without_value, facts.without_value, name),
        _notice("merged_cells", len(merged), merged, name),
    ]
    return [notice for notice in notices if notice.count]


def wide_rows(facts: SheetFacts, width: int) -> frozenset[int]:
    """Return the rows with a cell that is merged across half of the `width` columns of the table or more."""
    return frozenset(
        top for top, bottom, left, right in facts.merges if top == bottom and 2 * (right - left + 1) >= max(width, 4)
    )


def _notice(kind: str, count: int, places: Iterable[str], sheet: str) -> Notice:
    return Notice(kind, count, tuple(places)[:MAX_PLACES], sheet)


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"
