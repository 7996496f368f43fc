"""Waivers: findings that a named person has excused for a time. Shown apart, never dropped (docs/adr)."""

from dq.waive.file import Waiver, load_waivers
from dq.waive.findings import Waived, waive, waive_nothing

__all__ = ["Waived", "Waiver", "load_waivers", "waive", "waive_nothing"]
