"""The screens a family has answered, oldest first: what «назад» goes back over, also after a week.

The history knows it already: the answers of one screen are written together, at one moment. So nothing about the way
is kept in the dialog, and losing the dialog loses no way back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from core.families.household import reach_family
from core.families.profile import HistoryEntry, history
from core.families.tables import AuthorKind
from core.permissions import Permission
from core.triage.facts import Fact
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadScreens:
    """Whose way through the questions."""

    family_id: int


@dataclass(frozen=True, slots=True)
class AnsweredScreens:
    """Facts that were answered together, the latest last; a question answered anew stands at its newest place."""

    screens: tuple[tuple[Fact, ...], ...]


@use_case(Permission.FAMILY)
def read_screens(tx: Tx, query: ReadScreens) -> AnsweredScreens:
    """The family's own answers by screen; what staff or documents established is no screen."""
    family = reach_family(tx, query.family_id)
    return AnsweredScreens(screens_of(history(tx, family)))


def screens_of(entries: Iterable[HistoryEntry]) -> tuple[tuple[Fact, ...], ...]:
    """Pure part of `read_screens`: entries oldest first."""
    own = (entry for entry in entries if entry.author_kind is AuthorKind.ADULT)
    newest: dict[Fact, int] = {}
    screens: list[tuple[Fact, ...]] = []
    for _, together in groupby(own, key=lambda entry: (entry.recorded_at, entry.author_id)):
        screens.append(tuple(entry.fact for entry in together))
        newest |= dict.fromkeys(screens[-1], len(screens) - 1)
    left = (tuple(fact for fact in screen if newest[fact] == place) for place, screen in enumerate(screens))
    return tuple(screen for screen in left if screen)
