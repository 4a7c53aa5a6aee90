"""The closed sets of duty: lines of the roster, steps of the ladder, how an alarm ends."""

from datetime import timedelta
from enum import StrEnum


class Line(StrEnum):
    """Whom an alarm reaches: those on duty first, the second line when nobody has come (E4)."""

    FIRST = "first"
    SECOND = "second"


class Step(StrEnum):
    """One rung of the ladder."""

    DUTY = "duty"
    LEAD = "lead"
    SECOND_LINE = "second_line"


AFTER: dict[Step, timedelta] = {
    Step.DUTY: timedelta(0),
    Step.LEAD: timedelta(minutes=2),
    Step.SECOND_LINE: timedelta(minutes=5),
}
"""How long after the alarm each rung is due (acceptance row E4)."""


class StepState(StrEnum):
    """Life of a rung. Dropped: a person came, or the alarm ended, before it was due."""

    WAITING = "waiting"
    FIRED = "fired"
    DROPPED = "dropped"


class Ending(StrEnum):
    """Why an alarm is over."""

    CLEARED = "cleared"
    """A member of staff says that the danger is over."""
    SOLVED = "solved"
    """The family said that its problem is solved."""
    CONTINUED = "continued"
    """New danger after somebody had come, after the ladder rang in vain, or after «Это ошибка»: a new alarm goes on."""
    DRILL = "drill"
    """An exercise was answered."""
