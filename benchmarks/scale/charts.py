"""The charts of the page as SVG, readable in light and in dark."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks.scale.model import Entry, Table
from benchmarks.scale.page import CHARTS
from benchmarks.scale.results import Results

WIDTH = 760
_LABEL, _VALUE = 190, 190  # widths of the names on the left and of the figures on the right
_BAR, _GAP, _TOP = 20, 10, 40
_PLOT_HEIGHT, _PAD = 170, 56
_STYLE = """
svg { color-scheme: light dark; --ink: #1f2933; --soft: #5b6770; --ours: #0b6e4f; --floor: #8a97a0; --peer: #b9743a; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6ebef; --soft: #a3b0b9; --ours: #4cc38a; --floor: #6d7b85; --peer: #e0a36c; }
}
text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.title { font-weight: 600; font-size: 15px; }
.soft { fill: var(--soft); }
.ours { fill: var(--ours); } .floor { fill: var(--floor); } .peer { fill: var(--peer); }
.line { fill: none; stroke: var(--ours); stroke-width: 2; }
.axis { stroke: var(--soft); stroke-width: 1; }
"""


def write_charts(results: Results, folder: Path) -> None:
    """Write a chart a section that has results, of its largest table."""
    folder.mkdir(parents=True, exist_ok=True)
    for section in CHARTS:
        table = results.largest(section)
        if table is not None:
            drawn = growth_chart(table) if section == "growth" else bar_chart(table)
            ET.indent(drawn)
            (folder / f"{section}.svg").write_text(ET.tostring(drawn, encoding="unicode") + "\n", encoding="utf-8")


def bar_chart(table: Table) -> ET.Element:
    """Return a bar an entry: its seconds, how often the floor's, its memory; or why it has none."""
    height = _TOP + len(table.entries) * (_BAR + _GAP) + _GAP
    drawn = _canvas(table.title, height)
    longest = max((entry.seconds or 0 for entry in table.entries), default=0) or 1
    room = WIDTH - _LABEL - _VALUE
    for index, entry in enumerate(table.entries):
        y = _TOP + index * (_BAR + _GAP)
        middle = y + _BAR * 0.72
        _text(drawn, _LABEL - 8, middle, entry.name, anchor="end")
        width = (entry.seconds or 0) / longest * room
        if entry.seconds is not None:
            size = {"x": f"{_LABEL}", "y": f"{y}", "width": f"{max(width, 1):.1f}", "height": f"{_BAR}", "rx": "2"}
            ET.SubElement(drawn, "rect", {"class": _kind(entry), **size})
        _text(drawn, _LABEL + width + 8, middle, _said(table, entry), style="soft")
    return drawn


def growth_chart(table: Table) -> ET.Element:
    """Return two plots by rows: seconds, and peak memory."""
    entries = [entry for entry in table.entries if "failing" not in entry.name and entry.seconds is not None]
    height = _TOP + _PLOT_HEIGHT + _PAD
    drawn = _canvas(table.title, height)
    half = WIDTH / 2
    _plot(drawn, entries, 0, half, ("seconds", lambda entry: entry.seconds or 0))
    _plot(drawn, entries, half, half, ("peak memory, MB", lambda entry: (entry.peak or 0) / 1e6))
    return drawn


def _plot(
    drawn: ET.Element, entries: Sequence[Entry], left: float, width: float, what: tuple[str, Callable[[Entry], float]]
) -> None:
    name, figure = what
    x0, x1, y0, y1 = left + 24, left + width - 40, _TOP + 24 + _PLOT_HEIGHT, _TOP + 24
    most_rows = max((entry.rows for entry in entries), default=1)
    most = max(map(figure, entries), default=1) or 1
    places = [
        (x0 + entry.rows / most_rows * (x1 - x0), y0 - figure(entry) / most * (y0 - y1), entry) for entry in entries
    ]
    _text(drawn, x0, _TOP + 4, name, style="soft")
    axis = {"x1": f"{x0:.1f}", "y1": f"{y0:.1f}", "x2": f"{x1 + 20:.1f}", "y2": f"{y0:.1f}"}
    ET.SubElement(drawn, "line", {"class": "axis", **axis})
    ET.SubElement(drawn, "polyline", {"class": "line", "points": " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)})
    for x, y, entry in places:
        ET.SubElement(drawn, "circle", {"class": "ours", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "4"})
        _text(drawn, x - 6, y - 8, f"{figure(entry):,.0f}", anchor="end")  # left of it: what grows comes from below
        _text(drawn, x, y0 + 18, f"{entry.rows / 1e6:g} M", style="soft", anchor="middle")


def _canvas(title: str, height: float) -> ET.Element:
    size = {"viewBox": f"0 0 {WIDTH} {height:.0f}", "width": f"{WIDTH}", "height": f"{height:.0f}"}
    drawn = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": title, **size})
    ET.SubElement(drawn, "style").text = _STYLE
    ET.SubElement(drawn, "title").text = title
    _text(drawn, 8, 22, title, style="title")
    return drawn


def _text(drawn: ET.Element, x: float, y: float, words: str, *, style: str = "", anchor: str = "start") -> None:
    attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
    ET.SubElement(drawn, "text", attributes | ({"class": style} if style else {})).text = words


def _kind(entry: Entry) -> str:
    if entry.floor or entry.name.startswith("floor"):
        return "floor"
    return "ours" if entry.name.startswith("dq") else "peer"


def _said(table: Table, entry: Entry) -> str:
    if entry.seconds is None:
        return entry.note
    ratio = table.ratio(entry)
    times = f" · {ratio:.1f} ×" if ratio is not None and not entry.floor else ""
    memory = f" · {entry.peak / 1e6:,.0f} MB" if entry.peak else ""
    return f"{entry.seconds:,.2f} s{times}{memory}"
