"""What is true of a family on one day: stated facts, moved along the calendar, plus the few sure derivations.

Derived, and nothing else (contract of the evaluation set): a large family and a disabled child from the list of
children, a pregnancy from its weeks, nobody at school or in a kindergarten when no child has the age. A stated
value wins on the day it was stated. On another day the calendar may have overtaken it: a child who has turned 18
has left the list, so what was said about the list is derived anew or unknown again. Unknown is never false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from core.catalog.conditions import Flag
from core.triage.births import ADULT_MONTHS, Birth, completed_months, month_day
from core.triage.facts import Fact
from core.triage.profile import Band, Child, FactValue, Pregnancy, Profile

LONGEST_PREGNANCY_WEEKS = 42
KINDERGARTEN_MONTHS = (12, 95)
SCHOOL_MONTHS = (72, ADULT_MONTHS - 1)
LARGE_FAMILY_CHILDREN = 3
"""Decree 63 of 2024: three children under 18, or up to 23 while studying full time."""

_FLAGS = {Fact(flag.value): flag for flag in Flag}


@dataclass(frozen=True, slots=True)
class Situation:
    """Facts on the day `on`. A flag that is absent is unknown, and so is anything that is `None`.

    `children` are those who may be under 18 on that day; `weeks` is the fewest and most completed weeks.
    """

    on: date
    flags: dict[Flag, bool]
    region: str | None = None
    children: tuple[Child, ...] | None = None
    weeks: tuple[int, int] | None = None
    income: Band | None = None

    @property
    def count(self) -> tuple[int, int]:
        """Fewest and most children under 18 on the day; only when the children are known."""
        return count_of(self.children or (), self.on)


def situation_on(profile: Profile, on: date) -> Situation:
    """The family's situation on the local day `on`; pure, and the same for every order of answers."""
    known = profile.known
    said_children = known.get(Fact.CHILDREN)
    listed = cast("tuple[Child, ...]", said_children.value) if said_children else None
    flags = {_FLAGS[fact]: cast(bool, said.value) for fact, said in known.items() if fact in _FLAGS}
    region, income = known.get(Fact.REGION), known.get(Fact.INCOME_PER_HEAD_RATIO)
    weeks = _pregnancy(known.get(Fact.PREGNANT), known.get(Fact.PREGNANCY_WEEKS), flags, on)
    children = None
    if listed is not None:
        children = tuple(child for child in listed if _may_be_child(child.birth, on))
        _forget_what_the_calendar_overtook(known, flags, listed, on)
        _derive_from_children(known, flags, children, on)
    return Situation(
        on,
        flags,
        cast(str, region.value) if region else None,
        children,
        weeks,
        cast(Band, income.value) if income else None,
    )


def count_of(children: Iterable[Child], on: date) -> tuple[int, int]:
    """Fewest and most children under 18 on that day."""
    births = [child.birth for child in children]
    return sum(_is_child(birth, on) for birth in births), sum(_may_be_child(birth, on) for birth in births)


def _pregnancy(
    said: FactValue | None, term: FactValue | None, flags: dict[Flag, bool], on: date
) -> tuple[int, int] | None:
    """Weeks on the day; takes the pregnancy out of `flags` once it is certainly over."""
    if term is None:
        if said and said.value and (on - said.at).days > 7 * LONGEST_PREGNANCY_WEEKS:
            del flags[Flag.PREGNANT]
        return None
    fewest, most = cast(Pregnancy, term.value).weeks(on)
    if fewest > LONGEST_PREGNANCY_WEEKS or most < 0:
        if flags.get(Flag.PREGNANT):
            del flags[Flag.PREGNANT]
        return None
    flags.setdefault(Flag.PREGNANT, True)
    return max(fewest, 0), min(most, LONGEST_PREGNANCY_WEEKS)


def _may_be_child(birth: Birth, on: date) -> bool:
    return birth.earliest <= on and completed_months(birth.latest, on) < ADULT_MONTHS


def _is_child(birth: Birth, on: date) -> bool:
    return birth.latest <= on and completed_months(birth.earliest, on) < ADULT_MONTHS


def _may_be_aged(birth: Birth, months: tuple[int, int], on: date) -> bool:
    youngest, oldest = completed_months(birth.latest, on), completed_months(birth.earliest, on)
    return youngest <= months[1] and oldest >= months[0]


def _forget_what_the_calendar_overtook(
    known: Mapping[Fact, FactValue], flags: dict[Flag, bool], listed: tuple[Child, ...], on: date
) -> None:
    """Drop statements about the list of children that a child's 18th birthday has made doubtful."""
    for fact, flag in _ABOUT_THE_LIST:
        stays = flag is Flag.CHILD_STUDENT_FULLTIME and flags.get(flag)
        if fact in known and not stays and _somebody_came_of_age(listed, known[fact].at, on):
            del flags[flag]


_ABOUT_THE_LIST = (
    (Fact.LARGE_FAMILY, Flag.LARGE_FAMILY),
    (Fact.CHILD_DISABLED, Flag.CHILD_DISABLED),
    (Fact.CHILD_STUDENT_FULLTIME, Flag.CHILD_STUDENT_FULLTIME),
)


def _somebody_came_of_age(listed: tuple[Child, ...], since: date, on: date) -> bool:
    return since < on and any(
        month_day(child.birth.earliest, ADULT_MONTHS) <= on and month_day(child.birth.latest, ADULT_MONTHS) > since
        for child in listed
    )


def _derive_from_children(
    known: Mapping[Fact, FactValue], flags: dict[Flag, bool], children: tuple[Child, ...], on: date
) -> None:
    if Flag.LARGE_FAMILY not in flags:
        _put(flags, Flag.LARGE_FAMILY, large_family(count_of(children, on), flags.get(Flag.CHILD_STUDENT_FULLTIME)))
    if Flag.CHILD_DISABLED not in flags:
        _put(flags, Flag.CHILD_DISABLED, _child_disabled(children, on))
    for fact, flag, months in (
        (Fact.CHILD_IN_KINDERGARTEN, Flag.CHILD_IN_KINDERGARTEN, KINDERGARTEN_MONTHS),
        (Fact.CHILD_AT_SCHOOL, Flag.CHILD_AT_SCHOOL, SCHOOL_MONTHS),
    ):
        stated_today = fact in known and known[fact].at == on
        if not stated_today and not any(_may_be_aged(child.birth, months, on) for child in children):
            flags[flag] = False


def _put(flags: dict[Flag, bool], flag: Flag, value: bool | None) -> None:
    if value is not None:
        flags[flag] = value


def large_family(count: tuple[int, int], student: bool | None) -> bool | None:
    """Large family by decree 63 of 2024 from the number of minors and a full-time student of 18-22.

    One student is known at most as "at least one": with fewer than two minors the answer stays open.
    """
    fewest, most = count
    if fewest >= LARGE_FAMILY_CHILDREN or (fewest == LARGE_FAMILY_CHILDREN - 1 and student is True):
        return True
    return False if most < LARGE_FAMILY_CHILDREN and student is False else None


def _child_disabled(children: tuple[Child, ...], on: date) -> bool | None:
    if any(child.disabled and _is_child(child.birth, on) for child in children):
        return True
    return False if all(child.disabled is False for child in children) else None
