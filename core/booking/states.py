"""Closed sets of booking: how a visit happens, where it stands, what a resource is."""

from enum import StrEnum


class Mode(StrEnum):
    """How a visit happens."""

    PLACE = "place"
    PHONE = "phone"
    VIDEO = "video"
    HOME = "home"
    VILLAGE = "village"

    @property
    def remote(self) -> bool:
        """The family stays where it is: its own clock is told beside the centre's."""
        return self in (Mode.PHONE, Mode.VIDEO)

    @property
    def away(self) -> bool:
        """Somebody drives to the family: travel belongs to the visit."""
        return self in (Mode.HOME, Mode.VILLAGE)


class Status(StrEnum):
    """Life of an appointment."""

    HELD = "held"
    """Kept for somebody for ten minutes while they read and agree. Busy for everybody else."""
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    PASSED = "passed"
    """Its time is over and nobody recorded how it went."""


ACTIVE = (Status.HELD, Status.CONFIRMED, Status.ARRIVED)
"""Takes time of a specialist and counts towards a family's limit."""

BOOKED = (Status.CONFIRMED, Status.ARRIVED)
"""A visit that stands: the family is expected then, or is there."""

FOLLOWS = {
    Status.HELD: frozenset({Status.CONFIRMED, Status.EXPIRED, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.CANCELLED, Status.ARRIVED, Status.DONE, Status.NO_SHOW, Status.PASSED}),
    Status.ARRIVED: frozenset({Status.DONE, Status.PASSED}),
    Status.NO_SHOW: frozenset({Status.DONE}),
    Status.PASSED: frozenset({Status.DONE, Status.NO_SHOW}),
}
"""What may follow what. A late family that was seen after all turns a no-show into a visit done."""


class ResourceKind(StrEnum):
    """What can be busy."""

    SPECIALIST = "specialist"
    ROOM = "room"
    CREW = "crew"


class HoursKind(StrEnum):
    """A line of a weekly timetable."""

    WORK = "work"
    BREAK = "break"


class ChangeKind(StrEnum):
    """A change of one day: `OPEN` hours replace the weekly ones, `CLOSED` ones are cut out."""

    OPEN = "open"
    CLOSED = "closed"


class DayKind(StrEnum):
    """What a centre itself says about a day, against the production calendar."""

    WORKING = "working"
    SHORTENED = "shortened"
    OFF = "off"


class PartOfDay(StrEnum):
    """When a family that waits can come, by the centre's clock."""

    ANY = "any"
    MORNING = "morning"
    """Before 12."""
    AFTERNOON = "afternoon"
    """From 12 to 16."""
    EVENING = "evening"
    """From 16 on."""

    def covers(self, hour: int) -> bool:
        """Whether a visit beginning in this hour of the day would do."""
        match self:
            case PartOfDay.MORNING:
                return hour < 12
            case PartOfDay.AFTERNOON:
                return 12 <= hour < 16
            case PartOfDay.EVENING:
                return hour >= 16
            case _:
                return True


class GatheringKind(StrEnum):
    """What many come to at once."""

    CLUB = "club"
    EVENT = "event"
    OPEN_DAY = "open_day"


class Standing(StrEnum):
    """Where somebody stands who wants to come to a gathering. Whoever gives the place up has no row."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
