"""Photos, voices and files a person sends; several at once make an album."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from pydantic import BaseModel

from sandbox.sim.scene import CannotDo, Scene
from sandbox.sim.talking import readable
from sandbox.state.chats import NOTHING, Media, Message, Side
from sandbox.state.files import MediaKind, Upload
from sandbox.state.updates import Wire

ALBUM_LIMIT = 10


class Parcel(BaseModel):
    """How the uploaded files are to be sent. `declared_size` makes a file look larger than it is, in bytes."""

    kind: MediaKind
    caption: str = ""
    reply_to: int | None = None
    duration: int = 0
    declared_size: int | None = None


def send(scene: Scene, parcel: Parcel, uploads: Sequence[Upload]) -> Wire:
    """Each file becomes a message; an album shares one id and only its first message carries the caption."""
    if not 1 <= len(uploads) <= ALBUM_LIMIT:
        raise CannotDo("В одном сообщении от 1 до 10 файлов")
    album = str(secrets.randbits(53)) if len(uploads) > 1 else None
    if parcel.reply_to is not None:
        scene.message(parcel.reply_to)
    sent = [_send_one(scene, parcel, upload, album, first=not at) for at, upload in enumerate(uploads)]
    return {"message_id": sent[0].id, "message_ids": [message.id for message in sent]}


def _send_one(scene: Scene, parcel: Parcel, upload: Upload, album: str | None, *, first: bool) -> Message:
    declared = Upload(upload.name, upload.mime, upload.data, parcel.declared_size, parcel.duration)
    file = scene.world.files.add(parcel.kind, declared)
    caption = readable(parcel.caption) if first else NOTHING
    return scene.post(
        Message(
            id=0,
            side=Side.PERSON,
            sent_at=scene.seconds(),
            content=Media(file, caption),
            reply_to=parcel.reply_to,
            album=album,
        )
    )
