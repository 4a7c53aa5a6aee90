"""What each staff role may do, as one table that a person in charge can read and a test can walk through (D1).

A role is always held *somewhere*: in one centre, in a region or everywhere. Rights of one grant never combine with the
place of another: `core/staff/actor.py` keeps, for every right, the centres it is held in.
"""

from enum import StrEnum

from core.permissions import Permission as P


class Role(StrEnum):
    """Who somebody is at work (product.md C14)."""

    CURATOR = "curator"
    SPECIALIST = "specialist"
    DUTY = "duty"
    HEAD = "head"
    EDITOR = "editor"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """How far a grant reaches."""

    CENTRE = "centre"
    REGION = "region"
    ALL = "all"


_CURATOR = frozenset(
    {
        P.ANYBODY,
        P.READ_INBOX,
        P.READ_CONVERSATION,
        P.TAKE_CASE,
        P.REPLY,
        P.WRITE_NOTE,
        P.CLOSE_CASE,
        P.TRANSFER_CASE,
        P.READ_FAMILY,
        P.CORRECT_FACT,
        P.READ_APPOINTMENTS,
        P.MANAGE_APPOINTMENTS,
    }
)

RIGHTS: dict[Role, frozenset[P]] = {
    Role.CURATOR: _CURATOR,
    Role.SPECIALIST: frozenset({P.ANYBODY, P.READ_FAMILY, P.CORRECT_FACT, P.READ_APPOINTMENTS, P.MANAGE_APPOINTMENTS}),
    Role.DUTY: _CURATOR | {P.ANSWER_CRISIS, P.READ_HEALTH},
    Role.HEAD: _CURATOR
    | {P.ANSWER_CRISIS, P.MANAGE_SCHEDULE, P.READ_AUDIT, P.READ_HEALTH, P.RUN_CAMPAIGNS, P.APPROVE_CAMPAIGNS},
    Role.EDITOR: frozenset({P.ANYBODY, P.EDIT_CONTENT, P.PUBLISH_CONTENT, P.RUN_CAMPAIGNS}),
    # An observer sees how the centre works, never what a family wrote.
    Role.OBSERVER: frozenset({P.ANYBODY, P.READ_HEALTH}),
    # An administrator runs accounts and schedules, and reads no conversation.
    Role.ADMINISTRATOR: frozenset({P.ANYBODY, P.MANAGE_STAFF, P.MANAGE_SCHEDULE, P.READ_AUDIT, P.READ_HEALTH}),
}
