"""Photos, voices, files and albums, and getting files back.

Limits from core.telegram.org/bots/api#sending-files: 10 MB a photo, 20 MB to download (50 MB to upload: calls.py).
Nothing is ever fetched from the Internet: an `http` address as a file is refused.
"""

from __future__ import annotations

import secrets
from typing import Any, TypeAlias

from aiogram.methods import (
    GetFile,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
)
from aiogram.types import InputFile, InputMediaUnion

from sandbox.desk import Desk, Handlers
from sandbox.methods.delivery import Envelope, answer, deliver, envelope
from sandbox.refusals import bad_request
from sandbox.state.chats import Media
from sandbox.state.files import MediaKind, StoredFile, Upload
from sandbox.state.images import image_size
from sandbox.state.updates import Wire
from sandbox.text.reading import read_caption

PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
ALBUM = range(2, 11)
TOGETHER = ({"photo", "video"}, {"document"}, {"audio"})
SendsMedia: TypeAlias = SendPhoto | SendDocument | SendVoice | SendVideo | SendAudio | SendAnimation
KINDS: dict[type[Any], MediaKind] = {
    SendPhoto: MediaKind.PHOTO,
    SendDocument: MediaKind.DOCUMENT,
    SendVoice: MediaKind.VOICE,
    SendVideo: MediaKind.VIDEO,
    SendVideoNote: MediaKind.VIDEO_NOTE,
    SendAudio: MediaKind.AUDIO,
    SendAnimation: MediaKind.ANIMATION,
    SendSticker: MediaKind.STICKER,
}


def send_captioned(desk: Desk, call: SendsMedia) -> Wire:
    chat = desk.open_chat(call.chat_id)
    kind = KINDS[type(call)]
    caption = read_caption(call.caption, call.parse_mode, call.caption_entities)
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    file = find_file(desk, kind, getattr(call, kind.value), getattr(call, "duration", None))
    above = getattr(call, "show_caption_above_media", None) is True
    content = Media(file, caption, bool(getattr(call, "has_spoiler", None)), above)
    return answer(desk, chat, deliver(desk, chat, call.__api_method__, content, extra))


def send_bare(desk: Desk, call: SendVideoNote | SendSticker) -> Wire:
    chat = desk.open_chat(call.chat_id)
    kind = KINDS[type(call)]
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    content = Media(find_file(desk, kind, getattr(call, kind.value)))
    return answer(desk, chat, deliver(desk, chat, call.__api_method__, content, extra))


def send_album(desk: Desk, call: SendMediaGroup) -> list[Wire]:
    """Separate messages with one `media_group_id`; photos and videos mix, files and music go only with their like."""
    chat = desk.open_chat(call.chat_id)
    if len(call.media) not in ALBUM:
        raise bad_request("too many messages to send as an album" if call.media else "there are no messages to send")
    if not any({item.type for item in call.media} <= group for group in TOGETHER):
        raise bad_request("can't use the media of the specified type in the album")
    extra = envelope(chat, None, call.reply_parameters, call.reply_to_message_id)
    contents = [content_from(desk, item) for item in call.media]
    together = Envelope(reply_to=extra.reply_to, album=str(secrets.randbits(53)))
    sent = [deliver(desk, chat, "sendMediaGroup", content, together) for content in contents]
    return [answer(desk, chat, message) for message in sent]


def content_from(desk: Desk, item: InputMediaUnion) -> Media:
    """The content an InputMedia object describes."""
    kinds = {kind.value: kind for kind in MediaKind}
    if item.type not in kinds:
        raise bad_request(f"type of the media {item.type} is unsupported by the sandbox")
    caption = read_caption(item.caption, item.parse_mode, item.caption_entities)
    file = find_file(desk, kinds[item.type], item.media, getattr(item, "duration", None))
    return Media(
        file, caption, bool(getattr(item, "has_spoiler", None)), getattr(item, "show_caption_above_media", None) is True
    )


def find_file(desk: Desk, kind: MediaKind, given: str | InputFile, duration: Any = None) -> StoredFile:
    """A new upload (`attach://name` or a file part), or a file known by its id."""
    reference = given if isinstance(given, str) else ""
    upload = desk.uploads.get(reference.removeprefix("attach://"))
    if upload is not None:
        _check_upload(kind, upload)
        seconds = duration if isinstance(duration, int) else upload.duration
        return desk.world.files.add(kind, Upload(upload.name, upload.mime, upload.data, duration=seconds))
    known = desk.world.files.by_id(reference)
    if known is None:
        wrong = "failed to get HTTP URL content" if "://" in reference else "wrong file identifier/HTTP URL specified"
        raise bad_request(wrong)
    if known.kind is not kind:
        raise bad_request(f"can't use file of type {known.kind.name.title()} as {kind.name.title()}")
    return known


def _check_upload(kind: MediaKind, upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind is not MediaKind.PHOTO:
        return
    if upload.size > PHOTO_BYTES:
        allowed = f"the maximum size is {PHOTO_BYTES} bytes"
        raise bad_request(f"file of size {upload.size} bytes is too big for a photo; {allowed}")
    size = image_size(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or not 1 / 20 <= size[0] / max(size[1], 1) <= 20:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def get_file(desk: Desk, call: GetFile) -> Wire:
    """Where to download a file; above 20 MB Telegram refuses."""
    file = desk.world.files.by_id(call.file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    unique = {"file_id": call.file_id, "file_unique_id": file.unique_id}
    return unique | {"file_size": file.size, "file_path": file.path}


HANDLERS: Handlers = {
    SendPhoto: send_captioned,
    SendDocument: send_captioned,
    SendVoice: send_captioned,
    SendVideo: send_captioned,
    SendAudio: send_captioned,
    SendAnimation: send_captioned,
    SendVideoNote: send_bare,
    SendSticker: send_bare,
    SendMediaGroup: send_album,
    GetFile: get_file,
}
