"""What will change for one family by the calendar alone: what ends, what begins, what must be applied for in time.

Pure: the same facts, catalogue and day always give the same answer, so the planner may run as often as it likes. The
days come from `core.triage.flips`, which judges each of them exactly as if it were today (C10).

Two silences are deliberate. The end of what belongs to a pregnancy is not announced: nobody here knows how it went.
And a beginning is announced for a birthday known to within a month; a wider guess waits until it is certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from types import MappingProxyType

from core.catalog.snapshot import Catalogue
from core.outreach.deadlines import last_days, renewal_day
from core.outreach.sums import changed_sums
from core.triage.evaluation import Assessment, Matcher
from core.triage.facts import Fact
from core.triage.flips import Flip, flips
from core.triage.profile import Profile
from core.triage.verdicts import Verdict

HORIZON = timedelta(days=30)
CERTAIN_WITHIN = timedelta(days=31)
_DAY = timedelta(days=1)
_POSITIVE = (Verdict.YES, Verdict.CHECK)
_OF_A_PREGNANCY = frozenset({Fact.PREGNANT, Fact.PREGNANCY_WEEKS})


class Turn(StrEnum):
    """What happens to a measure on the day."""

    ENDS = "ends"
    BEGINS = "begins"
    DEADLINE = "deadline"
    """The last days to apply."""
    RENEWAL = "renewal"
    """It was granted for a time; the application is to be made again."""
    SUMS = "sums"
    """It stays, and the amount changes."""


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """From the family's calendar day `on` it is so."""

    on: date
    measure_id: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Household:
    """What the planner knows: answers, and since when the family gets what it gets (None: nobody said)."""

    profile: Profile
    received: Mapping[str, date | None] = field(default_factory=lambda: MappingProxyType({}))


def coming(
    catalogue: Catalogue, matcher: Matcher, household: Household, today: date, horizon: timedelta = HORIZON
) -> tuple[Coming, ...]:
    """Every change after the day `today` and up to `horizon` later, in order of time."""
    until = today + horizon
    assessment = matcher.assess(household.profile, today)
    found = chain(
        _turns(matcher, household.profile, today, until),
        _deadlines(assessment, today),
        _renewals(assessment, household),
        _sums(catalogue, assessment, today, until),
    )
    return tuple(sorted({one for one in found if today < one.on <= until and not _pointless(one, household)}))


def _pointless(one: Coming, household: Household) -> bool:
    """What the family gets already neither begins nor has to be applied for in time."""
    return one.turn in (Turn.BEGINS, Turn.DEADLINE) and one.measure_id in household.received


def _turns(matcher: Matcher, profile: Profile, today: date, until: date) -> Iterator[Coming]:
    """Ends on their earliest day, beginnings on theirs when it is near enough to the certain one."""
    words_of_the_day = {said.at + _DAY for said in profile.values()}
    asked_since: dict[str, date] = {}
    for flip in flips(matcher, profile, today - CERTAIN_WITHIN, until + CERTAIN_WITHIN):
        if flip.on in words_of_the_day:  # yesterday's statement moved on to the calendar; nothing has changed
            continue
        began = asked_since.pop(flip.measure_id, None)
        if flip.after is Verdict.ASK and flip.before not in _POSITIVE:
            asked_since[flip.measure_id] = flip.on
        elif flip.after in _POSITIVE and flip.before not in _POSITIVE:
            yield Coming(began or flip.on, flip.measure_id, Turn.BEGINS)
        elif flip.before in _POSITIVE and flip.after not in _POSITIVE and _announced(matcher, flip):
            yield Coming(flip.on, flip.measure_id, Turn.ENDS)


def _announced(matcher: Matcher, flip: Flip) -> bool:
    rulebook = matcher.rulebook(flip.on - _DAY)
    return not rulebook.rules[rulebook.positions[flip.measure_id]].facts & _OF_A_PREGNANCY


def _deadlines(assessment: Assessment, today: date) -> Iterator[Coming]:
    births = tuple(child.birth for child in assessment.situation.children or ())
    for measure_id in assessment.ids(*_POSITIVE):
        rule = assessment.rulebook.measures[assessment.rulebook.positions[measure_id]].deadline.rule
        if rule is not None:
            yield from (Coming(day, measure_id, Turn.DEADLINE) for day in last_days(rule, births, today))


def _renewals(assessment: Assessment, household: Household) -> Iterator[Coming]:
    for measure_id, since in household.received.items():
        if since is None or assessment.get(measure_id, Verdict.NO) is Verdict.NO:
            continue  # nobody remembers since when, or it would not be granted again
        measure = assessment.rulebook.measures[assessment.rulebook.positions[measure_id]]
        day = renewal_day(measure.granted_months, since, assessment.on)
        if day is not None:
            yield Coming(day, measure_id, Turn.RENEWAL)


def _sums(catalogue: Catalogue, assessment: Assessment, today: date, until: date) -> Iterator[Coming]:
    """Amounts of what the family is entitled to; 1 January and 1 February are only the usual days."""
    measures = tuple(
        assessment.rulebook.measures[assessment.rulebook.positions[one]] for one in assessment.ids(*_POSITIVE)
    )
    for day, measure_id in changed_sums(catalogue, measures, assessment.situation.region, today, until):
        yield Coming(day, measure_id, Turn.SUMS)
