"""The way back: answers of a review workbook, checked, applied to the export, and the whole job run again."""

from dq.review.apply import ApplyResult, apply_answers
from dq.review.request import ApplyRequest

__all__ = ["ApplyRequest", "ApplyResult", "apply_answers"]
