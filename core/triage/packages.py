"""The result as a family reads it: a package grouped by need, and one list of papers.

Each measure stands once, under the first of the family's needs that it answers. NO is not shown here, another
region's measure never is, and what the family already receives is marked and not offered again. Papers are merged over
all measures: a paper that any of them wants from the family is on the family's list, all others the centre asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from core.catalog.measures import Measure, ObtainedBy
from core.triage.evaluation import Assessment
from core.triage.facts import Fact
from core.triage.needs import SCOPES, Need, in_scope
from core.triage.verdicts import Verdict

_SHOWN = {Verdict.YES: 0, Verdict.CHECK: 1, Verdict.ASK: 2}


@dataclass(frozen=True, slots=True)
class Offer:
    """One measure in a package. `to_ask` are the facts that still decide, `refused` those kept back."""

    measure: Measure
    verdict: Verdict
    to_ask: tuple[Fact, ...]
    refused: tuple[Fact, ...]
    received: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The measures that answer one need: positive verdicts first, what is received already last."""

    need: Need
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and the measures it serves, by id."""

    name: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """«Принесите» and «центр запросит сам»."""

    from_family: tuple[Paper, ...]
    by_centre: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Package:
    groups: tuple[Group, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(offer for group in self.groups for offer in group.offers)

    def granted(self) -> tuple[Measure, ...]:
        """Measures with a positive verdict that the family does not receive yet."""
        positive = (Verdict.YES, Verdict.CHECK)
        return tuple(one.measure for one in self.offers if one.verdict in positive and not one.received)


def package(assessment: Assessment, needs: Iterable[Need] = (), received: Collection[str] = ()) -> Package:
    """Measures for these needs, in the family's order of needs; without needs, all of them in the usual order.

    `received` are ids of measures the family already gets.
    """
    named = tuple(dict.fromkeys(needs))
    chosen = named or tuple(SCOPES)
    left = [one for one in _offers(assessment, received) if not named or in_scope(one.measure, named)]
    groups = []
    for need in chosen:
        own = [one for one in left if SCOPES[need].covers(one.measure)]
        left = [one for one in left if not SCOPES[need].covers(one.measure)]
        if own:
            groups.append(Group(need, tuple(sorted(own, key=_rank))))
    return Package(tuple(groups))


def papers(measures: Iterable[Measure]) -> Papers:
    """One list of documents for all these measures, split by who obtains them, in the order first met."""
    wanted: dict[str, list[Measure]] = {}
    names: dict[str, str] = {}
    family: set[str] = set()
    for measure in measures:
        for item in measure.documents:
            key = " ".join(item.name.lower().split())
            names.setdefault(key, item.name)
            wanted.setdefault(key, []).append(measure)
            if item.obtained_by is ObtainedBy.FAMILY:
                family.add(key)
    found = {key: Paper(names[key], tuple(dict.fromkeys(one.id for one in wanted[key]))) for key in names}
    return Papers(
        tuple(paper for key, paper in found.items() if key in family),
        tuple(paper for key, paper in found.items() if key not in family),
    )


def _offers(assessment: Assessment, received: Collection[str]) -> Iterator[Offer]:
    region = assessment.situation.region
    for measure, outcome in zip(assessment.rulebook.measures, assessment.outcomes, strict=True):
        if outcome.verdict is not Verdict.NO and measure.region in (None, region):
            facts = assessment.to_ask(measure.id) if outcome.verdict is Verdict.ASK else ()
            yield Offer(measure, outcome.verdict, facts, assessment.refused(measure.id), measure.id in received)


def _rank(offer: Offer) -> tuple[bool, int]:
    return offer.received, _SHOWN[offer.verdict]
