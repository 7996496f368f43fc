"""The process of a job, alone."""

import json
import subprocess
import sys

import pytest

NOWHERE = {"task": "run", "catalog": None, "limits": {"memory": 1_000_000_000, "threads": 1}, "options": {}}


@pytest.mark.parametrize("attempt", range(4))
def test_a_batch_that_is_gone_at_once_leaves_nothing_and_nothing_is_said(tmp_path, attempt):
    result = tmp_path / f"{attempt}.json"
    done = subprocess.run(
        [sys.executable, "-m", "dq.batch.worker", str(result)],
        input=json.dumps(NOWHERE) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert not result.exists()
