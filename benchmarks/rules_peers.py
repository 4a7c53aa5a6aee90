"""The usual ways to judge a family by rules: what our compiled rules are held against in `benchmarks.rules`.

Both peers are spared the reading of the stored profile (they get the day's situation, or a plain dictionary made of
it) and give no trace; ours does both. A peer that is not installed says why and is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    Atom,
    ChildAgedBetween,
    ChildAtom,
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
from core.triage.births import completed_months
from core.triage.situation import Situation
from tests.unit.triage_oracle import COMPARE, ages_hold, walk


class PeerMissing(Exception):
    """The peer cannot run here; the message says why."""


def by_walking(condition: Condition, family: Situation) -> bool | None:
    """Kleene's logic straight over the tree."""
    return walk(condition, family, _atom_holds)


def _atom_holds(atom: Atom, family: Situation) -> bool | None:
    match atom:
        case Holds(flag):
            return family.flags.get(flag)
        case LivesIn(regions):
            return None if family.region is None else family.region in regions
        case IncomeRatio(comparison, bound):
            return None if family.income is None else COMPARE[comparison](family.income.low, bound)
        case PregnancyWeeks(at_least, at_most):
            weeks = family.weeks
            return None if weeks is None else at_least <= weeks[0] and (at_most is None or weeks[0] <= at_most)
        case _:
            return None if family.children is None else _children_hold(atom, family)


def _children_hold(atom: ChildAtom, family: Situation) -> bool:
    births = [child.birth.latest for child in family.children or ()]
    if isinstance(atom, ChildBornBetween):
        return any(atom.since <= birth and (atom.until is None or birth <= atom.until) for birth in births)
    return ages_hold(atom, [completed_months(birth, family.on) for birth in births])


def rule_library(conditions: Iterable[Condition]) -> list[Any]:
    """The same rules for `rule-engine`, compiled once.

    Raises:
        PeerMissing: it is not installed.
    """
    try:
        import rule_engine
    except ImportError as absent:
        raise PeerMissing("rule-engine is not installed (pip install rule-engine)") from absent
    context = rule_engine.Context(resolver=rule_engine.resolve_item)
    return [rule_engine.Rule(spoken(condition), context=context) for condition in conditions]


def spoken(condition: Condition) -> str:
    """A condition in the library's language, over the facts of `plain_facts`."""
    match condition:
        case AllOf(parts):
            return f"({' and '.join(map(spoken, parts))})" if parts else "true"
        case AnyOf(parts):
            return f"({' or '.join(map(spoken, parts))})" if parts else "false"
        case Not(part):
            return f"not {spoken(part)}"
        case Holds(flag):
            return flag.value
        case LivesIn(regions):
            codes = [f'"{code}"' for code in sorted(regions)]
            return f"region == {codes[0]}" if len(codes) == 1 else f"region in [{', '.join(codes)}]"
        case IncomeRatio(comparison, bound):
            return f"income {_SIGNS[comparison]} {bound}"
        case PregnancyWeeks(at_least, at_most):
            return _between("weeks", at_least, at_most)
        case _:
            return _spoken_of_children(condition)


def _spoken_of_children(atom: ChildAtom) -> str:
    match atom:
        case ChildrenCount(at_least, at_most):
            return _between("ages.length", at_least, at_most)
        case ChildAgedBetween(low, high):
            return f"$any([age >= {12 * low} and age < {12 * (high + 1)} for age in ages])"
        case ChildYoungerThan(months):
            return f"$any([age < {months} for age in ages])"
        case ChildrenUnder(years, at_least):
            return f"[age for age in ages if age < {12 * years}].length >= {at_least}"
        case ChildBornBetween(since, until):
            return f"$any([{_between('day', since.toordinal(), until and until.toordinal())} for day in births])"


def _between(name: str, at_least: int, at_most: int | None) -> str:
    lower = f"{name} >= {at_least}"
    return lower if at_most is None else f"({lower} and {name} <= {at_most})"


_SIGNS = {Comparison.LT: "<", Comparison.LTE: "<=", Comparison.GT: ">", Comparison.GTE: ">="}


def plain_facts(family: Situation) -> dict[str, Any]:
    """A family that left nothing open, as a library wants it: without three values, so what is unknown is false."""
    births = [child.birth.latest for child in family.children or ()]
    return {
        **{flag.value: family.flags.get(flag, False) for flag in Flag},
        "region": family.region or "",
        "income": family.income.low if family.income else 0.0,
        "weeks": family.weeks[0] if family.weeks else -1,
        "ages": [completed_months(birth, family.on) for birth in births],
        "births": [birth.toordinal() for birth in births],
    }


def in_sqlite(situations: Sequence[Situation], times: int) -> Callable[[], list[Any]]:
    """Stored families as columns of a table and one measure (`unemployment-benefit`) as one statement over them."""
    base = sqlite3.connect(":memory:")
    base.execute("create table family (id integer primary key, unemployed integer, citizen integer)")
    asked = (Flag.PARENT_UNEMPLOYED, Flag.CITIZENSHIP_RF)
    rows = [tuple(one.flags.get(flag) for flag in asked) for one in situations]
    base.executemany("insert into family (unemployed, citizen) values (?, ?)", rows * times)
    return lambda: base.execute("select id from family where unemployed and citizen").fetchall()
