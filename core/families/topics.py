"""What the centre may write about unasked. A closed set: whoever sends names one of these, an adult mutes any (C13).

Answers to what somebody wrote or booked belong to no topic and cannot be muted.
"""

from enum import StrEnum


class Topic(StrEnum):
    """One kind of news; the words on the button stand in Fluent under `topic-<value>`."""

    CHANGES = "changes"
    """What ends and what begins for this family (F11)."""
    MEASURES = "measures"
    """New help in the family's region."""
    CLUBS = "clubs"
    """Clubs, events, open-door days (F12)."""
    CENTRE = "centre"
    """News of the own centre: hours, visits to villages."""
    CARE = "care"
    """«Как у вас дела?»: a short question while the centre accompanies the family or its plan is open."""
