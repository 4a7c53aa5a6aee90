"""Numbers as words: «пять», «пяти», «третий», «двухлетний», «годовалый».

What parents say of an age is declined («около двух лет»), counted («третий год пошёл» is a child of two) or grown
together with its unit («полуторагодовалая»). Words are in the one spelling of `core.language.plain`.
"""

from __future__ import annotations

import re

_CARDINALS = (
    "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
    "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
    "девятнадцать",
)  # fmt: skip
_OTHER_CASES = {
    "две": 2, "двух": 2, "двум": 2, "трех": 3, "трем": 3,
    "четырех": 4, "четырем": 4, "восьми": 8, "двадцать": 20, "двадцати": 20, "тридцать": 30, "сорок": 40,
    "полтора": 1.5, "полторы": 1.5, "полутора": 1.5, "полтара": 1.5, "полтра": 1.5, "палтора": 1.5,
}  # fmt: skip

CARDINALS: dict[str, float] = (
    {word: float(number) for number, word in enumerate(_CARDINALS)}
    | {word[:-1] + "и": float(number) for number, word in enumerate(_CARDINALS) if number >= 5 and number != 8}
    | {word: float(number) for word, number in _OTHER_CASES.items()}
)
"""Cardinal numbers in the cases in which ages are told."""

_ORDINAL_STEMS = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
    "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат",
)  # fmt: skip
_ORDINAL = re.compile(rf"({'|'.join(_ORDINAL_STEMS)})(ый|ой|ий|ая|ья|ого|его|ьего|ом|ем|ьем|ому|ьему)")
_OF_A_YEAR = frozenset({"ого", "его", "ьего", "ом", "ем", "ьем"})

_ROOTS = {
    "полу": 0.5, "одно": 1, "полутора": 1.5, "полтора": 1.5, "двух": 2, "трех": 3, "четырех": 4,
    **{word[:-1] + "и": number for number, word in enumerate(_CARDINALS) if 5 <= number != 8},
    "восьми": 8,
}  # fmt: skip
_GROWN_TOGETHER = re.compile(
    rf"({'|'.join(sorted(_ROOTS, key=len, reverse=True))})?"
    r"(летн|летк|годовал|месячн|недельн)[а-я]*"
)


def ordinal(word: str) -> tuple[int, bool] | None:
    """«Третий» is 3; the second value tells whether the case is that of a year («двадцатого года»)."""
    found = _ORDINAL.fullmatch(word)
    return (_ORDINAL_STEMS.index(found.group(1)) + 1, found.group(2) in _OF_A_YEAR) if found else None


def grown_together(word: str) -> tuple[float | None, str] | None:
    """«Двухлетний» is 2 and «летн»; «летний» (of «8-летний»), «годовалый» and «месячный» have no number."""
    found = _GROWN_TOGETHER.fullmatch(word)
    if found is None:
        return None
    root, unit = found.groups()
    return (float(_ROOTS[root]) if root else None), unit
