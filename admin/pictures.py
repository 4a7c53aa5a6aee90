"""Which bytes may be shown as a picture inside a page (D6). Pure.

Only JPEG, because messengers deliver photos as JPEG, and only of a size a browser can decode without choking: the size
is read from the file's own frame header, whatever its name or declared type say. Everything else is a download.
"""

_LARGEST_SIDE = 10_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def is_plain_jpeg(content: bytes) -> bool:
    """A JPEG whose frame says it is at most 10,000 points a side."""
    size = _frame_size(content) if content[:3] == b"\xff\xd8\xff" else None
    return size is not None and min(size) > 0 and max(size) <= _LARGEST_SIDE


def _frame_size(content: bytes) -> tuple[int, int] | None:
    """Height and width from the first frame header; None when the segments do not lead to one."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _FRAMES:
            return int.from_bytes(content[place + 5 : place + 7]), int.from_bytes(content[place + 7 : place + 9])
        length = 0 if marker in _STANDALONE else int.from_bytes(content[place + 2 : place + 4])
        place += 2 + length
    return None
