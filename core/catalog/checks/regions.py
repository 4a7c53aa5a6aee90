"""A regional measure belongs to its region alone, and a region folder is a whole pack."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.conditions import AllOf, Condition, LivesIn
from core.catalog.draft import Draft
from core.catalog.faults import Fault, LintRule, Severity
from core.catalog.layout import FileKind


def regional_layers(draft: Draft) -> Iterator[Fault]:
    yield from _measures_without_their_region(draft)
    yield from _folders_without_pack(draft)
    yield from _borrowed_clocks(draft)


def _measures_without_their_region(draft: Draft) -> Iterator[Fault]:
    for filed in draft.measures:
        region = filed.region
        if region is not None and LivesIn(frozenset({region})) not in _first_conditions(filed.record.eligibility):
            what = f"региональная мера не ограничена своим регионом {region}"
            mend = f"начните условие так: «all: [{{region_in: [{region}]}}, ...]»"
            yield Fault(LintRule.REGION, filed.file, filed.record.id, what, mend)


def _first_conditions(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def _folders_without_pack(draft: Draft) -> Iterator[Fault]:
    packs = {filed.region for filed in draft.packs}
    packs |= {place.region for place in draft.faulty() if place.kind is FileKind.REGION_PACK}
    for filed in [*draft.measures, *draft.synonyms]:
        if filed.region is not None and filed.region not in packs:
            packs.add(filed.region)
            what, mend = f"у пакета {filed.region} нет region.yaml", "добавьте файл по образцу соседнего региона"
            yield Fault(LintRule.REGION, filed.file, filed.region, what, mend)


def _borrowed_clocks(draft: Draft) -> Iterator[Fault]:
    """A few regions have several zones, so another clock than the capital's is doubtful, not wrong."""
    packs = {filed.region for filed in draft.packs}
    zones = {filed.record.code: filed.record.time_zone for filed in draft.regions if filed.record.code in packs}
    for centre in draft.centres:
        expected = zones.get(centre.record.region, centre.record.time_zone)
        if centre.record.time_zone != expected:
            what = f"часовой пояс центра {centre.record.time_zone}, а региона — {expected}"
            mend = "исправьте time_zone; если город и правда живёт по другому времени, оставьте"
            yield Fault(LintRule.REGION, centre.file, centre.record.id, what, mend, Severity.WARNING)
