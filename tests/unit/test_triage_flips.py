"""The dates on which verdicts flip by themselves (R10), and judging on the right day (R7)."""

import random
from datetime import date, timedelta

import pytest
from triage_oracle import TODAY, forgetting, measures, random_family

from core.catalog.conditions import (
    AllOf,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildYoungerThan,
    Flag,
    Holds,
    PregnancyWeeks,
)
from core.catalog.measures import Validity
from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.facts_json import profile_from_json
from core.triage.flips import Flip, flips, next_flips
from core.triage.profile import Child, FactValue, Profile
from core.triage.verdicts import Verdict
from tests.measures import a_measure

YES, ASK, NO = Verdict.YES, Verdict.ASK, Verdict.NO
IN_20_YEARS = date(2046, 11, 22)


def day_by_day(matcher: Matcher, profile: Profile, since: date, until: date) -> list[Flip]:
    """The obvious way: judge every single day and write down what is different from the day before."""
    found, before = [], matcher.assess(profile, since)
    for ahead in range(1, (until - since).days + 1):
        after = matcher.assess(profile, since + timedelta(days=ahead))
        found += [
            Flip(one, after.on, before.get(one), after.get(one))
            for one in dict.fromkeys((*before, *after))
            if before.get(one) is not after.get(one)
        ]
        before = after
    return found


def family_with(*births: Birth) -> Profile:
    return Profile().record(Fact.CHILDREN, FactValue(tuple(Child(birth, False) for birth in births), TODAY))


def test_R10_flips_of_a_random_family_equal_twenty_years_day_by_day() -> None:
    matcher = Matcher(measures())
    seed = random.Random("R10")
    profile = profile_from_json(forgetting(random_family(seed), seed, 0.1), TODAY)
    assert set(flips(matcher, profile, TODAY, IN_20_YEARS)) == set(day_by_day(matcher, profile, TODAY, IN_20_YEARS))


@pytest.mark.parametrize("number", range(6))
def test_R10_flips_equal_two_years_day_by_day(number: int) -> None:
    matcher = Matcher(measures())
    seed = random.Random(f"R10 {number}")
    facts = random_family(seed) | {"pregnant": True, "pregnancy_weeks": seed.randrange(1, 40)}
    profile = profile_from_json(facts, TODAY)
    until = TODAY + timedelta(days=730)
    assert set(flips(matcher, profile, TODAY, until)) == set(day_by_day(matcher, profile, TODAY, until))


def test_R10_versions_of_a_measure_begin_and_end_on_their_days() -> None:
    old = a_measure(Holds(Flag.RURAL), validity=Validity(valid_to=date(2026, 12, 31)))
    new = a_measure(Holds(Flag.MORTGAGE), validity=Validity(valid_from=date(2027, 2, 1)))
    matcher = Matcher([old, new])
    profile = profile_from_json({"rural": True, "mortgage": False}, TODAY)
    found = flips(matcher, profile, TODAY, date(2028, 1, 1))
    assert found == (
        Flip("measure", date(2027, 1, 1), YES, None),
        Flip("measure", date(2027, 2, 1), None, NO),
    )
    assert set(found) == set(day_by_day(matcher, profile, TODAY, date(2028, 1, 1)))


def test_R10_a_birth_known_by_month_flips_first_to_a_question_then_to_no() -> None:
    matcher = Matcher([a_measure(ChildYoungerThan(18))])
    profile = family_with(Birth.in_month(2025, 10))
    assert flips(matcher, profile, TODAY, date(2028, 1, 1)) == (
        Flip("measure", date(2027, 4, 1), YES, ASK),
        Flip("measure", date(2027, 5, 1), ASK, NO),
    )
    assert next_flips(matcher, profile, TODAY, date(2028, 1, 1))["measure"].on == date(2027, 4, 1)


def test_R10_a_child_of_29_february_keeps_the_right_until_1_march() -> None:
    matcher = Matcher([a_measure(ChildAgedBetween(0, 2))])
    (flip,) = flips(matcher, family_with(Birth.on(date(2024, 2, 29))), TODAY, date(2030, 1, 1))
    assert flip == Flip("measure", date(2027, 3, 1), YES, NO)


def test_R10_the_youngest_of_three_keeps_the_family_large_until_the_eldest_is_18() -> None:
    matcher = Matcher([a_measure(Holds(Flag.LARGE_FAMILY))])
    births = (Birth.on(date(2009, 3, 5)), Birth.on(date(2015, 1, 1)), Birth.on(date(2020, 1, 1)))
    studying = FactValue(False, TODAY)
    profile = family_with(*births).record(Fact.CHILD_STUDENT_FULLTIME, studying)
    (flip,) = flips(matcher, profile, TODAY, date(2028, 1, 1))
    assert flip == Flip("measure", date(2027, 3, 5), YES, ASK)


def test_R10_a_measure_of_the_thirtieth_week_opens_in_the_thirtieth_week() -> None:
    matcher = Matcher([a_measure(AllOf((Holds(Flag.PREGNANT), PregnancyWeeks(30))))])
    profile = profile_from_json({"pregnant": True, "pregnancy_weeks": 28}, TODAY)
    found = flips(matcher, profile, TODAY, date(2027, 12, 1))
    assert [(flip.after, (flip.on - TODAY).days) for flip in found] == [(ASK, 8), (YES, 14), (ASK, 105)]


def test_R7_the_version_of_the_day_decides() -> None:
    strict = a_measure(ChildYoungerThan(6), validity=Validity(valid_to=date(2026, 12, 31)))
    generous = a_measure(ChildYoungerThan(36), validity=Validity(valid_from=date(2027, 1, 1)))
    matcher = Matcher([strict, generous])
    profile = family_with(Birth.on(date(2026, 1, 1)))
    assert matcher.assess(profile, date(2026, 12, 31))["measure"] is NO
    assert matcher.assess(profile, date(2027, 1, 1))["measure"] is YES


def test_R7_a_birth_date_in_the_law_needs_no_raising_each_january() -> None:
    matcher = Matcher([a_measure(ChildBornBetween(date(2019, 1, 1)))])
    profile = family_with(Birth.on(date(2019, 1, 1)))
    assert matcher.assess(profile, TODAY)["measure"] is YES
    assert matcher.assess(profile, date(2036, 12, 31))["measure"] is YES
    assert matcher.assess(profile, date(2037, 1, 1))["measure"] is NO


def test_R7_a_child_is_not_counted_before_it_is_born_nor_after_18() -> None:
    matcher = Matcher([a_measure(ChildrenCount(1))])
    profile = family_with(Birth.on(date(2010, 6, 15)))
    days = (date(2010, 6, 14), date(2010, 6, 15), date(2028, 6, 14), date(2028, 6, 15))
    assert [matcher.assess(profile, day)["measure"] for day in days] == [NO, YES, YES, NO]


def test_R7_a_statement_about_the_list_is_doubted_once_somebody_came_of_age() -> None:
    matcher = Matcher([a_measure(Holds(Flag.LARGE_FAMILY), "large"), a_measure(Holds(Flag.CHILD_DISABLED), "disabled")])
    profile = (
        family_with(Birth.on(date(2009, 1, 10)), Birth.on(date(2015, 1, 1)))
        .record(Fact.LARGE_FAMILY, FactValue(True, TODAY))
        .record(Fact.CHILD_DISABLED, FactValue(True, TODAY))
    )
    assert dict(matcher.assess(profile, date(2027, 1, 9))) == {"large": YES, "disabled": YES}
    assert dict(matcher.assess(profile, date(2027, 1, 10))) == {"large": ASK, "disabled": NO}


def test_R7_a_kindergarten_ends_with_the_age_although_nobody_says_so() -> None:
    matcher = Matcher([a_measure(Holds(Flag.CHILD_IN_KINDERGARTEN))])
    profile = family_with(Birth.on(date(2020, 1, 1))).record(Fact.CHILD_IN_KINDERGARTEN, FactValue(True, TODAY))
    assert matcher.assess(profile, date(2027, 12, 31))["measure"] is YES
    assert matcher.assess(profile, date(2028, 1, 1))["measure"] is NO
