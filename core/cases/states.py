"""The closed sets of a conversation and a case: every value a person may see as a word has its name here."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a family's case stands (reference/domain.md §3, product.md C4)."""

    NEW = "new"
    TRIAGE = "triage"
    DIAGNOSING = "diagnosing"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    DECLINED = "declined"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class CaseLevel(StrEnum):
    """How much the centre does: it informs, helps with a step, or stays with the family."""

    INFORM = "inform"
    HELP = "help"
    ACCOMPANY = "accompany"


class FamilyWord(StrEnum):
    """What the family itself said when asked whether the problem is solved (F13)."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    DECLINED = "declined"
    """The family does not want the help any longer."""


class OwnerKind(StrEnum):
    """Who answers in a conversation. Exactly one at any instant."""

    BOT = "bot"
    QUEUE = "queue"
    CURATOR = "curator"


class WaitsFor(StrEnum):
    """Whose turn it is. Nobody's only while the bot owns the conversation."""

    NOBODY = "nobody"
    STAFF = "staff"
    FAMILY = "family"


class ContactBasis(StrEnum):
    """Why a conversation may be kept at all (design.md, identity and privacy)."""

    CONSENT = "consent"
    CALL = "call"
    """The person asked for a human being before consenting to anything else."""
    CRISIS = "crisis"


class RequestReason(StrEnum):
    """What opened a request (C1)."""

    CALLED = "called"
    MESSAGE = "message"
    CRISIS = "crisis"
    NOT_SOLVED = "not_solved"
    STAFF = "staff"
    """A curator turned to the family first."""


class Direction(StrEnum):
    """Whose words a row of a conversation holds."""

    IN = "in"
    OUT = "out"
    NOTE = "note"
    """For staff only; never leaves the centre."""
    SYSTEM = "system"


class Happening(StrEnum):
    """What a system row tells."""

    CALLED = "called"
    CRISIS = "crisis"
    TAKEN = "taken"
    RELEASED = "released"
    ASSIGNED = "assigned"
    """By a colleague, or by the program; then the row's words are a `core.cases.choosing.Choice`."""
    CLOSE_ASKED = "close_asked"
    SOLVED = "solved"
    DECLINED = "declined"
    NOT_SOLVED = "not_solved"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_ACCEPTED = "transfer_accepted"
    TRANSFER_REFUSED = "transfer_refused"
    TRANSFER_WITHDRAWN = "transfer_withdrawn"
    NEEDS_HELP = "needs_help"
    """Asked «Как у вас дела?», the family said that it needs help."""


class Content(StrEnum):
    """What kind of message it is. A kind no channel told us about is `unsupported`, and still a visible row (A4)."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    VENUE = "venue"
    CONTACT = "contact"
    POLL = "poll"
    DICE = "dice"
    UNSUPPORTED = "unsupported"

    @classmethod
    def named(cls, name: str) -> "Content":
        """The kind a channel calls `name`; `UNSUPPORTED` for one we do not know."""
        return cls(name) if name in set(cls) else cls.UNSUPPORTED


class FileState(StrEnum):
    """Whether the centre can open a file the family sent."""

    AVAILABLE = "available"
    TOO_BIG = "too_big"
    FAILED = "failed"


class Delivery(StrEnum):
    """Where one part of a curator's message is on its way to the family."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The channel never told whether it took the message; a person decides about sending it again (A7)."""
