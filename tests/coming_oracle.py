"""What families should be told over the years, found the slow way: every day of every child counted on its own.

Nothing here is shared with the planner: ages come from the day and the month, verdicts from plain sentences. A child of
29 February is a year older on 1 March of a common year.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.catalog.conditions import ChildAgedBetween, ChildrenCount, ChildYoungerThan
from core.catalog.measures import Deadline, DeadlineRule
from core.outreach.coming import Coming, Household, coming
from core.outreach.leads import Entry, Lead, lead_on, reconcile
from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.profile import Child, FactValue, Profile
from tests.measures import a_measure
from tests.proactive import catalogue_of

BEGAN = date(2026, 11, 22)
IN_TIME = Deadline(rule=DeadlineRule(child_age_months_lte=6))
MEASURES = (
    a_measure(ChildYoungerThan(18), "until-1.5"),
    a_measure(ChildYoungerThan(36), "until-3"),
    a_measure(ChildAgedBetween(3, 6), "from-3-until-7"),
    a_measure(ChildAgedBetween(7, 16), "from-7-until-17"),
    a_measure(ChildrenCount(3), "three-children"),
    replace(a_measure(ChildYoungerThan(36), "of-the-birth"), deadline=IN_TIME),
)
CATALOGUE, MATCHER = catalogue_of(*MEASURES), Matcher(MEASURES)
LEADS = {30: range(8, 31), 7: range(1, 8)}
"""Days ahead on which each of the two notices may be sent."""
Told = tuple[str, str, date, int]
"""Measure, direction, day, lead."""


def months_lived(born: date, on: date) -> int:
    """Whole months, counted by the calendar's own numbers."""
    months = (on.year - born.year) * 12 + on.month - born.month
    return months if on.day >= born.day else months - 1


def _entitled(births: tuple[date, ...], on: date) -> dict[str, bool]:
    ages = [months_lived(born, on) for born in births if born <= on]
    young = [age for age in ages if age < 18 * 12]
    return {
        "until-1.5": any(age < 18 for age in young),
        "until-3": any(age < 36 for age in young),
        "from-3-until-7": any(36 <= age < 84 for age in young),
        "from-7-until-17": any(84 <= age < 204 for age in young),
        "three-children": len(young) >= 3,
        "of-the-birth": any(age < 36 for age in young),
    }


def due_events(births: tuple[date, ...], since: date, until: date) -> Iterator[tuple[str, str, date]]:
    """Every change after `since` and up to `until`, day by day."""
    before, day = _entitled(births, since), since
    while day < until:
        day += timedelta(days=1)
        after = _entitled(births, day)
        for name, has in after.items():
            if has is not before[name]:
                yield name, "begins" if has else "ends", day
        for born in births:
            half_a_year = months_lived(born, day) == 6 and months_lived(born, day - timedelta(days=1)) == 5
            if half_a_year and after["of-the-birth"]:
                yield "of-the-birth", "deadline", day
        before = after


def expected(births: tuple[date, ...], since: date, until: date) -> Counter[Told]:
    """What is told between `since` and `until`: of each event a month and a week ahead, or at once if it is nearer."""
    events = set(due_events(births, since, until + timedelta(days=30)))
    told: Counter[Told] = Counter()
    for name, turn, on in events:
        days = range((on - until).days, (on - since).days + 1)
        told.update((name, turn, on, lead) for lead, ahead in LEADS.items() if _meet(days, ahead))
    return told


def _meet(first: range, second: range) -> bool:
    return max(first.start, second.start) < min(first.stop, second.stop)


@dataclass
class Ledger:
    """The planner's ledger in memory: what `core.outreach.planning` keeps in its tables."""

    entries: dict[int, Entry]
    told: dict[tuple[int, Lead], Told]
    rings: int = 0

    def look(self, births: tuple[date, ...], today: date) -> None:
        """One round of the planner for one family."""
        children = tuple(Child(Birth.on(born), False) for born in births if born <= today)
        profile = Profile().record(Fact.CHILDREN, FactValue(children, min(today, BEGAN - timedelta(days=40))))
        result = reconcile(self.entries.values(), coming(CATALOGUE, MATCHER, Household(profile), today), today)
        changes = {entry.id: one for entry, one in result.kept} | {
            len(self.entries) + place: one for place, one in enumerate(result.new, 1)
        }
        for number, one in changes.items():
            self.entries[number] = Entry(number, one.measure_id, one.turn, one.on)
            self._tell(number, one, today)

    def _tell(self, number: int, one: Coming, today: date) -> None:
        lead = lead_on(today, one.on)
        if lead is not None and (number, lead) not in self.told:
            self.rings += 1
            self.told[number, lead] = (one.measure_id, one.turn.value, one.on, int(lead))

    def sent(self) -> Counter[Told]:
        """What was told, how often."""
        return Counter(self.told.values())


def a_family(chance: random.Random) -> tuple[date, ...]:
    """One to four birthdays, born already; every tenth child on the 29th of February."""
    return tuple(sorted(_birthday(chance) for _ in range(chance.choices((1, 2, 3, 4), (5, 4, 2, 1))[0])))


def _birthday(chance: random.Random) -> date:
    if chance.random() < 0.1:
        return date(chance.choice((2012, 2016, 2020, 2024)), 2, 29)
    return BEGAN - timedelta(days=chance.randrange(16 * 365))


def decade(births: tuple[date, ...], chance: random.Random, days: int, every_day: bool = False) -> Ledger:
    """The planner over the years: twice on some days, off for up to five, the list of children sent in anew at times.

    Far from every event a round a week is enough to show that nothing is told; near one each day counts.
    """
    ledger = Ledger({}, {})
    events = {on for _, _, on in due_events(births, BEGAN, BEGAN + timedelta(days=days + 31))}
    near = {on - timedelta(days=ahead) for on in events for ahead in range(33)}
    day = BEGAN
    while day <= BEGAN + timedelta(days=days):
        if every_day or day in near or day.toordinal() % 7 == 0:
            for _ in range(2 if chance.random() < 0.1 else 1):
                ledger.look(tuple(chance.sample(births, len(births))), day)
        day += timedelta(days=chance.randrange(2, 6) if chance.random() < 0.05 else 1)
    ledger.look(births, BEGAN + timedelta(days=days))  # the last day counts: what was missed before is caught up
    return ledger
