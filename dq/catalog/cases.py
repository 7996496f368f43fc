"""The examples of a rule as tables: whatever its body, a case is some rows of its dataset, perhaps beside others."""

from collections.abc import Mapping, Sequence
from typing import Any

from dq.model import Rule

Rows = Sequence[Mapping[str, Any]]


def case_tables(rule: Rule, case: Any) -> Mapping[str, Rows]:
    """Return the rows of one case by dataset, that of `rule` first.

    A record rule's case is one row, that of a rule over the table a list of rows, and that of a rule `with` another
    dataset a mapping of datasets to their rows.
    """
    if isinstance(case, list):
        return {rule.dataset: case}
    if all(isinstance(rows, list) for rows in case.values()) and case:
        return {rule.dataset: case.get(rule.dataset, []), **case}
    return {rule.dataset: [case]}
