"""Charts as SVG text, made without any library: steps of a total over time, and counts towards a pledge.

Every chart carries a title and a description for readers of a screen, distinguishes its lines by dash as well
as by colour, and needs nothing from the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

WIDTH, HEIGHT = 960, 420
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 34, 46
INK, GRID = "#222222", "#d9d9d9"
LINES = (("#1b4f8a", ""), ("#b3541e", "7 4"), ("#4d7c3a", "2 3"))


@dataclass(frozen=True, slots=True)
class Line:
    """A step line: pairs of ISO day and height, each holding until the next; without a height it stops."""

    name: str
    points: tuple[tuple[str, float | None], ...]


def _days(day: str) -> int:
    return date.fromisoformat(day[:10]).toordinal()


def step_chart(
    lines: Sequence[Line],
    *,
    title: str,
    words: str,
    first: str,
    last: str,
    unit: str = "%",
    name: str = "chart",
) -> str:
    """A step chart of one or more lines over days; heights start at zero.

    Parameters
    ----------
    first, last : str
        ISO days at the two ends of the axis.
    name : str
        Prefix of the ids in the SVG, so that two charts can stand on one page.
    """
    top = max((y for line in lines for _, y in line.points if y is not None), default=1.0) or 1.0
    tick = next(t for t in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if top / t <= 8)
    axes = _Axes(first, last, tick * (int(top / tick) + 1))
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title {name}-words" font-family="sans-serif" font-size="12">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-words">{escape(words)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_grid(axes, tick, unit),
    ]
    for i, line in enumerate(lines):
        rows += _step_line(axes, line, i)
    rows.append(
        f'<text x="{LEFT}" y="20" font-size="15" font-weight="bold" fill="{INK}">{escape(title)}</text>'
    )
    rows.append("</svg>")
    return "\n".join(rows) + "\n"


@dataclass(frozen=True, slots=True)
class _Axes:
    """Days from left to right, heights from zero to the top."""

    first: str
    last: str
    most: int

    def x(self, day: str) -> float:
        """Where a day stands."""
        start, span = _days(self.first), max(1, _days(self.last) - _days(self.first))
        return LEFT + (WIDTH - LEFT - RIGHT) * (_days(day) - start) / span

    def y(self, value: float) -> float:
        """Where a height stands."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.most)


def _grid(axes: _Axes, tick: int, unit: str) -> list[str]:
    """Lines of equal height with their numbers, and the first day of each year."""
    rows = []
    for i in range(int(axes.most / tick) + 1):
        at = axes.y(i * tick)
        rows.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="{GRID}"/>')
        rows.append(
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" fill="{INK}">'
            f"{i * tick}{escape(unit)}</text>"
        )
    for year in range(int(axes.first[:4]), int(axes.last[:4]) + 1):
        day = f"{year}-01-01"
        if axes.first <= day <= axes.last:
            at = axes.x(day)
            rows.append(
                f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{GRID}"/>'
            )
            rows.append(
                f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" fill="{INK}">'
                f"{year}</text>"
            )
    return rows


def _step_line(axes: _Axes, line: Line, i: int) -> list[str]:
    """A line of steps and its entry in the legend."""
    colour, dash = LINES[i % len(LINES)]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    at = LEFT + 8 + i * 300
    return [
        f'<path d="{_path(line, axes)}" fill="none" stroke="{colour}" stroke-width="2.5"{dashes}>'
        f"<title>{escape(line.name)}</title></path>",
        f'<line x1="{at}" x2="{at + 28}" y1="{HEIGHT - 12}" y2="{HEIGHT - 12}" stroke="{colour}" '
        f'stroke-width="2.5"{dashes}/>',
        f'<text x="{at + 34}" y="{HEIGHT - 8}" fill="{INK}">{escape(line.name)}</text>',
    ]


def _path(line: Line, axes: _Axes) -> str:
    parts: list[str] = []
    points = [*line.points, (axes.last, line.points[-1][1])] if line.points else []
    drawn = False
    for day, value in points:
        if drawn:
            parts.append(f"H{axes.x(day):.1f}")
        if value is not None:
            parts.append(f"V{axes.y(value):.1f}" if drawn else f"M{axes.x(day):.1f} {axes.y(value):.1f}")
        drawn = value is not None
    return " ".join(parts)


def bars(
    rows: Sequence[tuple[str, float | None, float | None]],
    goal: float,
    *,
    title: str,
    words: str,
    unit: str,
    name: str,
) -> str:
    """Horizontal bars of counts against a goal: the sure part full, up to the upper bound hatched."""
    tall = 60 + 34 * len(rows)
    most = max([goal, *(v for _, low, high in rows for v in (low, high) if v is not None)]) * 1.1 or 1
    left, wide = 300, WIDTH - 300 - 90

    def across(value: float) -> float:
        return wide * value / most

    marks = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img" '
        f'aria-labelledby="{name}-title {name}-words" font-family="sans-serif" font-size="13">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(words)}</desc>',
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="{LINES[0][0]}" '
        'stroke-width="2"/>'
        "</pattern></defs>",
        f'<rect width="{WIDTH}" height="{tall}" fill="#ffffff"/>',
    ]
    for i, (label, low, high) in enumerate(rows):
        at = 34 + 34 * i
        sure = low or 0.0
        marks.append(
            f'<text x="{left - 8}" y="{at + 15}" text-anchor="end" fill="{INK}">{escape(label)}</text>'
        )
        marks.append(
            f'<rect x="{left}" y="{at}" width="{across(sure):.1f}" height="20" fill="{LINES[0][0]}"/>'
        )
        if high is not None and high > sure:
            marks.append(
                f'<rect x="{left + across(sure):.1f}" y="{at}" width="{across(high - sure):.1f}" height="20" '
                f'fill="url(#{name}-hatch)" stroke="{LINES[0][0]}"/>'
            )
        text = _bounds(low, high, unit)
        end = across(max(sure, high or 0.0))
        marks.append(f'<text x="{left + end + 6:.1f}" y="{at + 15}" fill="{INK}">{escape(text)}</text>')
    mark = left + across(goal)
    marks.append(
        f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="26" y2="{tall - 22}" stroke="{LINES[1][0]}" '
        'stroke-width="2" stroke-dasharray="6 3"/>'
    )
    marks.append(
        f'<text x="{mark:.1f}" y="{tall - 8}" text-anchor="middle" fill="{INK}">'
        f"{goal:g} {escape(unit)}</text>"
    )
    marks.append(f'<text x="4" y="17" font-size="14" font-weight="bold" fill="{INK}">{escape(title)}</text>')
    marks.append("</svg>")
    return "\n".join(marks) + "\n"


def _bounds(low: float | None, high: float | None, unit: str) -> str:
    if low is None and high is None:
        return "no count"
    if high is None:
        return f"at least {low:g}"
    if low is None:
        return f"at most {high:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
