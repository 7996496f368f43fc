"""The only place that knows the stages: an export goes in, a run folder comes out."""

from dq.pipeline.comparison import compare_runs
from dq.pipeline.pseudonymize import pseudonymize_reference
from dq.pipeline.reference import prepare_reference
from dq.pipeline.relink import LinkRequest, relink
from dq.pipeline.request import RunOutcome, RunRequest
from dq.pipeline.run import run, run_into

__all__ = [
    "LinkRequest",
    "RunOutcome",
    "RunRequest",
    "compare_runs",
    "prepare_reference",
    "pseudonymize_reference",
    "relink",
    "run",
    "run_into",
]
