"""The card of one measure, ready to be rendered by any channel: facts in order, no markup, no wording of its
own.

Who it is for, how much and how sure, which papers the family brings and which the centre asks for itself,
what happens step by step, until when, on whose word and when that was last checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.catalog.amounts import ShownAmount, shown_amount
from core.catalog.measures import Confidence, Deadline, Measure, ObtainedBy, Source, WhereToApply
from core.catalog.snapshot import Catalogue


@dataclass(frozen=True, slots=True)
class BringPapers:
    """The family collects these."""

    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """The family applies through one of the channels."""

    channels: tuple[WhereToApply, ...]


@dataclass(frozen=True, slots=True)
class NothingToApplyFor:
    """Usually granted without an application; the channels are where to ask when it did not come."""

    channels: tuple[WhereToApply, ...]


@dataclass(frozen=True, slots=True)
class AgencyCollects:
    """Papers the office gets by itself; the family brings nothing for them."""

    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The office decides within so many days (working days unless the record's notes say otherwise)."""

    within_days: int


Step = BringPapers | Apply | NothingToApplyFor | AgencyCollects | Decision


@dataclass(frozen=True, slots=True)
class Related:
    """A federal measure about the same thing, shown beside this one."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """`checked_on` is the day the record was checked against its sources; `looked_up=False`: against none yet."""

    measure_id: str
    region: str | None
    title: str
    summary: str
    who: str
    only_if_also: tuple[str, ...]
    amount: ShownAmount
    family_papers: tuple[str, ...]
    agency_papers: tuple[str, ...]
    steps: tuple[Step, ...]
    where_to_apply: tuple[WhereToApply, ...]
    proactive: bool
    deadline: Deadline
    legal_basis: tuple[str, ...]
    related: tuple[Related, ...]
    sources: tuple[Source, ...]
    checked_on: date
    confidence: Confidence
    looked_up: bool


def card(measure: Measure, catalogue: Catalogue, region: str | None, on: date) -> MeasureCard:
    """The card of a measure for a family of the region (`None`: not chosen yet) on a day."""
    return MeasureCard(
        measure_id=measure.id,
        region=measure.region,
        title=measure.title,
        summary=measure.summary,
        who=measure.who,
        only_if_also=measure.eligibility_extra,
        amount=shown_amount(measure, catalogue, region, on),
        family_papers=_papers(measure, ObtainedBy.FAMILY),
        agency_papers=_papers(measure, ObtainedBy.AGENCY),
        steps=tuple(_steps(measure)),
        where_to_apply=measure.where_to_apply,
        proactive=measure.proactive,
        deadline=measure.deadline,
        legal_basis=measure.legal_basis,
        related=tuple(_related(measure, catalogue, on)),
        sources=measure.sources,
        checked_on=measure.as_of,
        confidence=measure.confidence,
        looked_up=measure.looked_up,
    )


def _papers(measure: Measure, who: ObtainedBy) -> tuple[str, ...]:
    return tuple(item.name for item in measure.documents_from(who))


def _steps(measure: Measure) -> Iterator[Step]:
    """In the order a family meets them; a step nobody knows anything about is not made up."""
    if papers := _papers(measure, ObtainedBy.FAMILY):
        yield BringPapers(papers)
    if measure.proactive:
        yield NothingToApplyFor(measure.where_to_apply)
    elif measure.where_to_apply:
        yield Apply(measure.where_to_apply)
    if papers := _papers(measure, ObtainedBy.AGENCY):
        yield AgencyCollects(papers)
    if measure.decision_term_days is not None:
        yield Decision(measure.decision_term_days)


def _related(measure: Measure, catalogue: Catalogue, on: date) -> Iterator[Related]:
    for measure_id in measure.related_federal:
        if (federal := catalogue.measure(measure_id, on)) is not None:
            yield Related(federal.id, federal.title)
