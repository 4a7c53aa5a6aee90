"""C10 at the size of a test: the planner over years beside an oracle that counts every day; and its single rules."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.catalog.conditions import AllOf, ChildAgedBetween, ChildYoungerThan, Flag, Holds, PregnancyWeeks
from core.catalog.measures import (
    Amount,
    AnnualWindow,
    Confidence,
    Deadline,
    DeadlineRule,
    Formula,
    FormulaBase,
    Validity,
    YearDay,
)
from core.catalog.parameters import Method, RegionalParameters, SubsistenceMinimum
from core.outreach.coming import Coming, Household, Turn, coming
from core.outreach.leads import Lead, lead_on
from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.facts_json import profile_from_json
from core.triage.profile import Child, FactValue, Profile
from tests.coming_oracle import BEGAN, a_family, decade, expected
from tests.measures import a_measure
from tests.proactive import catalogue_of

TODAY = date(2026, 11, 22)
FAMILIES, YEARS = 25, 10


def children(*births: Birth, said: date = TODAY - timedelta(days=10)) -> Profile:
    return Profile().record(Fact.CHILDREN, FactValue(tuple(Child(birth, False) for birth in births), said))


def found(measures, profile: Profile, received=None, today: date = TODAY) -> tuple[Coming, ...]:
    return coming(catalogue_of(*measures), Matcher(measures), Household(profile, received or {}), today)


@pytest.mark.parametrize("number", range(FAMILIES))
def test_C10_ten_years_of_a_family_equal_the_brute_force_oracle(number: int) -> None:
    chance = random.Random(f"C10 {number}")
    births, until = a_family(chance), BEGAN + timedelta(days=365 * YEARS)

    ledger = decade(births, chance, 365 * YEARS)

    assert ledger.rings > 0
    assert ledger.sent() == expected(births, BEGAN, until)
    assert ledger.rings == sum(ledger.sent().values()), "every event exactly once for each lead"


def test_C10_every_single_day_is_planned_for_one_family_and_tells_the_same() -> None:
    births = (date(2024, 2, 29), date(2021, 8, 31))
    ledger = decade(births, random.Random("C10 daily"), 365 * 4, every_day=True)

    assert ledger.sent() == expected(births, BEGAN, BEGAN + timedelta(days=365 * 4))


def test_C10_a_child_of_29_february_turns_three_on_1_march() -> None:
    born = children(Birth.on(date(2024, 2, 29)))
    [end] = found([a_measure(ChildYoungerThan(36), "until-3")], born, today=date(2027, 2, 15))

    assert end == Coming(date(2027, 3, 1), "until-3", Turn.ENDS)


def test_a_month_of_birth_ends_on_its_first_day_and_begins_on_its_first_possible_one() -> None:
    born = children(Birth.in_month(2023, 12))
    measures = [a_measure(ChildYoungerThan(36), "ends"), a_measure(ChildAgedBetween(3, 6), "begins")]

    assert found(measures, born) == (
        Coming(date(2026, 12, 1), "begins", Turn.BEGINS),
        Coming(date(2026, 12, 1), "ends", Turn.ENDS),
    )


def test_an_age_known_only_in_years_begins_when_it_is_certain() -> None:
    two_years_old = children(Birth.aged_years(2, TODAY - timedelta(days=350)), said=TODAY - timedelta(days=350))

    assert [one.on for one in found([a_measure(ChildAgedBetween(3, 6), "m")], two_years_old)] == [
        TODAY + timedelta(days=15)
    ]


def test_the_end_of_a_pregnancy_is_never_announced() -> None:
    measures = [
        a_measure(Holds(Flag.PREGNANT), "while-expecting"),
        a_measure(AllOf((Holds(Flag.PREGNANT), PregnancyWeeks(30))), "from-week-30"),
    ]
    expecting = profile_from_json({"pregnant": True, "pregnancy_weeks": 29}, TODAY - timedelta(days=3))
    late = profile_from_json({"pregnant": True, "pregnancy_weeks": 40}, TODAY - timedelta(days=3))

    assert [(one.measure_id, one.turn) for one in found(measures, expecting)] == [("from-week-30", Turn.BEGINS)]
    assert found(measures, late) == ()


def test_what_the_family_gets_already_neither_begins_nor_waits_for_an_application() -> None:
    measure = replace(
        a_measure(ChildAgedBetween(3, 6), "m"), deadline=Deadline(rule=DeadlineRule(child_age_months_lte=37))
    )
    born = children(Birth.on(date(2023, 12, 1)))

    assert [one.turn for one in found([measure], born)] == [Turn.BEGINS]
    assert found([measure], born, {"m": None}) == ()


def test_a_deadline_of_the_birth_is_told_while_there_is_time() -> None:
    measure = replace(
        a_measure(ChildYoungerThan(36), "m"), deadline=Deadline(rule=DeadlineRule(child_age_months_lte=6))
    )

    assert found([measure], children(Birth.on(date(2026, 6, 10)))) == (Coming(date(2026, 12, 10), "m", Turn.DEADLINE),)
    assert found([measure], children(Birth.on(date(2026, 5, 10)))) == ()


def test_a_window_that_closes_every_year_is_told_every_year() -> None:
    window = AnnualWindow(YearDay(8, 15), YearDay(12, 1))
    measure = replace(a_measure(ChildYoungerThan(216), "m"), deadline=Deadline(rule=DeadlineRule(annual_window=window)))
    born = children(Birth.on(date(2020, 1, 15)))

    assert found([measure], born) == (Coming(date(2026, 12, 1), "m", Turn.DEADLINE),)
    assert found([measure], born, today=date(2027, 11, 25)) == (Coming(date(2027, 12, 1), "m", Turn.DEADLINE),)


def test_what_was_granted_for_a_year_is_asked_for_again() -> None:
    measure = replace(a_measure(ChildYoungerThan(216), "m"), granted_months=12)
    born = children(Birth.on(date(2020, 1, 15)))

    assert found([measure], born, {"m": date(2025, 12, 10)}) == (Coming(date(2026, 12, 10), "m", Turn.RENEWAL),)
    assert found([measure], born, {"m": None}) == (), "nobody said since when"


def test_a_new_minimum_changes_the_sums_that_are_computed_from_it() -> None:
    formula = Formula(FormulaBase.MINIMUM_CHILDREN, (Decimal(1),))
    measure = replace(a_measure(ChildYoungerThan(216), "m"), amount=Amount("", Confidence.HIGH, formula=formula))
    rows = (_minimum(2026, 17_000), _minimum(2027, 18_000))
    catalogue = replace(catalogue_of(measure, a_measure(ChildYoungerThan(216), "other")), regional_parameters=rows)
    profile = children(Birth.on(date(2020, 1, 15))).record(Fact.REGION, FactValue("LEN", TODAY - timedelta(days=10)))

    assert coming(catalogue, Matcher(catalogue.measures), Household(profile), date(2026, 12, 10)) == (
        Coming(date(2027, 1, 1), "m", Turn.SUMS),
    )


def test_a_new_version_of_a_measure_from_1_february_is_told_by_what_differs() -> None:
    old = replace(a_measure(ChildYoungerThan(216), "m"), validity=Validity(valid_to=date(2027, 1, 31)))
    new = replace(old, validity=Validity(valid_from=date(2027, 2, 1)), amount=Amount("больше", Confidence.HIGH))
    born = children(Birth.on(date(2020, 1, 15)))

    assert found([old, new], born, today=date(2027, 1, 20)) == (Coming(date(2027, 2, 1), "m", Turn.SUMS),)
    assert found([old, replace(new, amount=old.amount)], born, today=date(2027, 1, 20)) == ()
    assert found([old], born, today=date(2027, 1, 20)) == (Coming(date(2027, 2, 1), "m", Turn.ENDS),)


def test_the_week_follows_the_month_and_the_day_itself_is_too_late() -> None:
    leads = {ahead: lead_on(TODAY, TODAY + timedelta(days=ahead)) for ahead in (0, 1, 7, 8, 30, 31)}

    assert leads == {0: None, 1: Lead.WEEK, 7: Lead.WEEK, 8: Lead.MONTH, 30: Lead.MONTH, 31: None}


def _minimum(year: int, rub: int) -> RegionalParameters:
    figure = SubsistenceMinimum(*(Decimal(rub),) * 4)
    validity = Validity(date(year, 1, 1), date(year, 12, 31))
    return RegionalParameters(
        "LEN", figure, validity, Method.PUBLISHED, Confidence.HIGH, False, (), (), date(2026, 11, 22), None
    )
