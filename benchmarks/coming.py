"""C10 at full size: 10,000 children over ten years, every event told exactly once for each of its two notices.

The planner and its ledger are the product's; the oracle counts every day of every child by the calendar's numbers. The
planner runs twice on some days, is off for up to five, and gets the children in another order each time. Prints what
was missed, doubled and wrong, and what one look at one family costs beside asking the rules on each of the thirty days.
"""

import random
import time
from datetime import timedelta

from core.outreach.coming import HORIZON, Household, coming
from core.triage.births import Birth
from core.triage.facts import Fact
from core.triage.profile import Child, FactValue, Profile
from tests.coming_oracle import BEGAN, CATALOGUE, MATCHER, a_family, decade, expected

CHILDREN, YEARS = 10_000, 10
LOOKS = 500


def main(wanted: int = CHILDREN) -> None:
    """Years, then costs."""
    chance, days = random.Random("C10 full"), 365 * YEARS
    children = told = missed = surplus = doubled = 0
    while children < wanted:
        births = a_family(chance)
        ledger, due = decade(births, chance, days), expected(births, BEGAN, BEGAN + timedelta(days=days))
        children, told = children + len(births), told + ledger.rings
        missed += sum((due - ledger.sent()).values())
        surplus += sum((ledger.sent() - due).values())
        doubled += ledger.rings - sum(ledger.sent().values())
    print(f"{children} children, {YEARS} years: {told} notices, missed {missed}, wrong {surplus}, twice {doubled}")
    _costs(chance)


def _costs(chance: random.Random) -> None:
    profiles = []
    for _ in range(LOOKS):
        children = tuple(Child(Birth.on(born), False) for born in a_family(chance))
        profiles.append(Profile().record(Fact.CHILDREN, FactValue(children, BEGAN - timedelta(days=40))))
    ours = _seconds(lambda profile: coming(CATALOGUE, MATCHER, Household(profile), BEGAN), profiles)
    daily = [BEGAN + timedelta(days=ahead) for ahead in range(HORIZON.days + 1)]
    naive = _seconds(lambda profile: [MATCHER.assess(profile, day) for day in daily], profiles)
    print(f"a look at a family: {1000 * ours / LOOKS:.2f} ms of CPU; asking on each of the days {naive / ours:.1f}x")


def _seconds(act: object, profiles: list[Profile]) -> float:
    assert callable(act)
    started = time.process_time()
    for profile in profiles:
        act(profile)
    return time.process_time() - started


if __name__ == "__main__":
    main()
