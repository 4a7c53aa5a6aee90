"""Why the desk says no. Each refusal carries what the panel or the bot needs to tell a person, never a sentence."""

from datetime import datetime

from core.cases.states import Delivery
from core.use_case import Refused


class NoSuchConversation(Refused):
    """There is no such conversation, or it has been erased."""


class NotHandedOver(Refused):
    """A visitor writes to nobody: no human being was called, so nothing of it may be kept."""


class CentreNotOpened(Refused):
    """Nobody at this centre reads messages; the family must be told so, with the centre's phone."""

    def __init__(self, centre_id: int) -> None:
        super().__init__(f"centre {centre_id} is not opened")
        self.centre_id = centre_id


class TakenBy(Refused):
    """A colleague owns the conversation."""

    def __init__(self, name: str) -> None:
        super().__init__("the conversation has an owner")
        self.name = name


class NotYours(Refused):
    """Only the owner may do this; nobody owns the conversation now."""


class BotIsSpeaking(Refused):
    """A letter of the bot is on its way to this very person; take over when it has arrived."""


class NewerMessages(Refused):
    """Something was said that the curator has not seen (A12). Posting again with `newest_id` sends anyway."""

    def __init__(self, newest_id: int, count: int) -> None:
        super().__init__("there are newer messages")
        self.newest_id = newest_id
        self.count = count


class NoAddress(Refused):
    """The conversation has no address, and a message never goes to another one instead (A13)."""


class NothingToSend(Refused):
    """A message without words and files."""


class TooLong(Refused):
    """More words than a person reads in one go."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} characters")
        self.limit = limit


class FilesTooBig(Refused):
    """More files, or bigger ones, than go out at once."""

    def __init__(self, most: int, bytes_in_all: int) -> None:
        super().__init__(f"more than {most} files or {bytes_in_all} bytes")
        self.most = most
        self.bytes_in_all = bytes_in_all


class UsedElsewhere(Refused):
    """This `client_uuid` belongs to another message."""


class NotRetryable(Refused):
    """Only a part that failed, or whose fate nobody knows, can be sent again."""

    def __init__(self, state: Delivery) -> None:
        super().__init__(f"the part is {state}")
        self.state = state


class NotAtWork(Refused):
    """The colleague cannot own conversations here: disabled, or without rights in this centre."""


class NotAsked(Refused):
    """The family answers a question about closing that nobody has asked, or that has been settled."""

    def __init__(self, settled_at: datetime | None) -> None:
        super().__init__("nobody asks whether this is solved")
        self.settled_at = settled_at


class NoSuchTransfer(Refused):
    """The offer is gone, or it is not for this person."""


class TransferPending(Refused):
    """The conversation is being offered to somebody already."""


class NotRecallable(Refused):
    """Only a message of the centre, and only while the channel lets it be deleted."""


class NotEditable(Refused):
    """Only one's own words to the family are corrected, and only for two days."""


class AnotherLength(Refused):
    """The new words need more or fewer messages of the channel than the old ones stand in."""

    def __init__(self, messages: int) -> None:
        super().__init__(f"does not fit {messages} messages")
        self.messages = messages


class NoSuchColleague(Refused):
    """Nobody of that number can stand in here."""


class NotSnoozable(Refused):
    """Somebody in danger is not put aside, and nothing is for longer than three months or into the past."""


class BadTemplate(Refused):
    """Empty or overlong words, or holes that mean nothing (`strange`), or no such template."""

    def __init__(self, strange: tuple[str, ...]) -> None:
        super().__init__("the template cannot be kept")
        self.strange = strange
