"""A law that moves a time zone, for tests: a zone database as an update of it would be, found before the real one."""

import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.booking import timetable


@contextmanager
def law(folder: Path, patch: pytest.MonkeyPatch, zone: str, hours: tuple[int, int], since: datetime) -> Iterator[None]:
    """`zone` lies so many hours east of Greenwich before `since` (UTC) and from then on, as after an updated start."""
    path = folder / zone
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_compiled(*hours, int(since.timestamp())))
    real = zoneinfo.TZPATH
    patch.setattr(timetable, "_BY_CENTRE", {})  # a process that has just started remembers no schedule
    zoneinfo.reset_tzpath([str(folder), *real])
    ZoneInfo.clear_cache()
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(real)
        ZoneInfo.clear_cache()


def _compiled(before: int, after: int, since: int) -> bytes:
    """A TZif file (RFC 8536) with one change of the offset; its first, 32-bit part says nothing but "no change"."""
    names = f"+{before:02}\0+{after:02}\0".encode()
    kinds = struct.pack(">lBB", before * 3600, 0, 0) + struct.pack(">lBB", after * 3600, 0, names.index(0) + 1)
    short = _head(0, 1, 1) + struct.pack(">lBB", 0, 0, 0) + b"\0"
    return (
        short
        + _head(1, 2, len(names))
        + struct.pack(">qB", since, 1)
        + kinds
        + names
        + f"\n<+{after:02}>-{after}\n".encode()
    )


def _head(changes: int, kinds: int, letters: int) -> bytes:
    return struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, changes, kinds, letters)
