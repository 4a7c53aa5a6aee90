"""Whom a campaign is meant for, in the words of the rules: facts that are certain, and verdicts of today. Pure.

What a family did not say never counts as a yes. Facts whose mere presence may do harm cannot be asked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from core.catalog.conditions import AllOf, ChildAgedBetween, Condition, Flag, Holds, LivesIn
from core.catalog.measures import Amount, Category, Confidence, Deadline, Kind, Measure
from core.outreach.changes.directions import POSITIVE, Move
from core.triage.evaluation import Matcher, assess
from core.triage.profile import Profile
from core.triage.rulebook import Rulebook
from core.triage.verdicts import Verdict

CHOOSABLE = (Flag.LARGE_FAMILY, Flag.RURAL, Flag.CHILD_IN_KINDERGARTEN, Flag.CHILD_AT_SCHOOL)
"""Facts nobody minds to be written to about."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Families in which a change of the rules moved a verdict so."""

    change_id: int
    move: Move


@dataclass(frozen=True, slots=True)
class Segment:
    """Every part narrows; an empty segment is everybody. Ages are full years of some child, both ends included."""

    regions: tuple[str, ...] = ()
    child_from: int | None = None
    child_to: int | None = None
    flags: tuple[Flag, ...] = ()
    measure_id: str | None = None
    """Families to whom this measure is due, or probably due, today."""
    moved: Moved | None = None
    """Families whom a change of the rules concerns; asked by `core.outreach.changes`, which knows the rules before."""

    def __post_init__(self) -> None:
        if set(self.flags) - set(CHOOSABLE):
            raise ValueError("this fact cannot choose recipients")

    @property
    def everybody(self) -> bool:
        """No answer of a family has to be read."""
        return self == Segment()

    def conditions(self) -> Iterator[Condition]:
        """The facts as conditions of the rule vocabulary."""
        if self.regions:
            yield LivesIn(frozenset(self.regions))
        if self.child_from is not None or self.child_to is not None:
            yield ChildAgedBetween(self.child_from or 0, 17 if self.child_to is None else self.child_to)
        yield from (Holds(flag) for flag in self.flags)


OPEN_NEWS = "news:"
"""What «Подробнее» under a letter about a change of the rules asks for; the campaign's number follows."""
SEGMENT: TypeAdapter[Segment] = TypeAdapter(Segment)
Belongs = Callable[[Profile, date], bool]


def belongs(segment: Segment, matcher: Matcher) -> Belongs:
    """The test for one family on its own calendar day."""
    facts = Rulebook([rule_alone("segment", AllOf(tuple(segment.conditions())))])

    def test(profile: Profile, today: date) -> bool:
        if assess(facts, profile, today)["segment"] is not Verdict.YES:
            return False
        return segment.measure_id is None or _entitled(matcher, profile, today, segment.measure_id)

    return test


def _entitled(matcher: Matcher, profile: Profile, today: date, measure_id: str) -> bool:
    assessment = matcher.assess(profile, today)
    return measure_id in assessment.rulebook.positions and assessment[measure_id] in POSITIVE


def rule_alone(measure_id: str, condition: Condition) -> Measure:
    """A rulebook judges measures; of this one only the condition matters."""
    return Measure(
        id=measure_id,
        region=None,
        title="",
        summary="",
        who="",
        category=Category.DOCUMENTS,
        kind=Kind.STATUS,
        life_situations=(),
        eligibility=condition,
        eligibility_extra=(),
        amount=Amount("", Confidence.LOW),
        documents=(),
        where_to_apply=(),
        proactive=False,
        deadline=Deadline(),
        decision_term_days=None,
        legal_basis=(),
        sources=(),
        synonyms=(),
        related_federal=(),
        as_of=date.min,
        confidence=Confidence.LOW,
        notes=None,
    )
