"""The closed list of rights. A use case names the rights that open it; an actor carries the rights it has.

Staff roles map to rights in `core/staff/roles.py`; families and the program itself have fixed ones here.
"""

from enum import StrEnum


class Permission(StrEnum):
    """One right. Deny by default: a use case without a right cannot be declared."""

    ANYBODY = "anybody"
    """Search, helplines, centre list: works before consent."""
    FAMILY = "family"
    """An adult acting for the own family."""
    SYSTEM = "system"
    """The program itself: ticks, the sender, recovery."""
    READ_INBOX = "read_inbox"
    READ_CONVERSATION = "read_conversation"
    TAKE_CASE = "take_case"
    REPLY = "reply"
    WRITE_NOTE = "write_note"
    CLOSE_CASE = "close_case"
    TRANSFER_CASE = "transfer_case"
    READ_FAMILY = "read_family"
    CORRECT_FACT = "correct_fact"
    READ_APPOINTMENTS = "read_appointments"
    MANAGE_APPOINTMENTS = "manage_appointments"
    MANAGE_SCHEDULE = "manage_schedule"
    ANSWER_CRISIS = "answer_crisis"
    EDIT_CONTENT = "edit_content"
    PUBLISH_CONTENT = "publish_content"
    RUN_CAMPAIGNS = "run_campaigns"
    """Write to many families at once."""
    APPROVE_CAMPAIGNS = "approve_campaigns"
    """The second pair of eyes on a large mailing."""
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"
    READ_HEALTH = "read_health"
