"""Where there is no browser: the browser tests are left out and that is said, but in CI they fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("ci", "said"),
    [("", "its tests are deselected"), ("1", "its tests fail, as CI is set")],
)
def test_without_a_browser(tmp_path, ci, said):
    environment = {**os.environ, "PATH": str(tmp_path), "CI": ci}
    test = "tests/report/test_report_browser.py::test_a_focused_control_is_seen"
    command = [sys.executable, "-m", "pytest", test, "-p", "no:cacheprovider"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert f"browser: no chromium found, {said}" in result.stdout
    if ci:
        assert result.returncode == 1
        assert "install Debian's `chromium`" in result.stdout
    else:
        assert result.returncode == 5  # nothing left to run
        assert "1 deselected" in result.stdout
