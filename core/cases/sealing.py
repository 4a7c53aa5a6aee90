"""Words and files of a conversation, sealed under its own key.

The context of every value names its table, column and row, so that a sealed text moved elsewhere does not open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.tables import Conversation
from core.families.keys import cipher
from core.families.tables import DataKey
from core.storage.vault import Cipher
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Envelope:
    """The key of one conversation, at hand for several values."""

    cipher: Cipher

    def seal(self, text: str | None, place: str) -> bytes | None:
        """Seal words for `place`; nothing stays nothing. A broken character is replaced: it must not cost the words."""
        return None if text is None else self.cipher.seal(text.encode(errors="replace"), place)

    def open(self, sealed: bytes | None, place: str) -> str | None:
        """Open the words of `place`. Raises `WrongKey` when they were moved or changed."""
        return None if sealed is None else self.cipher.open(bytes(sealed), place).decode()

    def seal_file(self, content: bytes, place: str) -> bytes:
        """Seal the bytes of a file."""
        return self.cipher.seal(content, place)

    def open_file(self, sealed: bytes, place: str) -> bytes:
        """Open the bytes of a file. Raises `WrongKey`."""
        return self.cipher.open(bytes(sealed), place)


def envelope(tx: Tx, conversation: Conversation) -> Envelope:
    """The key of `conversation`. Raises `KeyDropped` when it was erased."""
    return Envelope(cipher(tx, conversation.data_key_id))


def envelopes(tx: Tx, conversations: Sequence[Conversation]) -> dict[int, Envelope]:
    """The keys of several conversations by the conversations' ids, in one query. Erased ones are left out."""
    by_key = {conversation.data_key_id: conversation.id for conversation in conversations}
    query = select(DataKey.id, DataKey.wrapped).where(col(DataKey.id).in_(by_key))
    return {
        conversation_id: Envelope(tx.vault.family_cipher(wrapped))
        for key_id, wrapped in tx.session.exec(query)
        if (conversation_id := by_key[key_id or 0]) is not None
    }


def message_text(message_id: int) -> str:
    """Context of a message's first wording."""
    return f"message.text {message_id}"


def version_text(version_id: int) -> str:
    """Context of a later wording."""
    return f"message_version.text {version_id}"


def file_name(attachment_id: int) -> str:
    """Context of a file's name."""
    return f"attachment.name {attachment_id}"


def file_content(client_uuid: str | None, ordinal: int) -> str:
    """Context of the bytes of a curator's file."""
    return f"attachment.content {client_uuid} {ordinal}"


def draft_text(conversation_id: int, account_id: int) -> str:
    """Context of a draft."""
    return f"draft.text {conversation_id} {account_id}"


def transfer_reason(transfer_id: int) -> str:
    """Context of why a conversation is offered."""
    return f"transfer.why {transfer_id}"
