"""A long text becomes several messages, cut where a reader would pause."""

LIMIT = 4096
"""Telegram's longest text. Counted here in UTF-16 units, the widest way to count, so that emoji never overflow it."""
_PAUSES = ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " ")


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Pieces of at most `limit` UTF-16 units that together hold every word, in order. No piece is blank."""
    pieces = []
    rest = text.strip()
    while _units(rest) > limit:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, limit: int) -> int:
    """How many characters the first piece takes: the latest pause of the best kind in its second half, or all of it."""
    fits = _fitting(text, limit)
    for pause in _PAUSES:
        found = text.rfind(pause, fits // 2, fits)
        if found > 0:
            return found + len(pause)
    return fits


def _fitting(text: str, limit: int) -> int:
    units = 0
    for position, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return position
    return len(text)
