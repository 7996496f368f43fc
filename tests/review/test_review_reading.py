"""Files that are no filled workbooks, or damaged ones, are refused by name."""

import zipfile

import pytest

from dq.errors import LoadError
from dq.review.reading import read_answers


@pytest.mark.parametrize("at", [0, 60, -30], ids=["head", "content", "directory"])
def test_a_damaged_archive_is_told(tmp_path, at):
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(f"{number};{number * 7919}\n" for number in range(5000)))
    content = bytearray(path.read_bytes())
    content[at : at + 12 if at >= 0 else None] = b"\xff" * 12
    path.write_bytes(content)
    with pytest.raises(LoadError) as caught:
        list(read_answers([path], tmp_path))
    assert caught.value.parameters["file"] == "xa.zip"
