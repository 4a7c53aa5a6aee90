"""The lives of a campaign and of each of its recipients."""

from enum import StrEnum


class CampaignState(StrEnum):
    """Draft, sent to oneself, launched; more than a thousand recipients wait for a second pair of eyes (C12)."""

    DRAFT = "draft"
    AWAITS = "awaits"
    """Another person has to approve it."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    """It stood still when it should have run (a restored backup, a long absence): a person decides (C15)."""
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientState(StrEnum):
    """One row each, from the snapshot to the end; the sum over all states is the size of the snapshot (C2)."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Nobody knows whether it arrived; each such row is listed."""
    SKIPPED = "skipped"


OPEN = (RecipientState.WAITING, RecipientState.QUEUED, RecipientState.SENDING)
"""Rows something may still happen to."""


class Repeat(StrEnum):
    """What to do when nobody knows whether a letter arrived: at worst somebody reads it twice, or not at all."""

    RESEND = "resend"
    SKIP = "skip"
