"""Rules and families for property tests: small random trees over every kind of condition, families with gaps."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from triage_oracle import stated_or_derived

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    ChildAgedBetween,
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

FLAGS = (Flag.LARGE_FAMILY, Flag.CHILD_STUDENT_FULLTIME, Flag.CHILD_DISABLED, Flag.PREGNANT, Flag.RURAL, Flag.MORTGAGE)


def atoms() -> st.SearchStrategy[Condition]:
    """One condition of any kind, with bounds that fall among the families' values."""
    return st.one_of(
        st.sampled_from([Holds(flag) for flag in FLAGS]),
        st.sampled_from([LivesIn(frozenset({"LEN"})), LivesIn(frozenset({"LEN", "KAM"}))]),
        st.builds(ChildrenCount, st.integers(0, 3), st.one_of(st.none(), st.just(3))),
        st.builds(PregnancyWeeks, st.sampled_from([12, 28])),
        st.builds(IncomeRatio, st.sampled_from(Comparison), st.sampled_from([1.0, 1.5])),
        st.builds(ChildAgedBetween, st.sampled_from([0, 1, 6]), st.sampled_from([6, 17])),
        st.builds(ChildYoungerThan, st.sampled_from([6, 18, 36])),
        st.builds(ChildrenUnder, st.sampled_from([1, 14]), st.integers(1, 2)),
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Trees of up to four conditions."""

    def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))

    return st.recursive(atoms(), joined, max_leaves=4)


@st.composite
def families(draw: st.DrawFn) -> dict[str, Any]:
    """Facts of a family with gaps; nothing in them contradicts the children."""
    child = st.fixed_dictionaries(
        {"age_months": st.sampled_from([0, 5, 17, 20, 40, 80, 150, 200])}, optional={"disabled": st.booleans()}
    )
    facts: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "region": st.sampled_from(["LEN", "KAM", "MOW"]),
                "children": st.lists(child, max_size=4),
                "income_per_head_ratio": st.sampled_from([0.5, 1.0, 1.2, 1.5, 3.0]),
                "rural": st.booleans(),
                "mortgage": st.booleans(),
                "child_student_fulltime": st.booleans(),
                "pregnant": st.booleans(),
            },
        )
    )
    if facts.get("pregnant"):
        facts |= draw(st.fixed_dictionaries({}, optional={"pregnancy_weeks": st.integers(1, 42)}))
    for derived in ("large_family", "child_disabled"):
        if stated_or_derived(derived, facts) is None and draw(st.booleans()):
            facts[derived] = draw(st.booleans())
    return facts
