"""The course of a mailing as a small picture: a line that climbs from nobody to everybody. It is also said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.outreach.campaigns.course import Point, per_minute

WIDTH, HEIGHT = 480, 120
"""Units of the drawing; on the page it is as wide as its box."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`line` and `area` are points of SVG; `minutes_left` None while nothing can be said, or when it is over."""

    line: str
    area: str
    began: datetime
    until: datetime
    settled: int
    size: int
    per_minute: int
    minutes_left: int | None


def chart_of(points: Sequence[Point], size: int, *, running: bool) -> Chart | None:
    """None before there are two points to join."""
    if len(points) < 2 or not size:
        return None
    began, until = points[0].at, points[-1].at
    seconds = max((until - began).total_seconds(), 1)
    places = [
        (round((one.at - began).total_seconds() / seconds * WIDTH, 1), round(HEIGHT * (1 - one.settled / size), 1))
        for one in points
    ]
    line = " ".join(f"{x},{y}" for x, y in places)
    pace, left = per_minute(points), size - points[-1].settled
    minutes = -(-left // pace) if running and pace and left else None
    return Chart(line, f"0,{HEIGHT} {line} {WIDTH},{HEIGHT}", began, until, points[-1].settled, size, pace, minutes)
