"""Files of a message: what the channel knows of the family's, the bytes of a curator's.

A bot may download 20 MB and no more (Bot API, getFile). A bigger file, or one whose download failed, stays as a row
with its name, and the family is asked once to send it another way (A5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.conversations import address_of, announce, hold, row_id
from core.cases.mute import LOST_FILE
from core.cases.refusals import FilesTooBig, NoSuchConversation
from core.cases.sealing import Envelope, file_content, file_name
from core.cases.states import Content, FileState
from core.cases.tables import Attachment, ConversationAddress, Message
from core.messaging.letters import Address, AttachmentKind, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Skip, Verdict, enqueue
from core.permissions import Permission
from core.use_case import Tx, use_case

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD, MAX_FILES = 20 * 1024 * 1024, 10
"""What a curator sends at once, in bytes and in files: it is kept in the database until it has arrived, and after."""

_LOST = {FileState.TOO_BIG: "file-too-big", FileState.FAILED: "file-not-received"}


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file the family sent: the channel's reference, and what the channel tells about it."""

    kind: Content
    channel_file: str
    size: int | None = None
    name: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file a curator attaches."""

    kind: AttachmentKind
    name: str
    content: bytes
    media_type: str | None = None


def keep_files(tx: Tx, key: Envelope, message: Message, files: Sequence[IncomingFile]) -> None:
    """Rows for the files of the family's message; too big ones are marked."""
    for ordinal, file in enumerate(files):
        state = FileState.TOO_BIG if (file.size or 0) > MAX_DOWNLOAD else FileState.AVAILABLE
        row = Attachment(
            message_id=row_id(message),
            ordinal=ordinal,
            kind=file.kind,
            size=file.size,
            media_type=_media_type(file.media_type),
            channel_file=file.channel_file,
            state=state,
        )
        tx.session.add(row)
        tx.session.flush()
        row.name_sealed = key.seal(file.name, file_name(row_id(row)))
    tx.session.flush()


def attach(tx: Tx, key: Envelope, message: Message, files: Sequence[OutgoingFile]) -> list[Attachment]:
    """Rows for the files a curator sends, bytes sealed. Raises `FilesTooBig`."""
    if len(files) > MAX_FILES or sum(len(file.content) for file in files) > MAX_UPLOAD:
        raise FilesTooBig(MAX_FILES, MAX_UPLOAD)
    rows = [
        Attachment(
            message_id=row_id(message),
            ordinal=ordinal,
            kind=Content(file.kind.value),
            size=len(file.content),
            media_type=_media_type(file.media_type),
            content_sealed=key.seal_file(file.content, file_content(message.client_uuid, ordinal)),
        )
        for ordinal, file in enumerate(files)
    ]
    tx.session.add_all(rows)
    tx.session.flush()
    for row, file in zip(rows, files, strict=True):
        row.name_sealed = key.seal(file.name, file_name(row_id(row)))
    return rows


def _media_type(told: str | None) -> str | None:
    """What the sender's device calls the file, fit for a column: it may say anything at any length."""
    return None if told is None else "".join(filter(str.isprintable, told))[:100]


@dataclass(frozen=True, slots=True)
class FileLost:
    """The channel refused to hand over a file."""

    attachment_id: int


@use_case(Permission.READ_CONVERSATION, Permission.SYSTEM)
def note_lost_file(tx: Tx, command: FileLost) -> None:
    """Mark a file that cannot be downloaded; the family is told once. Raises `NoSuchConversation`, `Forbidden`."""
    query = select(Attachment, Message).join(Message).where(col(Attachment.id) == command.attachment_id)
    found = tx.session.exec(query).first()
    if found is None:
        raise NoSuchConversation
    attachment, message = found
    conversation = hold(tx, message.conversation_id)
    attachment.state = FileState.FAILED
    tx.session.flush()
    tell_about_lost_files(tx, address_of(tx, message.conversation_id), message)
    announce(tx, conversation, "message.changed")


def tell_about_lost_files(tx: Tx, address: Address, message: Message) -> None:
    """Ask once to send a file another way: once per message, once per album."""
    query = select(Attachment.state).where(
        col(Attachment.message_id) == row_id(message), col(Attachment.state) != FileState.AVAILABLE
    )
    lost = tx.session.exec(query).first()
    if lost is None:
        return
    what = f"album:{message.album_id}" if message.album_id else f"message:{message.id}"
    letter = Letter(Text(_LOST[FileState(lost)]), reply_to=message.external_id)
    dedup = f"{LOST_FILE}:{message.conversation_id}:{what}"
    enqueue(tx, Outgoing(LOST_FILE, Lane.CURATOR, address, letter, dedup, f"conversation:{message.conversation_id}"))


def _still_here(tx: Tx, claimed: Claimed) -> Verdict:
    """An erased conversation is not written to any more."""
    conversation_id = int(claimed.subject.removeprefix("conversation:"))
    known = tx.session.get(ConversationAddress, conversation_id) is not None
    return Send() if known else Skip("the conversation has been erased")


LOST_FILES = Kind(guard=_still_here)
