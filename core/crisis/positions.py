"""Places of words in a message as bits of one integer, so that "near", "then" and "right after" are shifts.

The work for a template does not depend on how often its words occur, which is what bounds the time of detection for
a hostile message. Bit 0 is before the message; a boundary of a clause leaves bits empty.
"""

BETWEEN = 4
"""How far apart the steps of `a > b` may be, in words."""


def after(bits: int, words: int) -> int:
    """Every place at most `words` to the right of a set one, without the place itself."""
    reach = bits
    width = 1
    while width < words:
        step = min(width, words - width)
        reach |= reach << step
        width += step
    return reach << 1


def before(bits: int, words: int) -> int:
    """Every place at most `words` to the left of a set one, without the place itself."""
    reach = bits
    width = 1
    while width < words:
        step = min(width, words - width)
        reach |= reach >> step
        width += step
    return reach >> 1


def near(bits: int, words: int) -> int:
    """Every place at most `words` away, with the place itself."""
    return bits | after(bits, words) | before(bits, words)
