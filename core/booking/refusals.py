"""Why a time cannot be had, and what to offer instead. A family is never left with a bare "no" (B1)."""

from enum import StrEnum

from core.booking.free import NearestSlots
from core.use_case import Refused


class Reason(StrEnum):
    """Why not. Each has its own words for the family."""

    TAKEN = "taken"
    """Somebody was faster."""
    OUTSIDE_HOURS = "outside_hours"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    NOT_OFFERED = "not_offered"
    """The centre does not offer this (any more), or takes no bookings yet."""
    LIMIT = "limit"
    """The family has two visits of this kind ahead."""
    OWN_VISIT = "own_visit"
    """The family has another visit in that hour, here or elsewhere."""
    HOLD_OVER = "hold_over"
    """The ten minutes are over and the time went to somebody else."""


class SlotRefused(Refused):
    """No, for `reason`. `instead` asks for the nearest free times; run it as a read of its own, so that a crowd of
    refused people never holds up the writer. `standing`: the ticket of the family's own visit that is in the way."""

    def __init__(self, reason: Reason, instead: NearestSlots, standing: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.instead = instead
        self.standing = standing


class UnknownAppointment(Refused):
    """No such appointment, or not this family's."""


class NotNow(Refused):
    """The appointment's present status does not allow this."""


class AlreadyBooked(NotNow):
    """The kept time is a visit of this family by now; a visit is cancelled, not declined."""
