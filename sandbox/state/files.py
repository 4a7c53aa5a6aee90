"""Files that people and bots sent: kept in memory up to a cap, found again by `file_id`.

A file may be declared larger than its bytes, so that Telegram's 20 MB download refusal can be tried without 20 MB.
"""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from sandbox.state.images import image_size

SMALL_SUFFIX = "-s"
UNKNOWN = "application/octet-stream"


class MediaKind(Enum):
    """Field name of the Bot API's Message, with the folder and ending Telegram gives such files."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    AUDIO = "audio"
    ANIMATION = "animation"
    STICKER = "sticker"

    @property
    def folder(self) -> str:
        return FOLDERS[self][0]

    @property
    def ending(self) -> str:
        return FOLDERS[self][1]

    @property
    def mime(self) -> str:
        return FOLDERS[self][2]


FOLDERS = {
    MediaKind.PHOTO: ("photos", ".jpg", "image/jpeg"),
    MediaKind.DOCUMENT: ("documents", "", UNKNOWN),
    MediaKind.VOICE: ("voice", ".oga", "audio/ogg"),
    MediaKind.VIDEO: ("videos", ".mp4", "video/mp4"),
    MediaKind.VIDEO_NOTE: ("video_notes", ".mp4", "video/mp4"),
    MediaKind.AUDIO: ("music", ".mp3", "audio/mpeg"),
    MediaKind.ANIMATION: ("animations", ".mp4", "video/mp4"),
    MediaKind.STICKER: ("stickers", ".webp", "image/webp"),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes as they arrived in a form; `declared_size` overrides the true size when given."""

    name: str
    mime: str
    data: bytes
    declared_size: int | None = None
    duration: int = 0

    @property
    def size(self) -> int:
        return len(self.data) if self.declared_size is None else self.declared_size


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its Telegram identity; `data` holds what is really there, `size` what Telegram reports."""

    id: str
    unique_id: str
    kind: MediaKind
    name: str
    mime: str
    size: int
    path: str
    data: bytes
    width: int
    height: int
    duration: int = 0

    @property
    def small_id(self) -> str:
        """Identity of the small preview size; it leads to the same bytes."""
        return self.id + SMALL_SUFFIX


def _mime(kind: MediaKind, upload: Upload) -> str:
    """Voices are always Ogg in Telegram; others keep what was said, or get it from the name."""
    if kind is MediaKind.VOICE:
        return kind.mime
    if upload.mime and upload.mime != UNKNOWN:
        return upload.mime
    return mimetypes.guess_type(upload.name)[0] or kind.mime


class FileStore:
    """Files by id and by path; the oldest go when `max_bytes` is passed."""

    def __init__(self, max_bytes: int = 256 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._count = 0
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: MediaKind, upload: Upload) -> StoredFile:
        """Keep an upload under a new identity and a path like `photos/file_7.jpg`."""
        self._count += 1
        ending = kind.ending or PurePath(upload.name).suffix
        width, height = image_size(upload.data) or (512, 512)
        stored = StoredFile(
            id=secrets.token_urlsafe(24),
            unique_id=secrets.token_urlsafe(9),
            kind=kind,
            name=upload.name,
            mime=_mime(kind, upload),
            size=upload.size,
            path=f"{kind.folder}/file_{self._count}{ending}",
            data=upload.data,
            width=width,
            height=height,
            duration=upload.duration,
        )
        self._keep(stored)
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id.removesuffix(SMALL_SUFFIX))

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def _keep(self, stored: StoredFile) -> None:
        self._by_id[stored.id] = stored
        self._by_path[stored.path] = stored
        self._bytes += len(stored.data)
        while self._bytes > self._max_bytes and len(self._by_id) > 1:
            oldest = self._by_id.pop(next(iter(self._by_id)))
            del self._by_path[oldest.path]
            self._bytes -= len(oldest.data)
