"""How the values of facts are written down: small JSON that keeps births, pregnancies and incomes as intervals.

The reader decides by the shape of the JSON alone, so an old row stays readable when the question changes.
"""

from datetime import date
from math import inf, isinf
from typing import Any

from core.triage.births import Birth
from core.triage.profile import Band, Child, Pregnancy, Value


def encode(value: Value) -> Any:
    """JSON of a fact's value. Dates are ISO days, an open end of a band is null."""
    match value:
        case bool() | str():
            return value
        case Band():
            high = None if isinf(value.high) else value.high
            closed = [value.low_closed, value.high_closed]
            return {"low": value.low, "high": high, "closed": closed}
        case Pregnancy(earliest, latest):
            return {"first_day": [earliest.isoformat(), latest.isoformat()]}
        case tuple():
            return [_encode_child(child) for child in value]


def decode(stored: Any) -> Value:
    """The value behind stored JSON. Raises `ValueError` on a row nobody of ours wrote."""
    match stored:
        case bool() | str():
            return stored
        case list():
            return tuple(_decode_child(child) for child in stored)
        case {"low": low, "high": high, "closed": [low_closed, high_closed]}:
            return Band(float(low), inf if high is None else float(high), low_closed, high_closed)
        case {"first_day": [earliest, latest]}:
            return Pregnancy(date.fromisoformat(earliest), date.fromisoformat(latest))
        case _:
            raise ValueError("a stored fact has a shape nobody writes")


def _encode_child(child: Child) -> dict[str, Any]:
    born = [child.birth.earliest.isoformat(), child.birth.latest.isoformat()]
    return {"born": born, "disabled": child.disabled}


def _decode_child(stored: dict[str, Any]) -> Child:
    earliest, latest = stored["born"]
    return Child(Birth(date.fromisoformat(earliest), date.fromisoformat(latest)), stored["disabled"])
