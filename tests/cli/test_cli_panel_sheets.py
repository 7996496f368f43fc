"""The panel says which sheets were read, where there was a choice, and never more."""

import pytest

from dq.cli.panel import _sheets
from dq.locale import load_locale


@pytest.mark.parametrize(
    ("sheets", "others", "notices", "said"),
    [
        ([], [], [], ""),
        (["S"], [], [], ""),
        (["A", "B"], [], [], "sheets that were read: A, B"),
        (["A"], ["C"], [], "sheets that were read: A\nnot read: C (choose with --sheet)"),
        (["A"], [], [{}], "things to know about the file (hidden rows, errors, merged cells …): 1, see the report"),
    ],
)
def test_sheets_and_notices_of_the_panel(sheets, others, notices, said):
    source = {"sheets": [{"name": name} for name in sheets], "other_sheets": others, "notices": notices}
    assert _sheets(source, load_locale("en")) == said
