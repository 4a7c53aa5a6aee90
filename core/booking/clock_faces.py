"""One instant on the clocks that matter: the centre's, and the family's own when a remote visit meets another zone.

Pure. Everything that tells a time (confirmation, reminder, list of visits, calendar file) starts from the same instant
and the same two zones, so that they cannot disagree (B9).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.booking.states import Mode


@dataclass(frozen=True, slots=True)
class ClockFaces:
    """The start on the centre's clock; `family` is set only where it must be told besides."""

    centre: datetime
    family: datetime | None

    def as_args(self) -> dict[str, str | int | float]:
        """Arguments of a Fluent message: `time`, `day`, `month` (1-12), `weekday` (1-7); `clocks` is "two" when the
        family's own clock is told besides, by `family_time`, `family_day` and `family_month`."""
        own = self.family or self.centre
        return {
            "time": f"{self.centre:%H:%M}",
            "day": self.centre.day,
            "month": self.centre.month,
            "weekday": self.centre.isoweekday(),
            "clocks": "one" if self.family is None else "two",
            "family_time": f"{own:%H:%M}",
            "family_day": own.day,
            "family_month": own.month,
        }


def clock_faces(instant: datetime, centre: ZoneInfo, family: ZoneInfo, mode: Mode) -> ClockFaces:
    """The clocks to tell for a visit beginning at `instant`."""
    on_centre, on_family = instant.astimezone(centre), instant.astimezone(family)
    differs = on_centre.utcoffset() != on_family.utcoffset()
    return ClockFaces(on_centre, on_family if mode.remote and differs else None)


def wall_clock(local: datetime) -> str:
    """A wall-clock minute as it is promised and stored: "2026-11-24T10:00"."""
    return f"{local:%Y-%m-%dT%H:%M}"


def instant_on(wall: str, zone: ZoneInfo) -> datetime:
    """The UTC instant of a promised wall-clock minute by today's zone database."""
    return datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)
