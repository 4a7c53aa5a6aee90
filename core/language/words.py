"""Cutting plain text into the pieces search and crisis detection count.

A word keeps no hyphen: «мать-одиночка» is two words, as people also write it without one. A number with its
fraction is one piece («1,5» is written «1.5»); a number glued to a word («3х», «450тыс») is cut off.
"""

import re
from collections.abc import Iterator

from core.language.plain import plain

_PIECE = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0'](?=\d{3}(?!\d))")


def words(plain_text: str) -> list[str]:
    """Words and numbers in their order; everything else separates."""
    return list(pieces(plain_text))


def pieces(plain_text: str) -> Iterator[str]:
    """The same, one at a time, for callers that stop early."""
    for piece in _PIECE.finditer(_THOUSANDS.sub("", plain_text)):
        yield piece.group().replace(",", ".")


def spoken(text: str) -> str:
    """A text as its words alone, so that two texts differing in marks and spelling of letters are equal."""
    return " ".join(words(plain(text)))
