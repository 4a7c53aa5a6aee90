"""What an open conversation can be handed, tagged or put aside with: the choices of the forms beside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.cases.assigning import suggested
from core.cases.choosing import Choice
from core.cases.colleagues import Colleague, colleagues_of
from core.cases.conversations import look, name_of, row_id
from core.cases.desk_tables import Snooze
from core.cases.pending import pending_transfer
from core.cases.tags import TagLine, tags_at, tags_of
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadChoices:
    """Which conversation is open."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class CentreChoice:
    """Another centre that answers families."""

    centre_id: int
    name: str


@dataclass(frozen=True, slots=True)
class PendingOffer:
    """Whom the conversation is offered to."""

    transfer_id: int
    to: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Names for lists to choose from, and what has been chosen."""

    colleagues: tuple[Colleague, ...]
    """Of this centre, without the owner."""
    centres: tuple[CentreChoice, ...]
    tags: tuple[TagLine, ...]
    """On this conversation."""
    known_tags: tuple[TagLine, ...]
    """Of the centre."""
    offer: PendingOffer | None
    aside_until: datetime | None
    suggestion: Choice | None = None
    """Whom the program would give it to, and why."""


@use_case(Permission.READ_CONVERSATION)
def read_choices(tx: Tx, query: ReadChoices) -> Choices:
    """The choices. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = look(tx, query.conversation_id)
    colleagues = colleagues_of(tx, conversation.centre_id)
    snooze = tx.session.get(Snooze, query.conversation_id)
    return Choices(
        colleagues=tuple(each for each in colleagues if each.account_id != conversation.curator_id),
        centres=_other_centres(tx, conversation.centre_id),
        tags=tags_of(tx, [query.conversation_id]).get(query.conversation_id, ()),
        known_tags=tags_at(tx, conversation.centre_id),
        offer=_pending(tx, query.conversation_id),
        aside_until=snooze.until if snooze else None,
        suggestion=suggested(tx, conversation),
    )


def _other_centres(tx: Tx, centre_id: int) -> tuple[CentreChoice, ...]:
    query = select(Centre).where(col(Centre.opened), col(Centre.id) != centre_id).order_by(col(Centre.name))
    return tuple(CentreChoice(row_id(row), row.name) for row in tx.session.exec(query))


def _pending(tx: Tx, conversation_id: int) -> PendingOffer | None:
    transfer = pending_transfer(tx, conversation_id)
    if transfer is None:
        return None
    centre = tx.session.get(Centre, transfer.to_centre_id)
    to = name_of(tx, transfer.to_account_id) or (centre.name if centre else "")
    return PendingOffer(row_id(transfer), to)


@dataclass(frozen=True, slots=True)
class ReadColleagues:
    """Of which centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Everybody who works with families there, by name."""

    entries: tuple[Colleague, ...]


@use_case(Permission.REPLY)
def colleagues_at(tx: Tx, query: ReadColleagues) -> Colleagues:
    """The people of one's own centre, for a list to choose from. Raises `Forbidden`."""
    tx.require_centre(query.centre_id)
    return Colleagues(colleagues_of(tx, query.centre_id, Permission.READ_FAMILY))
