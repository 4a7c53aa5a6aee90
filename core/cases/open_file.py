"""A file of a conversation, for whoever may read the conversation: our own bytes, or where the channel keeps them."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.conversations import look, row_id
from core.cases.refusals import NoSuchConversation
from core.cases.sealing import envelope, file_content, file_name
from core.cases.states import Content, FileState
from core.cases.tables import Attachment, ConversationAddress, Message
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Which file is wanted."""

    attachment_id: int


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`content` for a curator's file; `channel` and `channel_file` for one that is still to be downloaded there.

    Name and media type come from whoever sent it: never let a browser act on them.
    """

    kind: Content
    state: FileState
    name: str | None
    media_type: str | None
    size: int | None
    content: bytes | None
    channel: str | None
    channel_file: str | None


@use_case(Permission.READ_CONVERSATION, long=True)
def open_file(tx: Tx, query: OpenFile) -> OpenedFile:
    """The file, within the own centres. Raises `NoSuchConversation`, `Forbidden`."""
    wanted = select(Attachment, Message).join(Message).where(col(Attachment.id) == query.attachment_id)
    found = tx.session.exec(wanted).first()
    if found is None:
        raise NoSuchConversation
    file, message = found
    conversation = look(tx, message.conversation_id)
    key = envelope(tx, conversation)
    address = tx.session.get(ConversationAddress, row_id(conversation))
    content = file.content_sealed
    return OpenedFile(
        kind=file.kind,
        state=file.state,
        name=key.open(file.name_sealed, file_name(query.attachment_id)),
        media_type=file.media_type,
        size=file.size,
        content=None if content is None else key.open_file(content, file_content(message.client_uuid, file.ordinal)),
        channel=address.channel if address else None,
        channel_file=file.channel_file,
    )
