"""Rules and families at random, and the plainest possible reading of a rule over known facts."""

from datetime import date, timedelta

from hypothesis import strategies as st

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Condition,
    Flag,
    Holds,
    IncomeRatio,
    LivesIn,
    Not,
    PregnancyWeeks,
)

TODAY = date(2026, 11, 22)
OLDEST = date(2008, 11, 23)
REGIONS = ("LEN", "CHE", "KAM", "KYA", "TYU")


@st.composite
def _intervals(draw, top):
    low = draw(st.integers(0, top))
    return low, draw(st.integers(low, top))


@st.composite
def _birth_atoms(draw):
    since = OLDEST + timedelta(days=draw(st.integers(-400, 6900)))
    until = draw(st.none() | st.integers(0, 5000).map(lambda days: since + timedelta(days=days)))
    return ChildBornBetween(since, until)


flags = st.sampled_from([Flag.PREGNANT, Flag.RURAL, Flag.MORTGAGE, Flag.CHILD_AT_SCHOOL])
atoms = st.one_of(
    flags.map(Holds),
    st.frozensets(st.sampled_from(REGIONS), min_size=1).map(LivesIn),
    _intervals(5).map(lambda pair: ChildrenCount(*pair)),
    st.integers(0, 5).map(ChildrenCount),
    _intervals(42).map(lambda pair: PregnancyWeeks(*pair)),
    st.builds(IncomeRatio, st.sampled_from(Comparison), st.sampled_from([0.5, 1.0, 1.5, 2.18])),
    _intervals(17).map(lambda pair: ChildAgedBetween(*pair)),
    st.integers(1, 216).map(ChildYoungerThan),
    st.builds(ChildrenUnder, st.integers(1, 18), st.integers(0, 4)),
    _birth_atoms(),
)
conditions = st.recursive(
    atoms,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: AnyOf(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=6,
)


@st.composite
def families(draw):
    """A family with nothing unknown: births by day, weeks 0 when nobody is pregnant."""
    births = [OLDEST + timedelta(days=days) for days in draw(st.lists(st.integers(0, 6573), max_size=6))]
    pregnant = draw(st.booleans())
    schoolable = any(months_of(birth) >= 72 for birth in births)
    return {
        "region": draw(st.sampled_from([*REGIONS, "MOW"])),
        "births": births,
        "pregnant": pregnant,
        "pregnancy_weeks": draw(st.integers(1, 42)) if pregnant else 0,
        "income_per_head_ratio": draw(st.sampled_from([0.2, 0.5, 0.7, 1.0, 1.3, 1.5, 2.0, 2.18, 3.0])),
        "rural": draw(st.booleans()),
        "mortgage": draw(st.booleans()),
        "child_at_school": schoolable and draw(st.booleans()),
    }


def months_of(birth: date) -> int:
    return (TODAY.year - birth.year) * 12 + TODAY.month - birth.month - (TODAY.day < birth.day)


def birth_of(months: int) -> date:
    """Some day on which a child of so many completed months was born."""
    return next(day for day in (TODAY - timedelta(days=d) for d in range(6600)) if months_of(day) == months)


def meets(condition: Condition, family: dict) -> bool:
    """The rule read out loud over a family with nothing unknown."""
    births = family["births"]
    ages = [months_of(birth) for birth in births]
    match condition:
        case AllOf(parts):
            return all(meets(part, family) for part in parts)
        case AnyOf(parts):
            return any(meets(part, family) for part in parts)
        case Not(part):
            return not meets(part, family)
        case Holds(flag):
            return family[flag.value]
        case LivesIn(regions):
            return family["region"] in regions
        case ChildrenCount(low, high):
            return low <= len(births) <= (99 if high is None else high)
        case PregnancyWeeks(low, high):
            return low <= family["pregnancy_weeks"] <= (42 if high is None else high)
        case IncomeRatio(side, bound):
            ratio = family["income_per_head_ratio"]
            return {"lt": ratio < bound, "lte": ratio <= bound, "gt": ratio > bound, "gte": ratio >= bound}[side.value]
        case ChildAgedBetween(low, high):
            return any(12 * low <= age < 12 * (high + 1) for age in ages)
        case ChildYoungerThan(months):
            return any(age < months for age in ages)
        case ChildrenUnder(years, count):
            return sum(age < 12 * years for age in ages) >= count
        case ChildBornBetween(since, until):
            return any(since <= birth <= (until or TODAY) for birth in births)
