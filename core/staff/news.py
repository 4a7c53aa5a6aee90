"""What changed in the centres of a member of staff: the source of the panel's live updates (A17).

One reader per process follows the event table; every open page gets the events it may know about. Events carry ids
only, and what they point to is read again with the page owner's own rights.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.tables import Conversation
from core.messaging.events import Event, after, newest
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case

FOLLOWED = frozenset({Permission.READ_INBOX, Permission.READ_APPOINTMENTS})
MOST = 500


@dataclass(frozen=True, slots=True)
class Since:
    """The id of the last event already known; None to start now."""

    event_id: int | None


@dataclass(frozen=True, slots=True)
class News:
    """Events after it, oldest first, and the newest id there is."""

    events: tuple[Event, ...]
    newest: int
    owners: dict[str, int | None]
    """Who owns the conversations these events are about, by subject: other people's lists need not be read again."""

    @property
    def complete(self) -> bool:
        """Nothing was left behind for another read."""
        return len(self.events) < MOST


@use_case(Permission.SYSTEM)
def news_since(tx: Tx, since: Since) -> News:
    """Events of every centre, for the process that hands them to its pages."""
    latest = newest(tx.unit)
    if since.event_id is None or since.event_id >= latest:
        return News((), latest, {})
    events = tuple(after(tx.unit, since.event_id, MOST))
    return News(events, latest, _owners(tx, events))


def _owners(tx: Tx, events: tuple[Event, ...]) -> dict[str, int | None]:
    subjects = (each.subject.partition(":") for each in events)
    ids = {int(number) for kind, _, number in subjects if kind == "conversation"}
    query = select(Conversation.id, Conversation.curator_id).where(col(Conversation.id).in_(ids))
    return {f"conversation:{number}": curator_id for number, curator_id in tx.session.exec(query)}


def concerns(member: StaffMember, event: Event) -> bool:
    """Whether this person's pages may hear of `event`: it lies in a centre where they see inbox or appointments."""
    centres = member.within(FOLLOWED).centres
    return centres is None or event.centre_id is None or event.centre_id in centres
