"""Reasons, changes and flips in words: what `reasons.py` and `flips.py` found, as a parent would say it.

Every condition becomes one statement about the family («двое детей или больше»), true as it stands, so that the same
words serve for «потому что …» and for «эту помощь дают, когда …». Pure; the words live in `data/texts/*/reasons.ftl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    Atom,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Condition,
    Holds,
    IncomeRatio,
    LivesIn,
    Not,
    PregnancyWeeks,
)
from core.messaging.letters import Text
from core.moments import spoken_date
from core.texts import Texts
from core.triage.flips import Flip
from core.triage.reasons import Ground
from core.triage.verdicts import Verdict

MOST_REGIONS = 2
"""A longer list of regions helps nobody: the words say that the family's own is, or is not, among them."""
_POSITIVE = (Verdict.YES, Verdict.CHECK)
_OPPOSITE = {
    Comparison.LT: Comparison.GTE,
    Comparison.LTE: Comparison.GT,
    Comparison.GT: Comparison.LTE,
    Comparison.GTE: Comparison.LT,
}


@dataclass(frozen=True, slots=True)
class GroundWords:
    """Statements for one family. `minimum`: roubles a month per head in its region, None where no figure holds.

    `regions` are names by code.
    """

    texts: Texts
    regions: Mapping[str, str]
    minimum: Decimal | None = None

    def lines(self, grounds: Iterable[Ground]) -> tuple[str, ...]:
        """One plain statement per ground, none twice."""
        return tuple(dict.fromkeys(self._condition(one.condition, one.holds) for one in grounds))

    def _condition(self, condition: Condition, holds: bool) -> str:
        match condition:
            case Not(part):
                return self._condition(part, not holds)
            case AllOf(parts):
                return self._joined("ground-and" if holds else "ground-or", parts, holds)
            case AnyOf(parts):
                return self._joined("ground-or" if holds else "ground-and", parts, holds)
            case _:
                return self._atom(condition, holds)

    def _joined(self, key: str, parts: tuple[Condition, ...], holds: bool) -> str:
        words = tuple(dict.fromkeys(self._condition(part, holds) for part in parts))
        joined = words[0] if words else self._say("ground-everybody")
        for further in words[1:]:
            joined = self._say(key, first=joined, second=further)
        return joined

    def _atom(self, atom: Atom, holds: bool) -> str:
        match atom:
            case Holds(flag):
                return self._say(f"ground-{flag.value.replace('_', '-')}-{_side(holds)}")
            case LivesIn(regions):
                return self._region(regions, holds)
            case PregnancyWeeks(at_least, at_most):
                return self._range("ground-weeks", at_least, at_most, holds)
            case IncomeRatio(comparison, bound):
                side = comparison if holds else _OPPOSITE[comparison]
                return self._say(f"ground-income-{side.value}", sum=self._income(bound))
            case _:
                return self._children(atom, holds)

    def _children(
        self, atom: ChildrenCount | ChildAgedBetween | ChildYoungerThan | ChildrenUnder | ChildBornBetween, holds: bool
    ) -> str:
        side = _side(holds)
        match atom:
            case ChildrenCount(at_least, at_most):
                return self._range("ground-children", at_least, at_most, holds)
            case ChildAgedBetween(0, to_years):
                return self._say(f"ground-younger-{side}", age=self._age(12 * (to_years + 1)))
            case ChildAgedBetween(from_years, to_years):
                return self._say(f"ground-aged-{side}", since=from_years, until=to_years)
            case ChildYoungerThan(months):
                return self._say(f"ground-younger-{side}", age=self._age(months))
            case ChildrenUnder(age_years, at_least):
                return self._say(f"ground-several-younger-{side}", count=at_least, age=self._age(12 * age_years))
            case ChildBornBetween(since, None):
                return self._say(f"ground-born-since-{side}", since=self._day(since))
            case ChildBornBetween(since, until):
                return self._say(f"ground-born-{side}", since=self._day(since), until=self._day(until or since))

    def _range(self, key: str, at_least: int, at_most: int | None, holds: bool) -> str:
        """A count by the one end that matters; two ends by both."""
        side = _side(holds)
        if at_most is None:
            return self._say(f"{key}-from-{side}", count=at_least)
        if at_least == at_most:
            return self._say(f"{key}-exactly-{side}", count=at_most)
        if at_least == 0:
            return self._say(f"{key}-up-to-{side}", count=at_most)
        return self._say(f"{key}-between-{side}", since=at_least, until=at_most)

    def _region(self, regions: frozenset[str], holds: bool) -> str:
        if len(regions) > MOST_REGIONS:
            return self._say(f"ground-regions-{_side(holds)}")
        names = ", ".join(sorted(self.regions.get(code, code) for code in regions))
        return self._say(f"ground-region-{_side(holds)}", names=names)

    def _age(self, months: int) -> str:
        if months % 12 == 0:
            return self._say("ground-age-years", count=months // 12)
        return self._say("ground-age-months", count=months)

    def _income(self, bound: float) -> str:
        words = self._say("ground-minimum") if bound == 1 else self._say("ground-minimum-share", share=bound)
        if self.minimum is None:
            return words
        roubles = (Decimal(str(bound)) * self.minimum).quantize(Decimal(1), ROUND_HALF_UP)
        return self._say("ground-minimum-roubles", words=words, roubles=f"{roubles:,}".replace(",", "\u00a0"))

    def _day(self, day: date) -> str:
        return spoken_date(self.texts, day)

    def _say(self, key: str, **args: str | float) -> str:
        return self.texts.plain(Text(key, dict(args)))


def flip_words(texts: Texts, flip: Flip) -> str:
    """What the calendar will change by itself, as one plain sentence; a last day is included in what it ends."""
    last = spoken_date(texts, flip.on - timedelta(days=1))
    key = _flip_key(flip)
    return texts.plain(Text(key, {"day": spoken_date(texts, flip.on), "last": last}))


def _flip_key(flip: Flip) -> str:
    before, after = flip.before, flip.after
    if before in _POSITIVE:
        if after in _POSITIVE:
            return "flip-changes"
        return "flip-unsure" if after is Verdict.ASK else "flip-ends"
    if after in _POSITIVE:
        return "flip-begins"
    return "flip-may-begin" if after is Verdict.ASK else "flip-closes"


def _side(holds: bool) -> str:
    return "yes" if holds else "no"
