"""A key that spellings share when they sound alike: «пасобия» and «пособия», «сацыальная» and «социальная».

Russian mistakes follow the ear: unstressed vowels, voiced and voiceless consonants, soft signs, doubled letters,
«-тся». The key folds all of these, so most misspelt words need no edit distance at all. Coarse on purpose: equal
keys mean "may be meant", and the caller compares the spellings.
"""

import re

_LETTERS = str.maketrans(
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "апфктишсииклмнапрстуфхцчшшъиьиуи",
)
_SILENT = re.compile("[ъь]")
_CLUSTERS = (
    (re.compile(r"ого\b"), "ово"),
    (re.compile(r"его\b"), "ево"),
    (re.compile(r"[тд]ь?[сц]"), "ц"),
    (re.compile(r"[сз]ч|щ"), "ш"),
    (re.compile(r"([сз])[тд]н"), r"\1н"),
    (re.compile(r"вств"), "ств"),
    (re.compile(r"лнц"), "нц"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The sound key of one plain Russian word."""
    for cluster, spoken in _CLUSTERS:
        word = cluster.sub(spoken, word)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word.translate(_LETTERS)))
