"""A typed sum of money a month: «25 000», «25 тыс», «двадцать пять тысяч», «18,5к», «дохода нет».

Only for choosing the band of an income question: the sum itself is kept nowhere. The question is about one person, so
what is plainly said of the whole family or of a wage («60 тысяч на семью») is asked again. Pure; any text is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.language.numerals import figure, scaled
from core.language.plain import plain
from core.language.words import words

LEAST_SUM = 100
"""Below, somebody means thousands and has left them out, or an age: better to ask again."""
_TENS = frozenset({"20", "30", "40", "50", "100"})
_DOT_OF_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_OF_OTHERS = re.compile(r"сем(ью|ье|ьи|ья|ей|ейн[а-я]*)|всех|все|общ[а-я]*|вместе|вдвоем|зарплат[а-я]*|оклад[а-я]*|зп")
_NOTHING = frozenset({"нет", "нету", "без", "никакого", "никаких"})


def read_sum(text: str) -> Decimal | None:
    """Roubles a person, or None for anything but exactly one plain sum of one person."""
    said = words(_DOT_OF_THOUSANDS.sub("", plain(text)))
    sums = list(_sums(said))
    if not sums and _no_income(said):
        return Decimal(0)
    of_others = any(_OF_OTHERS.fullmatch(word) for word in said)
    if len(sums) != 1 or of_others or 0 < sums[0] < LEAST_SUM:
        return None
    return sums[0]


def _no_income(said: Sequence[str]) -> bool:
    zero = any(word in ("ноль", "нуль", "нулевой") for word in said)
    return zero or (any(word in _NOTHING for word in said) and any(word.startswith("доход") for word in said))


def _sums(said: Sequence[str]) -> Iterator[Decimal]:
    at = 0
    while at < len(said):
        number, at = _number(said, at)
        if number is None:
            continue
        whole = scaled(number, said[at]) if at < len(said) else None
        at += whole is not None
        yield Decimal(whole or number)


def _number(said: Sequence[str], at: int) -> tuple[str | None, int]:
    """The number that begins at a word, «двадцать пять» as one, and the place after it."""
    first = figure(said[at])
    if first is None or said[at][0].isdigit() or first not in _TENS or at + 1 == len(said):
        return first, at + 1
    second = None if said[at + 1][0].isdigit() else figure(said[at + 1])
    if second is None or not second.isdigit() or int(second) >= int(first):
        return first, at + 1
    rest, after = _number(said, at + 1)
    assert rest is not None
    return str(int(first) + int(rest)), after
