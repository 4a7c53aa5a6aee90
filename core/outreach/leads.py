"""Which notice is due, and that it is the same one as yesterday. Pure.

A change is told of twice: within thirty days and within seven. Whoever is told is remembered by the change, not by its
date, because a corrected birthday moves the date and must not ring the bell again (C10).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from core.outreach.coming import Coming, Turn

SAME_WITHIN = timedelta(days=180)
"""A change of the same measure in the same direction within half a year is the same one, on a corrected day."""

PAST_WITHIN = timedelta(days=31)
"""What is over was another child's: two children of one household may be months apart (guardianship)."""


class Lead(IntEnum):
    """How many days ahead at most a notice is sent."""

    MONTH = 30
    WEEK = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the ledger knows it."""

    id: int
    measure_id: str
    turn: Turn
    on: date


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`kept` gives the known changes their present day, `new` are unknown yet, `gone` will not happen after all."""

    kept: tuple[tuple[Entry, Coming], ...]
    new: tuple[Coming, ...]
    gone: tuple[Entry, ...]


def lead_on(today: date, on: date) -> Lead | None:
    """The notice for a change on the day `on`; a day the planner missed is caught up until the next one is due."""
    days = (on - today).days
    if not 1 <= days <= Lead.MONTH:
        return None
    return Lead.WEEK if days <= Lead.WEEK else Lead.MONTH


def reconcile(entries: Iterable[Entry], found: Iterable[Coming], today: date) -> Reconciled:
    """Match what is known with what is coming; the nearest days belong together. Past changes stay as they are."""
    left = list(entries)
    kept: list[tuple[Entry, Coming]] = []
    new: list[Coming] = []
    for one in found:
        same = [entry for entry in left if _same(entry, one, today)]
        if same:
            entry = min(same, key=lambda entry: abs(entry.on - one.on))
            left.remove(entry)
            kept.append((entry, one))
        else:
            new.append(one)
    return Reconciled(tuple(kept), tuple(new), tuple(entry for entry in left if entry.on > today))


def _same(entry: Entry, one: Coming, today: date) -> bool:
    alike = (entry.measure_id, entry.turn) == (one.measure_id, one.turn)
    return alike and abs(entry.on - one.on) <= (SAME_WITHIN if entry.on > today else PAST_WITHIN)
