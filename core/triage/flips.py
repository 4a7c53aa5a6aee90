"""The local dates on which verdicts flip without anybody saying anything new.

Children grow, a pregnancy goes on, a version of a measure comes into force or ends. Verdicts can change only on days
derived from these; each such day is judged exactly as if it were today, so the dates equal those of a day-by-day
simulation. A birth known as an interval can flip a verdict on its first possible day already: notices use that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from core.triage.births import month_day
from core.triage.evaluation import Assessment, Matcher
from core.triage.facts import Fact
from core.triage.profile import Child, Pregnancy, Profile
from core.triage.rulebook import Rulebook
from core.triage.situation import KINDERGARTEN_MONTHS, LONGEST_PREGNANCY_WEEKS, SCHOOL_MONTHS
from core.triage.verdicts import Verdict

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_DERIVED_MONTHS = frozenset({KINDERGARTEN_MONTHS[0], KINDERGARTEN_MONTHS[1] + 1, SCHOOL_MONTHS[0]})


@dataclass(frozen=True, slots=True)
class Flip:
    """From the local day `on` the verdict is `after`; `None` means that the measure is not in force."""

    measure_id: str
    on: date
    before: Verdict | None
    after: Verdict | None


def flips(matcher: Matcher, profile: Profile, since: date, until: date) -> tuple[Flip, ...]:
    """Every change of a verdict after the day `since` and up to `until`, in order of time."""
    days = sorted({day for day in _turning_days(matcher, profile, since) if since < day <= until})
    states = (matcher.assess(profile, day) for day in (since, *days))
    return tuple(flip for before, after in pairwise(states) for flip in _between(before, after))


def next_flips(matcher: Matcher, profile: Profile, since: date, until: date) -> dict[str, Flip]:
    """The first flip of each measure that has one, by measure id."""
    first: dict[str, Flip] = {}
    for flip in flips(matcher, profile, since, until):
        first.setdefault(flip.measure_id, flip)
    return first


def _between(before: Assessment, after: Assessment) -> Iterator[Flip]:
    if before.rulebook is after.rulebook:
        measures = before.rulebook.measures
        for measure, old, new in zip(measures, before.outcomes, after.outcomes, strict=True):
            if old.verdict is not new.verdict:
                yield Flip(measure.id, after.on, old.verdict, new.verdict)
        return
    for measure_id in dict.fromkeys((*before, *after)):
        verdicts = before.get(measure_id), after.get(measure_id)
        if verdicts[0] is not verdicts[1]:
            yield Flip(measure_id, after.on, *verdicts)


def _turning_days(matcher: Matcher, profile: Profile, since: date) -> Iterator[date]:
    """Days on which anything an evaluation depends on may be different from the day before."""
    versions = tuple(matcher.turning_days())
    yield from versions
    rulebooks = [matcher.rulebook(since), *(matcher.rulebook(day) for day in versions)]
    months = _DERIVED_MONTHS.union(*(book.layout.windows.age_cuts for book in rulebooks))
    for said in profile.values():
        yield said.at + _DAY
    if Fact.CHILDREN in profile:
        yield from _birthdays(cast("tuple[Child, ...]", profile[Fact.CHILDREN].value), months)
    if Fact.PREGNANCY_WEEKS in profile:
        yield from _weeks(cast(Pregnancy, profile[Fact.PREGNANCY_WEEKS].value), rulebooks)
    elif Fact.PREGNANT in profile:
        yield profile[Fact.PREGNANT].at + LONGEST_PREGNANCY_WEEKS * _WEEK + _DAY


def _birthdays(children: Iterable[Child], months: Iterable[int]) -> Iterator[date]:
    for child in children:
        for born in (child.birth.earliest, child.birth.latest):
            yield from (month_day(born, count) for count in months)


def _weeks(term: Pregnancy, rulebooks: Iterable[Rulebook]) -> Iterator[date]:
    named = {int(point) for book in rulebooks for point, _ in book.layout.terms.cuts}
    for week in named | {0, LONGEST_PREGNANCY_WEEKS + 1}:
        yield from (start + week * _WEEK for start in (term.earliest, term.latest))
