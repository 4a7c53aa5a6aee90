"""What is known about one family: facts with their provenance and day, and what it chose not to answer.

A `Profile` is an immutable value: recording an answer gives a new one, and the order of answers is irrelevant.
An absent fact is unknown, never false. Values are kept as the calendar needs them: births as intervals, a
pregnancy by the interval of its first day, income as a band with open or closed ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from math import inf
from types import MappingProxyType

from core.triage.births import Birth
from core.triage.facts import REGISTRY, Evasion, Fact


class Provenance(IntEnum):
    """Who says so, weakest first. A stronger word is not overridden by a weaker one while it is fresh."""

    FAMILY = 1
    DOCUMENT = 2
    AGENCY = 3
    SPECIALIST = 4


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the household; `disabled=None` is unknown."""

    birth: Birth
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """Possible values of a number, with the side of each end carried. `Band.at(x)` is the exact number."""

    low: float = 0.0
    high: float = inf
    low_closed: bool = True
    high_closed: bool = True

    def __post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed)):
            raise ValueError("an income band must contain at least one number")

    @staticmethod
    def at(value: float) -> Band:
        return Band(value, value)

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def covers(self, value: float) -> bool:
        above = self.low < value or (self.low_closed and value == self.low)
        return above and (value < self.high or (self.high_closed and value == self.high))


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """The interval in which the first day of a pregnancy lies; completed weeks move with the calendar."""

    earliest: date
    latest: date

    @staticmethod
    def of_weeks(weeks: int, on: date) -> Pregnancy:
        return Pregnancy(on - timedelta(days=7 * weeks + 6), on - timedelta(days=7 * weeks))

    def weeks(self, on: date) -> tuple[int, int]:
        """Fewest and most completed weeks on the day `on`."""
        return (on - self.latest).days // 7, (on - self.earliest).days // 7


Value = bool | str | tuple[Child, ...] | Band | Pregnancy


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value, who said it and on which day (local date of the family)."""

    value: Value
    at: date
    provenance: Provenance = Provenance.FAMILY


Answer = FactValue | Evasion


@dataclass(frozen=True, slots=True)
class Profile(Mapping[Fact, FactValue]):
    """Mapping of known facts; what was evaded stands apart in `evaded`."""

    known: Mapping[Fact, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    evaded: Mapping[Fact, Evasion] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, fact: Fact) -> FactValue:
        return self.known[fact]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def answered(self, fact: Fact) -> bool:
        """True when the person has already met this question, whatever they said."""
        return fact in self.known or fact in self.evaded

    def record(self, fact: Fact, answer: Answer) -> Profile:
        """The profile after one more answer; the last word on a fact replaces the earlier one."""
        known = {name: value for name, value in self.known.items() if name != fact}
        evaded = {name: value for name, value in self.evaded.items() if name != fact}
        if isinstance(answer, Evasion):
            evaded[fact] = answer
        else:
            known[fact] = answer
        return Profile(MappingProxyType(known), MappingProxyType(evaded))

    def forget(self, fact: Fact) -> Profile:
        """The profile as if this question had never been asked (the family goes back)."""
        return Profile(
            MappingProxyType({name: value for name, value in self.known.items() if name != fact}),
            MappingProxyType({name: value for name, value in self.evaded.items() if name != fact}),
        )


def expired(fact: Fact, said: FactValue, on: date) -> bool:
    """True when the fact is old enough to be asked again; its value still counts until then."""
    days = REGISTRY[fact].expires_after_days
    return days is not None and (on - said.at).days > days


def outdated(profile: Profile, on: date) -> tuple[Fact, ...]:
    """Facts old enough to be asked again on the local day `on`, in the order of the registry."""
    return tuple(fact for fact in REGISTRY if fact in profile and expired(fact, profile[fact], on))


def overrides(fact: Fact, new: FactValue, old: FactValue | None) -> bool:
    """Whether `new` may replace `old`: a family's word does not silently undo what a specialist established.

    Where it may not, the edge shows both and asks the specialist; nothing is lost either way.
    """
    return old is None or new.provenance >= old.provenance or expired(fact, old, new.at)
