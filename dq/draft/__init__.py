"""A first draft of a dataset's schema and rules, from an export: what a person then decides stands in its comments."""

from dq.draft.draft import Drafted, draft

__all__ = ["Drafted", "draft"]
