"""Playing the questionnaire for a family whose true facts are given: what would be asked, and what comes out.

An absent fact is answered «не знаю» (a family that knows the weeks knows of the pregnancy), an income by the band it
lies in: the play is told no more than a person's taps would tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from core.triage.facts import Evasion, Fact
from core.triage.income import band_of
from core.triage.interview import Questionnaire, Screen
from core.triage.profile import Answer, Band, Profile


@dataclass(frozen=True, slots=True)
class Played:
    """The screens in order, and the profile their answers add up to."""

    screens: tuple[Screen, ...]
    profile: Profile


def play(questionnaire: Questionnaire, truth: Profile) -> Played:
    """Answer every screen from `truth` until nothing deciding is left to ask."""
    told = Profile()
    screens = []
    while screen := questionnaire.next_screen(told):
        for fact in screen.facts:
            told = told.record(fact, _answer(fact, screen, truth))
        screens.append(screen)
    return Played(tuple(screens), told)


def _answer(fact: Fact, screen: Screen, truth: Profile) -> Answer:
    said = truth.known.get(fact)
    if said is None and fact is Fact.PREGNANT and Fact.PREGNANCY_WEEKS in truth:
        return replace(truth[Fact.PREGNANCY_WEEKS], value=True)
    if said is None:
        return Evasion.UNKNOWN
    if not screen.bands:
        return said
    return replace(said, value=band_of(cast(Band, said.value).low, screen.bands))
