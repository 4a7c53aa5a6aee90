"""The stem of a Russian word, for words no table of forms knows: what is left when the endings are gone.

Follows the published Snowball algorithm for Russian (snowballstem.org/algorithms/russian): endings come off behind the
first vowel only. A stem is a key to compare by, never a word to show.

Promises: pure; a plain word gives a stem of at least one letter; anything but Russian letters is its own stem.
"""

import re

_VOWELS = "аеиоуыэюя"
_FIRST_VOWEL = re.compile(f"[{_VOWELS}]")
_R1 = re.compile(f"[{_VOWELS}][^{_VOWELS}]")
_GERUND = re.compile(r"(?:(?<=[ая])(?:вшись|вши|в)|(?:ив|ыв)(?:шись|ши)?)$")
_REFLEXIVE = re.compile(r"с[яь]$")
_ADJECTIVE = re.compile(
    r"(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|ивш|ывш|ующ)?"
    r"(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$"
)
_VERB = re.compile(
    r"(?:(?<=[ая])(?:ешь|нно|ете|йте|ла|на|ли|ем|ло|но|ет|ют|ны|ть|й|л|н)"
    r"|ейте|уйте|ила|ыла|ена|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым|ен|ят|ит|ыт|ую|ю)$"
)
_NOUN = re.compile(
    r"(?:иями|ями|ами|иях|ией|иям|ием|ях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$"
)
_ABSTRACT = re.compile(r"ость?$")
_SUPERLATIVE = re.compile(r"ейше?$")


def stem(word: str) -> str:
    """The stem of a plain word."""
    found = _FIRST_VOWEL.search(word)
    if found is None or not ("а" <= word[0] <= "я"):
        return word
    start, rest = word[: found.end()], word[found.end() :]
    shorter = _without_endings(rest)
    shorter = shorter.removesuffix("и")
    shorter = _without_abstract(start, shorter)
    shorter = _SUPERLATIVE.sub("", shorter)
    return start + (shorter[:-1] if shorter.endswith("нн") else shorter.removesuffix("ь"))


def _without_endings(rest: str) -> str:
    """One gerund, or a reflexive mark and then one ending of an adjective, a verb or a noun."""
    if _GERUND.search(rest):
        return _GERUND.sub("", rest)
    plain = _REFLEXIVE.sub("", rest)
    for ending in (_ADJECTIVE, _VERB, _NOUN):
        if ending.search(plain):
            return ending.sub("", plain, count=1)
    return plain


def _without_abstract(start: str, rest: str) -> str:
    """«-ость» comes off only behind the second syllable."""
    whole = start + rest
    first = _R1.search(whole)
    second = _R1.search(whole, first.end()) if first else None
    found = _ABSTRACT.search(rest)
    if found is None or second is None or len(start) + found.start() < second.end():
        return rest
    return rest[: found.start()]
