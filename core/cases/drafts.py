"""Nothing typed is lost: a draft lives on the server, per curator and conversation.

It survives a reload, the next sign-in, a change of owner and a colleague's message; only the curator's own sent
message, or emptying it, ends it (A11).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete

from core.cases.conversations import hold, look, row_id, staff
from core.cases.sealing import draft_text, envelope
from core.cases.tables import Conversation, Draft
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """What stands in the acting curator's composer now; blank text removes the draft."""

    conversation_id: int
    text: str
    for_staff: bool = False
    """It is being typed as a note, and must not come back as an answer to the family."""


@dataclass(frozen=True, slots=True)
class DraftOf:
    """Whose draft is wanted: the acting curator's in this conversation."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The draft as it is kept; `saved_at` None: there is none."""

    text: str
    saved_at: datetime | None
    for_staff: bool = False


@use_case(Permission.REPLY, Permission.WRITE_NOTE)
def save_draft(tx: Tx, command: SaveDraft) -> SavedDraft:
    """Keep the draft. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    account_id = staff(tx).account_id
    if not command.text.strip():
        discard_draft(tx, conversation)
        return SavedDraft("", None)
    place = draft_text(row_id(conversation), account_id)
    sealed = envelope(tx, conversation).seal(command.text, place)
    assert sealed is not None
    tx.session.merge(
        Draft(
            conversation_id=row_id(conversation),
            account_id=account_id,
            text_sealed=sealed,
            for_staff=command.for_staff,
            saved_at=tx.now,
        )
    )
    return SavedDraft(command.text, tx.now, command.for_staff)


@use_case(Permission.REPLY, Permission.WRITE_NOTE)
def read_draft(tx: Tx, query: DraftOf) -> SavedDraft:
    """The acting curator's draft. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = look(tx, query.conversation_id)
    account_id = staff(tx).account_id
    row = tx.session.get(Draft, (row_id(conversation), account_id))
    if row is None:
        return SavedDraft("", None)
    text = envelope(tx, conversation).open(row.text_sealed, draft_text(row_id(conversation), account_id))
    return SavedDraft(text or "", row.saved_at, row.for_staff)


def discard_draft(tx: Tx, conversation: Conversation) -> None:
    """The acting curator's draft has been sent or emptied."""
    own = (col(Draft.conversation_id) == row_id(conversation), col(Draft.account_id) == staff(tx).account_id)
    tx.session.exec(delete(Draft).where(*own))
