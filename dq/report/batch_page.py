"""A batch in sentences: why each job ended as it did, and the page that lists all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dq.locale import load_locale
from dq.report.html import render_batch
from dq.report.reasons import reason_lines
from dq.report.view_batch import batch_view
from dq.runs import write_private

_REASONS = 1


def say_end(answer: Mapping[str, Any], summary: Mapping[str, Any] | None, language: str) -> str:
    """Return why a job ended as it did.

    Args:
        answer: What its process said: `error`, the key of a message, with `parameters`; or nothing of the kind.
        summary: The `run.json` of a job that is not in error.
        language: `vi` or `en`.
    """
    if summary is None:
        return load_locale(language).say(answer["error"], **answer["parameters"])
    return " · ".join(reason_lines(summary, language, most=_REASONS))


def write_batch_page(content: Mapping[str, Any], out: Path, *, language: str) -> None:
    """Write the page of a batch, `content` as in `batch.json`, to `out`, readable by its owner only.

    Raises:
        OutputError: `out` cannot be written.
    """
    write_private(render_batch(batch_view(content), language).encode(), out)
