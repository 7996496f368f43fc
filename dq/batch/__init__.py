"""Many exports in one go, unattended: a plan, a process a job, and a second call that does what is left."""

from dq.batch.plan import Job, Plan, read_plan
from dq.batch.run import BatchRequest, Going, run_batch
from dq.batch.state import Batch, JobResult, JobStatus, as_data

__all__ = [
    "Batch",
    "BatchRequest",
    "Going",
    "Job",
    "JobResult",
    "JobStatus",
    "Plan",
    "as_data",
    "read_plan",
    "run_batch",
]
