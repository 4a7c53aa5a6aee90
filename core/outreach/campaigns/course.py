"""How a campaign went so far, for the chart: a few points of time and number, kept small however long it runs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

MOST = 60
_LATELY = 6
"""Points the present pace is taken from: about a minute, later more."""


@dataclass(frozen=True, slots=True)
class Point:
    """At this moment (UTC) so many recipients were settled."""

    at: datetime
    settled: int


def with_point(course: Sequence[Sequence[int]] | None, at: datetime, settled: int) -> list[list[int]]:
    """The course as stored (seconds since 1970, settled) with one more point; a long one keeps every other point."""
    points = [*(list(one) for one in course or ()), [int(at.timestamp()), settled]]
    return points if len(points) <= MOST else [*points[:-1:2], points[-1]]


def points_of(course: Sequence[Sequence[int]] | None) -> tuple[Point, ...]:
    """The stored course to be read."""
    return tuple(Point(datetime.fromtimestamp(at, UTC), settled) for at, settled in course or ())


def per_minute(points: Sequence[Point]) -> int:
    """The pace over the last points, whole recipients a minute; 0 while nothing can be said."""
    last = points[-_LATELY:]
    if len(last) < 2:
        return 0
    seconds = (last[-1].at - last[0].at).total_seconds()
    return round((last[-1].settled - last[0].settled) * 60 / seconds) if seconds > 0 else 0
