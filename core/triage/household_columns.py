"""Children of all stored families in columns, and the joint answers their households give to a rule.

Most births are certain for a rule: then counting children inside its windows is all. Where a birth is uncertain, a
window may hold every number between the fewest and the most. Only a family with one child uncertain about several
windows at once is read birthday by birthday.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.triage.births import Birth, latest_birth
from core.triage.households import Census, Household, Window, Windows

Cells = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Days = NDArray[np.int32]
Counts = NDArray[np.int8]
Rows = NDArray[np.int64]

_COUNT_BITS = 6
"""Enough for the children of one family."""


@dataclass(frozen=True, slots=True)
class Offspring:
    """Children of families that stand in order of falling number of children.

    So the `n`-th children of all families form an unbroken column: `earliest[n][i]` belongs to family `i`. `listed`
    tells whose list is known. Days are ordinals.
    """

    listed: Mask
    earliest: tuple[Days, ...]
    latest: tuple[Days, ...]

    @staticmethod
    def of(families: Sequence[Sequence[Birth] | None]) -> Offspring:
        births = [tuple(own or ()) for own in families]
        columns = [[own[nth] for own in births if len(own) > nth] for nth in range(max(map(len, births), default=0))]
        return Offspring(
            np.array([own is not None for own in families], np.bool_),
            tuple(np.array([one.earliest.toordinal() for one in column], np.int32) for column in columns),
            tuple(np.array([one.latest.toordinal() for one in column], np.int32) for column in columns),
        )

    def births(self, row: int) -> list[Birth]:
        """Children of one family."""
        pairs = zip(self.earliest, self.latest, strict=True)
        ends = ((int(low[row]), int(high[row])) for low, high in pairs if row < len(low))
        return [Birth(date.fromordinal(low), date.fromordinal(high)) for low, high in ends]

    def counts(self, window: Window, on: date) -> tuple[Counts, Counts]:
        """Children surely and possibly inside a window on a day, per family."""
        since, until = _birthdays(window, on)
        fewest, most = (np.zeros(len(self.listed), np.int8) for _ in range(2))
        for low, high in zip(self.earliest, self.latest, strict=True):
            fewest[: len(low)] += (low >= since) & (high <= until)
            most[: len(low)] += (high >= since) & (low <= until)
        return fewest, most

    def tangled(self, rows: Rows, windows: Iterable[Window], on: date) -> Mask:
        """Which of these families have a child that is uncertain about several windows at once."""
        spans = [_birthdays(window, on) for window in windows]
        found = np.zeros(len(rows), np.bool_)
        for low, high in zip(self.earliest, self.latest, strict=True):
            here = rows < len(low)
            first, last = low[rows[here]], high[rows[here]]
            doubts = sum((first < day) & (last >= day) for span in spans for day in (span[0], span[1] + 1))
            found[here] |= doubts > 1
        return found


def household_cells(household: Household, windows: Windows, children: Offspring, on: date) -> Cells:
    """Possible cells of the household variable for every family."""
    counted = [(atoms, *children.counts(window, on)) for window, atoms in household.by_window()]
    answers = _answers(counted)
    cells = _table(household)[answers]
    uncertain = np.flatnonzero(np.logical_or.reduce([fewest != most for _, fewest, most in counted]))
    tangled = children.tangled(uncertain, [window for window, _ in household.by_window()], on)
    _settle(household, counted, uncertain[~tangled], cells)
    for row in uncertain[tangled]:
        kinds = [windows.possible(birth, on) for birth in children.births(int(row))]
        cells[row] = household.cells(household.answers_of(kinds))
    cells[~children.listed] = household.cells(household.closure(windows.anybody(on)))
    return cells


Counted = tuple[list[tuple[int, Census]], Counts, Counts]


def _answers(counted: Iterable[Counted]) -> NDArray[np.uint32]:
    """Joint answers if every child counts where it surely is."""
    answers: NDArray[np.uint32] | None = None
    for atoms, fewest, _ in counted:
        for bit, census in atoms:
            holds = fewest >= census.at_least
            if census.at_most is not None:
                holds &= fewest <= census.at_most
            own = holds * np.uint32(bit)
            answers = own if answers is None else answers | own
    assert answers is not None, "a household variable has at least one condition"
    return answers


def _settle(household: Household, counted: Sequence[Counted], rows: Rows, cells: Cells) -> None:
    """Fills in families whose windows may each hold any number between fewest and most, independently.

    Families with the same counts share their answer.
    """
    ends = [end[rows].astype(np.int64) for _, fewest, most in counted for end in (fewest, most)]
    _, samples, which = np.unique(_packed(ends), return_index=True, return_inverse=True)
    kinds = [[int(end[sample]) for end in ends] for sample in samples]
    if kinds:
        cells[rows] = np.array([household.cells(_joint_answers(counted, kind)) for kind in kinds], np.uint64)[which]


def _packed(ends: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Several small numbers per row as one."""
    packed = np.zeros(1, np.int64)
    for end in ends:
        packed = packed << _COUNT_BITS | end
    return packed


def _joint_answers(counted: Sequence[Counted], ends: list[int]) -> set[int]:
    """Joint answers when every window may hold any number between its fewest and most."""
    answers = {0}
    for (atoms, _, _), fewest, most in zip(counted, ends[::2], ends[1::2], strict=True):
        own = {sum(bit for bit, census in atoms if census.holds(count)) for count in range(fewest, most + 1)}
        answers = {answer | more for answer in answers for more in own}
    return answers


def _table(household: Household) -> Cells:
    table = np.zeros(max(household.answers) + 1, np.uint64)
    for answer in household.answers:
        table[answer] = household.cells([answer])
    return table


def _birthdays(window: Window, on: date) -> tuple[int, int]:
    """First and last birthday, as ordinals, that put a child into the window on the day."""
    since = max(latest_birth(window.to_months, on).toordinal() + 1, window.since.toordinal())
    return since, min(latest_birth(window.from_months, on).toordinal(), window.before.toordinal() - 1)
