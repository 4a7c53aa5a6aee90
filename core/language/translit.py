"""Russian written in Latin letters, the way people do it on a foreign phone: «posobie», «dosro4naya», «schast'e».

No single standard is followed because writers follow none: every common spelling of a letter is accepted, the
longest first. The result is near enough for spelling correction; soft signs people leave out stay left out.
"""

import re

_SPELLINGS = {
    "shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "tz": "ц", "ck": "к", "ph": "ф",
    "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "ia": "ия", "yo": "е", "jo": "е", "ye": "е", "je": "е",
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "кс", "y": "ы", "z": "з", "'": "ь", "`": "ь",
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True)))
_SHORT_I = re.compile(r"(?<=[aeoiuy])[yj](?![aeou])")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[46](?=[a-z])|\b[46](?=[a-z]{2})|(?<=[a-z]{2})[46]\b")
_LATIN_RUN = re.compile(r"[a-z'`]+")


def in_russian_letters(text: str) -> str:
    """Latin letters of plain text read as transliterated Russian; 4 and 6 inside a word are «ч» and «ш»."""
    lettered = _DIGIT_IN_WORD.sub(lambda digit: {"4": "ch", "6": "sh"}[digit.group()], text)
    return _LATIN_RUN.sub(_russian_run, _SHORT_I.sub("й", lettered))


def _russian_run(run: re.Match[str]) -> str:
    return _SPELLING.sub(lambda part: _SPELLINGS[part.group()], run.group())
