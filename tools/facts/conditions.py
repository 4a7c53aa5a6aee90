"""One spelling for conditions: the facts were written by several hands (`children_count_eq: 1`, `region:
LEN`, ...).
"""

from __future__ import annotations

import re
from typing import Any

_SUFFIXED = re.compile(r"(children_count|pregnancy_weeks|income_per_head_ratio)_(lt|lte|eq|gte|gt)")
_COUNTED = frozenset({"children_count", "pregnancy_weeks"})


def one_spelling(node: dict[str, Any]) -> dict[str, Any]:
    """The same condition in the notation of `core.catalog.notation`."""
    [(key, value)] = node.items()
    if key in ("all", "any"):
        return {key: [one_spelling(part) for part in value]}
    if key == "not":
        return {"not": one_spelling(value)}
    if key == "region":
        return {"region_in": [value]}
    if key == "child_under_age_count_gte" and isinstance(value, list):
        return {key: {"age": value[0], "count": value[1]}}
    if suffixed := _SUFFIXED.fullmatch(key):
        key, value = suffixed[1], {suffixed[2]: value}
    return {key: _inclusive(value)} if key in _COUNTED else {key: value}


def _inclusive(bounds: dict[str, int]) -> dict[str, int]:
    """Whole numbers need no open bounds: `gt: 2` is `gte: 3`."""
    names = {"gt": ("gte", 1), "lt": ("lte", -1)}
    return {names.get(side, (side, 0))[0]: number + names.get(side, (side, 0))[1] for side, number in bounds.items()}
