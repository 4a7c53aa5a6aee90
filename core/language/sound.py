"""A key that spellings share when they sound alike: «пасобия» and «пособия», «сацыальная» and «социальная».

Russian mistakes follow the ear: unstressed vowels, voiced and voiceless consonants, soft signs, doubled letters,
«-тся». The key folds all of these, so most misspelt words need no edit distance at all. Coarse on purpose: equal
keys mean "may be meant", and the caller compares the spellings.
"""

import re

_LETTERS = str.maketrans(
    "абвгдежзийклмнопрстуфхцчшщыэюя",
    "апфктишсииклмнапрстуфхцчшшииуи",
    "ъь",
)
_CLUSTERS = (("тс", "ц"), ("тц", "ц"), ("сч", "ш"), ("стн", "сн"), ("фст", "ст"), ("лнц", "нц"))
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
