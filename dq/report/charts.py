"""Geometry of the charts: plain numbers that the templates draw as SVG."""

from dataclasses import dataclass

from dq.report.format import Share
from dq.report.view_flow import Flow, HeldBack

WIDTH = 760
_THICK = 240.0  # height of all records together
_SLOT = 50.0  # height that the label of a branch needs
_LEFT, _RIGHT, _NODE = 0.0, 330.0, 12.0  # x of the two columns, width of a node
_TOP = 34.0
_MIN = 1.5  # a branch of a single record is still seen


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of the flow: its ribbon as an SVG path, its node and its label."""

    code: str
    records: Share
    held: HeldBack | None
    path: str
    y: float
    height: float
    label_y: float


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The flow of records, from one node on the left to a node a branch on the right."""

    width: int
    height: float
    source_y: float
    source_height: float
    branches: tuple[Branch, ...]


def flow_chart(flow: Flow) -> FlowChart:
    """Return the geometry of the flow: the records ready to sync on top, below them those held back, by reason."""
    ends: list[HeldBack | None] = [None, *flow.held]
    shares = [flow.ready, *(held.records for held in flow.held)]
    thick = [max(_MIN, share.fraction * _THICK) if share.part else 0.0 for share in shares]
    slots = [max(height + 14, _SLOT) for height in thick]
    height = _TOP + max(sum(slots), _THICK) + 6
    source = sum(thick)
    left = source_y = _TOP + max(0.0, (height - _TOP - source) / 2)
    y = _TOP
    branches = []
    for end, share, size, slot in zip(ends, shares, thick, slots, strict=True):
        middle = y + slot / 2
        top = middle - size / 2
        branches.append(
            Branch(
                code=end.code if end else "ready",
                records=share,
                held=end,
                path=_ribbon(left, top, size),
                y=round(top, 1),
                height=round(size, 1),
                label_y=round(middle, 1),
            )
        )
        left += size
        y += slot
    return FlowChart(WIDTH, round(height, 1), round(source_y, 1), round(source, 1), tuple(branches))


def _ribbon(left: float, right: float, size: float) -> str:
    x0, x1 = _LEFT + _NODE, _RIGHT
    bend = (x0 + x1) / 2
    down = f"M{x0:g} {left:.1f}C{bend:g} {left:.1f} {bend:g} {right:.1f} {x1:g} {right:.1f}V{right + size:.1f}"
    return f"{down}C{bend:g} {right + size:.1f} {bend:g} {left + size:.1f} {x0:g} {left + size:.1f}Z"
