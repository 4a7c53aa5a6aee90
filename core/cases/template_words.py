"""Templates of answers: words with holes that a matched measure and the conversation fill. Pure.

A hole nobody can fill stays as it is written, so that the curator sees it before the family does.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

_HOLE = re.compile(r"\{\s*([^{}\s]+)\s*\}")


class Hole(StrEnum):
    """What a template may ask for, as it is written between braces."""

    MEASURE = "мера"
    WHO = "кому"
    AMOUNT = "сумма"
    PAPERS = "документы"
    WHERE = "куда"
    DEADLINE = "срок"
    SOURCE = "источник"
    NUMBER = "номер"
    CURATOR = "куратор"
    CENTRE = "центр"


def strange_holes(body: str) -> tuple[str, ...]:
    """Names between braces that mean nothing, in the order they are written."""
    return tuple(dict.fromkeys(name for name in _HOLE.findall(body) if name.lower() not in set(Hole)))


def filled(body: str, values: Mapping[Hole, str]) -> str:
    """The words with every hole filled that has a value."""

    def fill(found: re.Match[str]) -> str:
        name = found.group(1).lower()
        known = values.get(Hole(name)) if name in set(Hole) else None
        return found.group() if known is None else known

    return _HOLE.sub(fill, body)
