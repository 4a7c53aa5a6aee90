"""A key that spellings share when they sound alike: «пасобия» and «пособия», «сацыальная» and «социальная».

Russian mistakes follow the ear: unstressed vowels, voiced and voiceless consonants, soft signs, doubled letters,
«-тся». The key folds all of these, so most misspelt words need no edit distance at all. Coarse on purpose: equal
keys mean "may be meant", and the caller compares the spellings. A key is written in Latin letters, because Python keeps
those in a byte each and there are tens of thousands of keys.
"""

import re

_LETTERS = str.maketrans(
    "абвгдежзийклмнопрстуфхцчшщыэюя",
    "apfktiwsiiklmnaprstufxchwwiiui",
    "ъь",
)
_CLUSTERS = (("ts", "c"), ("tc", "c"), ("sh", "w"), ("stn", "sn"), ("fst", "st"), ("lnc", "nc"))
"""Consonants run together, written in the letters of the key."""
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The sound key of one plain Russian word."""
    if word.endswith(("ого", "его")):
        word = word[:-2] + "во"
    key = word.translate(_LETTERS)
    for written, spoken in _CLUSTERS:
        key = key.replace(written, spoken)
    return _DOUBLED.sub(r"\1", key) if _DOUBLED.search(key) else key
