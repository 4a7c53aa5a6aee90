"""A telephone number as people type it: eight or plus seven, any brackets and dashes, words around it.

It is kept in one form, E.164 («+79001234567»). Whoever types ten or eleven figures means Russia; a number of another
country begins with a plus, 00 or 8 10. Two different numbers in one message are none: nobody shall call the wrong one.
Ten figures in the groups of a passport are a passport, and none either.
"""

import re
import unicodedata

LONGEST = 200
"""Characters looked at: whoever gives a number does not write a letter."""
_WRITTEN = re.compile(r"\+?\d(?:[\s().\-]{0,3}\d)*")
_DASHES = re.compile(r"[‐-―−]")
_OUT = re.compile(r"^(?:00|810)")
"""What is dialled for «another country»; nobody in Russia has a number that begins so."""
_RUSSIAN = re.compile(r"(?:[78]|\+7|\+8(?=9))?([3489]\d{9})")
"""«+8 9…» is a slip of many hands: no country has a number like that."""
_ONE_SHORT = re.compile(r"8[\s(.\-]+(?:\D*\d){9}")
"""«8 900 123-45-6»: the eight stands apart, so a figure is missing; nobody means the code 890."""
_PLUS = re.compile(r"\+(?:7[67]\d{9}|[1-689]\d{7,14})")
"""Kazakhstan, and the rest of the world."""
_PASSPORT = re.compile(r"(?:\d{4}|\d{2}[\s.\-]{1,3}\d{2})[\s.\-]{1,3}\d{6}")
"""«4012 345678», «40 12 345678»: series and number of a Russian passport. With +7 or 8 before it, it is a telephone."""
_SHOWN = 4


def read_phone(words: str) -> str | None:
    """The number these words name, as E.164; None when there is none that can be rung, or more than one."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", words[: LONGEST + 1]))
    if len(plain) > LONGEST:
        return None
    found = {number for each in _WRITTEN.findall(plain) if (number := _number(each)) is not None}
    return found.pop() if len(found) == 1 else None


def _number(written: str) -> str | None:
    """One run of figures; None: too few, too many, a passport's, or nobody's."""
    if _PASSPORT.fullmatch(written) or _ONE_SHORT.fullmatch(written):
        return None
    figures = "".join(sign if sign == "+" else str(int(sign)) for sign in written if sign == "+" or sign.isdecimal())
    dialled = _OUT.sub("+", figures)
    home = _RUSSIAN.fullmatch(dialled)
    if home is not None:
        return f"+7{home[1]}"
    return dialled if _PLUS.fullmatch(dialled) else None


def masked_phone(number: str) -> str:
    """As little as tells the own number from another: «••• 45-67»."""
    last = number[-_SHOWN:]
    return f"••• {last[:2]}-{last[2:]}"


def spoken_phone(number: str) -> str:
    """A number for whoever has to ring it: «+7 900 123-45-67»; of other countries as it is kept."""
    if not number.startswith("+7"):
        return number
    area, first, second, third = number[2:5], number[5:8], number[8:10], number[10:]
    return f"+7 {area} {first}-{second}-{third}"
