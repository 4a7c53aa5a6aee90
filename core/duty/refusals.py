"""Why duty says no."""

from core.use_case import Refused


class NoSuchShift(Refused):
    """The line of the roster is gone."""


class CannotBeOnDuty(Refused):
    """Disabled, or without the right to answer families of this centre."""


class ShiftUnclear(Refused):
    """A line needs a day of the week or a date, a beginning and an end."""


class NoSuchAlarm(Refused):
    """The alarm is unknown here, or over."""


class DrillRuns(Refused):
    """One exercise at a time."""


class CodeDoesNotWork(Refused):
    """The code is unknown, used or too old; which of them is not told."""


class NoSuchMark(Refused):
    """Nothing is marked here, or a colleague has cleared it."""
