"""One spelling for everything people type, so that nothing later has to think about Unicode.

Promises: any string is accepted; the result has no control, invisible or combining characters, is lower case,
spells «ё» as «е», has one kind of dash and quote, and a Russian word with Latin look-alike letters («пoсобие»
with a Latin o) is Russian. Applying it twice changes nothing.
"""

import re
import unicodedata

LONGEST_TEXT = 4096
"""Telegram's own limit for a message; longer text is cut, so every later step has bounded work."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = {ord(mark): '"' for mark in "«»„“”‟＂"} | {ord(mark): "'" for mark in "‘’‚‛ʼ＇´"}
_SAME_LETTER = {ord("ё"): "е", ord("ґ"): "г", ord("і"): "и", ord("ѣ"): "е"}
_TIDY = _DASHES | _QUOTES | _SAME_LETTER
_UNTIDY = re.compile("[" + "".join(map(re.escape, map(chr, _TIDY))) + "]")

_LOOKALIKES = str.maketrans("aceopxykmthbu3", "асеорхукмтнвиз")
_MIXED_WORD = re.compile(r"[а-яa-z0-9]*(?:[а-я][a-z]|[a-z][а-я])[а-яa-z0-9]*|[а-я]+3[а-я]+")
_STRETCHED = re.compile(r"(?!\bооо\b)([^\W\d])\1{2,}")
_LATIN_OR_DIGIT = re.compile("[a-z3]")
_ORDINARY = re.compile("[ -~А-яЁё«»—–]*")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})


def plain(text: str) -> str:
    """Text in its one spelling; at most LONGEST_TEXT characters are read."""
    lowered = _visible(text[:LONGEST_TEXT]).lower()
    lowered = _unstretched(lowered.translate(_TIDY) if _UNTIDY.search(lowered) else lowered)
    if not lowered.isascii() and _LATIN_OR_DIGIT.search(lowered):
        lowered = _unstretched(_MIXED_WORD.sub(_without_lookalikes, lowered))
    return " ".join(lowered.split())


def _unstretched(text: str) -> str:
    """«Помогитеее» is «помогите»: no word of ours has three of one letter in a row, «ООО» alone is a word."""
    stretched = any(letter * 3 in text for letter in set(text))
    return _STRETCHED.sub(r"\1", text) if stretched else text


def _visible(text: str) -> str:
    if _ORDINARY.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFKC", text)
    shown = (_shown(character) for character in composed)
    return unicodedata.normalize("NFC", "".join(shown))


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE else character


def _without_lookalikes(word: re.Match[str]) -> str:
    """Turns the Latin letters of a mostly Russian word into the Russian letters they look like."""
    found = word.group()
    latin = sum("a" <= letter <= "z" for letter in found)
    russian = sum("а" <= letter <= "я" for letter in found)
    return found.translate(_LOOKALIKES) if russian >= latin else found
